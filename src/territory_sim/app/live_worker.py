"""A worker process that simulates for the live page, day by day, and stops when nobody waits any more."""

from __future__ import annotations

import signal
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

from territory_sim.app.picture import map_looks
from territory_sim.app.record import request_columns, run_head
from territory_sim.app.recording import record_run
from territory_sim.errors import TerritorySimError
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.world import World, build_world
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from territory_sim.app.day_recorder import Day

Line = dict[str, Any]
"""One line of an answer; empty for a sign of life."""

_DAYS_A_LINE: Final = 10


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to simulate.

    Args:
        overrides: The scenario, in Hydra's grammar.
        config_dirs: Folders with the user's own configs.
        moves: Units that go to another territory: (unit, territory), by index.
        replications: Replications; the first is told day by day, the others as gauges.
    """

    overrides: tuple[str, ...]
    config_dirs: tuple[str, ...]
    moves: tuple[tuple[int, int], ...]
    replications: int


class _NobodyWaitsError(Exception):
    """The page has asked something else meanwhile."""


class LiveWorker:
    """A process of its own, so that a simulation keeps neither the server nor another pane waiting."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def lines(self, job: Job) -> Generator[Line]:
        """Simulate; whoever stops reading stops the simulation.

        Args:
            job: What to simulate.

        Yields:
            ``head`` with the requests, ``days``, ``gauges`` of each replication; or ``fault``.
        """
        self._pipe.send(job)
        over = False
        try:
            while True:
                line: Line | None = self._pipe.recv()
                if line is None:
                    over = True
                    return
                yield line
        except EOFError:
            over = True
            yield {"fault": "The simulation broke down: see the terminal."}
        finally:
            if not over:
                self._pipe.send(None)
                while self._pipe.recv() is not None:
                    pass

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()


def _work(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends its workers.
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        if job is None:
            continue
        try:
            _answer(job, pipe)
        except _NobodyWaitsError:
            pass
        except TerritorySimError as broken:
            pipe.send({"fault": "; ".join(str(fault) for fault in broken.faults)})
        pipe.send(None)


def _answer(job: Job, pipe: Connection) -> None:
    world = _moved(live_world(job.overrides, job.config_dirs), job.moves)
    _go_on(pipe)
    demand = world_demand(world, Streams(world.scenario.seed, 0))
    base = live_world(job.overrides, job.config_dirs)
    looks = map_looks([base, world])[1] if job.moves else map_looks([world])[0]
    head = run_head(world) | looks | {"legs": True, "requests": 0, "days": [], "gauges": []}
    pipe.send({"head": head, "requests": request_columns(demand.requests)})
    waiting: list[Day] = []

    def told(day: Day) -> None:
        waiting.append(day)
        if len(waiting) == _DAYS_A_LINE:
            pipe.send({"days": list(waiting)})
            waiting.clear()
            _go_on(pipe)

    def alive(done: int, _: int) -> None:
        if done % _DAYS_A_LINE == 0:
            pipe.send({})
            _go_on(pipe)

    for replication in range(job.replications):
        first = replication == 0
        _, gauges = record_run(world, replication, told if first else None, progress=None if first else alive)
        if waiting:
            pipe.send({"days": list(waiting)})
            waiting.clear()
        pipe.send({"gauges": gauges})
        _go_on(pipe)


def _go_on(pipe: Connection) -> None:
    if pipe.poll():
        pipe.recv()
        raise _NobodyWaitsError


@lru_cache(maxsize=8)
def live_world(overrides: tuple[str, ...], config_dirs: tuple[str, ...]) -> World:
    """Build the world of a scenario, or take it from those built lately.

    Args:
        overrides: The scenario, in Hydra's grammar.
        config_dirs: Folders with the user's own configs.

    Returns:
        The world.

    Raises:
        TerritorySimError: When something that was asked for cannot be used.
    """
    return build_world(load_scenarios(overrides, config_dirs)[0])


def _moved(world: World, moves: Sequence[tuple[int, int]]) -> World:
    """Give units to other territories; reps stay where they live, and quotas as they are."""
    if not moves:
        return world
    owner = world.alignment.territory_of_unit.copy()
    for unit, territory in moves:
        owner[unit] = territory
    return replace(world, alignment=replace(world.alignment, territory_of_unit=owner))
