"""Flip values: how far an assumption has to be off for the answer to turn round."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.experiments.sensitivity.assumptions import Assumption
from territory_sim.experiments.sensitivity.paired_runs import Results
from territory_sim.experiments.sensitivity.screening import Screening
from territory_sim.statistics.intervals import Interval, mean_interval

TURNS: Final = "turns"
OPENS: Final = "opens"
HOLDS: Final = "holds"
UNKNOWN: Final = "no result"

_ORDER: Final = (TURNS, OPENS, HOLDS, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Flip:
    """What becomes of an answer when one assumption moves to one end of its range.

    Args:
        assumption: The assumption.
        end: The end it moves to.
        status: ``turns`` when the difference is shown to have the other sign there, ``opens`` when it
            is not shown to have either, ``holds`` when it keeps its sign.
        difference: The paired difference at that end, with its 95 % interval.
        value: Where the mean difference is zero; nan unless the answer turns. The interval holds the
            values at which the difference is not shown to have either sign.
    """

    assumption: Assumption
    end: float
    status: str
    difference: Interval
    value: Interval

    @property
    def share_of_way(self) -> float:
        """How far from the usual value to the end the answer turns; nan unless it does."""
        usual = self.assumption.value
        return (self.value.estimate - usual) / (self.end - usual)


@dataclass(frozen=True)
class Flips:
    """The assumptions that come nearest to turning an answer, the nearest first.

    Args:
        usual: The paired difference where nothing is changed.
        replications: Replications behind each interval.
        screened: Number of assumptions that were tried at both ends before.
        flips: One for each assumption looked at closely; none when the answer itself is open.
    """

    usual: Interval
    replications: int
    screened: int
    flips: tuple[Flip, ...]

    @property
    def settled(self) -> bool:
        """Whether there is an answer that could turn."""
        return _status(self.usual, _sign(self.usual)) == HOLDS


def find_flips(screening: Screening, results: Results, *, replications: int, most: int, rounds: int) -> Flips:
    """Find out which assumptions turn an answer, and where.

    The ends that came nearest to the other sign, or beyond it, are run again with replications. Where
    the answer turns, the range between is halved by straight lines through what is known, in rounds;
    all points meet the same customers and the same luck.

    Args:
        screening: Each assumption at both ends, once.
        results: Makes the runs.
        replications: Replications of each point, from 2.
        most: How many ends are looked at closely.
        rounds: How often a turning point is closed in on.

    Returns:
        The flips.
    """
    usual = results("usual", [{}], replications)[0]
    known = _interval(usual)
    if _status(known, _sign(known)) != HOLDS:
        return Flips(known, replications, len(screening.assumptions), ())
    sign = _sign(known)
    looked_at = _nearest_ends(screening, sign, most)
    curves = [{each.value: usual} for each, _ in looked_at]
    ends = [{each.key: end} for each, end in looked_at]
    tried = results("close", ends, replications) if ends else usual[:0, None]
    for (_, end), curve, values in zip(looked_at, curves, tried, strict=True):
        curve[end] = values
    turning = [
        (each, end, curve)
        for (each, end), curve in zip(looked_at, curves, strict=True)
        if _status(_interval(curve[end]), sign) == TURNS
    ]
    for number in range(rounds):
        guesses = [(*each, _guess(*each, sign)) for each in turning]
        asked = [(each, curve, guess) for each, _, curve, guess in guesses if guess is not None]
        points = [{each.key: guess} for each, _, guess in asked]
        tried = results(f"turn-{number}", points, replications) if points else usual[:0, None]
        for (_, curve, guess), values in zip(asked, tried, strict=True):
            if np.isfinite(values).sum() > 1:
                curve[guess] = values
    found = [_flip(*each, curve, sign) for each, curve in zip(looked_at, curves, strict=True)]
    found.sort(key=lambda flip: _rank(flip, sign))
    return Flips(known, replications, len(screening.assumptions), _each_once(found))


def _nearest_ends(screening: Screening, sign: float, most: int) -> list[tuple[Assumption, float]]:
    towards = sign * screening.shifts
    ends = [
        (towards[row, side], each, end)
        for row, each in enumerate(screening.assumptions)
        for side, end in enumerate(each.ends)
        if towards[row, side] < 0.0 and end != each.value
    ]
    return [(each, end) for _, each, end in sorted(ends, key=lambda entry: (entry[0], entry[1].key))[:most]]


def _guess(
    assumption: Assumption, end: float, curve: Mapping[float, NDArray[np.float64]], sign: float
) -> float | None:
    """Choose the next value to try: where a straight line between the nearest known ones meets zero."""
    values, means = _along(assumption.value, end, curve, sign)
    place = int(np.argmax(means <= 0.0))
    if place == 0:
        return None
    near, far = values[place - 1], values[place]
    share = means[place - 1] / (means[place - 1] - means[place])
    # Not closer to a known value than an eighth of the gap: what is bent is closed in from both sides.
    share = min(max(share, 0.125), 0.875)
    guess = near + share * (far - near)
    guess = float(round(guess)) if assumption.whole else float(f"{guess:.6g}")
    return None if guess in curve else guess


def _flip(
    assumption: Assumption, end: float, curve: Mapping[float, NDArray[np.float64]], sign: float
) -> Flip:
    at_end = _interval(curve[end])
    status = _status(at_end, sign)
    value = Interval(math.nan, math.nan, math.nan)
    if status == TURNS:
        values, means = _along(assumption.value, end, curve, sign)
        bands = [_interval(sign * curve[each]) for each in values]
        middle = _first_zero(values, means)
        ends = (
            _first_zero(values, np.array([band.low for band in bands])),
            _last_zero(values, np.array([band.high for band in bands])),
        )
        value = Interval(middle, min(ends), max(ends))
    return Flip(assumption, end, status, at_end, value)


def _along(
    usual: float, end: float, curve: Mapping[float, NDArray[np.float64]], sign: float
) -> tuple[list[float], NDArray[np.float64]]:
    """The values tried, from the usual one to the end, and the mean at each in the sign of the answer."""
    values = sorted(curve, reverse=end < usual)
    return values, np.array([sign * float(np.nanmean(curve[each])) for each in values])


def _first_zero(values: Sequence[float], heights: NDArray[np.float64]) -> float:
    """Where a line through points first falls to zero; it begins above it and ends below."""
    place = max(int(np.argmax(heights <= 0.0)), 1)
    return _crossing(values, heights, place)


def _last_zero(values: Sequence[float], heights: NDArray[np.float64]) -> float:
    """Where such a line is above zero for the last time."""
    place = len(heights) - int(np.argmax(heights[::-1] > 0.0))
    return _crossing(values, heights, min(place, len(heights) - 1))


def _crossing(values: Sequence[float], heights: NDArray[np.float64], place: int) -> float:
    above, below = float(heights[place - 1]), float(heights[place])
    share = min(max(above / (above - below), 0.0), 1.0) if above != below else 1.0
    return values[place - 1] + share * (values[place] - values[place - 1])


def _interval(samples: NDArray[np.float64]) -> Interval:
    known = samples[np.isfinite(samples)]
    return mean_interval(known) if len(known) > 1 else Interval(math.nan, math.nan, math.nan)


def _sign(found: Interval) -> float:
    return math.copysign(1.0, found.estimate)


def _status(found: Interval, sign: float) -> str:
    if math.isnan(found.estimate):
        return UNKNOWN
    low, high = sorted((sign * found.low, sign * found.high))
    return HOLDS if low > 0.0 else TURNS if high < 0.0 else OPENS


def _rank(flip: Flip, sign: float) -> tuple[int, float]:
    near = flip.share_of_way if flip.status == TURNS else sign * flip.difference.estimate
    return _ORDER.index(flip.status), near


def _each_once(flips: Sequence[Flip]) -> tuple[Flip, ...]:
    """Keep the nearer end of an assumption that was looked at on both sides."""
    kept: dict[str, Flip] = {}
    for flip in flips:
        kept.setdefault(flip.assumption.key, flip)
    return tuple(kept.values())
