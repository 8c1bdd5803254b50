"""Coverage lines of the scorecard: accounts reached, calls made, and calls made in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.statistics.inequality import gini

if TYPE_CHECKING:
    import pandas as pd


def coverage_lines(account_run: pd.DataFrame) -> dict[str, float]:
    """Work out the coverage lines of one run.

    Args:
        account_run: Table ``account_run``.

    Returns:
        Values by scorecard name; empty when no call is planned. The worst-served tenth are the
        tenth of accounts with the lowest share of calls made in time, at least one account.
    """
    lines = _plan_lines(account_run)
    planned = account_run[account_run["calls_due"] > 0]
    due = planned["calls_due"].to_numpy()
    on_time = planned["calls_on_time"].to_numpy()
    if not due.sum():
        return lines
    worst = np.argsort(on_time / due, kind="stable")[: max(1, len(due) // 10)]
    by_territory = planned.groupby("territory_id", observed=True)[["calls_on_time", "calls_due"]].sum()
    if len(by_territory) > 1:
        lines["coverage_gini"] = gini(by_territory["calls_on_time"] / by_territory["calls_due"])
    return lines | {
        "coverage": float(on_time.sum() / due.sum()),
        "coverage_worst_decile": float(on_time[worst].sum() / due[worst].sum()),
    }


def _plan_lines(account_run: pd.DataFrame) -> dict[str, float]:
    """Reach and attainment: an account of the plan is reached by any visit, and attains at most its plan."""
    of_plan = account_run[account_run["calls_planned"] > 0]
    if not len(of_plan):
        return {}
    planned, visits = of_plan["calls_planned"].to_numpy(), of_plan["visits"].to_numpy()
    return {
        "reach": float((visits > 0).mean()),
        "call_plan_attainment": float(np.minimum(visits, planned).sum() / planned.sum()),
    }
