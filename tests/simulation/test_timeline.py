"""A timeline hands out every occurrence once, on its own day."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.timeline import Timeline


@given(st.lists(st.floats(0, 99), max_size=30), st.lists(st.floats(0, 100), max_size=6))
def test_days_share_out_all_occurrences(minutes: list[float], ends: list[float]) -> None:
    """Whatever the days, each number comes once, in order, and before its day's end."""
    timeline = Timeline(np.sort(np.array(minutes, dtype=np.float64)))
    taken: list[int] = []
    for day_end in [*sorted(ends), 100.0]:
        today = timeline.take(day_end).tolist()
        assert all(sorted(minutes)[number] < day_end for number in today)
        taken += today
    assert taken == list(range(len(minutes)))
