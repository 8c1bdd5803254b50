"""Run many independent tasks over worker processes, losing none of them."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import types
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final, Generic, TypeVar

from territory_sim.errors import TerritorySimError

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Set to 1: each worker has one core; libraries that start threads of their own would only fight over it."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of a task.

    Args:
        result: What it returned; None when it failed.
        failure: Why it failed, one line or a traceback; empty when it did not.
    """

    result: Result | None
    failure: str = ""


def available_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_tasks(
    function: Callable[..., Result],
    tasks: Mapping[Key, tuple[Any, ...]],
    workers: int,
    on_done: Callable[[], None] | None = None,
) -> dict[Key, Outcome[Result]]:
    """Run a function over the arguments of many tasks.

    A task that raises is reported and the others go on. A worker process that dies takes nobody
    along: what it may have been working on is run again, one task at a time, and only a task that
    kills its worker when alone is reported as failed.

    Args:
        function: Importable by name; a pure function of its arguments.
        tasks: Arguments by key.
        workers: Worker processes; 1 runs in this process.
        on_done: Called after each task.

    Returns:
        Outcomes in the order of the tasks, whatever the order in which they ended.

    Raises:
        TerritorySimError: When a task finds a fault in what the user gave.
    """
    tell = on_done or (lambda: None)
    if workers == 1:
        outcomes = _in_this_process(function, tasks, tell)
    else:
        outcomes = _in_processes(function, tasks, workers, tell)
    return {key: outcomes[key] for key in tasks}


def _in_this_process(
    function: Callable[..., Result], tasks: Mapping[Key, tuple[Any, ...]], tell: Callable[[], None]
) -> dict[Key, Outcome[Result]]:
    outcomes: dict[Key, Outcome[Result]] = {}
    for key, arguments in tasks.items():
        outcomes[key] = _outcome(function, arguments)
        tell()
    return outcomes


def _in_processes(
    function: Callable[..., Result],
    tasks: Mapping[Key, tuple[Any, ...]],
    workers: int,
    tell: Callable[[], None],
) -> dict[Key, Outcome[Result]]:
    outcomes: dict[Key, Outcome[Result]] = {}
    waiting, suspects = deque(tasks), deque[Key]()
    while waiting or suspects:
        alone = bool(suspects)
        queue, width = (suspects, 1) if alone else (waiting, workers)
        in_flight: dict[Future[Outcome[Result]], Key] = {}
        try:
            with _pool(width) as pool:
                while queue or in_flight:
                    # One task more than workers waits at the door, so that none idles; no longer
                    # queue, so that an interruption ends soon.
                    while queue and len(in_flight) < width + (not alone):
                        future = _submit(pool, function, tasks[queue[0]])
                        in_flight[future] = queue.popleft()
                    for done in wait(in_flight, return_when=FIRST_COMPLETED).done:
                        outcomes[in_flight[done]] = done.result()
                        del in_flight[done]
                        tell()
        except BrokenProcessPool:
            if alone:
                outcomes |= {key: Outcome(None, "its worker process died") for key in in_flight.values()}
                tell()
            else:
                suspects.extend(in_flight.values())
    return outcomes


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Started afresh rather than forked: a fork copies the locks of the progress bar's thread.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_alone)
    before = dict(os.environ)
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield pool
    finally:
        for name in _THREADS:
            if name in before:
                os.environ[name] = before[name]
            else:
                del os.environ[name]
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor, function: Callable[..., Result], arguments: tuple[Any, ...]
) -> Future[Outcome[Result]]:
    # A new process would first run the user's script again; nothing here comes from that script.
    script = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        return pool.submit(_outcome, function, arguments)
    finally:
        sys.modules["__main__"] = script


def _outcome(function: Callable[..., Result], arguments: tuple[Any, ...]) -> Outcome[Result]:
    try:
        return Outcome(function(*arguments))
    except TerritorySimError:
        raise
    except Exception:  # noqa: BLE001 - whatever went wrong in one task must not end the others
        return Outcome(None, traceback.format_exc())


def _leave_interrupts_alone() -> None:
    """Let Ctrl-C reach the parent only, which then lets the workers end what they are at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
