"""Campaigns of the settings: names, dates within the run, and a test that has two groups."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from territory_sim.errors import Fault, nearest_name
from territory_sim.market.event_dates import business_day

_GROUP = "marketing"
_LIST = f"{_GROUP}.campaigns"
_TEST = f"{_GROUP}.geo_test"
_CEILING = "leads.campaign_ceiling"


@dataclass(frozen=True, slots=True)
class _Dates:
    """A campaign's days where they could be read."""

    name: str
    first: int
    end: int


def campaign_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check what must hold between the campaigns, the run and the test.

    Args:
        values: Single settings by dotted key; only those that are valid by themselves.

    Yields:
        One fault for each thing that does not hold.
    """
    count = 1 + max((int(key.split(".")[2]) for key in values if key.startswith(f"{_LIST}.")), default=-1)
    names = [values.get(f"{_LIST}.{place}.name") for place in range(count)]
    yield from _name_faults(names)
    found: list[_Dates] = []
    for place in range(count):
        dates = yield from _date_faults(values, place)
        if dates is not None:
            found.append(dates)
    known = [name for name in names if isinstance(name, str)]
    yield from _unknown_name_faults(values, known)
    yield from _ceiling_faults(values, count)
    if values.get(f"{_TEST}.active") is True and values.get(f"{_GROUP}.active") is not False:
        yield from _test_faults(values, found)


def _name_faults(names: list[object]) -> Iterator[Fault]:
    often = Counter(names)
    for place, name in enumerate(names):
        where = f"{_LIST}.{place}.name"
        if isinstance(name, str) and (not name.strip() or not name.isprintable() or name != name.strip()):
            yield Fault(
                where=where, given=repr(name), allowed="must be printable text without blanks around it"
            )
        elif isinstance(name, str) and often[name] > 1 and place > names.index(name):
            first = names.index(name)
            yield Fault(where=where, given=name, allowed=f"is the name of {_LIST}.{first} already")


def _date_faults(values: Mapping[str, object], place: int) -> Generator[Fault, None, _Dates | None]:
    """Tell dates outside the run; return the campaign's days where there is nothing to tell."""
    start, length = (values.get(f"{_LIST}.{place}.{key}") for key in ("start", "days"))
    first_date, run_days = values.get("schedule.start_date"), _run_days(values)
    if not isinstance(start, str) or not isinstance(first_date, str) or run_days is None:
        return None
    first = business_day(start, first_date)
    where = f"{_LIST}.{place}.start"
    if business_day(first_date, first_date) is None:
        first = None  # the first day of the run itself is faulty, which is told already
    elif first is None:
        yield Fault(where=where, given=start, allowed="must be a date such as 2026-03-02, or such as day 40")
    elif not 0 <= first < run_days:
        allowed = f"must lie in the run, business days 0 to {run_days - 1} from {first_date}"
        yield Fault(where=where, given=start, allowed=allowed, hint=f"this is day {first}")
    elif isinstance(length, int) and first + length > run_days:
        allowed = f"must end within the run: at most {run_days - first} business days from {start} on"
        yield Fault(where=f"{_LIST}.{place}.days", given=str(length), allowed=allowed)
    elif isinstance(length, int):
        return _Dates(str(values.get(f"{_LIST}.{place}.name")), first, first + length)
    return None


def _run_days(values: Mapping[str, object]) -> int | None:
    hours, minutes, days = (
        values.get(key) for key in ("verification.horizon_hours", "schedule.day_minutes", "days")
    )
    if isinstance(hours, float) and isinstance(minutes, float):
        return math.ceil(hours * 60 / minutes)
    return days if isinstance(days, int) else None


def _unknown_name_faults(values: Mapping[str, object], known: list[str]) -> Iterator[Fault]:
    if not known:
        return  # a baseline without campaigns takes the same overrides as the option that has them
    asked = {key: name for key, name in values.items() if key.startswith(f"{_GROUP}.without.")}
    asked[f"{_TEST}.campaign"] = values.get(f"{_TEST}.campaign")
    for where, name in asked.items():
        if isinstance(name, str) and name not in known:
            allowed = f"must be the name of a campaign: {', '.join(known)}"
            yield Fault(where=where, given=name, allowed=allowed, hint=nearest_name(name, known))


def _ceiling_faults(values: Mapping[str, object], count: int) -> Iterator[Fault]:
    """Leads are drawn beforehand up to a ceiling; campaigns must not be able to bring more."""
    ceiling = values.get(_CEILING)
    channels = sorted({str(values.get(f"{_LIST}.{place}.channel")) for place in range(count)})
    rates = [values.get(f"{_GROUP}.channels.{channel}.leads_per_year") for channel in channels]
    most = sum(rate for rate in rates if isinstance(rate, float))
    if isinstance(ceiling, float) and most > ceiling:
        allowed = f"must be at least {most:g} leads/year, which {', '.join(channels)} can bring together"
        yield Fault(where=_CEILING, given=f"{ceiling:g}", allowed=allowed)


def _test_faults(values: Mapping[str, object], found: list[_Dates]) -> Iterator[Fault]:
    share, size = values.get(f"{_TEST}.treated_share"), values.get(f"{_TEST}.block_units")
    if isinstance(share, float) and isinstance(size, int) and not 0 < round(share * size) < size:
        allowed = f"must leave units with and without the campaign in every block of {size} units"
        yield Fault(where=f"{_TEST}.treated_share", given=f"{share:g}", allowed=allowed)
    wanted = values.get(f"{_TEST}.campaign")
    tested = [dates for dates in found if wanted in {None, dates.name}]
    run_days = _run_days(values)
    before, after = values.get(f"{_TEST}.pre_days"), values.get(f"{_TEST}.cooldown_days")
    if not tested or run_days is None:
        return
    first, end = min(dates.first for dates in tested), max(dates.end for dates in tested)
    if isinstance(before, int) and before > first:
        allowed = f"must be at most the {first} business days of the run before the campaign"
        yield Fault(where=f"{_TEST}.pre_days", given=str(before), allowed=allowed)
    if isinstance(after, int) and end + after > run_days:
        allowed = f"must be at most the {run_days - end} business days of the run after the campaign"
        yield Fault(where=f"{_TEST}.cooldown_days", given=str(after), allowed=allowed)
