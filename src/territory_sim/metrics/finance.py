"""Profit and loss of a run: for the region, each territory, each rep and each segment, to the cent.

Amounts are signed: sales are positive and costs negative, so that the lines of every column add up
to its contribution, and the columns of every level to the region's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from territory_sim.records.schema import RUN_KEYS
from territory_sim.statistics.whole_parts import whole_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.scenario.scenario import Scenario

SELLING_COSTS: Final = ("base_pay", "variable_pay", "inside_pay", "travel", "nights", "hiring")
"""What selling costs: people and their ways, without campaigns."""

PROFIT_LINES: Final = ("sales", "goods", *SELLING_COSTS, "marketing")
"""Lines of profit and loss in the order in which they are told; their sum is the contribution."""

CONTRIBUTION: Final = "contribution"
BREAK_EVEN: Final = "break_even_sales"
"""Sales at which a rep's gross margin pays for himself; a memo that is part of no sum."""

EVERYTHING: Final = "all"
"""Id of the region."""

UNASSIGNED: Final = "unassigned"
"""Id of what no territory has, such as campaigns in units without an owner."""

Lines = dict[str, "NDArray[np.int64]"]


def region_cents(tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> dict[str, int]:
    """Work out profit and loss of the whole region.

    Args:
        tables: The tables of the run.
        scenario: Margin and costs.

    Returns:
        Cents by line, costs negative, with the contribution last.
    """
    sales = int(tables["account_run"]["booked_cents"].sum())
    days, pay, schedule = tables["rep_day"], tables["rep_month"], scenario.schedule
    hours = float(days["travel_minutes"].sum()) / 60
    nights = int(days["nights"].sum())
    lines = {
        "sales": sales,
        "goods": round(sales * scenario.market.gross_margin) - sales,
        "base_pay": -int(pay["base_cents"].sum()),
        "variable_pay": -int(pay["variable_cents"].sum()),
        "inside_pay": -int(tables["inside_rep_day"]["pay_cents"].sum()),
        "travel": -round(hours * schedule.travel_cost_per_hour * 100),
        "nights": -round(nights * schedule.night_cost * 100),
        "hiring": -int(_hiring(tables).sum()),
        "marketing": -int(tables["campaigns"]["spend_cents"].sum()),
    }
    return lines | {CONTRIBUTION: sum(lines.values())}


def finance_table(tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> pd.DataFrame:
    """Make table ``finance``.

    What belongs to nobody alone is shared out: pay of inside reps by sales; campaigns by the territory
    of their units. Segments share pay, ways and nights of each territory by visits and answers to their
    accounts, and campaigns by potential.

    Args:
        tables: The tables of the run.
        scenario: Margin and costs.

    Returns:
        One row for each level, id and line, in cents; the lines of a level add up to the region's.
    """
    region = region_cents(tables, scenario)
    territories, reps = _by_territory(tables, region), _by_rep(tables, region)
    levels = {
        "region": pd.DataFrame({line: [region[line]] for line in PROFIT_LINES}, index=[EVERYTHING]),
        "territory": territories,
        "rep": reps,
        "segment": _by_segment(tables, region, territories),
    }
    rows = []
    for level, columns in levels.items():
        told = columns.assign(**{CONTRIBUTION: columns[list(PROFIT_LINES)].sum(axis=1)})
        if level in {"region", "rep"}:
            told[BREAK_EVEN] = _break_even(columns)
        long = told.rename_axis("id").reset_index().melt("id", var_name="line", value_name="cents")
        rows.append(long.dropna().assign(level=level))
    table = pd.concat(rows, ignore_index=True).astype({"cents": "int64", "id": "str", "line": "str"})
    table = table.sort_values(["level", "id", "line"], kind="stable", ignore_index=True)
    keys = tables["territory_run"].iloc[0]
    return table.assign(**{key: keys[key] for key in RUN_KEYS})[[*RUN_KEYS, "level", "id", "line", "cents"]]


def _by_territory(tables: Mapping[str, pd.DataFrame], region: Mapping[str, int]) -> pd.DataFrame:
    """Profit and loss by territory: that of the rep who works it, and its own sales."""
    reps = _rep_costs(tables)
    territory = (
        tables["rep_run"].astype({"rep_id": str, "territory_id": str}).set_index("rep_id")["territory_id"]
    )
    costs = reps.groupby(territory.reindex(reps.index).fillna(UNASSIGNED)).sum()
    week = tables["territory_week"]
    sales = week.groupby(week["territory_id"].astype(str))["booked_cents"].sum()
    return _shared_out(region, costs, sales, _spend_by(tables, "territory_id"))


def _by_rep(tables: Mapping[str, pd.DataFrame], region: Mapping[str, int]) -> pd.DataFrame:
    month = tables["rep_month"]
    sales = month.groupby(month["rep_id"].astype(str))["booked_cents"].sum()
    return _shared_out(region, _rep_costs(tables), sales, _spend_by(tables, "rep_id"))


def _rep_costs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What each rep was paid, in cents, and drove, in minutes and nights."""
    month, days = tables["rep_month"], tables["rep_day"]
    paid = month.groupby(month["rep_id"].astype(str))[["base_cents", "variable_cents"]].sum()
    driven = days.groupby(days["rep_id"].astype(str))[["travel_minutes", "nights"]].sum()
    return paid.join(driven, how="outer").assign(hiring_cents=_hiring(tables)).fillna(0)


def _hiring(tables: Mapping[str, pd.DataFrame]) -> pd.Series[int]:
    """What hiring cost for each seat, in cents."""
    people = tables["employment"]
    return people.groupby(people["rep_id"].astype(str))["hiring_cost_cents"].sum()


def _spend_by(tables: Mapping[str, pd.DataFrame], whom: str) -> pd.Series[int]:
    """What campaigns spent in the units of each territory or rep, as they own them at the end."""
    spend = tables["campaigns"]
    owner = tables["unit_run"].astype({"unit_id": str, whom: str}).set_index("unit_id")[whom]
    whose = spend["unit_id"].astype(str).map(owner).replace("nan", UNASSIGNED).fillna(UNASSIGNED)
    return spend["spend_cents"].groupby(whose.to_numpy()).sum()


def _shared_out(
    region: Mapping[str, int], costs: pd.DataFrame, sales: pd.Series[int], spend: pd.Series[int]
) -> pd.DataFrame:
    """Put the lines of one level together, so that they add up to the region's."""
    ids = sorted({*costs.index, *sales.index, *spend.index})
    costs, sales, spend = (part.reindex(ids, fill_value=0) for part in (costs, sales, spend))
    weights = {
        "sales": sales,
        "goods": sales,
        "base_pay": costs["base_cents"],
        "variable_pay": costs["variable_cents"],
        "inside_pay": sales,
        "travel": costs["travel_minutes"],
        "nights": costs["nights"],
        "hiring": costs["hiring_cents"],
        "marketing": spend,
    }
    # Sums of whole cents stay what they are: each is its own exact share.
    parts = {line: whole_parts(region[line], weights[line].to_numpy()) for line in PROFIT_LINES}
    return pd.DataFrame(parts, index=ids)


def _by_segment(
    tables: Mapping[str, pd.DataFrame], region: Mapping[str, int], territories: pd.DataFrame
) -> pd.DataFrame:
    accounts = tables["account_run"]
    owner = territories.index.get_indexer(accounts["territory_id"].astype(str))
    segments = sorted(accounts["segment"].astype(str).unique())
    place = np.searchsorted(segments, accounts["segment"].astype(str).to_numpy())
    sales = accounts["booked_cents"].to_numpy(dtype=np.float64)
    visits = accounts["visits"].to_numpy(dtype=np.float64)
    contacts = visits + accounts["requests_served"].to_numpy(dtype=np.float64)
    by = dict.fromkeys(PROFIT_LINES, contacts) | {"sales": sales, "goods": sales, "travel": visits}
    by |= {"nights": visits, "marketing": accounts["potential_cents"].to_numpy(dtype=np.float64)}
    parts = {}
    for line, weight in by.items():
        share = weight
        if line not in {"sales", "goods"}:
            total = np.bincount(owner, weights=weight, minlength=len(territories))[owner]
            cost = np.abs(territories[line].to_numpy())[owner]
            share = np.divide(weight * cost, total, out=np.zeros(len(weight)), where=total > 0)
        parts[line] = whole_parts(region[line], np.bincount(place, weights=share, minlength=len(segments)))
    return pd.DataFrame(parts, index=segments)


def _break_even(columns: pd.DataFrame) -> pd.Series[float]:
    """Sales at which margin less variable pay covers all that does not grow with sales; nan for none."""
    fixed = -columns[[line for line in (*SELLING_COSTS, "marketing") if line != "variable_pay"]].sum(axis=1)
    kept = (columns["sales"] + columns["goods"] + columns["variable_pay"]) / columns["sales"].where(
        columns["sales"] > 0
    )
    return (fixed / kept.where(kept > 0)).round()
