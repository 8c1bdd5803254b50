"""Run a world from the first business day to the last."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.tables import run_tables

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.scenario.world import World
    from territory_sim.streams import Streams


def run_engine(world: World, streams: Streams) -> dict[str, pd.DataFrame]:
    """Simulate one run.

    Args:
        world: Region, accounts, reps, territories and settings.
        streams: Streams of the replication.

    Returns:
        The run's tables by name, without the scorecard.
    """
    model = TerritoryModel(world, streams)
    with _old_objects_left_alone():
        for _ in range(world.scenario.days):
            model.step()
    return run_tables(model, streams.replication or 0)


@contextmanager
def _old_objects_left_alone() -> Iterator[None]:
    """Spare the garbage collector what was there before: a run makes and drops millions of rows.

    Each full collection would look through every module and array of the process; that took a
    tenth of a run's time.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
