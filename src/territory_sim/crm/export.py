"""The CRM export of a run: the truth log, as far as the company wrote it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.crm.account_names import account_names, other_spelling
from territory_sim.crm.entries import Entries, ErrorRates, Keeping, Occasions, written_down
from territory_sim.crm.entry_marks import ordinals
from territory_sim.crm.pay_entries import pay_entries, quota_entries
from territory_sim.crm.stage_history import ENDS, stage_history
from territory_sim.records.crm_schema import CRM_FILES
from territory_sim.simulation.calendar import BusinessCalendar, business_calendar
from territory_sim.streams import Streams
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.salesforce.management import ManagementParameters
    from territory_sim.scenario.world import World

TABLES_NEEDED: Final = ("visit", "order", "survey_answer", "assignment")
"""Tables of the truth log of which the export is made."""


@dataclass(frozen=True, eq=False)
class _Office:
    """Where entries get their names and dates from."""

    account_ids: NDArray[np.str_]
    rep_ids: NDArray[np.str_]
    rep_names: NDArray[np.str_]
    calendar: BusinessCalendar
    currency: str

    def account(self, entries: Entries) -> list[str]:
        second = np.where(entries.under_other_spelling, _SECOND, "")
        return [str(name) for name in np.char.add(self.account_ids[entries.account], second)]

    def owner(self, rep: NDArray[np.int64]) -> dict[str, NDArray[np.str_]]:
        return {"owner_id": self.rep_ids[rep], "owner_name": self.rep_names[rep]}

    def date(self, minutes: NDArray[np.float64]) -> NDArray[np.str_]:
        return np.datetime_as_string(self.calendar.moments(minutes), unit="D")


_SECOND: Final = "-2"
"""What the id of an account's second record ends in."""


def crm_export(tables: Mapping[str, pd.DataFrame], world: World, replication: int) -> dict[str, pd.DataFrame]:
    """Make the CRM export of a run.

    Args:
        tables: The usual tables of the run and those of ``TABLES_NEEDED``.
        world: The world it happened in.
        replication: Number of the replication.

    Returns:
        One frame for each file of ``records.crm_schema``, columns as there, all dates as text.
    """
    scenario = world.scenario
    management, schedule = scenario.management, scenario.schedule
    streams = Streams(scenario.seed, replication)
    calendar = business_calendar(schedule.start_date, scenario.days, grid_minutes(schedule.day_minutes))
    office = _Office(
        account_ids=world.accounts.account_ids,
        rep_ids=np.array([rep.rep_id for rep in world.reps]),
        rep_names=np.array([rep.name or f"Rep {rep.rep_id}" for rep in world.reps]),
        calendar=calendar,
        currency=scenario.commission.currency,
    )
    owner = _reps(tables["account_run"]["rep_id"], office)
    spelling = streams.rows("crm accounts", world.accounts.stream_keys, 1)[:, 0]
    keeping = Keeping(
        streams=streams,
        keys=world.accounts.stream_keys,
        owner=owner,
        twice=spelling < management.crm_duplicate_share,
        day_minutes=calendar.day_minutes,
        end_minute=calendar.days * calendar.day_minutes,
    )
    opportunities, stages, entry_of_lead = _opportunities(tables, office, keeping, management)
    named = office.owner(_reps(tables["rep_month"]["rep_id"], office))
    frames = {
        "accounts": _accounts(world, tables["account_run"], office, keeping.twice),
        "calls": _calls(tables["visit"], office, keeping, management),
        "opportunities": opportunities,
        "opportunity_stages": stages,
        "orders": _orders(tables, office, keeping, management, entry_of_lead),
        "surveys": _surveys(tables["survey"], tables["survey_answer"]),
        "pay": pay_entries(tables["rep_month"], named, office.currency),
        "quotas": quota_entries(tables["rep_month"], named, office.currency, scenario.commission.period),
        "assignments": _assignments(tables["assignment"], office),
    }
    return {name: frames[name][list(columns)] for name, columns in CRM_FILES.items()}


