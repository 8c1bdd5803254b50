"""The clock handles a stretch as SimPy's own loop would: what lies before its end, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.clock import Clock

MINUTES = st.integers(0, 12).map(float)
WAITS = st.lists(st.lists(MINUTES, max_size=5), max_size=4)


def heard(env: simpy.Environment, waits: list[list[float]], go_on: Callable[[float], object]) -> list[object]:
    """Let processes wait in turns, stopping at every fourth minute; tell what was heard when."""
    found: list[object] = []

    def process(number: int, delays: list[float]) -> Generator[simpy.Event, None, None]:
        for delay in delays:
            yield env.timeout(delay)
            found.append((number, env.now))

    for number, delays in enumerate(waits):
        env.process(process(number, delays))
    for end in (4.0, 8.0, 40.0):
        go_on(end)
        found.append(env.now)
    return found


@given(WAITS)
def test_it_handles_what_simpys_own_loop_handles(waits: list[list[float]]) -> None:
    """Same events, same order, same times, and the same place to stop."""
    clock, usual = Clock(), simpy.Environment()
    assert heard(clock, waits, clock.run_until) == heard(usual, waits, lambda end: usual.run(until=end))


def test_what_goes_wrong_in_a_process_is_not_lost() -> None:
    """An error in a process ends the run with that error."""

    def process(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        yield env.timeout(1.0)
        raise LookupError("no such unit")

    clock = Clock()
    clock.process(process(clock))
    with pytest.raises(LookupError, match="no such unit"):
        clock.run_until(5.0)
