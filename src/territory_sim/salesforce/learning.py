"""Learning: how much of his ability a new hire brings to the work, month after month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.salesforce.people_parameters import LearningParameters


def months_to_full(marks: NDArray[np.float64], parameters: LearningParameters) -> NDArray[np.float64]:
    """Turn marks into the time that new hires take to full productivity.

    Args:
        marks: Uniforms in [0, 1), one a person, shape (k,).
        parameters: Bands of that time and the share of new hires in each.

    Returns:
        Months, shape (k,). Each band holds its share; within it the logarithm is uniform (our
        assumption: no lognormal has these four shares).

    Source:
        7, 51, 19 and 23 % of new hires in less than 3, 3 to 6, 7 to 12 and more than 12 months (SBI).

    Example:
        >>> from territory_sim.scenario.load import load_scenario
        >>> learning = load_scenario("status_quo").people.learning
        >>> months_to_full(np.array([0.0, 0.07, 0.58, 0.77]), learning).round(6).tolist()
        [1.0, 3.0, 6.0, 12.0]
    """
    ends = np.concatenate([[0.0], np.cumsum(parameters.shares)])
    return np.asarray(np.exp(np.interp(marks, ends, np.log(parameters.months))), dtype=np.float64)


def proficiency(
    months: NDArray[np.float64], months_to_full: NDArray[np.float64], parameters: LearningParameters
) -> NDArray[np.float64]:
    """Return which share of their ability people bring after some months.

    Args:
        months: Months in the seat, shape (k,).
        months_to_full: Months each takes to full productivity, shape (k,).
        parameters: Proficiency on the first day, and that which counts as full.

    Returns:
        1 - (1 - start) e^(-months / tau), with tau such that the person reaches ``full`` after
        ``months_to_full``; shares of 1, shape (k,).

    Source:
        The exponential learning curve, A(t) = A (1 - (1 - a0) e^(-t / tau)).
    """
    missing = 1 - parameters.start
    if missing <= 1 - parameters.full:
        return 1 - missing * np.ones(len(months))
    rate = np.log(missing / (1 - parameters.full)) / months_to_full
    return np.asarray(1 - missing * np.exp(-rate * months), dtype=np.float64)
