"""Effort lines of the scorecard: where working time goes and how evenly work is spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def effort_lines(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Work out the effort lines of one run.

    Args:
        tables: The tables of the run.

    Returns:
        Values by scorecard name. Workload counts the hours a territory required: calls due,
        requests, leads, administration and, at the minutes a trip took there, their travel.
    """
    days = tables["rep_day"]
    minutes = days[["travel_minutes", "meeting_minutes", "admin_minutes"]].sum()
    worked, available = float(minutes.sum()), float(days["shift_minutes"].sum())
    lines = {"utilisation": worked / available}
    if worked > 0:
        lines["travel_share"] = float(minutes["travel_minutes"]) / worked
    required = tables["territory_run"]["required_hours"]
    if len(required) > 1 and required.mean() > 0:
        lines["workload_spread"] = float(required.max() / required.mean())
    return lines
