"""Pay spread lines of the scorecard: the usual measures of inequality beside the Gini."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.metrics.statements import variable_pay
from territory_sim.statistics.inequality import atkinson, jain, p90_over_p10, theil

if TYPE_CHECKING:
    import pandas as pd

_AVERSION: Final = 0.5
"""Aversion to inequality of the Atkinson index: at 1 a single rep without commission makes it 1."""


def pay_spread_lines(statements: pd.DataFrame) -> dict[str, float]:
    """Work out the spread of variable pay.

    Args:
        statements: Table ``rep_month``.

    Returns:
        Values by scorecard name; empty with fewer than two reps; P90/P10 is absent where the
        first decile has no variable pay.
    """
    pay = variable_pay(statements).to_numpy()
    if len(pay) < 2:
        return {}
    lines = {"pay_theil": theil(pay), "pay_atkinson": atkinson(pay, _AVERSION), "pay_jain": jain(pay)}
    ratio = p90_over_p10(pay)
    return lines | ({"pay_p90_p10": ratio} if np.isfinite(ratio) else {})
