"""Runs that do a fixed amount of work and give a ready-made result: what is left is the sweep's own cost."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from territory_sim.experiments.run import Run
from territory_sim.experiments.run import simulate as real_run
from territory_sim.experiments.sweeps import batch
from territory_sim.experiments.workers import Tell
from territory_sim.scenario.scenario import Scenario

ROUNDS = "PACED_RUN_ROUNDS"

_spent = 0.0
_made: list[Run] = []


def run_paced_batch(
    tell: Tell, folder: str, config_hash: str, tasks: Sequence[tuple[int, int]]
) -> batch.BatchReport:
    """Make a batch whose runs do a fixed amount of work.

    Args:
        tell: Told the number of each run.
        folder: The folder of the sweep.
        config_hash: Hash of the plan there.
        tasks: The runs.

    Returns:
        What they came to.
    """
    batch.simulate = _paced
    return batch.run_batch(tell, folder, config_hash, tasks)


def rounds_of(seconds: float) -> int:
    """Find how much work takes so long.

    Args:
        seconds: Processor time wanted.

    Returns:
        Rounds of :func:`work`.
    """
    trial = 200_000
    times = []
    for _ in range(9):
        begun = time.process_time()
        work(trial)
        times.append(time.process_time() - begun)
    return round(trial * seconds / statistics.median(times))


def work(rounds: int) -> int:
    """Keep a core busy with arithmetic.

    Args:
        rounds: How much.

    Returns:
        A number that depends on all of it.
    """
    number = 1
    for step in range(rounds):
        number = (number * 69069 + step) & 0xFFFFFFFF
    return number


def seconds_spent() -> float:
    """Return the processor time that the work itself has taken in this process."""
    return _spent


def work_when_told(runs: int, rounds: int, connection: Connection) -> None:
    """Do the work of some runs and nothing else: the ideal that a sweep is measured against.

    Args:
        runs: Number of runs.
        rounds: Work of each.
        connection: Says when to begin; told when all is done.
    """
    connection.send("ready")
    connection.recv()
    for _ in range(runs):
        work(rounds)
    connection.send("done")


def _paced(scenario: Scenario, *, replication: int, world: Any) -> Run:  # noqa: ANN401, ARG001
    global _spent  # noqa: PLW0603 - the one number that the benchmark asks for
    if not _made:
        _made.append(real_run(scenario))
    begun = time.process_time()
    work(int(os.environ[ROUNDS]))
    _spent += time.process_time() - begun
    return replace(_made[0], replication=replication)
