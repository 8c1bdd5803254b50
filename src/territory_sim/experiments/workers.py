"""Run many independent jobs over worker processes, losing none of them."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import types
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from territory_sim.errors import TerritorySimError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")
Job: TypeAlias = tuple[Any, ...]
"""Arguments of one call, which can be pickled."""
Tell: TypeAlias = Callable[[int], None]
"""Called by a job with the number of each of its steps, from 0, when it begins it."""

STRIKES: Final = 3
"""Workers that may die over the same piece of work before it is given up."""

_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Set to 1: each worker has one core; libraries that start threads of their own would only fight over it."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of a job.

    Args:
        result: What it returned; None when it failed.
        failure: Why it failed, one line or a traceback; empty when it did not.
        worker_died: Whether it failed because its worker process died.
    """

    result: Result | None
    failure: str = ""
    worker_died: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A job has begun one of its steps.

    Args:
        job: The job.
        number: The step, from 0.
    """

    job: Job
    number: int


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """A job has ended.

    Args:
        job: The job.
        outcome: What became of it.
        step: The step it was at in the end, from 0; None where nobody knows.
    """

    job: Job
    outcome: Outcome[Result]
    step: int | None = None


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
    along: its task is tried again, and given up after three deaths.

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
    outcomes: dict[Key, Outcome[Result]] = {}
    strikes: dict[Key, int] = {}
    waiting = deque((function, key, arguments) for key, arguments in tasks.items())
    engine = in_this_process if workers == 1 else in_processes(workers)
    for event in engine(_call, lambda: waiting.popleft() if waiting else None):
        if isinstance(event, Step):
            continue
        _, key, _ = event.job
        if event.outcome.worker_died:
            strikes[key] = strikes.get(key, 0) + 1
            if strikes[key] < STRIKES:
                waiting.append(event.job)
                continue
        outcomes[key] = event.outcome
        if on_done is not None:
            on_done()
    return {key: outcomes[key] for key in tasks}


def in_this_process(
    function: Callable[..., Result], take: Callable[[], Job | None]
) -> Iterator[Step | Done[Result]]:
    """Run jobs one after the other, here.

    Args:
        function: Called with a :data:`Tell` and the job's arguments.
        take: Gives the next job, None when there is none.

    Yields:
        What happens. The steps of a job are told when it has ended.

    Raises:
        TerritorySimError: When a job finds a fault in what the user gave.
    """
    while (job := take()) is not None:
        begun: list[int] = []
        outcome = _outcome(function, begun.append, job)
        yield from (Step(job, number) for number in begun)
        yield Done(job, outcome, begun[-1] if begun else None)


def in_processes(
    workers: int,
) -> Callable[[Callable[..., Result], Callable[[], Job | None]], Iterator[Step | Done[Result]]]:
    """Make an engine that runs jobs over processes of its own.

    Args:
        workers: How many at most; they are started when there is work for them.

    Returns:
        A function like :func:`in_this_process`. Whoever is killed is replaced; the others do not
        even notice, and the job is reported with the step at which it happened.
    """

    def engine(
        function: Callable[..., Result], take: Callable[[], Job | None]
    ) -> Iterator[Step | Done[Result]]:
        return _in_processes(function, take, workers)

    return engine


def _in_processes(
    function: Callable[..., Result], take: Callable[[], Job | None], workers: int
) -> Iterator[Step | Done[Result]]:
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}
    try:
        while True:
            while len(busy) < workers and (job := take()) is not None:
                worker = idle.pop() if idle else _Worker(function)
                worker.give(job)
                busy[worker.connection] = worker
            if not busy:
                return
            for connection in wait(list(busy)):
                assert isinstance(connection, Connection)
                worker = busy[connection]
                try:
                    event = worker.heard(connection.recv())
                except (EOFError, OSError):
                    worker.stop()
                    died: Outcome[Result] = Outcome(None, "its worker process died", worker_died=True)
                    del busy[connection]
                    yield Done(worker.job, died, worker.step)
                    continue
                if isinstance(event, Done):
                    idle.append(busy.pop(connection))
                yield event
    finally:
        for worker in (*idle, *busy.values()):
            worker.stop()


class _Worker:
    """One worker process, and what it is at."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.connection, other = get_context("spawn").Pipe()
        self.process = _started(function, other)
        other.close()
        self.job: Job = ()
        self.step: int | None = None

    def give(self, job: Job) -> None:
        self.job, self.step = job, None
        # A worker that has just died is found when it is listened to.
        with suppress(OSError):
            self.connection.send(job)

    def heard(self, message: object) -> Step | Done[Any]:
        if isinstance(message, TerritorySimError):
            raise message
        if isinstance(message, Outcome):
            return Done(self.job, message, self.step)
        assert isinstance(message, int)
        self.step = message
        return Step(self.job, message)

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join()


def _started(function: Callable[..., Any], connection: Connection) -> SpawnProcess:
    # Started afresh rather than forked: a fork copies the locks of the progress bar's thread. A new
    # process would first run the user's script again; nothing here comes from that script.
    process = get_context("spawn").Process(
        target=_serve, args=(function, connection, os.getpid()), daemon=True
    )
    script = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        with _one_thread_each():
            process.start()
    finally:
        sys.modules["__main__"] = script
    return process


@contextmanager
def _one_thread_each() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name in _THREADS:
            if name in before:
                os.environ[name] = before[name]
            else:
                del os.environ[name]


def _serve(function: Callable[..., Any], connection: Connection, parent: int) -> None:
    """Live as a worker: do jobs until nobody gives any more."""
    # Ctrl-C reaches the parent only, which then ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while os.getppid() == parent:
            job = connection.recv()
            try:
                answer: object = _outcome(function, connection.send, job)
            except TerritorySimError as broken:
                answer = broken
            connection.send(answer)


def _call(tell: Tell, function: Callable[..., Result], key: Hashable, arguments: Job) -> Result:  # noqa: ARG001 - the key travels with the job
    return function(*arguments)


def _outcome(function: Callable[..., Result], tell: Tell, job: Job) -> Outcome[Result]:
    try:
        return Outcome(function(tell, *job))
    except TerritorySimError:
        raise
    except Exception:  # noqa: BLE001 - whatever went wrong in one job must not end the others
        return Outcome(None, traceback.format_exc())
