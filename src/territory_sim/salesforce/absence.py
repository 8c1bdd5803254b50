"""Leave and sickness: on which days a rep does not work, a function of his id and the year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from territory_sim.salesforce.people_parameters import AbsenceParameters
    from territory_sim.streams import Streams

_DAYS_PER_WEEK: Final = 5
_MOST_SPELLS_PER_YEAR: Final = 12.0
"""Rate at which spells are drawn as candidates: the highest that the setting allows."""
_CANDIDATES: Final = 40
"""Candidates drawn for a year; more than so many spells come once in 10 million years."""


def away_days(
    parameters: AbsenceParameters, streams: Streams, keys: NDArray[np.uint64], days: int
) -> NDArray[np.bool_]:
    """Draw the days on which reps are on leave or ill.

    Args:
        parameters: Days of leave, frequency and length of illness.
        streams: Streams of the replication.
        keys: Stream keys of the persons, shape (k,).
        days: Business days of the run.

    Returns:
        Whether each person is away on each day, shape (k, days). A longer run only adds days, a
        higher frequency of illness only adds spells.
    """
    years = math.ceil(days / BUSINESS_DAYS_PER_YEAR)
    away = np.zeros((len(keys), years * BUSINESS_DAYS_PER_YEAR), dtype=np.bool_)
    if parameters.active:
        for year in range(years):
            _take_leave(away, parameters, streams, keys, year)
            _fall_ill(away, parameters, streams, keys, year)
    return away[:, :days]


def _take_leave(
    away: NDArray[np.bool_],
    parameters: AbsenceParameters,
    streams: Streams,
    keys: NDArray[np.uint64],
    year: int,
) -> None:
    """Let every part of the year hold one week of leave, so that none is taken twice."""
    blocks = math.ceil(parameters.leave_days / _DAYS_PER_WEEK)
    if not blocks:
        return
    ends = [round(number * BUSINESS_DAYS_PER_YEAR / blocks) for number in range(blocks + 1)]
    marks = streams.rows("leave", keys, blocks, period=year)
    for number in range(blocks):
        length = min(parameters.leave_days - number * _DAYS_PER_WEEK, _DAYS_PER_WEEK)
        choices = ends[number + 1] - ends[number] - length + 1
        first = year * BUSINESS_DAYS_PER_YEAR + ends[number] + (marks[:, number] * choices).astype(np.int64)
        for day in range(length):
            away[np.arange(len(keys)), first + day] = True


def _fall_ill(
    away: NDArray[np.bool_],
    parameters: AbsenceParameters,
    streams: Streams,
    keys: NDArray[np.uint64],
    year: int,
) -> None:
    """Accept the candidates whose level lies under the rate; each has a length of its own."""
    marks = streams.rows("sickness", keys, 3 * _CANDIDATES, period=year).reshape(len(keys), _CANDIDATES, 3)
    gaps = -np.log1p(-marks[:, :, 0]) * BUSINESS_DAYS_PER_YEAR / _MOST_SPELLS_PER_YEAR
    begins = np.floor(np.cumsum(gaps, axis=1)).astype(np.int64)
    accepted = (begins < BUSINESS_DAYS_PER_YEAR) & (
        marks[:, :, 1] * _MOST_SPELLS_PER_YEAR < parameters.sick_spells
    )
    lengths = _lengths(marks[:, :, 2], parameters.sick_days)
    for person, spell in zip(*np.nonzero(accepted), strict=True):
        first = year * BUSINESS_DAYS_PER_YEAR + begins[person, spell]
        away[person, first : first + lengths[person, spell]] = True


def _lengths(marks: NDArray[np.float64], mean_days: float) -> NDArray[np.int64]:
    """Turn marks into geometric lengths, one day at least, shape of the marks."""
    if mean_days <= 1:
        return np.ones(marks.shape, dtype=np.int64)
    return 1 + np.floor(np.log1p(-marks) / math.log1p(-1 / mean_days)).astype(np.int64)
