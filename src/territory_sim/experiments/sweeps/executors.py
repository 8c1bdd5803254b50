"""Who runs a sweep: this process, processes on this machine, or a cluster, all behind one protocol."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from territory_sim.errors import Fault, ScenarioError
from territory_sim.experiments.workers import Done, Job, Step, available_cores, in_processes, in_this_process
from territory_sim.scenario.scenario import Scenario

Result = TypeVar("Result")


class Executor(Protocol):
    """Runs jobs; what happens comes back as it happens."""

    @property
    def width(self) -> int:
        """Jobs that can run at the same time."""
        ...

    def work(
        self, function: Callable[..., Result], take: Callable[[], Job | None]
    ) -> Iterator[Step | Done[Result]]:
        """Run jobs until there are no more.

        Args:
            function: Importable by name; called with a ``Tell`` and a job's arguments.
            take: Gives the next job, None when there is none for now.

        Yields:
            Steps, where the executor can tell them, and the end of each job.
        """
        ...


@dataclass(frozen=True)
class Serial:
    """One job after the other in this process.

    Args:
        width: Always 1.
    """

    width: int = 1

    def work(
        self, function: Callable[..., Result], take: Callable[[], Job | None]
    ) -> Iterator[Step | Done[Result]]:
        """Run jobs here.

        Args:
            function: Called with a ``Tell`` and a job's arguments.
            take: Gives the next job.

        Yields:
            Steps, and the end of each job.
        """
        yield from in_this_process(function, take)


@dataclass(frozen=True)
class Pool:
    """Processes on this machine; one that dies is replaced.

    Args:
        width: Number of processes.
    """

    width: int

    def work(
        self, function: Callable[..., Result], take: Callable[[], Job | None]
    ) -> Iterator[Step | Done[Result]]:
        """Run jobs in the processes.

        Args:
            function: Called with a ``Tell`` and a job's arguments.
            take: Gives the next job.

        Yields:
            Steps, and the end of each job.
        """
        yield from in_processes(self.width)(function, take)


def executor_for(scenario: Scenario) -> Executor:
    """Choose the executor that the settings ask for.

    Args:
        scenario: Settings ``executor``, ``workers`` and ``scheduler``.

    Returns:
        The executor.

    Raises:
        ScenarioError: When it is not installed, or its settings contradict each other.
    """
    workers = scenario.workers or available_cores()
    if scenario.scheduler is not None and scenario.executor != "dask":
        allowed = "is the address of a dask cluster"
        raise ScenarioError(
            [Fault(where="scheduler", given=scenario.scheduler, allowed=allowed, hint="add executor=dask")]
        )
    if scenario.executor == "serial":
        return Serial()
    if scenario.executor == "pool":
        return Pool(workers)
    if importlib.util.find_spec("distributed") is None:
        hint = "pip install 'territory-sim[distributed]'"
        allowed = "needs the package distributed, which is not installed"
        raise ScenarioError([Fault(where="executor", given="dask", allowed=allowed, hint=hint)])
    from territory_sim.experiments.sweeps.dask_cluster import DaskCluster

    return DaskCluster(workers, scenario.scheduler)
