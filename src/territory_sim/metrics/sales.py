"""Sales lines of the scorecard: revenue, contribution, share of the market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.scenario.scenario import Scenario


def sales_lines(tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> dict[str, float]:
    """Work out the sales lines of one run.

    Args:
        tables: The tables of the run.
        scenario: Margin and costs.

    Returns:
        Values by scorecard name; money in units of the currency.
    """
    accounts, days, pay = tables["account_run"], tables["rep_day"], tables["rep_month"]
    revenue = float(accounts["booked_cents"].sum()) / 100
    schedule = scenario.schedule
    travel = float(days["travel_minutes"].sum()) / 60 * schedule.travel_cost_per_hour
    nights = float(days["nights"].sum()) * schedule.night_cost
    spend = float(tables["campaigns"]["spend_cents"].sum()) / 100
    paid = float((pay["base_cents"] + pay["variable_cents"]).sum()) / 100
    paid += float(tables["inside_rep_day"]["pay_cents"].sum()) / 100
    hiring = float(tables["employment"]["hiring_cost_cents"].sum()) / 100
    lines = {
        "revenue": revenue,
        "contribution": scenario.market.gross_margin * revenue - paid - travel - nights - spend - hiring,
    }
    if spend > 0:
        lines["campaign_spend"] = spend
    bought = float(accounts["bought_cents"].sum()) / 100
    if bought > 0:
        lines["market_share"] = revenue / bought
    return lines
