"""Impulses: what happens earlier in a day is felt later that day, and only then."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.course import Impulses

EVENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 540), st.floats(-3, 3)), max_size=12)


def impulses(rows: list[tuple[int, int, float]]) -> Impulses:
    """Make impulses of rows."""
    account, minute, size = (np.array([row[place] for row in rows]) for place in range(3))
    return Impulses(account.astype(np.int64), minute.astype(np.float64), size.astype(np.float64))


@given(EVENTS, EVENTS, st.floats(0.5, 1))
def test_a_moment_feels_its_account_s_earlier_impulses(
    given_rows: list[tuple[int, int, float]], moments: list[tuple[int, int, float]], kept: float
) -> None:
    """The same as adding up one by one."""
    at = impulses(moments)
    felt = impulses(given_rows).felt_by(at.account, at.minute, kept)
    for (account, minute, _), value in zip(moments, felt, strict=True):
        expected = sum(
            size * kept ** (minute - when)
            for who, when, size in given_rows
            if who == account and when < minute
        )
        np.testing.assert_allclose(value, expected, atol=1e-9)


@given(EVENTS, st.integers(0, 540), st.floats(0.5, 1))
def test_a_day_may_be_cut_anywhere(rows: list[tuple[int, int, float]], cut: int, kept: float) -> None:
    """What is left at the end is the same whether a day is one stretch or two."""
    whole = impulses(rows)
    early = [row for row in rows if row[1] < cut]
    late = [row for row in rows if row[1] >= cut]
    in_two = impulses(early).left_at(float(cut), kept).sum() * kept ** (540 - cut)
    in_two += impulses(late).left_at(540.0, kept).sum()
    np.testing.assert_allclose(in_two, whole.left_at(540.0, kept).sum(), atol=1e-9)
