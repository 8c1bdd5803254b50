"""First yardstick: how many timeouts a second SimPy handles when the processes do nothing else."""

from __future__ import annotations

import time
from collections.abc import Generator

import simpy

PROCESSES = 1_000
_WARM_UP_MINUTES = 5


def timeouts_per_second(timeouts: int = 400_000) -> float:
    """Time bare timeouts of many processes that live side by side.

    Args:
        timeouts: How many to time, roughly.

    Returns:
        Timeouts per second of processor time.
    """
    env = simpy.Environment()
    every = [1.0 + number / 10_000 for number in range(PROCESSES)]
    for minutes in every:
        env.process(_sleeper(env, minutes))
    env.run(until=_WARM_UP_MINUTES)
    horizon = _WARM_UP_MINUTES + timeouts / PROCESSES
    handled = sum(int(horizon / minutes) - int(_WARM_UP_MINUTES / minutes) for minutes in every)
    begun = time.process_time()
    env.run(until=horizon)
    return handled / (time.process_time() - begun)


def _sleeper(env: simpy.Environment, minutes: float) -> Generator[simpy.Event, None, None]:
    while True:
        yield env.timeout(minutes)
