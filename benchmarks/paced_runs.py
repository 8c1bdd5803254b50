"""Runs that take a given time and give a ready-made result: what is left is the sweep's own cost."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from territory_sim.experiments.run import Run
from territory_sim.experiments.run import simulate as real_run
from territory_sim.experiments.sweeps import batch
from territory_sim.experiments.workers import Tell
from territory_sim.scenario.scenario import Scenario

SECONDS = "PACED_RUN_SECONDS"
BUSY = "PACED_RUN_BUSY"


def run_paced_batch(
    tell: Tell, folder: str, config_hash: str, tasks: Sequence[tuple[int, int]]
) -> batch.BatchReport:
    """Make a batch whose runs take a given time.

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


def _paced(scenario: Scenario, *, replication: int, world: Any) -> Run:  # noqa: ANN401, ARG001
    made = replace(_ready(scenario), replication=replication)
    seconds = float(os.environ[SECONDS])
    if not os.environ.get(BUSY):
        time.sleep(seconds)
        return made
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return made


@functools.cache
def _ready(scenario: Scenario) -> Run:
    return real_run(scenario)
