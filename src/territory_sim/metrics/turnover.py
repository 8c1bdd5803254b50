"""Turnover line of the scorecard: how many reps leave in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd


def turnover_lines(employment: pd.DataFrame) -> dict[str, float]:
    """Work out the turnover of one run.

    Args:
        employment: Table ``employment``.

    Returns:
        Exits for each year of employment, whatever their reason, under its scorecard name.
    """
    years = float((employment["to_day"] - employment["from_day"] + 1).sum()) / BUSINESS_DAYS_PER_YEAR
    return {"rep_turnover": float((employment["ended"] != "stays").sum()) / years}