def _accounts(
    world: World, account_run: pd.DataFrame, office: _Office, twice: NDArray[np.bool_]
) -> pd.DataFrame:
    region = world.region
    unit_names = region.unit_names
    name_of_unit = dict(zip(region.unit_ids, unit_names, strict=True))
    unit = account_run["unit_id"].astype("str")
    first = pd.DataFrame(
        {
            "account_id": office.account_ids,
            "account_name": account_names(world.accounts, unit_names),
            "unit_id": unit.to_numpy(),
            "unit_name": unit.map(name_of_unit).to_numpy(),
            "segment": account_run["segment"].astype("str").to_numpy(),
            **office.owner(_reps(account_run["rep_id"], office)),
        }
    )
    second = first[twice].copy()
    names = zip(second["account_name"], second["account_id"], strict=True)
    second["account_name"] = [other_spelling(str(name), str(account_id)) for name, account_id in names]
    second["account_id"] += _SECOND
    return pd.concat([first, second], ignore_index=True).sort_values("account_id", ignore_index=True)


def _calls(
    visit: pd.DataFrame, office: _Office, keeping: Keeping, management: ManagementParameters
) -> pd.DataFrame:
    occasions = _occasions(visit, np.zeros(len(visit), dtype=np.int64))
    entries = written_down("calls", occasions, _rates(management, "calls"), keeping)
    told = visit.iloc[entries.source]
    moments = office.calendar.moments(entries.minute)
    return pd.DataFrame(
        {
            "call_id": _ids("CALL", len(entries.source)),
            "account_id": office.account(entries),
            **office.owner(_reps(told["rep_id"], office)),
            "call_date": np.datetime_as_string(moments, unit="D"),
            "start_time": [text[11:16] for text in np.datetime_as_string(moments, unit="m").tolist()],
            "minutes": np.rint(told["minutes_on_site"]).astype(np.int64).to_numpy(),
            "purpose": told["purpose"].astype("str").to_numpy(),
            "entered_date": office.date(entries.entered_minute),
        }
    )


def _opportunities(
    tables: Mapping[str, pd.DataFrame],
    office: _Office,
    keeping: Keeping,
    management: ManagementParameters,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series[str]]:
    """Make both files of opportunities, and say under which id each lead stands there."""
    lead = tables["lead"]
    history = stage_history(lead, tables["lead_stage"])
    occasions = _occasions(lead, lead["value_cents"].to_numpy())
    entries = written_down("opportunities", occasions, _rates(management, "opportunities"), keeping)
    told = lead.iloc[entries.source]
    ids = _ids("OPP", len(told))
    delay = entries.entered_minute - told["minute"].to_numpy()
    # Whoever enters late enters every stage late: what the export misses is not in it yet.
    entry = pd.DataFrame({"lead": told["lead"].to_numpy(), "opportunity_id": ids, "delay": delay})
    stages = entry.merge(history, on="lead")
    known = (stages["step"] == 0) | (stages["minute"] + stages["delay"] <= keeping.end_minute)
    stages = stages[known].sort_values(["opportunity_id", "step"], ignore_index=True)
    last = stages.drop_duplicates("opportunity_id", keep="last").set_index("opportunity_id").loc[ids]
    stage = last["stage"].to_numpy()
    closed = np.isin(stage, ENDS)
    stages = stages.assign(stage_date=office.date(stages["minute"].to_numpy()))
    frame = pd.DataFrame(
        {
            "opportunity_id": ids,
            "account_id": office.account(entries),
            **office.owner(_reps(told["rep_id"], office)),
            "created_date": office.date(entries.minute),
            "source": told["source"].astype("str").to_numpy(),
            "stage": stage,
            "amount": entries.cents / 100,
            "currency": office.currency,
            "is_closed": closed,
            "is_won": stage == "won",
            "close_date": np.where(closed, office.date(last["minute"].to_numpy()), ""),
            "entered_date": office.date(entries.entered_minute),
        }
    )
    first = entry.drop_duplicates("lead")
    return frame, stages, pd.Series(first["opportunity_id"].to_numpy(), index=first["lead"].to_numpy())


