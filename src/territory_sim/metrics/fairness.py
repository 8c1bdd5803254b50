"""Fairness lines of the scorecard: how unequal pay is, and how much of that is the territory's doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territory_sim.statistics.inequality import gini

if TYPE_CHECKING:
    import pandas as pd


def fairness_lines(rep_month: pd.DataFrame, twin_rep_month: pd.DataFrame | None) -> dict[str, float]:
    """Work out the fairness lines of one run.

    Args:
        rep_month: Statements of the run.
        twin_rep_month: Statements of the twin run with equally able reps on the same streams,
            or None when no twin was run.

    Returns:
        Values by scorecard name; inequality of pay needs at least two reps.
    """
    lines: dict[str, float] = {}
    for name, statements in (("pay_gini", rep_month), ("pay_opportunity_gini", twin_rep_month)):
        if statements is None:
            continue
        variable = statements.groupby("rep_id", observed=True)["variable_cents"].sum()
        if len(variable) > 1:
            lines[name] = gini(variable.to_numpy())
    return lines
