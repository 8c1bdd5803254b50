"""Pay spread lines of the scorecard: the usual measures of inequality beside the Gini."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.metrics.statements import variable_pay
from territory_sim.statistics.inequality import atkinson, jain, p90_over_p10, theil, theil_between_and_within

if TYPE_CHECKING:
    import pandas as pd

_AVERSION: Final = 0.5
"""Aversion to inequality of the Atkinson index: at 1 a single rep without commission makes it 1."""


def pay_spread_lines(statements: pd.DataFrame, teams: pd.Series[int]) -> dict[str, float]:
    """Work out the spread of variable pay.

    Args:
        statements: Table ``rep_month``.
        teams: Number of each rep's manager, by rep_id.

    Returns:
        Values by scorecard name; empty with fewer than two reps; P90/P10 is absent where the
        first decile has no variable pay, the part of Theil's index between teams with fewer than two.
    """
    paid = variable_pay(statements)
    pay, team = paid.to_numpy(), teams.reindex(paid.index).to_numpy()
    if len(pay) < 2:
        return {}
    lines = {"pay_theil": theil(pay), "pay_atkinson": atkinson(pay, _AVERSION), "pay_jain": jain(pay)}
    if np.ptp(team) > 0:
        lines["pay_theil_between"] = theil_between_and_within(pay, team)[0]
    ratio = p90_over_p10(pay)
    return lines | ({"pay_p90_p10": ratio} if np.isfinite(ratio) else {})