def _orders(
    tables: Mapping[str, pd.DataFrame],
    office: _Office,
    keeping: Keeping,
    management: ManagementParameters,
    entry_of_lead: pd.Series[str],
) -> pd.DataFrame:
    rates = _rates(management, "orders")
    needs, lead = tables["order"], tables["lead"]
    ours = np.flatnonzero(needs["status"].astype("str") == "ours")
    # Numbers count all needs, so that an order lost or won moves no other order's errors.
    usual = _picked(_occasions(needs, needs["size_cents"].to_numpy()), ours)
    won = np.flatnonzero(lead["status"].astype("str") == "won")
    offers = _picked(_occasions(lead, (lead["value_cents"] - lead["discount_cents"]).to_numpy()), won)
    offers = Occasions(offers.account, offers.number, lead["ended_minute"].to_numpy()[won], offers.cents)
    parts = []
    for kind, occasions, told in (
        ("orders", usual, needs.iloc[ours]),
        ("orders of leads", offers, lead.iloc[won]),
    ):
        entries = written_down(kind, occasions, rates, keeping)
        rows = told.iloc[entries.source]
        opportunity = rows["lead"].map(entry_of_lead).fillna("").to_numpy() if "lead" in rows else ""
        parts.append(
            pd.DataFrame(
                {
                    "account_id": office.account(entries),
                    **office.owner(_reps(rows["rep_id"], office)),
                    "order_date": office.date(entries.minute),
                    "amount": entries.cents / 100,
                    "currency": office.currency,
                    "opportunity_id": opportunity,
                    "entered_date": office.date(entries.entered_minute),
                    "entered_minute": entries.entered_minute,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True).sort_values(
        ["entered_minute", "account_id", "amount"], kind="stable", ignore_index=True
    )
    return frame.assign(order_id=_ids("ORD", len(frame)))


def _surveys(survey: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    about = survey.set_index("survey")[["kind", "date"]].astype("str")
    of_row = about.loc[answers["survey"]]
    score = answers["points"].astype("str").where(answers["answered"], "")
    return pd.DataFrame(
        {
            "survey_id": [f"SURVEY-{number + 1}" for number in answers["survey"].tolist()],
            "kind": of_row["kind"].to_numpy(),
            "survey_date": of_row["date"].to_numpy(),
            "account_id": answers["account_id"].astype("str").to_numpy(),
            "score": score.to_numpy(),
        }
    )


def _assignments(assignment: pd.DataFrame, office: _Office) -> pd.DataFrame:
    calendar = office.calendar
    dates = np.array([*(date.isoformat() for date in calendar.dates), ""])  # day -1 has none
    return pd.DataFrame(
        {
            "assignment_id": _ids("ASG", len(assignment)),
            "account_id": assignment["account_id"].astype("str").to_numpy(),
            **office.owner(_reps(assignment["rep_id"], office)),
            "from_date": dates[assignment["from_day"].to_numpy()],
            "to_date": dates[assignment["to_day"].to_numpy()],
        }
    )


def _occasions(table: pd.DataFrame, cents: NDArray[np.int64]) -> Occasions:
    # Accounts stand in the categories in the order of their indices.
    account = table["account_id"].cat.codes.to_numpy().astype(np.int64)
    return Occasions(account, ordinals(account), table["minute"].to_numpy(), cents)


def _picked(occasions: Occasions, rows: NDArray[np.int64]) -> Occasions:
    return Occasions(
        occasions.account[rows], occasions.number[rows], occasions.minute[rows], occasions.cents[rows]
    )


def _rates(management: ManagementParameters, kind: str) -> ErrorRates:
    return ErrorRates(
        missing_share=getattr(management.crm_missing_share, kind),
        late_days=getattr(management.crm_late_days, kind),
        wrong_share=getattr(management.crm_wrong_share, kind),
    )


def _reps(column: pd.Series[str], office: _Office) -> NDArray[np.int64]:
    return pd.Index(office.rep_ids).get_indexer(pd.Index(column.astype("str"))).astype(np.int64)


def _ids(kind: str, count: int) -> list[str]:
    width = max(6, len(str(count)))
    return [f"{kind}-{number:0{width}d}" for number in range(1, count + 1)]
