"""Checks of dated events: every date is one, lies in the run, and every name and unit is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from territory_sim.errors import Fault, nearest_name
from territory_sim.scenario.event_dates import business_day_of

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario

_LISTS = ("fulfilment.launches", "fulfilment.stock_outs", "word_of_mouth.organisations")
_DATES = (("fulfilment.launches", "start"), ("fulfilment.stock_outs", "start"))


def event_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check launches, stock-outs and the events of organisations.

    Args:
        values: Single settings by dotted key, those alone that are valid by themselves.

    Yields:
        One fault for each date that is none or lies outside the run, and for each name given twice.
    """
    for listed, field in _DATES:
        for key in _keys(values, listed, field):
            yield from date_faults(values, key, may_begin_before=False)
    for key in _keys(values, "word_of_mouth.organisations", "first_event"):
        periodic = values.get(key.replace("first_event", "every_days")) is not None
        yield from date_faults(values, key, may_begin_before=periodic)
    for listed in _LISTS:
        yield from _name_faults(values, listed)


def unit_faults(scenario: Scenario, unit_ids: Collection[str]) -> Iterator[Fault]:
    """Check that the units that events name exist in the region.

    Args:
        scenario: The settings.
        unit_ids: Ids of the region's units.

    Yields:
        One fault for each unit that the region does not have.
    """
    named: list[tuple[str, str]] = []
    for number, out in enumerate(scenario.fulfilment.stock_outs):
        key = f"fulfilment.stock_outs.{number}.units"
        named += [(f"{key}.{place}", unit) for place, unit in enumerate(out.units)]
    for number, organisation in enumerate(scenario.word_of_mouth.organisations):
        if organisation.unit is not None:
            named.append((f"word_of_mouth.organisations.{number}.unit", organisation.unit))
    known = frozenset(unit_ids)
    for key, unit in named:
        if unit not in known:
            allowed = f"must be one of the {len(known):,} units of the region"
            yield Fault(where=key, given=unit, allowed=allowed, hint=nearest_name(unit, known))


def _keys(values: Mapping[str, object], listed: str, field: str) -> Iterator[str]:
    for key in values:
        head, _, tail = key.rpartition(".")
        if tail == field and head.rpartition(".")[0] == listed:
            yield key


def date_faults(values: Mapping[str, object], key: str, *, may_begin_before: bool) -> Iterator[Fault]:
    """Check that a date is one, and lies in the run.

    Args:
        values: Single settings by dotted key.
        key: Where the date stands; null is no date and no fault.
        may_begin_before: Whether it may lie before the run.

    Yields:
        One fault at most.
    """
    given, start, days = values[key], values.get("schedule.start_date"), values.get("days")
    if given is None:
        return
    if not _is_date(str(given)):
        yield Fault(where=key, given=str(given), allowed="must be a date such as 2026-03-02")
        return
    if not _is_date(str(start)):
        return  # told where it stands
    day = business_day_of(str(given), str(start))
    if isinstance(days, int) and (day >= days or (day < 0 and not may_begin_before)):
        allowed = f"must lie in the run: {days:,} business days from {start} on"
        yield Fault(where=key, given=str(given), allowed=allowed)


def _is_date(text: str) -> bool:
    try:
        business_day_of(text, text)
    except ValueError:
        return False
    return True


def _name_faults(values: Mapping[str, object], listed: str) -> Iterator[Fault]:
    seen: set[object] = set()
    for key in _keys(values, listed, "name"):
        name = values[key]
        if name in seen or not name:
            allowed = "must be a name of its own, for it names random streams and rows of tables"
            yield Fault(where=key, given=repr(name), allowed=allowed)
        seen.add(name)
