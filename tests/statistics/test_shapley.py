"""Shapley's split has the four properties that define it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.statistics.shapley import shapley

PLAYERS = "abcd"
SETS = [frozenset(names) for count in range(5) for names in combinations(PLAYERS, count)]


@given(st.lists(st.integers(-1000, 1000), min_size=len(SETS), max_size=len(SETS)))
def test_parts_add_up_to_the_whole(worth: list[int]) -> None:
    """Nothing is lost and nothing invented, whatever the causes do to each other."""
    values = {names: np.array([float(value)]) for names, value in zip(SETS, worth, strict=True)}
    parts = shapley(PLAYERS, values)
    assert sum(parts.values()) == pytest.approx(values[SETS[-1]] - values[SETS[0]])


def test_who_never_changes_anything_gets_nothing_and_equals_get_the_same() -> None:
    """Two causes that work only together share; a third that does nothing has no part."""
    values = {names: np.array(6.0 * ({"a", "b"} <= names)) for names in SETS}
    parts = {name: float(value) for name, value in shapley(PLAYERS, values).items()}
    assert parts == pytest.approx({"a": 3.0, "b": 3.0, "c": 0.0, "d": 0.0})
