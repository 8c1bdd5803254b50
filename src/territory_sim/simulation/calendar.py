"""The business calendar: the only place where working minutes become dates.

The clock runs through business minutes alone; nights, weekends and evenings do not exist on it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_FRIDAY = 4
_DAYS_PER_WEEK = 5
_OPENING_HOUR = 8
_MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True)
class BusinessCalendar:
    """Business days from a start date on, Monday to Friday.

    Args:
        start_date: First business day; a weekend moves on to the Monday after.
        days: Business days of the run.
        day_minutes: Business minutes of each day.
    """

    start_date: dt.date
    days: int
    day_minutes: float

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """The date of each business day of the run."""
        found: list[dt.date] = []
        date = self.start_date
        while len(found) < self.days:
            if date.weekday() <= _FRIDAY:
                found.append(date)
            date += dt.timedelta(days=1)
        return tuple(found)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The calendar month of each business day, as ``2026-01``."""
        return tuple(f"{date.year:04d}-{date.month:02d}" for date in self.dates)

    def day_of(self, date: str) -> int:
        """Return the business day on which a date falls.

        Args:
            date: A date of the run, as YYYY-MM-DD.

        Returns:
            Number of the business day, from 0; of the last one before when it falls on a weekend.
        """
        return max(bisect_right(self.dates, dt.date.fromisoformat(date)) - 1, 0)

    def moments(self, minutes: NDArray[np.float64]) -> NDArray[np.datetime64]:
        """Turn working minutes into dates and times of day.

        Args:
            minutes: Working minutes since the start of the run, shape (k,).

        Returns:
            Dates and times to the minute, shape (k,). Business opens at 8:00, or so much
            earlier that it closes before midnight (our assumption: the clock of the run knows no
            time of day). What lies beyond the run falls on its last day.
        """
        day = np.clip(minutes // self.day_minutes, 0, self.days - 1).astype(np.int64)
        opening = max(min(_OPENING_HOUR * 60, _MINUTES_PER_DAY - self.day_minutes), 0)
        within = np.clip(minutes - day * self.day_minutes, 0, self.day_minutes - 1)
        dates = np.array(self.dates, dtype="datetime64[D]").astype("datetime64[m]")
        moments: NDArray[np.datetime64] = dates[day] + (opening + within).astype("timedelta64[m]")
        return moments

    def is_before_weekend(self, day: int) -> bool:
        """Say whether a weekend follows.

        Args:
            day: Business day, from 0.

        Returns:
            True on Fridays.
        """
        return self.dates[day].weekday() == _FRIDAY

    def week(self, day: int) -> int:
        """Return the working week of a day.

        Args:
            day: Business day, from 0.

        Returns:
            Number of the week of five business days, from 0.
        """
        return day // _DAYS_PER_WEEK

    def ends_month(self, day: int) -> bool:
        """Say whether pay is due on the evening of a day.

        Args:
            day: Business day, from 0.

        Returns:
            True on the last business day of a month and on the last day of the run.
        """
        return day + 1 == self.days or self.months[day + 1] != self.months[day]


def business_calendar(start_date: str, days: int, day_minutes: float) -> BusinessCalendar:
    """Make the calendar of a run.

    Args:
        start_date: First day as YYYY-MM-DD.
        days: Business days of the run.
        day_minutes: Business minutes of each day.

    Returns:
        The calendar.

    Example:
        >>> str(business_calendar("2026-01-09", 2, 480.0).dates[1])
        '2026-01-12'
    """
    return BusinessCalendar(dt.date.fromisoformat(start_date), days, day_minutes)
