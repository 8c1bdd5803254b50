"""Run a world from the first business day to the last."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from territory_sim.market.demand import Demand, draw_demand
from territory_sim.simulation.day_log import DayLog, KeptLog
from territory_sim.simulation.log_tables import LOG_MAKERS
from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.tables import RUN_TABLES, run_tables
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.scenario.world import World
    from territory_sim.simulation.observer import Observer
    from territory_sim.streams import Streams

Progress = Callable[[int, int], None]
"""Called with the number of finished days and of all days."""


def world_demand(world: World, streams: Streams) -> Demand:
    """Draw what the market of a world will do.

    Args:
        world: Accounts and settings; territories, reps and their rules play no part.
        streams: Streams of the replication.

    Returns:
        The occurrences of the run.
    """
    scenario = world.scenario
    day_minutes = grid_minutes(scenario.schedule.day_minutes)
    return draw_demand(world.accounts, scenario.market_settings, streams, scenario.days, day_minutes)


def run_engine(
    world: World,
    streams: Streams,
    demand: Demand,
    tables: Collection[str] = RUN_TABLES,
    progress: Progress | None = None,
    observe: Observer | None = None,
) -> dict[str, pd.DataFrame]:
    """Simulate one run.

    Args:
        world: Region, accounts, reps, territories and settings.
        streams: Streams of the replication.
        demand: What the market will do, from :func:`world_demand`.
        tables: Names of the tables wanted.
        progress: Told the number of finished days and of all days after each.
        observe: Watches the run without changing it.

    Returns:
        The run's tables by name, without the scorecard.
    """
    logged = any(name in LOG_MAKERS for name in tables)
    log = observe.log if observe is not None else KeptLog() if logged else DayLog()
    model = TerritoryModel(world, streams, demand, log)
    if observe is not None:
        observe.open_run(model)
    with _old_objects_left_alone():
        for _ in range(world.scenario.days):
            model.step()
            if observe is not None:
                observe.close_day(model)
            if progress is not None:
                progress(model.day, world.scenario.days)
        model.close()
    if observe is not None:
        observe.close_run(model)
    return run_tables(model, streams.replication or 0, tables)


@contextmanager
def _old_objects_left_alone() -> Iterator[None]:
    """Spare the garbage collector what was there before: a run makes and drops millions of rows.

    Each full collection would look through every module and array of the process, and the small
    ones come so often that together they took a tenth of a run's time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
