"""What a study of assumptions found, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from territory_sim.experiments.sensitivity.assumptions import Assumption
from territory_sim.experiments.sensitivity.flips import OPENS, TURNS, Flip, Flips
from territory_sim.experiments.wording import difference, label, number
from territory_sim.statistics.intervals import Interval

MOST_TOLD: Final = 5


def flip_sentences(flips: Flips, line: str, unit: str, currency: str) -> dict[str, str]:
    """Say what would turn an answer.

    Args:
        flips: What was found.
        line: The scorecard line that decides.
        unit: Its unit as the KPI dictionary names it.
        currency: Currency of amounts of money.

    Returns:
        At most five sentences by the key of the assumption, the nearest first; before them, under an
        empty key, one that says so where nothing turns the answer.
    """
    name = label(line).lower()
    if not flips.settled:
        return {
            "": f"The answer is not settled by {flips.replications} paired replications"
            f" ({name} {_change(flips.usual, unit, currency)}): there is nothing yet that could turn."
        }
    turns = any(flip.status == TURNS for flip in flips.flips)
    told = {} if turns else {"": _none(flips, name, unit, currency)}
    for flip in flips.flips:
        if flip.status in {TURNS, OPENS} and len(told) < MOST_TOLD:
            told[flip.assumption.key] = _sentence(flip, name, unit, currency)
    return told


def value_text(value: float, assumption: Assumption) -> str:
    """Write a value of an assumption with as many digits as its range calls for.

    Args:
        value: The value in its unit.
        assumption: The assumption.

    Returns:
        The number, without unit.

    Example:
        >>> elasticity = Assumption("e", 0.3, 0.15, 0.45, False, "1", "assumption", "")
        >>> value_text(0.21456, elasticity), value_text(0.3, elasticity)
        ('0.215', '0.3')
    """
    digits = 3 - math.ceil(math.log10(assumption.high - assumption.low))
    rounded = round(value, digits)
    return number(rounded, max(digits, 0)).rstrip("0").rstrip(".") if digits > 0 else number(rounded, 0)


def _sentence(flip: Flip, name: str, unit: str, currency: str) -> str:
    each = flip.assumption
    of = "" if each.unit == "1" else f" [{each.unit}]"
    low, high, usual, end = (value_text(value, each) for value in (each.low, each.high, each.value, flip.end))
    where = f"usual value {usual}, range {low} to {high}{of}"
    if flip.status == TURNS:
        side = "under" if flip.end < each.value else "over"
        at, first, last = (
            value_text(v, each) for v in (flip.value.estimate, flip.value.low, flip.value.high)
        )
        between = "exactly" if first == last else f"95 % interval {first} to {last}"
        return f"The answer turns if {each.key} is {side} {at} ({between}; {where})."
    change = _change(flip.difference, unit, currency)
    return f"The answer is open if {each.key} is {end} ({name} {change} there; {where})."


def _none(flips: Flips, name: str, unit: str, currency: str) -> str:
    tried = f"{flips.screened} {'was' if flips.screened == 1 else 'were'} tried at both ends"
    said = f"No single assumption within its range turns the answer: {tried}"
    if not flips.flips:
        return f"{said}, and none brought it nearer to turning."
    nearest: Sequence[Flip] = [flip for flip in flips.flips if not math.isnan(flip.difference.estimate)]
    said += f", the nearest {len(flips.flips)} with {flips.replications} replications"
    if not nearest:
        return f"{said}."
    each = nearest[0].assumption
    change = _change(nearest[0].difference, unit, currency)
    return f"{said}; nearest comes {each.key} at {value_text(nearest[0].end, each)} ({name} {change})."


def _change(found: Interval, unit: str, currency: str) -> str:
    middle, between = difference(found.estimate, found.low, found.high, unit)
    money = f"{currency} " if unit == "money" else ""
    return f"{money}{middle}, 95 % interval {between}"
