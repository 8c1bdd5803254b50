"""Queue lines: waits of requests where all reps serve one queue that never closes.

Only there does queueing theory say what the figures should be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def queue_lines(requests: pd.DataFrame, horizon_minutes: float, *, by_priority: bool) -> dict[str, float]:
    """Work out the queue lines of one run.

    Args:
        requests: Table ``request``.
        horizon_minutes: Length of the run.
        by_priority: Whether requests of high priority go first.

    Returns:
        Values by scorecard name; empty when nothing was served.
    """
    served = requests[requests["answered_minute"].notna()]
    if not len(served):
        return {}
    given_up = int((requests["status"] == "expired").sum())
    wait_hours = ((served["answered_minute"] - served["minute"]) / 60).to_numpy()
    lines = {
        "mean_wait_hours": float(wait_hours.mean()),
        # Whoever gave up has waited.
        "wait_probability": (int((wait_hours > 0).sum()) + given_up) / (len(served) + given_up),
        "mean_number_waiting": _mean_waiting(requests, horizon_minutes),
        "served": float(len(served)),
    }
    high = served["high_priority"].to_numpy()
    if by_priority and high.any() and not high.all():
        lines["mean_wait_hours_high"] = float(wait_hours[high].mean())
        lines["mean_wait_hours_low"] = float(wait_hours[~high].mean())
    return lines


def _mean_waiting(requests: pd.DataFrame, horizon_minutes: float) -> float:
    """Integrate the number waiting over time, event by event, apart from any single wait."""
    came = requests["minute"].to_numpy()
    gave_up = requests["expiry_minute"].where(requests["status"] == "expired")
    left = requests["answered_minute"].fillna(gave_up).dropna().to_numpy()
    minute = np.concatenate([came, left, [horizon_minutes]])
    change = np.concatenate([np.ones(len(came)), -np.ones(len(left)), [0.0]])
    # At the same minute arrivals come first, so that the number never falls below zero.
    order = np.lexsort((-change, minute))
    waiting = np.cumsum(change[order])[:-1]
    return float((waiting * np.diff(minute[order])).sum() / horizon_minutes)
