"""What an option does to profit and loss of the region, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from territory_sim.experiments.wording import difference, quantities
from territory_sim.metrics.finance import BREAK_EVEN, CONTRIBUTION, EVERYTHING
from territory_sim.statistics.paired import PairedDifference, paired_difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from territory_sim.experiments.comparison import Comparison

MONEY_WORDS: Final = {
    "sales": "Booked sales",
    "goods": "Cost of goods",
    "base_pay": "Base pay",
    "variable_pay": "Variable pay",
    "inside_pay": "Inside reps",
    "travel": "Travel",
    "nights": "Nights away",
    "hiring": "Hiring",
    "marketing": "Campaigns",
    CONTRIBUTION: "Contribution",
    BREAK_EVEN: "Sales to break even",
}
"""Lines of table ``finance`` in the order in which they are told, as people name them."""


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """What an option does to one line of profit and loss.

    Args:
        line: The line as table ``finance`` has it.
        money: Amount in a run, in units of the currency; costs are negative.
    """

    line: str
    money: PairedDifference


def money_changes(comparison: Comparison, option_id: str) -> tuple[MoneyChange, ...]:
    """Say what an option does to profit and loss of the region.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        One entry for each line with an amount on either side; none without table ``finance`` or pairs.
    """
    table = comparison.tables.get("finance")
    if table is None:
        return ()
    region = table[(table["level"] == "region") & (table["id"] == EVERYTHING)]
    amounts = region.set_index(["scenario_id", "line", "replication"])["cents"] / 100
    found = []
    for line in MONEY_WORDS:
        change = _paired(amounts, line, comparison.baseline_id, option_id)
        if change is not None and (change.baseline or change.option):
            found.append(MoneyChange(line, change))
    return tuple(found)


def money_rows(changes: Sequence[Mapping[str, Any]], currency: str) -> list[dict[str, str]]:
    """Write the lines of profit and loss.

    Args:
        changes: Entries of :func:`money_changes` as plain values.
        currency: Currency of money.

    Returns:
        Texts by column: name, before, after, difference and interval.
    """
    rows = []
    for entry in changes:
        money = entry["money"]
        before, after = quantities([money["baseline"], money["option"]], "money", currency)
        found = money["difference"]
        changed, between = difference(found["estimate"], found["low"], found["high"], "money")
        rows.append(
            {
                "name": MONEY_WORDS[entry["line"]],
                "before": before,
                "after": after,
                "difference": changed,
                "interval": between,
            }
        )
    return rows


def _paired(amounts: pd.Series, line: str, baseline_id: str, option_id: str) -> PairedDifference | None:
    scenarios, lines = (amounts.index.get_level_values(level) for level in (0, 1))
    sides = [amounts[(scenarios == name) & (lines == line)] for name in (baseline_id, option_id)]
    pairs = pd.concat([side.droplevel([0, 1]) for side in sides], axis=1, join="inner")
    return paired_difference(pairs.iloc[:, 0], pairs.iloc[:, 1]) if len(pairs) > 1 else None
