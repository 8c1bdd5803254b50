"""The scorecard of one run: every line that its tables can fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from territory_sim.metrics.coverage import coverage_lines
from territory_sim.metrics.drive import drive_lines
from territory_sim.metrics.effort import effort_lines
from territory_sim.metrics.equity import equity_lines
from territory_sim.metrics.fairness import fairness_lines
from territory_sim.metrics.fulfilment import fulfilment_lines
from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY
from territory_sim.metrics.loyalty import loyalty_lines
from territory_sim.metrics.pay_spread import pay_spread_lines
from territory_sim.metrics.pipeline import pipeline_lines
from territory_sim.metrics.queue import queue_lines
from territory_sim.metrics.sales import sales_lines
from territory_sim.metrics.service import service_lines
from territory_sim.metrics.turnover import turnover_lines
from territory_sim.records.schema import RUN_KEYS
from territory_sim.salesforce.teams import team_of_rep
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario


def scorecard(
    tables: Mapping[str, pd.DataFrame], scenario: Scenario, twin_rep_month: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Work out the scorecard of one run.

    Args:
        tables: The tables of the run.
        scenario: Margin, costs and whether the reps are one queue.
        twin_rep_month: Statements of the twin run with equally able reps, or None.

    Returns:
        Table ``kpis``: one row for each line, in the order of the KPI dictionary.
    """
    day_minutes = grid_minutes(scenario.schedule.day_minutes)
    horizon_minutes = scenario.days * day_minutes
    rep_ids = tables["rep_run"]["rep_id"]
    teams = pd.Series(team_of_rep(len(rep_ids), scenario.management.span), index=rep_ids.to_numpy())
    lines = (
        sales_lines(tables, scenario)
        | fairness_lines(tables, twin_rep_month, scenario.commission.period)
        | pay_spread_lines(tables["rep_month"], teams)
        | equity_lines(tables)
        | drive_lines(tables, scenario.people)
        | coverage_lines(tables["account_run"])
        | service_lines(tables)
        | effort_lines(tables)
        | pipeline_lines(tables["lead"], horizon_minutes, day_minutes)
        | fulfilment_lines(tables)
    )
    if scenario.people.turnover.active or scenario.people.exits:
        lines |= turnover_lines(tables["employment"])
    if scenario.service.churn.active:
        lines |= loyalty_lines(tables["account_run"])
    if scenario.service.backup == "pooled" and not scenario.schedule.closing_hours:
        by_priority = scenario.service.discipline == "priority"
        lines |= queue_lines(tables["request"], horizon_minutes, by_priority=by_priority)
    names = [line.kpi for line in KPI_DICTIONARY if line.kpi in lines]
    keys = tables["territory_run"].iloc[0]
    frame = pd.DataFrame({"kpi": names, "value": [lines[name] for name in names]})
    for place, key in enumerate(RUN_KEYS):
        frame.insert(place, key, keys[key])
    return frame
