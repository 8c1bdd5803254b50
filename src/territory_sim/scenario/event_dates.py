"""Dates of events as business days of a run, before any calendar of the run exists."""

from __future__ import annotations

import datetime as dt

from territory_sim.market.event_dates import business_days_between


def business_day_of(date: str, start_date: str) -> int:
    """Return on which business day of a run a date falls.

    Args:
        date: The date as YYYY-MM-DD; a weekend counts as the Monday after.
        start_date: First day of the run, read in the same way.

    Returns:
        Business days from the start to the date; negative when the date comes first.

    Raises:
        ValueError: One of the texts is no date.

    Example:
        >>> business_day_of("2026-01-12", "2026-01-05")
        5
    """
    return business_days_between(dt.date.fromisoformat(start_date), dt.date.fromisoformat(date))


def event_days(
    first_event: str | None, every_days: int | None, start_date: str, days: int
) -> tuple[int, ...]:
    """List the business days on which something periodic happens.

    Args:
        first_event: Date of the first time; None for half a period after the start.
        every_days: Business days from one time to the next; None for one time at most.
        start_date: First day of the run.
        days: Business days of the run.

    Returns:
        Business days within the run, ascending; none when neither date nor period is given.

    Example:
        >>> event_days(None, 10, "2026-01-05", 30)
        (5, 15, 25)
    """
    if first_event is None:
        return () if every_days is None else tuple(range(every_days // 2, days, every_days))
    first = business_day_of(first_event, start_date)
    if every_days is None:
        return (first,) if 0 <= first < days else ()
    return tuple(day for day in range(first, days, every_days) if day >= 0)
