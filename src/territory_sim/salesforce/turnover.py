"""Turnover: when reps leave, and for how long their seats stay empty.

A rep carries the moments at which he could leave, drawn at the highest hazard, each with a level.
He leaves at the first one whose level lies under his hazard of that moment. The time to leave is
then exactly that of the hazard, however often it is asked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.statistics.inverse_cdf import lognormal
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from territory_sim.salesforce.people_parameters import HiringParameters, TurnoverParameters
    from territory_sim.streams import Streams

MOST_MISSED_MONTHS: Final = 12
"""Months behind quota beyond which another one makes no difference."""

MEAN_TENURE_YEARS: Final = 3.0
"""Mean years that reps of old have been with the firm beyond the first; our assumption: the inverse
of a turnover of a quarter to a third."""


@dataclass(frozen=True, slots=True)
class DatedExit:
    """An exit that is known beforehand.

    Args:
        seat: Index of the territory.
        day: Business day that is the last one at work.
        vacant_months: Months for which the seat stays empty; None to draw them.
    """

    seat: int
    day: int
    vacant_months: float | None


def exit_candidates(
    parameters: TurnoverParameters, streams: Streams, keys: NDArray[np.uint64], days: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw the moments at which people could leave.

    Args:
        parameters: The highest hazard.
        streams: Streams of the replication.
        keys: Stream keys of the persons, shape (k,).
        days: Business days for which to draw.

    Returns:
        Business days since each person's start, ascending along a row, and the hazard per year
        above which he leaves, both of shape (k, m).
    """
    mean = parameters.ceiling_per_year * days / BUSINESS_DAYS_PER_YEAR
    count = math.ceil(mean + 7 * math.sqrt(mean) + 7)  # fewer than needed once in 10**9 persons
    marks = streams.rows("leaving", keys, 2 * count).reshape(len(keys), count, 2)
    days_between = BUSINESS_DAYS_PER_YEAR / parameters.ceiling_per_year
    moment = np.cumsum(-np.log1p(-marks[:, :, 0]) * days_between, axis=1)
    return moment, parameters.ceiling_per_year * marks[:, :, 1]


def exit_hazard(
    morale: NDArray[np.float64],
    missed_quota_months: NDArray[np.int64],
    peer_exits: NDArray[np.float64],
    tenure_years: NDArray[np.float64],
    parameters: TurnoverParameters,
) -> NDArray[np.float64]:
    """Return the hazard to leave.

    Args:
        morale: Points of morale, 0 as usual, shape (k,).
        missed_quota_months: Months in a row behind quota, shape (k,).
        peer_exits: Share of peers who left lately, faded, shape (k,).
        tenure_years: Years with the firm, shape (k,).
        parameters: Hazard and its effects.

    Returns:
        Hazard per year, shape (k,); over a time dt it makes a chance of 1 - e^(-h dt).

    Source:
        Proportional hazards; signs from Sunder, Kumar, Goreczny and Maurer 2017 (peers' exits, own
        performance) and Griffeth, Hom and Gaertner 2000 (justice, tenure).

    Example:
        >>> from territory_sim.scenario.load import load_scenario
        >>> turnover = load_scenario("status_quo").people.turnover
        >>> nothing = np.zeros(1)
        >>> calm = exit_hazard(nothing, nothing.astype(int), nothing, nothing, turnover)
        >>> float(calm[0]) == turnover.hazard_per_year
        True
    """
    missed = np.minimum(missed_quota_months, MOST_MISSED_MONTHS)
    log_factor = (
        -parameters.morale_effect * morale
        + parameters.missed_quota_effect * missed
        + parameters.peer_effect * peer_exits
        - parameters.tenure_effect * tenure_years
    )
    hazard = parameters.hazard_per_year * np.exp(log_factor)
    return np.asarray(np.minimum(hazard, parameters.ceiling_per_year), dtype=np.float64)


def tenure_years(streams: Streams, keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Draw how long reps of old have been with the firm.

    Args:
        streams: Streams of the world, without a replication.
        keys: Stream keys of the persons, shape (k,).

    Returns:
        Years, one at least, so that nobody of old is still a new hire, shape (k,).
    """
    return np.asarray(1 - MEAN_TENURE_YEARS * np.log1p(-streams.rows("tenure", keys, 1)[:, 0]))


def vacancy_months(parameters: HiringParameters, streams: Streams, person_id: str) -> float:
    """Draw for how long the seat of a leaver stays empty.

    Args:
        parameters: Mean and spread of that time.
        streams: Streams of the replication.
        person_id: Id of the leaver.

    Returns:
        Months.
    """
    mark = streams.generator("vacancy", person_id).random(1)
    return float(lognormal(mark, parameters.months, parameters.months_cv)[0])
