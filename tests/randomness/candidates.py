"""The candidates of a world as bytes, to see which a setting touches."""

from __future__ import annotations

import dataclasses

import numpy as np

from territory_sim.scenario.world import World
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams


def candidates_of(world: World) -> dict[str, bytes]:
    """Give every column of a world's demand as bytes."""
    demand = world_demand(world, Streams(world.scenario.seed, 0))
    return {
        f"{kind.name}.{column.name}": np.asarray(getattr(getattr(demand, kind.name), column.name)).tobytes()
        for kind in dataclasses.fields(demand)
        for column in dataclasses.fields(getattr(demand, kind.name))
    }


def touched(before: World, after: World) -> set[str]:
    """Name the columns of demand that differ between two worlds."""
    old, new = candidates_of(before), candidates_of(after)
    return {name for name in old if old[name] != new[name]}
