"""Checks of leadership: a redesign lies in the run and goes to a map that is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault
from territory_sim.scenario.event_checks import date_faults

_REDESIGN = "management.redesign"


def leadership_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check a redesign within the run.

    Args:
        values: Single settings by dotted key, those alone that are valid by themselves.

    Yields:
        One fault for a date that is none or lies outside the run, and for a map that is not named.
    """
    date, path = f"{_REDESIGN}.date", f"{_REDESIGN}.path"
    if date in values:
        yield from date_faults(values, date, may_begin_before=False)
    if values.get(f"{_REDESIGN}.territories") == "file" and path in values and not values[path]:
        allowed = f"must be an alignment.csv when {_REDESIGN}.territories is file"
        yield Fault(where=path, given="null" if values[path] is None else "''", allowed=allowed)
