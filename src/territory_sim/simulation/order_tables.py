"""Tables of orders: who got them, why we lost them, and how ours were delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.attraction import firm_names
from territory_sim.market.lost_sales import CAUSES
from territory_sim.market.targeting import TARGETS
from territory_sim.simulation.delivery_book import DeliveryStatus
from territory_sim.simulation.lost_leads import lost_leads
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.table_frame import (
    Columns,
    named,
    sum_by,
)

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


def firm_run_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``firm_run``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    names, book = firm_names(model.world.scenario.competitors), model.orders
    settled = book.firm >= 0
    firm = book.firm[settled].astype(np.int64)
    orders = np.bincount(firm, minlength=len(names))
    return {
        "firm": named(names, np.arange(len(names))),
        "orders": orders,
        "won_cents": sum_by(firm, book.needs.size_cents[settled], len(names)),
        "order_share": orders / max(orders.sum(), 1),
    }


def lost_sales_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``lost_sales``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    territories, book = len(model.world.alignment), model.orders
    cells = territories * len(CAUSES)
    lost = np.flatnonzero(book.cause >= 0)
    cell = book.owner[lost] * np.int64(len(CAUSES)) + book.cause[lost]
    leads = lost_leads(model.leads)
    lead_cell = leads.owner * len(CAUSES) + leads.cause
    cause = np.tile(np.arange(len(CAUSES)), territories)
    return {
        "territory_id": named(
            list(model.world.alignment.territory_ids), np.repeat(np.arange(territories), len(CAUSES))
        ),
        "cause": named(list(CAUSES), cause),
        "needs": np.bincount(cell, minlength=cells),
        "lost_cents": sum_by(cell, book.needs.size_cents[lost], cells),
        "leads": np.bincount(lead_cell, minlength=cells),
        "lead_cents": sum_by(lead_cell, leads.value_cents, cells),
    }


def rival_month_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``rival_month``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    months = model.rivalry.months
    names = [rival.name for rival in model.world.scenario.competitors.rivals]
    weights = np.array([month.weights for month in months]).reshape(len(months), len(TARGETS))
    columns: Columns = {
        "firm": named(names, np.array([month.rival for month in months], dtype=np.int64)),
        "month": [month.month for month in months],
        "calls": np.array([month.calls for month in months], dtype=np.int64),
        "orders": np.array([month.orders for month in months], dtype=np.int64),
        "won_cents": np.array([month.won_cents for month in months], dtype=np.int64),
    }
    return columns | {target: weights[:, column] for column, target in enumerate(TARGETS)}


def delivery_columns(model: TerritoryModel) -> Columns:
    """Count orders by the territory that won them, the week they were placed in, and how they end.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    weeks, territories, _ = model.tally.weekly.shape
    counts = np.zeros((len(DeliveryStatus), weeks * territories), dtype=np.int64)
    deliveries, orders = model.settlement.deliveries, model.orders
    if deliveries is not None:
        status = deliveries.book.status(model.env.now)
        status[orders.status == OrderStatus.OURS] = np.maximum(
            status[orders.status == OrderStatus.OURS], DeliveryStatus.UNDER_WAY
        )
        day = (orders.needs.minute // model.rules.day_minutes).astype(np.int64)
        cell = np.array([model.calendar.week(number) for number in range(model.calendar.days)])[day]
        cell = cell * territories + orders.owner
        for state in DeliveryStatus:
            here = cell[(status == state) & (orders.status == OrderStatus.OURS)]
            counts[state] = np.bincount(here, minlength=weeks * territories)
    territory = np.tile(np.arange(territories), weeks)
    columns: Columns = {
        "territory_id": named(list(model.world.alignment.territory_ids), territory),
        "week": np.repeat(np.arange(weeks, dtype=np.int32), territories),
        "orders": counts.sum(axis=0),
    }
    return columns | {state.name.lower(): counts[state] for state in DeliveryStatus if state}
