"""Columns that grow hold what was put into them, however they grew."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.growing_columns import GrowingColumns

PARTS = st.lists(st.lists(st.integers(0, 99), max_size=30), min_size=1, max_size=8)


@given(PARTS)
def test_rows_stand_in_the_order_in_which_they_came(parts: list[list[int]]) -> None:
    """All columns grow alike, and nothing that was there moves."""
    first, *others = (np.array(part, dtype=np.int64) for part in parts)
    columns = GrowingColumns({"number": first, "half": first / 2})
    for part in others:
        columns.append({"number": part, "half": part / 2})
    every = [number for part in parts for number in part]
    assert columns["number"].tolist() == every
    assert columns["half"].tolist() == [number / 2 for number in every]


def test_what_is_written_stays_when_rows_are_added() -> None:
    """A column is the book itself, not a copy of it."""
    columns = GrowingColumns({"status": np.zeros(3, dtype=np.int8)})
    columns["status"][1] = 5
    columns.append({"status": np.ones(100, dtype=np.int8)})
    assert columns["status"][:4].tolist() == [0, 5, 0, 1]
