"""The business calendar: Mondays to Fridays, weeks of five days, months that end once."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.calendar import BusinessCalendar, business_calendar

DATES = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))


@given(DATES, st.integers(1, 300))
def test_days_are_successive_weekdays(start: dt.date, days: int) -> None:
    """As many days as asked for, none on a weekend, none left out."""
    calendar = BusinessCalendar(start, days, 540.0)
    assert len(calendar.dates) == days
    assert all(date.weekday() < 5 for date in calendar.dates)
    assert 0 <= (calendar.dates[0] - start).days <= 2
    for day in range(days - 1):
        gap = (calendar.dates[day + 1] - calendar.dates[day]).days
        assert gap == (3 if calendar.is_before_weekend(day) else 1)


@given(DATES, st.integers(1, 300))
def test_every_month_ends_exactly_once(start: dt.date, days: int) -> None:
    """Pay is due once for each month of the run, on its last business day or on the run's."""
    calendar = BusinessCalendar(start, days, 540.0)
    ends = [day for day in range(days) if calendar.ends_month(day)]
    assert [calendar.months[day] for day in ends] == list(dict.fromkeys(calendar.months))
    assert ends[-1] == days - 1


@pytest.mark.parametrize(
    ("start", "first"),
    [("2026-01-05", "2026-01-05"), ("2026-01-10", "2026-01-12"), ("2026-01-11", "2026-01-12")],
)
def test_a_run_that_starts_on_a_weekend_starts_on_monday(start: str, first: str) -> None:
    """Saturday and Sunday move on."""
    calendar = business_calendar(start, 6, 540.0)
    assert str(calendar.dates[0]) == first
    assert [calendar.week(day) for day in range(6)] == [0, 0, 0, 0, 0, 1]
    assert calendar.months[0] == "2026-01"


def test_dates_fall_on_the_last_business_day_not_after_them() -> None:
    """A survey on a Sunday is taken on the Friday before."""
    calendar = business_calendar("2026-01-05", 10, 480.0)
    days = [calendar.day_of(date) for date in ("2026-01-05", "2026-01-09", "2026-01-11", "2026-01-12")]
    assert days == [0, 4, 4, 5]


def test_minutes_become_dates_and_times_of_day() -> None:
    """Business opens at eight; what lies beyond the run falls on its last day, before midnight."""
    calendar = business_calendar("2026-01-09", 2, 480.0)
    moments = calendar.moments(np.array([0.0, 90.5, 480.0, 1e6]))
    assert [str(moment) for moment in moments] == [
        "2026-01-09T08:00",
        "2026-01-09T09:30",
        "2026-01-12T08:00",
        "2026-01-12T15:59",
    ]
    round_the_clock = business_calendar("2026-01-09", 2, 1440.0)
    assert str(round_the_clock.moments(np.array([1439.0]))[0]) == "2026-01-09T23:59"
