"""Relations between settings that must hold, beyond the range of each one alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault
from territory_sim.scenario.campaign_checks import campaign_faults
from territory_sim.scenario.drive_checks import drive_faults
from territory_sim.scenario.event_checks import event_faults
from territory_sim.scenario.leadership_checks import leadership_faults
from territory_sim.scenario.people_checks import people_faults
from territory_sim.scenario.plan_checks import plan_faults
from territory_sim.scenario.record_checks import record_faults
from territory_sim.scenario.rival_checks import rival_faults
from territory_sim.scenario.scenario import value_text
from territory_sim.scenario.stage_checks import stage_faults

_LONGEST_NAME = 200
_MOST_DAYS = 1_000_000
_TERRITORY_FILES = ("path", "from", "locks", "targets")
_ORDERED = (
    ("market.segment_a_share", "market.segment_ab_share", False),
    ("market.choice_floor", "market.choice_at_norm", True),
    ("market.choice_at_norm", "market.choice_ceiling", True),
    ("staffing.shift_minutes", "schedule.day_minutes", False),
    ("service.experience_unanswered", "service.experience_late", False),
    ("service.experience_late", "service.experience_in_time", False),
    ("service.churn.hazard_per_year", "service.churn.ceiling_per_year", False),
    ("people.turnover.hazard_per_year", "people.turnover.ceiling_per_year", False),
    ("people.learning.start", "people.learning.full", False),
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
    yield from _precision_faults(values)
    yield from _horizon_faults(values)
    yield from campaign_faults(values)
    yield from plan_faults(values)
    yield from drive_faults(values)
    yield from record_faults(values)
    yield from rival_faults(values)
    yield from _response_faults(values)
    yield from stage_faults(values)
    yield from event_faults(values)
    yield from people_faults(values)
    yield from leadership_faults(values)


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
    for key in ("scenario.name", "label"):
        name = values.get(key)
        if isinstance(name, str) and not _is_name(name):
            allowed = f"must be printable text of 1 to {_LONGEST_NAME} characters without blanks around it"
            yield Fault(where=key, given=repr(name), allowed=allowed)
    keys = ("region.path", "region.weight", "out", *(f"territories.{name}" for name in _TERRITORY_FILES))
    for key in keys:
        if values.get(key) == "":
            yield Fault(where=key, given="''", allowed="must not be empty")


def _precision_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    given = values.get("precision")
    if not isinstance(given, str):
        return
    line, _, half_width = given.partition(":")
    try:
        sound = bool(line) and 0 < float(half_width) < math.inf
    except ValueError:
        sound = False
    if not sound:
        allowed = (
            "must be a share of the baseline's revenue such as 0.002, or a scorecard line and a half-width"
            " above 0 in its unit, such as contribution:50000"
        )
        yield Fault(where="precision", given=given, allowed=allowed)


def _horizon_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    hours, day = values.get("verification.horizon_hours"), values.get("schedule.day_minutes")
    if isinstance(hours, float) and isinstance(day, float) and math.ceil(hours * 60 / day) > _MOST_DAYS:
        most = (
            f"must be at most {_MOST_DAYS * day / 60:,.0f} hours, {_MOST_DAYS:,} days of schedule.day_minutes"
        )
        yield Fault(where="verification.horizon_hours", given=_written(hours), allowed=most)


def _response_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """A concave curve from floor to norm is never steeper at the norm than the straight line."""
    keys = ("choice_floor", "choice_at_norm", "response_elasticity", "new_account_response")
    numbers = [values.get(f"market.{key}") for key in keys]
    floor, at_norm, elasticity, factor = (n if isinstance(n, float) else math.nan for n in numbers)
    highest = (1 - floor / at_norm) / max(factor, 1.0)
    if values.get("market.response") == "modified_exponential" and floor < at_norm and elasticity >= highest:
        allowed = (
            f"must be less than {highest:.4g}, the steepest that market.response=modified_exponential can be "
            "with these choice_floor, choice_at_norm and new_account_response"
        )
        yield Fault(where="market.response_elasticity", given=_written(elasticity), allowed=allowed)


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
