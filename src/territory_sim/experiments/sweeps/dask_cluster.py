"""Jobs on a Dask cluster: one started on this machine, or one that is there already.

The only module that imports Dask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from territory_sim.errors import Fault, ScenarioError, TerritorySimError
from territory_sim.experiments.workers import Done, Job, Outcome, Step

Result = TypeVar("Result")

_SETTINGS: Final = {
    # A job whose worker dies comes back at once: the sweep itself counts how often that happens.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.daemon": True,
    "distributed.comm.timeouts.connect": "30s",
    "distributed.admin.low-level-log-length": 0,
}


@dataclass(frozen=True)
class DaskCluster:
    """Workers of a Dask cluster.

    Args:
        workers: Processes to start on this machine where no scheduler is given.
        scheduler: Address of a running scheduler, such as ``tcp://host:8786``.
    """

    workers: int
    scheduler: str | None = None

    @property
    def width(self) -> int:
        """Jobs that can run at the same time, as far as is known before the cluster is there."""
        return self.workers

    def work(
        self, function: Callable[..., Result], take: Callable[[], Job | None]
    ) -> Iterator[Step | Done[Result]]:
        """Run jobs on the cluster.

        Args:
            function: Called with a ``Tell`` and a job's arguments.
            take: Gives the next job.

        Yields:
            The end of each job; steps are not told over the network.

        Raises:
            TerritorySimError: When a job finds a fault, or nobody answers at the address.
        """
        from distributed import wait

        with self._client() as client:
            in_flight: dict[Any, Job] = {}
            while True:
                # One job more than workers, so that none waits for the next.
                threads = sum(client.nthreads().values()) or self.workers
                while len(in_flight) < threads + 1 and (job := take()) is not None:
                    in_flight[client.submit(_on_worker, function, job, pure=False)] = job
                if not in_flight:
                    return
                for future in wait(list(in_flight), return_when="FIRST_COMPLETED").done:
                    job = in_flight.pop(future)
                    outcome = _outcome(future)
                    future.release()
                    yield Done(job, outcome)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        import dask
        from distributed import Client, LocalCluster

        if self.scheduler is not None:
            try:
                client = Client(self.scheduler, timeout="20s")
            except (OSError, TimeoutError, ValueError) as broken:
                allowed = f"nobody answers there: {broken}"
                raise ScenarioError(
                    [Fault(where="scheduler", given=self.scheduler, allowed=allowed)]
                ) from None
            with client:
                yield client
            return
        with (
            dask.config.set(_SETTINGS),
            LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=50,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


def _on_worker(function: Callable[..., Result], job: Job) -> Result:
    return function(_tell_nobody, *job)


def _tell_nobody(step: int) -> None:
    """Tell nobody: a message over the network would cost more than it is worth."""


def _outcome(future: Any) -> Outcome[Any]:  # noqa: ANN401 - Dask ships no types
    import traceback

    from distributed import CancelledError, KilledWorker

    if future.status == "finished":
        return Outcome(future.result())
    try:
        future.result()
    except (KilledWorker, CancelledError):
        return Outcome(None, "its worker process died", worker_died=True)
    except TerritorySimError:
        raise
    except Exception:  # noqa: BLE001 - whatever went wrong in one job must not end the others
        return Outcome(None, traceback.format_exc())
    raise AssertionError(future.status)
