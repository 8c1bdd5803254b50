"""Service lines of the scorecard: how fast requests are answered, and how many never are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def service_lines(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Work out the service lines of one run.

    Args:
        tables: The tables of the run.

    Returns:
        Values by scorecard name; lines without any request are absent. A request counts for the
        shares once it is answered or has expired.
    """
    requests = tables["request"]
    lines: dict[str, float] = {}
    wait_hours = (requests["answered_minute"] - requests["minute"]).dropna() / 60
    if len(wait_hours):
        lines["first_response_hours"] = float(wait_hours.mean())
        lines["first_response_p90_hours"] = float(wait_hours.quantile(0.9))
    ended = requests["status"].isin(["served", "expired"])
    if ended.any():
        lines["unanswered_share"] = float((requests["status"] == "expired")[ended].mean())
    on_site = requests[requests["on_site"] & ended]
    if len(on_site):
        in_time = on_site["answered_minute"] <= on_site["deadline_minute"]
        lines["face_to_face_share"] = float(in_time.mean())
    lines["satisfaction"] = float(tables["account_run"]["satisfaction"].mean())
    return lines
