"""Survey answers: who answers, and what they say about the satisfaction they feel.

An answer is a noisy reading. Who is indifferent or dissatisfied answers less often, and people
use a scale in ways of their own: the same satisfaction is an 8 to one and a 6 to another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from territory_sim.salesforce.management import ManagementParameters
from territory_sim.statistics.intervals import Interval, mean_interval

_NEUTRAL = 7.0
_TOP = 10
_LEAST_MARK = 2.0**-54


@dataclass(frozen=True, eq=False)
class Marks:
    """Uniforms of one survey, one row for each account.

    Args:
        turn: Who is asked first, shape (n,).
        willing: Who answers, shape (n,).
        noise: The mood of the day, shape (n,).
        shift: Where on the scale a person puts things, in every survey, shape (n,).
        stretch: How much of the scale a person uses, in every survey, shape (n,).
    """

    turn: NDArray[np.float64]
    willing: NDArray[np.float64]
    noise: NDArray[np.float64]
    shift: NDArray[np.float64]
    stretch: NDArray[np.float64]


def answer_probability(
    satisfaction: NDArray[np.float64], parameters: ManagementParameters
) -> NDArray[np.float64]:
    """Return how likely customers are to answer when asked.

    Args:
        satisfaction: Points, 0 to 10, shape (n,).
        parameters: Response of the neutral, and how it changes away from neutral.

    Returns:
        Probabilities, shape (n,).

    Source:
        Nonresponse that rises with neutrality and with dissatisfaction; that both act on the log
        odds is our assumption.
    """
    share = min(max(parameters.survey_response, 1e-12), 1 - 1e-12)
    distance = satisfaction - _NEUTRAL
    away = parameters.survey_extremes * np.abs(distance) + parameters.survey_loyalty * distance
    log_odds = math.log(share / (1 - share)) + away
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)


def spoken(
    satisfaction: NDArray[np.float64], marks: Marks, parameters: ManagementParameters
) -> NDArray[np.int64]:
    """Return what customers would say, whole points from 0 to 10.

    Args:
        satisfaction: Points they feel, shape (n,).
        marks: Uniforms of the survey, shape (n,) each.
        parameters: Spread of scale use and of moods.

    Returns:
        Answers, shape (n,).

    Source:
        Location and scale of a person's answers: Rossi, Gilula and Allenby 2001.
    """
    stretch = np.exp(parameters.scale_stretch * _normal(marks.stretch))
    said = _NEUTRAL + stretch * (satisfaction - _NEUTRAL)
    said += parameters.scale_shift * _normal(marks.shift) + parameters.answer_noise * _normal(marks.noise)
    return on_scale(said)


def on_scale(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the whole point from 0 to 10 that is nearest.

    Args:
        points: Any numbers, shape (n,).

    Returns:
        Whole points, shape (n,).
    """
    return np.clip(np.rint(points), 0, _TOP).astype(np.int64)


def those_who_come(
    turn: NDArray[np.float64], willing: NDArray[np.bool_], kind: str, sample: int | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ask customers in the order of their turn.

    Args:
        turn: Who is asked first, shape (n,).
        willing: Who answers when asked, shape (n,).
        kind: ``nps``: as many are asked as the sample says; ``focus_group``: people are asked
            until as many have come.
        sample: Size of the sample; None for everybody.

    Returns:
        Places of those asked and of those who answer, each in the order of their turn.
    """
    order = np.argsort(turn, kind="stable")
    size = len(order) if sample is None else sample
    if kind == "nps":
        asked = order[:size]
    else:
        seats_taken = np.cumsum(willing[order])
        asked = order[: int(np.searchsorted(seats_taken, size)) + 1]
    return asked, asked[willing[asked]]


def promoter_score(answers: NDArray[np.int64]) -> Interval:
    """Return the net promoter score with its 95 % interval.

    Args:
        answers: Whole points from 0 to 10, shape (n,).

    Returns:
        Share of 9 and 10 less share of 0 to 6, in points from -100 to 100; nan where there are
        too few answers.

    Source:
        Reichheld 2003; the interval is that of a mean of +100, 0 and -100.
    """
    return reading(100.0 * ((answers >= 9).astype(float) - (answers <= 6)))


def reading(values: NDArray[np.float64]) -> Interval:
    """Return mean and 95 % interval of what was said.

    Args:
        values: What each said, shape (n,).

    Returns:
        The t interval; nan without an answer, and infinitely wide with one.
    """
    if len(values) < 2:
        mean = float(values[0]) if len(values) else math.nan
        return Interval(mean, -math.inf, math.inf) if len(values) else Interval(mean, mean, mean)
    return mean_interval(values)


def _normal(marks: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(ndtri(np.maximum(marks, _LEAST_MARK)), dtype=np.float64)
