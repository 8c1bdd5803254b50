"""Run scenarios over paired replications: same requests and leads for all, whoever serves them."""

from __future__ import annotations

import copyreg
import functools
import pickle
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from territory_sim.experiments.naive_or_causal import with_call_elasticity
from territory_sim.experiments.result_tables import utc_now
from territory_sim.experiments.run import Run, simulate
from territory_sim.experiments.workers import Outcome, available_cores, run_tasks
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World, build_world

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
    workers: int | None = None,
    progress: Progress | None = None,
) -> Replications:
    """Run every scenario with every replication number.

    Scenarios of one root seed meet the same customers, requests and leads in replications of the
    same number (common random numbers). The results do not depend on the number of workers.

    Args:
        scenarios: The scenarios.
        replications: Replications of each, numbered from 0.
        workers: Worker processes; None for one a core, 1 to stay in this process.
        progress: Told after each finished step.

    Returns:
        Worlds and runs; a run that fails is reported beside them.

    Raises:
        TerritorySimError: When something the user gave cannot be used.
        RuntimeError: When the world of a scenario cannot be built for a reason that is not the user's.
    """
    worlds, outcomes = in_each_world(_run, scenarios, replications, workers=workers, progress=progress)
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
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[World, ...], dict[tuple[int, int], Outcome[Result]]]:
    """Build the world of each scenario once, and do a task in it for every replication.

    Args:
        task: Importable by name; given the world and the number of the replication.
        scenarios: The scenarios.
        replications: Replications of each, numbered from 0.
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
        for number, built in run_tasks(_build, builds, builders, step).items():
            if built.failure:
                raise RuntimeError(f"{scenarios[number].scenario_id}: no world\n{built.failure}")
        tasks = {
            (number, replication): (task, paths[number], replication)
            for replication in range(replications)
            for number in range(len(scenarios))
        }
        outcomes = run_tasks(_do, tasks, count, step)
        worlds = tuple(_world(path) for path in paths)
        _world.cache_clear()
    return worlds, outcomes


def _do(task: Callable[[World, int], Result], path: Path, replication: int) -> Result:
    return task(_world(path), replication)


def _build(scenario: Scenario, path: Path) -> None:
    """Build a world once, for all workers to read."""
    with path.open("wb") as file:
        pickler = pickle.Pickler(file, protocol=pickle.HIGHEST_PROTOCOL)
        # Read-only views of dicts, which worlds hold, are the one thing pickle does not know by itself.
        pickler.dispatch_table = copyreg.dispatch_table | {MappingProxyType: _read_only}
        pickler.dump(build_world(scenario))


def _read_only(view: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[dict[Any, Any]]]:
    return _view_of, (dict(view),)


def _view_of(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


@functools.lru_cache(maxsize=8)
def _world(path: Path) -> World:
    with path.open("rb") as file:
        world: World = pickle.load(file)  # noqa: S301 - written by this very process or its parent
    return world


def _run(world: World, replication: int) -> tuple[Run, str]:
    started_utc = utc_now()
    run = with_call_elasticity(simulate(world.scenario, replication=replication, world=world), world)
    # Single requests and leads stay where they were made: too many to send and keep for all runs.
    kept = {name: table for name, table in run.tables.items() if name not in _OF_SINGLE_RUNS}
    return replace(run, tables=kept, logs={}, twin=None), started_utc
