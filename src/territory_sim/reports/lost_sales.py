"""What an option does to lost sales by cause, and to the firms' shares of the orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from territory_sim.statistics.paired import PairedDifference, paired_difference

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

CAUSE_WORDS: Final = {
    "churned": "Customer had left us",
    "stock_out": "Goods not in stock",
    "no_capacity": "Not called on: reps' days were full",
    "no_coverage": "Not called on: reps had time",
    "handover": "Account had just changed hands",
    "late_answer": "Requests or leads answered late",
    "rival": "Rivals' calls and campaigns",
    "price": "Rivals were cheaper",
    "merit": "Would have gone elsewhere anyway",
}
"""Causes in the order in which their obstacles are removed, as the report names them."""


@dataclass(frozen=True, slots=True)
class CauseChange:
    """What an option does to the sales lost by one cause.

    Args:
        cause: The cause as tables have it.
        orders: Value of the orders lost in a run, in units of the currency.
        leads: Value of the leads lost in a run, in units of the currency.
    """

    cause: str
    orders: PairedDifference
    leads: PairedDifference


@dataclass(frozen=True, slots=True)
class FirmChange:
    """What an option does to one firm's share of the orders.

    Args:
        firm: ``us``, the name of a rival, or ``others``.
        order_share: Share of all orders.
    """

    firm: str
    order_share: PairedDifference


def cause_changes(comparison: Comparison, option_id: str) -> tuple[CauseChange, ...]:
    """Say what an option does to lost sales by cause.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        One entry per cause by which anything is lost on either side, in the order of the ladder; none
        when the comparison has no such table or too few pairs.
    """
    rows = comparison.tables.get("lost_sales")
    if rows is None:
        return ()
    sums = rows.groupby(["cause", "scenario_id", "replication"], observed=True)[
        ["lost_cents", "lead_cents"]
    ].sum()
    found = []
    for cause in CAUSE_WORDS:
        orders, leads = (_paired(sums[name] / 100, cause, comparison, option_id) for name in sums.columns)
        if orders is not None and leads is not None and _is_any(orders, leads):
            found.append(CauseChange(cause, orders, leads))
    return tuple(found)


def firm_changes(comparison: Comparison, option_id: str) -> tuple[FirmChange, ...]:
    """Say what an option does to the firms' shares of the orders.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        We first, then the rivals that are there on both sides, then all others.
    """
    rows = comparison.tables.get("firm_run")
    if rows is None:
        return ()
    shares = rows.set_index(["firm", "scenario_id", "replication"])["order_share"]
    names = shares.index.get_level_values("firm").unique()
    ordered = sorted(names, key=lambda name: (name != "us", name == "others", name))
    pairs = ((name, _paired(shares, name, comparison, option_id)) for name in ordered)
    return tuple(FirmChange(name, pair) for name, pair in pairs if pair is not None)


def _paired(values: pd.Series, key: str, comparison: Comparison, option_id: str) -> PairedDifference | None:
    keys, scenarios = (values.index.get_level_values(level) for level in (0, 1))
    before, after = (
        values[(keys == key) & (scenarios == name)].droplevel([0, 1])
        for name in (comparison.baseline_id, option_id)
    )
    pairs = pd.concat([before, after], axis=1, join="inner")
    return (
        paired_difference(pairs.iloc[:, 0].to_numpy(), pairs.iloc[:, 1].to_numpy())
        if len(pairs) > 1
        else None
    )


def _is_any(*pairs: PairedDifference) -> bool:
    return any(pair.baseline or pair.option for pair in pairs)
