"""The business calendar: the only place where working minutes become dates.

The clock runs through business minutes alone; nights, weekends and evenings do not exist on it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

_FRIDAY = 4
_DAYS_PER_WEEK = 5


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
