"""What must hold between the settings of rivals: names, and dates of their campaigns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault, nearest_name

_TAKEN = ("us", "others")
"""Names that tables give to ourselves and to the outside option."""
_WEEK = 5


def rival_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check names of rivals, and whose and when their campaigns are.

    Args:
        values: Single settings by dotted key; only those that are valid by themselves.

    Yields:
        One fault for each relation that does not hold.
    """
    rivals = dict(_items(values, "competitors.rivals", "name"))
    yield from _name_faults(rivals)
    for number, rival in _items(values, "competitors.campaigns", "rival"):
        if rival not in rivals.values():
            yield Fault(
                where=f"competitors.campaigns.{number}.rival",
                given=repr(rival),
                allowed=f"must be the name of a rival: {', '.join(map(str, rivals.values()))}",
                hint=nearest_name(str(rival), [str(name) for name in rivals.values()]),
            )
    for number, _ in _items(values, "competitors.campaigns", "start"):
        yield from _date_faults(values, f"competitors.campaigns.{number}")


def _items(values: Mapping[str, object], group: str, field: str) -> Iterator[tuple[int, object]]:
    """Give the number of each item of a list of settings with the value of one of its fields."""
    for key, value in values.items():
        head, _, tail = key.rpartition(".")
        before, _, number = head.rpartition(".")
        if tail == field and before == group:
            yield int(number), value


def _name_faults(rivals: Mapping[int, object]) -> Iterator[Fault]:
    for number, name in rivals.items():
        where, text = f"competitors.rivals.{number}.name", str(name)
        if not text or text != text.strip() or not text.isprintable() or text in _TAKEN:
            allowed = f"must be printable text without blanks around it, and not {' or '.join(_TAKEN)}"
            yield Fault(where=where, given=repr(text), allowed=allowed)
        elif any(earlier < number and other == name for earlier, other in rivals.items()):
            yield Fault(where=where, given=text, allowed="must differ from the names of the other rivals")


def _date_faults(values: Mapping[str, object], campaign: str) -> Iterator[Fault]:
    run = _run_dates(values)
    first = _date(values.get(f"{campaign}.start"))
    written = values.get(f"{campaign}.end")
    last = _date(written)
    for name, date, given in (("start", first, values.get(f"{campaign}.start")), ("end", last, written)):
        where = f"{campaign}.{name}"
        if given is not None and date is None:
            yield Fault(where=where, given=str(given), allowed="must be a date such as 2026-03-02")
        elif date is not None and run is not None and not run[0] <= date <= run[1]:
            allowed = f"must lie within the run, {run[0]} to {run[1]}"
            yield Fault(where=where, given=str(given), allowed=allowed)
    if first is not None and last is not None and last < first:
        allowed = f"must not be before {campaign}.start, which is {first}"
        yield Fault(where=f"{campaign}.end", given=str(written), allowed=allowed)


def _run_dates(values: Mapping[str, object]) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last business day of the run, Monday to Friday."""
    start, days = _date(values.get("schedule.start_date")), values.get("days")
    if start is None or not isinstance(days, int) or values.get("verification.horizon_hours") is not None:
        return None
    monday = start - dt.timedelta(days=start.weekday())
    place = min(start.weekday(), _WEEK) + days - 1
    try:
        return start, monday + dt.timedelta(weeks=place // _WEEK, days=place % _WEEK)
    except OverflowError:
        return None


def _date(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
