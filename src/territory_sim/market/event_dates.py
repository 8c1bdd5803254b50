"""On which business day of a run a date of the settings falls."""

from __future__ import annotations

import datetime as dt
import re

_NUMBERED = re.compile(r"day (\d{1,7})")
_FRIDAY = 4


def business_day(text: str, start_date: str) -> int | None:
    """Return the business day that a date of the settings names.

    Args:
        text: A date such as ``2026-03-02``, or ``day 40`` for the 40th business day from day 0.
        start_date: First day of the run as YYYY-MM-DD.

    Returns:
        Business day from 0, negative before the run; a weekend counts as the Monday after it.
        None when the text is neither.

    Example:
        >>> business_day("2026-01-12", "2026-01-05"), business_day("day 40", "2026-01-05")
        (5, 40)
    """
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        return int(numbered.group(1))
    try:
        date, first = dt.date.fromisoformat(text), dt.date.fromisoformat(start_date)
    except ValueError:
        return None
    return business_days_between(first, date)


def business_days_between(first: dt.date, last: dt.date) -> int:
    """Count the business days from one date to another.

    Args:
        first: The first date; a weekend counts as the Monday after it.
        last: The other date, read in the same way.

    Returns:
        Business days, negative when the other date comes first.

    Example:
        >>> business_days_between(dt.date(2026, 1, 5), dt.date(2026, 1, 12))
        5
    """
    return _business_days_since_epoch(last) - _business_days_since_epoch(first)


def _business_days_since_epoch(date: dt.date) -> int:
    weeks, weekday = divmod(date.toordinal() - 1, 7)  # day 1 of the calendar was a Monday
    return 5 * weeks + min(weekday, _FRIDAY + 1)
