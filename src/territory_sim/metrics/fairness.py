"""Fairness lines of the scorecard: how unequal pay is, with the reps as they are and with equal ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from territory_sim.metrics.statements import attainment, quotas_made, variable_pay
from territory_sim.statistics.inequality import gini

if TYPE_CHECKING:
    import pandas as pd

_FEWEST_PERIODS: Final = 2
"""With one, a chance cannot be told from luck."""


def fairness_lines(
    tables: Mapping[str, pd.DataFrame], twin_rep_month: pd.DataFrame | None, period: str
) -> dict[str, float]:
    """Work out the fairness lines of one run.

    Args:
        tables: The tables of the run.
        twin_rep_month: Statements of the twin run with equally able reps on the same streams,
            or None when no twin was run.
        period: Time over which sales count against a quota: month, quarter or year.

    Returns:
        Values by scorecard name; inequality of pay needs at least two reps.
    """
    lines: dict[str, float] = {}
    for name, statements in (("pay_gini", tables["rep_month"]), ("pay_opportunity_gini", twin_rep_month)):
        if statements is not None and len(pay := variable_pay(statements)) > 1:
            lines[name] = gini(pay.to_numpy())
    return lines | _quota_lines(tables["rep_month"], twin_rep_month, period)


def _quota_lines(
    statements: pd.DataFrame, twin_rep_month: pd.DataFrame | None, period: str
) -> dict[str, float]:
    """Share of reps at quota, and how unlike the territories' quotas are for equally able reps."""
    attained = attainment(statements, period)
    if not len(attained):
        return {}
    lines = {"quota_attained_share": float((attained >= 1).mean())}
    if twin_rep_month is not None and len(attained) > 1:
        lines["quota_difficulty"] = float(attainment(twin_rep_month, period).std(ddof=1))
        lines |= _chance_lines(quotas_made(twin_rep_month, period))
    return lines


def _chance_lines(made: pd.Series[bool]) -> dict[str, float]:
    """Spread of the chance to make quota; a few periods spread it by luck alone, which is taken off."""
    reps = made.groupby(level="rep_id", observed=True)
    periods, chance = int(reps.size().min()), reps.mean()
    if periods < _FEWEST_PERIODS:
        return {}
    luck = (chance * (1 - chance)).mean() / (periods - 1)
    return {"quota_chance_spread": max(float(chance.var(ddof=1) - luck), 0.0) ** 0.5}
