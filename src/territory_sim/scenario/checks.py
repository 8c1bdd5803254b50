"""Relations between settings that must hold, beyond the range of each one alone."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault
from territory_sim.scenario.scenario import value_text

_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST_NAME = 200
_MOST_DAYS = 1_000_000
_TERRITORY_FILES = ("path", "from", "locks", "targets")
_ORDERED = (
    ("market.segment_a_share", "market.segment_ab_share", False),
    ("market.choice_floor", "market.choice_ceiling", True),
    ("staffing.shift_minutes", "schedule.day_minutes", False),
)
"""Pairs (smaller, larger, whether they must differ)."""


def relation_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check what must hold between settings, and the texts that have a grammar of their own.

    Args:
        values: Single settings by dotted key; only those that are valid by themselves, so that
            nothing is told about a key whose own fault is already told.

    Yields:
        One fault for each relation that does not hold.
    """
    for smaller, larger, strictly in _ORDERED:
        yield from _order_faults(values, smaller, larger, strictly=strictly)
    yield from _source_faults(values)
    yield from _measure_faults(values)
    yield from _speed_faults(values)
    yield from _text_faults(values)
    yield from _horizon_faults(values)


def _order_faults(
    values: Mapping[str, object], smaller: str, larger: str, *, strictly: bool
) -> Iterator[Fault]:
    low, high = values.get(smaller), values.get(larger)
    if isinstance(low, float) and isinstance(high, float) and (low > high or (strictly and low == high)):
        words = "must be less than" if strictly else "must not be more than"
        yield Fault(
            where=smaller, given=_written(low), allowed=f"{words} {larger}, which is {_written(high)}"
        )


def _source_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    both = "region.path", "region.built_in"
    if all(key in values and values[key] is None for key in both):
        yield Fault(
            where="region.path",
            given="null",
            allowed="must be a folder with units.csv and adjacency.csv when region.built_in is null",
        )
    no_file = "territories.path" in values and values["territories.path"] is None
    if values.get("territories.method") == "file" and no_file:
        yield Fault(
            where="territories.path",
            given="null",
            allowed="must be an alignment.csv when territories.method is file",
        )


def _measure_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    measures, tolerances = values.get("territories.measure"), values.get("territories.tolerance")
    if not isinstance(measures, tuple):
        return
    if len(set(measures)) < len(measures):
        given = value_text(list(measures))
        yield Fault(where="territories.measure", given=given, allowed="must name each measure once")
    if isinstance(tolerances, tuple) and len(tolerances) not in (1, len(measures)):
        given = value_text(list(tolerances))
        allowed = f"must be one number, or one for each of {len(measures)} measures"
        yield Fault(where="territories.tolerance", given=given, allowed=allowed)


def _speed_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    ends: list[tuple[str, object]] = []
    while (key := f"region.speeds.{len(ends)}.up_to_km") in values:
        ends.append((key, values[key]))
    if f"region.speeds.{len(ends)}.km_per_hour" in values:
        return  # a band in the middle is faulty itself; its neighbours cannot be judged
    previous = 0.0
    for key, end in ends[:-1]:
        if not isinstance(end, float) or end <= previous:
            allowed = f"must be more than {_written(previous)} km, where the band before it ends"
            yield Fault(where=key, given=_written(end), allowed=allowed)
            return
        previous = end
    if ends and ends[-1][1] is not None:
        yield Fault(
            where=ends[-1][0], given=_written(ends[-1][1]), allowed="must be null: the last band has no end"
        )


def _text_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    start = values.get("schedule.start_date")
    if isinstance(start, str) and not _is_date(start):
        yield Fault(where="schedule.start_date", given=start, allowed="must be a date such as 2026-01-05")
    currency = values.get("commission.currency")
    if isinstance(currency, str) and not _CURRENCY.fullmatch(currency):
        allowed = "must be a currency code of three capital letters, such as USD (ISO 4217)"
        yield Fault(where="commission.currency", given=currency, allowed=allowed)
    for key in ("scenario.name", "label"):
        name = values.get(key)
        if isinstance(name, str) and not _is_name(name):
            allowed = f"must be printable text of 1 to {_LONGEST_NAME} characters without blanks around it"
            yield Fault(where=key, given=repr(name), allowed=allowed)
    keys = ("region.path", "region.weight", "out", *(f"territories.{name}" for name in _TERRITORY_FILES))
    for key in keys:
        if values.get(key) == "":
            yield Fault(where=key, given="''", allowed="must not be empty")


def _horizon_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    hours, day = values.get("verification.horizon_hours"), values.get("schedule.day_minutes")
    if isinstance(hours, float) and isinstance(day, float) and math.ceil(hours * 60 / day) > _MOST_DAYS:
        most = (
            f"must be at most {_MOST_DAYS * day / 60:,.0f} hours, {_MOST_DAYS:,} days of schedule.day_minutes"
        )
        yield Fault(where="verification.horizon_hours", given=_written(hours), allowed=most)


def _written(value: object) -> str:
    """Write a number without the fraction that reading it as a float gave it."""
    return f"{value:.12g}" if isinstance(value, float) else value_text(value)


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_name(text: str) -> bool:
    return text.isprintable() and text == text.strip() and 1 <= len(text) <= _LONGEST_NAME
