"""The tables that every run makes, of its books and totals."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from territory_sim.records.schema import LOG_TABLES, TABLES
from territory_sim.simulation import (
    leadership_tables,
    order_tables,
    rep_tables,
    request_tables,
    territory_tables,
    voice_tables,
)
from territory_sim.simulation.campaign_tables import campaign_columns, geo_unit_columns
from territory_sim.simulation.log_tables import LOG_MAKERS
from territory_sim.simulation.table_frame import table_frame

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.simulation.model import TerritoryModel


def run_tables(model: TerritoryModel, replication: int, names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Make tables of a run.

    Args:
        model: The model after its last day.
        replication: Number of the replication.
        names: Tables to make, any of ``RUN_TABLES`` and of ``LOG_MAKERS``.

    Returns:
        The tables by name, each sorted by its keys.
    """
    scenario_id = model.world.scenario.scenario_id
    makers, schemas = _MAKERS | LOG_MAKERS, TABLES | LOG_TABLES
    return {name: table_frame(schemas[name], makers[name](model), scenario_id, replication) for name in names}


_MAKERS: Final = {
    "rep_day": rep_tables.rep_day_columns,
    "inside_rep_day": rep_tables.inside_rep_day_columns,
    "rep_month": rep_tables.rep_month_columns,
    "rep_drive": rep_tables.rep_drive_columns,
    "rep_run": rep_tables.rep_run_columns,
    "employment": rep_tables.employment_columns,
    "territory_week": territory_tables.territory_week_columns,
    "territory_run": territory_tables.territory_run_columns,
    "account_run": territory_tables.account_run_columns,
    "handover": leadership_tables.handover_columns,
    "review": leadership_tables.review_columns,
    "campaigns": campaign_columns,
    "geo_test_units": geo_unit_columns,
    "firm_run": order_tables.firm_run_columns,
    "lost_sales": order_tables.lost_sales_columns,
    "rival_month": order_tables.rival_month_columns,
    "unit_run": territory_tables.unit_run_columns,
    "request": request_tables.request_columns,
    "lead": request_tables.lead_columns,
    "lead_stage": request_tables.lead_stage_columns,
    "delivery": order_tables.delivery_columns,
    "local_event": voice_tables.local_event_columns,
    "survey": voice_tables.survey_columns,
}
RUN_TABLES: Final = tuple(_MAKERS)
"""The usual tables; the scorecard is made of them."""
