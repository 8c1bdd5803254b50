"""The call plan: intervals cover time without gap or overlap, and each counts one call at most."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.call_calendar import CallCalendar

DAYS = 80
PHASES = st.floats(0, 1, exclude_max=True)
NORMS = st.sampled_from([0.0, 0.5, 4.0, 6.0, 12.0, 24.0, 26.3, 100.0, 250.0])


def intervals(norm: float, phase: float) -> list[tuple[int, int]]:
    """Work out first and last business day of each interval that begins before the end."""
    if norm == 0:
        return []
    length, found, begin, number = 250 / norm, [], 0, 0
    while begin < DAYS:
        end = math.ceil((number + 1 - phase) * length) - 1
        found.append((begin, end))
        begin, number = end + 1, number + 1
    return found


@given(
    norm=NORMS,
    phase=PHASES,
    visits=st.sets(st.integers(0, DAYS - 1), max_size=40),
)
def test_intervals_partition_time_and_count_one_call_each(
    norm: float, phase: float, visits: set[int]
) -> None:
    """Each interval ends once, in order; it is met if and only if a visit fell into it, however many."""
    calendar = CallCalendar(np.array([norm]), np.array([phase]), least_gap=0.5)
    ended: list[tuple[int, bool]] = []
    for day in range(DAYS):
        if day in visits:
            calendar.visit(np.array([0]), day)
        accounts, made = calendar.close_day(day)
        ended += [(day, bool(met)) for met in made.tolist()]
        assert len(accounts) <= 1
    expected = [
        (end, any(begin <= day <= end for day in visits))
        for begin, end in intervals(norm, phase)
        if end < DAYS
    ]
    assert ended == expected


@given(norm=NORMS, phase=PHASES, gap=st.floats(0, 1), visits=st.sets(st.integers(0, DAYS - 1), max_size=20))
def test_due_are_those_not_yet_visited_and_not_just_visited(
    norm: float, phase: float, gap: float, visits: set[int]
) -> None:
    """Never due twice in one interval, nor within the least gap after any visit; never without a norm."""
    calendar = CallCalendar(np.array([norm]), np.array([phase]), least_gap=gap)
    plan = intervals(norm, phase)
    for day in range(DAYS):
        due = calendar.due(day).tolist() == [0]
        present = [(begin, end) for begin, end in plan if begin <= day <= end]
        seen = [visit for visit in visits if visit < day]
        if due:
            (begin, end), *others = present
            assert not others
            assert not any(begin <= visit <= end for visit in seen)
            assert not seen or day - max(seen) >= gap * 250 / norm
        elif present and not seen:
            assert phase * 250 / norm + day < gap * 250 / norm
        if day in visits:
            calendar.visit(np.array([0]), day)
        calendar.close_day(day)


def test_urgency_rises_through_the_interval_and_with_every_miss() -> None:
    """Elapsed share of the interval, plus one for each interval missed in a row, three at most."""
    calendar = CallCalendar(np.array([25.0]), np.array([0.0]), least_gap=0.0)
    urgency = []
    for day in range(60):
        urgency.append(float(calendar.urgency(np.array([0]), day)[0]))
        if day == 45:
            calendar.visit(np.array([0]), day)
        calendar.close_day(day)
    assert urgency[:10] == [day / 10 for day in range(10)]
    np.testing.assert_allclose([urgency[day] for day in (10, 25, 30, 45)], [1.0, 2.5, 3.0, 3.5])
    np.testing.assert_allclose(urgency[50], 0.0)


def test_misses_count_three_at_most() -> None:
    """An account never visited does not become infinitely urgent."""
    calendar = CallCalendar(np.array([250.0]), np.array([0.0]), least_gap=0.0)
    for day in range(10):
        calendar.close_day(day)
    np.testing.assert_allclose(calendar.urgency(np.array([0]), 10), [3.0])


def test_as_many_calls_fall_due_in_a_year_as_the_norm_says() -> None:
    """Over a year and all phases, due calls add up to norm times accounts, within one an account."""
    phases = np.linspace(0, 0.999, 200)
    norms = np.tile([24.0, 12.0, 4.0, 0.0], 50)
    calendar = CallCalendar(norms, phases, least_gap=0.5)
    due = np.zeros(200)
    for day in range(250):
        ended, _ = calendar.close_day(day)
        due[ended] += 1
    assert (np.abs(due - norms) <= 1).all()
    assert due[norms == 0].sum() == 0
