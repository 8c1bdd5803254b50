"""Checks of the people: bands of learning, and exits within the run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

from territory_sim.errors import Fault
from territory_sim.scenario.event_dates import business_day_of
from territory_sim.scenario.scenario import value_text

_ROUNDING = 1e-9


def people_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check what must hold between settings of people.

    Args:
        values: Single settings by dotted key, those alone that are valid by themselves.

    Yields:
        One fault for each relation that does not hold.
    """
    yield from _band_faults(values)
    start = values.get("schedule.start_date")
    for key, given in values.items():
        if key.startswith("people.exits.") and key.endswith(".date") and isinstance(start, str):
            yield from _exit_faults(values, key, str(given), start)


def _band_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    months, shares = values.get("people.learning.months"), values.get("people.learning.shares")
    if isinstance(months, tuple) and any(a >= b for a, b in pairwise(months)):
        given = value_text(list(months))
        yield Fault(
            where="people.learning.months", given=given, allowed="must ascend from band to band [months]"
        )
    if not isinstance(shares, tuple):
        return
    given = value_text(list(shares))
    if not math.isclose(sum(shares), 1, abs_tol=_ROUNDING):
        allowed = f"must add up to 1; they add up to {sum(shares):.12g}"
        yield Fault(where="people.learning.shares", given=given, allowed=allowed)
    if isinstance(months, tuple) and len(shares) != len(months) - 1:
        allowed = f"must be {len(months) - 1}, one for each band of people.learning.months"
        yield Fault(where="people.learning.shares", given=given, allowed=allowed)


def _exit_faults(values: Mapping[str, object], key: str, given: str, start: str) -> Iterator[Fault]:
    days = values.get("days")
    try:
        first = business_day_of(start, start)
    except ValueError:
        return  # told where it stands
    try:
        day = business_day_of(given, start)
    except ValueError:
        yield Fault(where=key, given=given, allowed="must be a date such as 2026-03-31")
        return
    if day < first:
        allowed = f"must not lie before the run starts, on {start}: nobody leaves before he starts"
        yield Fault(where=key, given=given, allowed=allowed)
    elif isinstance(days, int) and day >= days:
        allowed = f"must lie in the run: {days:,} business days from {start} on"
        yield Fault(where=key, given=given, allowed=allowed)
