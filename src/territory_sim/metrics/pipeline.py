"""Pipeline lines of the scorecard: how fast leads are answered, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_ENDS = ("won", "lost", "stalled", "expired")


def pipeline_lines(leads: pd.DataFrame, horizon_minutes: float, day_minutes: float) -> dict[str, float]:
    """Work out the pipeline lines of one run.

    Args:
        leads: Table ``lead``.
        horizon_minutes: Length of the run in working minutes.
        day_minutes: Business minutes of a day.

    Returns:
        Values by scorecard name; lines that nothing fills are absent.
    """
    lines = {}
    ended = leads["status"].isin(_ENDS)
    if ended.any():
        lines["lead_conversion"] = float((leads["status"] == "won")[ended].mean())
    wait = (leads["answered_minute"] - leads["minute"]).dropna()
    if len(wait):
        lines["lead_response_hours"] = float(wait.mean()) / 60
    # Only a lead that qualified has ever been in a stage.
    return lines | _deal_lines(leads[leads["stage"].notna()], horizon_minutes, day_minutes)


def _deal_lines(deals: pd.DataFrame, horizon_minutes: float, day_minutes: float) -> dict[str, float]:
    """Shares over deals that came to an end; velocity V = N x value x win / cycle.

    N is the mean number of deals under way, cycle the mean business days from qualifying to the
    end, so that by Little's law V is what a day of the pipeline sells.
    """
    ended = deals["ended_minute"].notna()
    if not ended.any():
        return {}
    closed = deals[ended]
    won = (closed["status"] == "won").to_numpy()
    lines = {
        "win_rate": float(won.mean()),
        "stalled_share": float((closed["status"] == "stalled").mean()),
    }
    cycle_days = float((closed["ended_minute"] - closed["answered_minute"]).mean()) / day_minutes
    if cycle_days > 0:
        until = deals["ended_minute"].fillna(horizon_minutes)
        under_way = float((until - deals["answered_minute"]).sum()) / horizon_minutes
        value = float(closed["value_cents"].to_numpy()[won].mean()) / 100 if won.any() else 0.0
        lines["sales_cycle_days"] = cycle_days
        lines["pipeline_velocity"] = under_way * value * float(np.mean(won)) / cycle_days
    return lines
