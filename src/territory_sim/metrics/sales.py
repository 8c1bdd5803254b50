"""Sales lines of the scorecard: revenue, contribution, cost of selling, share of the market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from territory_sim.metrics.finance import CONTRIBUTION, SELLING_COSTS, region_cents
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

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
    found, accounts = region_cents(tables, scenario), tables["account_run"]
    revenue = found["sales"] / 100
    lines = {"revenue": revenue, "contribution": found[CONTRIBUTION] / 100}
    if found["marketing"]:
        lines["campaign_spend"] = -found["marketing"] / 100
    if revenue > 0:
        selling = -sum(found[line] for line in SELLING_COSTS) / 100
        years = scenario.days / BUSINESS_DAYS_PER_YEAR
        lines["selling_cost_share"] = selling / revenue
        lines["cost_to_serve"] = selling / len(accounts) / years
    bought = float(accounts["bought_cents"].sum()) / 100
    if bought > 0:
        lines["market_share"] = revenue / bought
    return lines
