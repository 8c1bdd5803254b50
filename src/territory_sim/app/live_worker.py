"""A worker process that simulates for the live page, day by day, and stops when nobody waits any more."""

from __future__ import annotations

import io
import json
import pickle
import signal
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

from territory_sim.app.levers import LEVERS, levels_of, overrides_of
from territory_sim.app.live_worlds import LiveWorlds, MapKey
from territory_sim.app.picture import map_looks
from territory_sim.app.record import run_head
from territory_sim.app.recording import record_run
from territory_sim.errors import TerritorySimError
from territory_sim.experiments.run import simulate
from territory_sim.experiments.world_file import dump

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from territory_sim.app.day_recorder import Day
    from territory_sim.scenario.world import World
    from territory_sim.territories.alignment import Alignment

Base = tuple[tuple[str, ...], "World"]
"""Settings of a scenario with which a pane begins, in Hydra's grammar, and its world."""

_DAYS_A_LINE: Final = 10
_OVER: Final = b"over"
_MAP: Final = b"map "
"""Begins a message that is a map; lines of JSON begin otherwise."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to simulate.

    Args:
        base: Id of the scenario with which the pane began.
        overrides: The scenario that is asked for, in Hydra's grammar.
        moves: Units that go to another territory: (unit, territory), by index.
        replications: Replications; the first is told day by day, the others as gauges.
    """

    base: str
    overrides: tuple[str, ...]
    moves: tuple[tuple[int, int], ...]
    replications: int


class _NobodyWaitsError(Exception):
    """The page has asked something else meanwhile."""


class LiveWorker:
    """A process of its own, so that a simulation keeps neither the server nor another pane waiting.

    Args:
        bases: Scenarios with which panes begin, by id.
        config_dirs: Folders with the user's own configs.
    """

    def __init__(self, bases: Mapping[str, Base], config_dirs: Sequence[str]) -> None:
        self._asked = (bases, tuple(config_dirs))
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        file = io.BytesIO()
        dump(self._asked, file)
        self._pipe.send_bytes(file.getvalue())
        self._maps_known = 0

    def lines(
        self,
        job: Job,
        maps: Sequence[tuple[MapKey, Alignment]] = (),
        drawn: Callable[[tuple[MapKey, Alignment]], None] | None = None,
    ) -> Generator[bytes]:
        """Simulate; whoever stops reading stops the simulation.

        Args:
            job: What to simulate.
            maps: Maps that are drawn already; the list may only grow from call to call.
            drawn: Told of a map that had to be drawn.

        Yields:
            Lines of JSON: ``head`` with the requests, ``days``, ``gauges`` of each replication; or
            ``fault``. An empty line is a sign of life.
        """
        file = io.BytesIO()
        dump((job, maps[self._maps_known :]), file)
        self._pipe.send_bytes(file.getvalue())
        self._maps_known = len(maps)
        over = False
        try:
            while True:
                line = self._pipe.recv_bytes()
                if line == _OVER:
                    over = True
                    return
                if not line.startswith(_MAP):
                    yield line
                elif drawn is not None:
                    drawn(pickle.loads(line[len(_MAP) :]))  # noqa: S301 - from our own process
        except EOFError:
            over = True
            self.close()
            self._start()  # the next question finds a worker again
            yield _line({"fault": "The simulation broke down: see the terminal."})
        finally:
            if not over:
                self._pipe.send_bytes(_OVER)
                while self._pipe.recv_bytes() != _OVER:
                    pass

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _line(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, separators=(",", ":")) if content else ""
    return text.encode() + b"\n"


def _work(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends its workers.
    try:
        bases, config_dirs = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from the server that started us
        worlds = LiveWorlds(bases, config_dirs)
        _rehearse(pipe, worlds, bases)
        while True:
            asked = pipe.recv_bytes()
            if asked != _OVER:
                job, maps = pickle.loads(asked)  # noqa: S301 - from the server that started us
                worlds.learn(maps)
                _answer(job, worlds, pipe)
    except (EOFError, BrokenPipeError):
        return


def _rehearse(pipe: Connection, worlds: LiveWorlds, bases: Mapping[str, Base]) -> None:
    """Do once, before anybody waits, what takes long only the first time: imports, files, two days."""
    _, world = next(iter(bases.values()))
    simulate(replace(world.scenario, days=2, opportunity=False), world=world)
    for overrides, world in bases.values():
        usual = levels_of(world)
        for lever in LEVERS:
            for level in () if lever.least is not None else lever.levels:
                if pipe.poll():
                    return
                changes = overrides_of({lever.lever_id: str(level)}, usual, world.scenario)
                worlds.scenario(with_changes(overrides, changes))


def with_changes(overrides: Sequence[str], changes: Sequence[str]) -> tuple[str, ...]:
    """Change some settings of a scenario.

    Args:
        overrides: The scenario, in Hydra's grammar.
        changes: Settings in the same grammar, which replace those of the same key.

    Returns:
        The changed scenario.

    Example:
        >>> with_changes(["scenario=balanced", "staffing.reps=24"], ["staffing.reps=20"])
        ('scenario=balanced', 'staffing.reps=20')
    """
    replaced = {text.partition("=")[0] for text in changes}
    return (*(text for text in overrides if text.lstrip("+").partition("=")[0] not in replaced), *changes)


def _answer(job: Job, worlds: LiveWorlds, pipe: Connection) -> None:
    try:
        _simulate(job, worlds, pipe)
    except _NobodyWaitsError:
        pass
    except TerritorySimError as broken:
        pipe.send_bytes(_line({"fault": "; ".join(str(fault) for fault in broken.faults)}))
    pipe.send_bytes(_OVER)


def _simulate(job: Job, worlds: LiveWorlds, pipe: Connection) -> None:
    drawn = worlds.world(job.base, job.overrides)
    for one in worlds.newly_drawn():
        file = io.BytesIO(_MAP)
        file.seek(len(_MAP))
        dump(one, file)
        pipe.send_bytes(file.getvalue())
    _go_on(pipe)
    world = _moved(drawn, job.moves)
    looks = map_looks([drawn, world])[1] if job.moves else worlds.looks(world)
    head = run_head(world) | looks | {"legs": True, "requests": 0, "days": [], "gauges": []}
    pipe.send_bytes(_line({"head": head, "requests": worlds.requests(drawn)}))
    waiting: list[Day] = []
    told_of = 0

    def send_days() -> None:
        nonlocal told_of
        if waiting:
            pipe.send_bytes(_line({"days": waiting}))
            told_of += len(waiting)
            waiting.clear()

    def told(day: Day) -> None:
        waiting.append(day)
        # The first day is a picture: it goes alone, and ever more go together after it.
        if len(waiting) >= min(told_of, _DAYS_A_LINE):
            send_days()

    def alive(done: int, _: int) -> None:
        if done % _DAYS_A_LINE == 0:
            pipe.send_bytes(_line({}))
            _go_on(pipe)

    for replication in range(job.replications):
        _, gauges = record_run(world, replication, told if replication == 0 else None, progress=alive)
        send_days()
        pipe.send_bytes(_line({"gauges": gauges}))
        _go_on(pipe)


def _go_on(pipe: Connection) -> None:
    if pipe.poll():
        pipe.recv_bytes()
        raise _NobodyWaitsError


def _moved(world: World, moves: Sequence[tuple[int, int]]) -> World:
    """Give units to other territories; reps stay where they live, and quotas as they are."""
    if not moves:
        return world
    owner = world.alignment.territory_of_unit.copy()
    for unit, territory in moves:
        owner[unit] = territory
    return replace(world, alignment=replace(world.alignment, territory_of_unit=owner))
