"""Record scenarios: the first replication day by day, the others as gauges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from territory_sim.app.day_recorder import Day, DayRecorder
from territory_sim.app.gauges import gauges_of
from territory_sim.app.record import Recorded
from territory_sim.errors import Fault, ScenarioError
from territory_sim.experiments.replicate import in_each_world
from territory_sim.experiments.run import simulate
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.scenario.world import World

REPLICATIONS: Final = 6
"""Replications that are recorded when nobody asks for another number."""


def record_scenarios(
    scenarios: Sequence[Scenario],
    replications: int = REPLICATIONS,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Recorded]:
    """Record scenarios on the same customers and the same luck.

    Args:
        scenarios: The scenarios, of one region, seed and length.
        replications: Replications of each; the first is played, all make the bands.
        workers: Worker processes; None for one a core.
        progress: Told after each finished step.

    Returns:
        What was recorded of each.

    Raises:
        ScenarioError: When the scenarios do not share region, customers, seed or days.
        RuntimeError: When a run came to no result.
    """
    refuse_strangers(scenarios)
    worlds, outcomes = in_each_world(_record, scenarios, replications, workers=workers, progress=progress)
    for (number, replication), outcome in outcomes.items():
        if outcome.result is None:
            name = scenarios[number].scenario_id
            raise RuntimeError(f"{name}, replication {replication}: {outcome.failure}")
    recorded = []
    for number, world in enumerate(worlds):
        results = [outcomes[number, replication].result for replication in range(replications)]
        days, gauges = zip(*(result for result in results if result is not None), strict=True)
        demand = world_demand(world, Streams(world.scenario.seed, 0))
        recorded.append(Recorded(world, demand.requests, days[0], gauges))
    return recorded


def record_run(
    world: World,
    replication: int,
    told: Callable[[Day], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Day], dict[str, Any]]:
    """Record one run.

    Args:
        world: The world of a scenario.
        replication: Number of the replication; movements are noted of replication 0 alone.
        told: Called with each day as soon as it is over.
        progress: Told the number of finished days and of all days after each.

    Returns:
        The days, none but for replication 0; and the gauges.
    """
    recorder = DayRecorder(told, moves=replication == 0)
    run = simulate(world.scenario, replication=replication, world=world, progress=progress, observe=recorder)
    return recorder.days, gauges_of(run, recorder)


def _record(world: World, replication: int) -> tuple[list[Day], dict[str, Any]]:
    return record_run(world, replication)


def refuse_strangers(scenarios: Sequence[Scenario]) -> None:
    """Refuse scenarios that cannot stand on one page.

    Args:
        scenarios: The scenarios.

    Raises:
        ScenarioError: When they do not share region, customers, seed or days; all differences are told.
    """
    first = scenarios[0]
    faults = []
    for scenario in scenarios[1:]:
        # Distance is a lever of the page; nothing else of the region may differ.
        region = replace(scenario.region, distance_factor=first.region.distance_factor)
        alike = {
            "region": region == first.region,
            "seed": scenario.seed == first.seed,
            "days": scenario.days == first.days,
            "market.accounts": scenario.market.accounts == first.market.accounts,
            "schedule.day_minutes": scenario.schedule.day_minutes == first.schedule.day_minutes,
            "schedule.start_date": scenario.schedule.start_date == first.schedule.start_date,
        }
        allowed = "must be the same for all scenarios of one page"
        faults += [
            Fault(where=f"{scenario.scenario_id}: {key}", allowed=allowed)
            for key, same in alike.items()
            if not same
        ]
    if faults:
        raise ScenarioError(faults)
