"""What campaigns cost and did, week by week, and what a geo-test reads of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from territory_sim.experiments.campaign_wording import READING_NAMES, hits
from territory_sim.experiments.wording import number, quantities
from territory_sim.metrics.geo_test import TRUTH
from territory_sim.reports.colours import INK
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from territory_sim.experiments.comparison import Comparison

_LOOKS: Final[tuple[tuple[str, Any], ...]] = (
    ("#004488", "-"),
    ("#BB5566", (0, (5, 2))),
    ("#8A6D00", (0, (5, 2, 1, 2))),
    ("#1B7F79", (0, (1, 1))),
)
"""Line colours and dashes of the campaigns; from the fifth on they repeat."""


def campaign_content(comparison: Comparison, option_id: str) -> list[dict[str, Any]]:
    """Gather what the campaigns of a scenario cost and did.

    Args:
        comparison: The comparison.
        option_id: The scenario.

    Returns:
        One entry per campaign: money spent and units in the mean replication, and per week the
        money spent and the lift of the odds of an order where it runs.
    """
    rows = _rows(comparison, "campaigns", option_id)
    if rows.empty:
        return []
    replications = rows["replication"].nunique()
    found = []
    for name, own in rows.groupby("campaign", sort=True):
        weekly = own.groupby("week").agg(spend=("spend_cents", "sum"), lift=("lift", "mean"))
        weekly = weekly.reindex(range(int(weekly.index.min()), int(weekly.index.max()) + 1), fill_value=0.0)
        units = own.groupby("replication")["unit_id"].nunique()
        found.append(
            {
                "campaign": str(name),
                "units": float(units.mean()),
                "spend": float(weekly["spend"].sum()) / 100 / replications,
                "week": [int(week) + 1 for week in weekly.index],
                "spend_per_week": [float(cents) / 100 / replications for cents in weekly["spend"]],
                "odds_lift": [math.expm1(lift) for lift in weekly["lift"]],
            }
        )
    return found


def reading_content(comparison: Comparison, option_id: str) -> list[dict[str, Any]]:
    """Gather what a geo-test of a scenario's campaign reads, beside naive readings and the truth.

    Args:
        comparison: The comparison.
        option_id: The scenario.

    Returns:
        One entry per reading, medians over replications; ends are infinite where most tests leave
        them open. No entry without a test.
    """
    rows = _rows(comparison, "geo_test", option_id)
    found = []
    for reading, name in READING_NAMES.items():
        own = rows[rows["reading"] == reading]
        if len(own):
            middle = own[["iroas", "low", "high"]].median()
            entry = {str(column): float(value) for column, value in middle.items()}
            found.append(
                {"reading": reading, "name": name, "held": hits(rows, reading), "runs": len(own)} | entry
            )
    return found


def reading_rows(readings: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Lay out the readings of a geo-test.

    Args:
        readings: From :func:`reading_content`, as ``report.json`` holds them.

    Returns:
        One row per reading.
    """
    rows = []
    for reading in readings:
        low, high = float(reading["low"]), float(reading["high"])
        between = f"{number(low, 1)} to {number(high, 1)}" if math.isfinite(high - low) else "without bounds"
        is_truth = reading["reading"] == TRUTH
        rows.append(
            {
                "name": str(reading["name"]),
                "iroas": number(float(reading["iroas"]), 1),
                "interval": "exact" if is_truth else between,
                "held": "" if is_truth else f"{reading['held']}/{reading['runs']}",
            }
        )
    return rows


def campaign_rows(campaigns: Sequence[Mapping[str, Any]], currency: str) -> list[dict[str, str]]:
    """Lay out what campaigns cost and did.

    Args:
        campaigns: From :func:`campaign_content`.
        currency: Currency of money.

    Returns:
        One row per campaign.
    """
    spends = quantities([campaign["spend"] for campaign in campaigns], "money", currency)
    return [
        {
            "campaign": str(campaign["campaign"]),
            "units": number(campaign["units"], 0),
            "weeks": f"{campaign['week'][0]} to {campaign['week'][-1]}",
            "spend": spend,
            "lift": f"{number(100 * max(campaign['odds_lift']), 0, signed=True)} %",
        }
        for campaign, spend in zip(campaigns, spends, strict=True)
    ]


def campaign_plot(campaigns: Sequence[Mapping[str, Any]], currency: str, weeks: int) -> Axes:
    """Draw what campaigns spend and do over the weeks of the run.

    Args:
        campaigns: From :func:`campaign_content`.
        currency: Currency of money.
        weeks: Weeks of the run.

    Returns:
        The upper of two axes: spend above, lift of the odds of an order below.
    """
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(3.9, 3.6))
        upper: Axes = figure.add_subplot(2, 1, 1)
        lower = figure.add_subplot(2, 1, 2, sharex=upper)
        upper.tick_params(labelbottom=False)
        for place, campaign in enumerate(campaigns):
            colour, dashes = _LOOKS[place % len(_LOOKS)]
            edges = np.array([*campaign["week"], campaign["week"][-1] + 1]) - 0.5
            spend = np.array(campaign["spend_per_week"]) / 1000
            upper.stairs(
                spend, edges, color=colour, linestyle=dashes, linewidth=1.8, label=campaign["campaign"]
            )
            upper.stairs(spend, edges, color=colour, alpha=0.15, fill=True)
            lift = 100 * np.array([0.0, *campaign["odds_lift"], 0.0])
            middle = [campaign["week"][0] - 1, *campaign["week"], campaign["week"][-1] + 1]
            lower.plot(middle, lift, color=colour, linestyle=dashes)
        upper.set(xlim=(0.5, weeks + 0.5), title=f"Spend, {currency} k a week")
        lower.set(title="Lift of the odds of an order, %", xlabel="Week of the run")
        for axes in (upper, lower):
            axes.set_ylim(bottom=0)
            axes.grid(visible=True, axis="y")
        if len(campaigns) > 1:
            upper.legend(loc="upper right", labelcolor=INK)
    drawn: Axes = upper
    return drawn


def _rows(comparison: Comparison, table: str, option_id: str) -> pd.DataFrame:
    found = comparison.tables.get(table)
    if found is None:
        return pd.DataFrame(columns=["replication", "reading"])
    return found[found["scenario_id"] == option_id]
