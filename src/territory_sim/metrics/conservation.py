"""Conservation: nothing that came in may be lost, no minute and no cent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.metrics.statements import statement_faults

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.salesforce.commission_parameters import CommissionParameters


_WAYS_TO_SPEND_TIME: Final = {
    "rep_day": ("travel", "meeting", "admin", "idle"),
    "inside_rep_day": ("answering", "idle"),
}


class ConservationError(Exception):
    """The books of a run do not balance: a fault of the program, never of the user."""


def check_conservation(tables: Mapping[str, pd.DataFrame], plan: CommissionParameters) -> None:
    """Check that requests, leads, minutes and money all add up.

    Args:
        tables: The tables of one run.
        plan: What sales pay.

    Raises:
        ConservationError: With every book that does not balance.
    """
    broken = [
        *_requests(tables),
        *_causes(tables["lead"]),
        *_leaving(tables["account_run"]),
        *_deliveries(tables),
        *_time(tables),
        *_money(tables, plan),
        *_lost_sales(tables),
    ]
    if broken:
        raise ConservationError("; ".join(broken))


def _requests(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Created = served + expired + open; for leads created = won + lost + stalled + expired + open."""
    for name, ended in (("request", ("served", "expired")), ("lead", ("won", "lost", "stalled", "expired"))):
        table = tables[name]
        status = table["status"].value_counts()
        coming, created = int(status.get("coming", 0)), len(table)
        if coming:
            yield f"{coming} {name}s never came in"
        states = (*ended, "open") if name == "request" else (*ended, "open", "qualified")
        if sum(int(status.get(state, 0)) for state in states) != created - coming:
            yield f"{name}s: {created - coming} created, {status.to_dict()}"
        answered = table["answered_minute"].notna()
        if (table["answered_minute"] < table["minute"])[answered].any():
            yield f"{name}s answered before they came"
    requests = tables["request"]
    if (requests["answered_minute"] >= requests["expiry_minute"]).any():
        yield "requests answered after they were given up"
    if (requests["answered_minute"].notna() != (requests["status"] == "served")).any():
        yield "requests answered differ from requests served"
    weekly = tables["territory_week"][["requests_created", "requests_served", "requests_expired"]].sum()
    counted = tables["request"]["status"].value_counts()
    one_by_one = (len(tables["request"]), counted.get("served", 0), counted.get("expired", 0))
    if tuple(weekly) != one_by_one:
        yield "requests by week differ from requests one by one"


def _deliveries(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Orders of ours = delivered + late + missing + under way, where a desk delivers them."""
    if "delivery" not in tables:
        return
    table = tables["delivery"]
    ended = table[["delivered", "late", "missing", "under_way"]].sum(axis=1)
    if not np.array_equal(ended.to_numpy(), table["orders"].to_numpy()):
        yield "orders differ from those delivered, late, missing or under way"


def _causes(leads: pd.DataFrame) -> Iterator[str]:
    """Every lead that ended without an order has one cause, and no other lead has any."""
    not_won = leads["status"].isin(["lost", "stalled", "expired"])
    if (leads["cause"].notna() != not_won).any():
        yield "leads that ended without an order differ from leads with a cause"


def _leaving(account_run: pd.DataFrame) -> Iterator[str]:
    """Whoever has left did so at a minute and for a cause; nobody else did."""
    churned = account_run["churned"]
    for column, told in (
        ("churn_minute", account_run["churn_minute"].notna()),
        ("churn_cause", account_run["churn_cause"] != "none"),
    ):
        if (told != churned).any():
            yield f"accounts that left differ from those with a {column}"


def _time(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Shift + overtime = travel + meeting + administration + idle, exactly; inside: answering + idle."""
    for name, kinds in _WAYS_TO_SPEND_TIME.items():
        days = tables[name]
        spent = days[[f"{kind}_minutes" for kind in kinds]]
        if not np.array_equal(
            spent.sum(axis=1).to_numpy(), (days["shift_minutes"] + days["overtime_minutes"]).to_numpy()
        ):
            yield f"{name}: minutes spent differ from shift and overtime"
        if (spent.to_numpy() < 0).any() or (days["overtime_minutes"] < 0).any():
            yield f"{name}: negative minutes"


def _money(tables: Mapping[str, pd.DataFrame], plan: CommissionParameters) -> Iterator[str]:
    """Money booked is the same by account, week and statement; every statement follows from the plan."""
    statements = tables["rep_month"]
    booked = {name: int(tables[name]["booked_cents"].sum()) for name in ("account_run", "territory_week")}
    booked["rep_month"] = int(statements["booked_cents"].sum())
    if len(set(booked.values())) != 1:
        yield f"booked cents differ: {booked}"
    yield from statement_faults(statements, plan)


def _lost_sales(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Bought = booked + lost by cause, to the cent; what we lost is what others sold."""
    accounts, lost, leads = tables["account_run"], tables["lost_sales"], tables["lead"]
    by_cause = int(lost["lost_cents"].sum())
    if int(accounts["bought_cents"].sum()) != int(accounts["booked_cents"].sum()) + by_cause:
        yield "bought cents differ from booked cents and lost cents by cause"
    firms = tables["firm_run"].set_index("firm")[["orders", "won_cents"]]
    others = firms[firms.index != "us"].sum()
    if (int(others["orders"]), int(others["won_cents"])) != (int(lost["needs"].sum()), by_cause):
        yield "needs lost by cause differ from what other firms sold"
    not_won = leads[leads["status"].isin(["lost", "stalled", "expired"])]
    told = int(lost["leads"].sum()), int(lost["lead_cents"].sum())
    if told != (len(not_won), int(not_won["value_cents"].sum())):
        yield "leads lost by cause differ from leads one by one"
