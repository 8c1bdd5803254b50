"""What a mechanism may touch: candidate streams of a world by kind, and tables that must stay."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any

import numpy as np
from tests.worlds import small_world

from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams


def candidates(without: Collection[str] = (), **changes: Any) -> dict[str, bytes]:
    """Give every column of a small world's demand as bytes, but for the kinds named."""
    world = small_world(**changes)
    demand = world_demand(world, Streams(world.scenario.seed, 0))
    return {
        f"{kind.name}.{column.name}": np.asarray(getattr(getattr(demand, kind.name), column.name)).tobytes()
        for kind in dataclasses.fields(demand)
        if kind.name not in without
        for column in dataclasses.fields(getattr(demand, kind.name))
    }
