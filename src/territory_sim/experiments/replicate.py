"""Run scenarios over paired replications: same requests and leads for all, whoever serves them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from territory_sim.experiments.naive_or_causal import with_call_elasticity
from territory_sim.experiments.result_tables import utc_now
from territory_sim.experiments.run import Run, simulate
from territory_sim.experiments.workers import Outcome, available_cores, run_tasks
from territory_sim.experiments.world_file import read_world, write_world
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World

Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""Called with the number of finished steps and of all steps."""

_OF_SINGLE_RUNS: Final = frozenset({"request", "lead"})


@dataclass(frozen=True, slots=True)
class FailedRun:
    """A replication that came to no result.

    Args:
        scenario_id: The scenario.
        replication: Number of the replication, from 0.
        reason: A traceback, or one line.
    """

    scenario_id: str
    replication: int
    reason: str


@dataclass(frozen=True, eq=False)
class Replications:
    """All runs of some scenarios.

    Args:
        worlds: The world of each scenario.
        runs: Finished runs in the order of scenarios, then of replications.
        started_utc: When each of these runs began, in the same order.
        failures: Runs without a result, in the same order.
    """

    worlds: tuple[World, ...]
    runs: tuple[Run, ...]
    started_utc: tuple[str, ...]
    failures: tuple[FailedRun, ...]


def replicate(
    scenarios: Sequence[Scenario],
    replications: int,
    *,
    first: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Replications:
    """Run every scenario with every replication number.

    Scenarios of one root seed meet the same customers, requests and leads in replications of the
    same number (common random numbers). The results do not depend on the number of workers.

    Args:
        scenarios: The scenarios.
        replications: Replications of each.
        first: Number of the first of them.
        workers: Worker processes; None for one a core, 1 to stay in this process.
        progress: Told after each finished step.

    Returns:
        Worlds and runs; a run that fails is reported beside them.

    Raises:
        TerritorySimError: When something the user gave cannot be used.
        RuntimeError: When the world of a scenario cannot be built for a reason that is not the user's.
    """
    worlds, outcomes = in_each_world(
        _run, scenarios, replications, first=first, workers=workers, progress=progress
    )
    ordered = sorted(outcomes.items(), key=lambda entry: entry[0])
    finished_runs = [outcome.result for _, outcome in ordered if outcome.result is not None]
    return Replications(
        worlds=worlds,
        runs=tuple(run for run, _ in finished_runs),
        started_utc=tuple(started_utc for _, started_utc in finished_runs),
        failures=tuple(
            FailedRun(scenarios[number].scenario_id, replication, outcome.failure)
            for (number, replication), outcome in ordered
            if outcome.result is None
        ),
    )


def in_each_world(
    task: Callable[[World, int], Result],
    scenarios: Sequence[Scenario],
    replications: int,
    *,
    first: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[World, ...], dict[tuple[int, int], Outcome[Result]]]:
    """Build the world of each scenario once, and do a task in it for every replication.

    Args:
        task: Importable by name; given the world and the number of the replication.
        scenarios: The scenarios.
        replications: Replications of each.
        first: Number of the first of them.
        workers: Worker processes; None for one a core, 1 to stay in this process.
        progress: Told after each finished step.

    Returns:
        The worlds, and what became of each task by (place of the scenario, replication).

    Raises:
        TerritorySimError: When something the user gave cannot be used.
        RuntimeError: When a world cannot be built for a reason that is not the user's.
    """
    steps = len(scenarios) * (1 + replications)
    finished = 0

    def step() -> None:
        nonlocal finished
        finished += 1
        if progress is not None:
            progress(finished, steps)

    if progress is not None:
        progress(0, steps)
    count = min(workers or available_cores(), len(scenarios) * replications)
    with tempfile.TemporaryDirectory(prefix="territory_sim-") as folder:
        paths = [Path(folder) / f"world-{number}.pickle" for number in range(len(scenarios))]
        builds = {number: (scenario, paths[number]) for number, scenario in enumerate(scenarios)}
        # Starting processes takes as long as building two worlds.
        builders = min(count, len(builds)) if len(builds) > 2 else 1
        for number, built in run_tasks(write_world, builds, builders, step).items():
            if built.failure:
                raise RuntimeError(f"{scenarios[number].scenario_id}: no world\n{built.failure}")
        tasks = {
            (number, replication): (task, paths[number], replication)
            for replication in range(first, first + replications)
            for number in range(len(scenarios))
        }
        outcomes = run_tasks(_do, tasks, count, step)
        worlds = tuple(read_world(path) for path in paths)
        read_world.cache_clear()
    return worlds, outcomes


def _do(task: Callable[[World, int], Result], path: Path, replication: int) -> Result:
    return task(read_world(path), replication)


def joined(earlier: Replications, later: Replications) -> Replications:
    """Put more replications of the same scenarios behind those there are.

    Args:
        earlier: The replications there are.
        later: More of the same scenarios, with higher numbers.

    Returns:
        All of them, in the order of scenarios, then of replications.
    """
    place = {world.scenario.scenario_id: number for number, world in enumerate(earlier.worlds)}
    pairs = [*zip(earlier.runs, earlier.started_utc, strict=True)]
    pairs += zip(later.runs, later.started_utc, strict=True)
    pairs.sort(key=lambda pair: (place[pair[0].scenario.scenario_id], pair[0].replication))
    return Replications(
        worlds=earlier.worlds,
        runs=tuple(run for run, _ in pairs),
        started_utc=tuple(started for _, started in pairs),
        failures=(*earlier.failures, *later.failures),
    )


def _run(world: World, replication: int) -> tuple[Run, str]:
    started_utc = utc_now()
    run = with_call_elasticity(simulate(world.scenario, replication=replication, world=world), world)
    # Single requests and leads stay where they were made: too many to send and keep for all runs.
    kept = {name: table for name, table in run.tables.items() if name not in _OF_SINGLE_RUNS}
    return replace(run, tables=kept, logs={}, twin=None), started_utc
