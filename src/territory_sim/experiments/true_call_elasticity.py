"""The true call elasticity of a world, by experiments that no company could make."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.engine import run_engine, world_demand
from territory_sim.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.scenario.world import World

_MORE: Final = 1.25
"""Calls are made worth a quarter more and a fifth less; less apart, the luck of single orders shows."""
_MORE_CALLS: Final = 1.5
"""Call norms of the accounts drawn for more calls in the randomised experiment."""


def true_call_elasticity(world: World, replication: int) -> float:
    """Measure what one per cent more calls everywhere brings, in per cent of orders.

    The same year happens twice, with the same customers, visits and luck; in one every visit leaves
    as much goodwill as 1.25 visits, in the other as much as 0.8. That is what more and fewer calls at
    the same times would do, without the time they would cost.

    Args:
        world: The world.
        replication: Number of the replication.

    Returns:
        Arc elasticity of the money of our orders to calls; nan where there are no orders.
    """
    streams = Streams(world.scenario.seed, replication)
    demand = world_demand(world, streams)
    sums = []
    for worth in (1 / _MORE, _MORE):
        # What a visit leaves is in proportion to the skill of the rep who makes it.
        reps = tuple(replace(rep, skill=rep.skill * worth) for rep in world.reps)
        changed = replace(world, reps=reps, new_hire_skill=worth)
        made = run_engine(changed, streams, demand, ["order"])
        sums.append(float(_booked(made["order"]).sum()))
    return _log_ratio(*sums) / math.log(_MORE * _MORE)


def randomised_call_elasticity(world: World, replication: int, before: Mapping[str, pd.DataFrame]) -> float:
    """Measure the call elasticity as a company could: with more calls planned for accounts by lot.

    Half of the accounts, drawn by lot, get half as many calls again in their call plan. Reps have no
    more time than before, so the others get fewer. The elasticity is the difference in sales over the
    difference in calls made, both against the same year without the experiment.

    Args:
        world: The world.
        replication: Number of the replication.
        before: Tables ``order`` and ``visit`` of the year without the experiment.

    Returns:
        Elasticity of the money of our orders to calls made; nan where there are none.

    Source:
        Wald's ratio for an instrument drawn by lot (Wald 1940).
    """
    streams = Streams(world.scenario.seed, replication)
    demand = world_demand(world, streams)
    drawn = streams.rows("call experiment", world.accounts.stream_keys, 1)[:, 0] < 0.5
    planned = demand.planned_calls
    norms = np.where(drawn, _MORE_CALLS, 1.0) * planned.calls_per_year
    changed = replace(demand, planned_calls=replace(planned, calls_per_year=norms))
    after = run_engine(world, streams, changed, ["order", "visit"])
    sales = _growth(before, after, "order", drawn) - _growth(before, after, "order", ~drawn)
    calls = _growth(before, after, "visit", drawn) - _growth(before, after, "visit", ~drawn)
    return sales / calls if calls else math.nan


def _growth(
    before: Mapping[str, pd.DataFrame],
    after: Mapping[str, pd.DataFrame],
    name: str,
    which: NDArray[np.bool_],
) -> float:
    sums = []
    for made in (before, after):
        table = made[name]
        amount = _booked(table) if name == "order" else np.ones(len(table))
        sums.append(float(amount[which[table["account_id"].cat.codes.to_numpy()]].sum()))
    return _log_ratio(*sums)


def _log_ratio(before: float, after: float) -> float:
    return math.log(after / before) if before > 0 and after > 0 else math.nan


def _booked(order: pd.DataFrame) -> NDArray[np.float64]:
    ours = (order["status"].astype("str") == "ours").to_numpy()
    return np.where(ours, order["size_cents"].to_numpy(), 0).astype(np.float64)
