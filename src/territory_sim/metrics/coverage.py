"""Coverage lines of the scorecard: planned calls made in time, and the worst-served tenth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def coverage_lines(account_run: pd.DataFrame) -> dict[str, float]:
    """Work out the coverage lines of one run.

    Args:
        account_run: Table ``account_run``.

    Returns:
        Values by scorecard name; empty when no call was due. The worst-served tenth are the
        tenth of accounts with the lowest share of calls made in time, at least one account.
    """
    planned = account_run[account_run["calls_due"] > 0]
    due = planned["calls_due"].to_numpy()
    on_time = planned["calls_on_time"].to_numpy()
    if not due.sum():
        return {}
    worst = np.argsort(on_time / due, kind="stable")[: max(1, len(due) // 10)]
    return {
        "coverage": float(on_time.sum() / due.sum()),
        "coverage_worst_decile": float(on_time[worst].sum() / due[worst].sum()),
    }
