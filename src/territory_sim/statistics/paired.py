"""Differences between two alternatives that were tried on the same random numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory_sim.statistics.intervals import Interval, standard_error, t_quantile, t_two_sided_p

PAIRED_T: Final = "paired t"
JACKKNIFE: Final = "jackknife"


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """What changed from a baseline to an option, over paired replications.

    Args:
        baseline: Value of the baseline.
        option: Value of the option.
        difference: Option minus baseline, with its interval.
        p_value: Probability of a difference at least this large if there were none.
        variance_reduction: How many times more replications would be needed for the same interval
            if the two were not paired; infinite when every pair differs by the same amount.
        replications: Number of pairs.
        odds_above: Probability that the true difference is above zero; nan where it has no meaning.
        method: How the interval was made.
    """

    baseline: float
    option: float
    difference: Interval
    p_value: float
    variance_reduction: float
    replications: int
    odds_above: float = math.nan
    method: str = PAIRED_T


def paired_difference(baseline: ArrayLike, option: ArrayLike, confidence: float = 0.95) -> PairedDifference:
    """Compare the means of two alternatives over paired replications.

    Args:
        baseline: One value per replication, shape (n,), n from 2.
        option: One value per replication in the same order, shape (n,).
        confidence: Confidence of the interval.

    Returns:
        The difference option minus baseline in the unit of the values.

    Raises:
        ValueError: With fewer than two pairs, or arrays of different length.

    Source:
        Paired t: Law, Simulation Modeling and Analysis, sections 10.2 and 11.2.

    Example:
        >>> found = paired_difference([10.0, 12.0, 11.0], [11.0, 13.5, 11.5])
        >>> round(found.difference.estimate, 6), found.replications
        (1.0, 3)
    """
    before, after = _pairs(baseline, option)
    estimate = float((after - before).mean())
    return _difference(before, after, float(before.mean()), float(after.mean()), estimate, confidence)


def paired_jackknife(
    baseline: ArrayLike,
    option: ArrayLike,
    statistic: Callable[[NDArray[np.float64]], float],
    confidence: float = 0.95,
) -> PairedDifference:
    """Compare a statistic of replication means, such as the largest over the mean, between two alternatives.

    A statistic of means is not a mean of statistics: the largest of noisy values is too large on
    average, so it is taken once, of the means over replications. Its noise is judged by leaving out
    one replication at a time, the same one on both sides.

    Args:
        baseline: Rows are replications, columns what is averaged over them, shape (n, m).
        option: The same for the option, shape (n, k); rows in the same order.
        statistic: Turns the means of the columns into one number.
        confidence: Confidence of the interval.

    Returns:
        The difference of the statistic, option minus baseline.

    Raises:
        ValueError: With fewer than two pairs, or different numbers of rows.

    Source:
        Pseudo-values: Tukey (1958); Efron and Tibshirani, An Introduction to the Bootstrap, section 11.5.

    Example:
        >>> hours = [[90.0, 110.0], [110.0, 90.0], [90.0, 130.0]]
        >>> paired_jackknife(hours, hours, lambda means: means.max() / means.mean()).p_value
        1.0
    """
    before, after = _pairs(baseline, option)
    estimates = statistic(before.mean(axis=0)), statistic(after.mean(axis=0))
    found = _difference(
        _pseudo_values(before, statistic, estimates[0]),
        _pseudo_values(after, statistic, estimates[1]),
        *estimates,
        estimates[1] - estimates[0],
        confidence,
    )
    return replace(found, method=JACKKNIFE)


def variance_reduction(baseline: ArrayLike, option: ArrayLike) -> float:
    """Return how much the pairing narrows the variance of the difference.

    Args:
        baseline: One value per replication, shape (n,).
        option: One value per replication in the same order, shape (n,).

    Returns:
        (var(baseline) + var(option)) / var(option - baseline): the replications that unpaired runs
        would need for one paired replication; infinite when the difference is constant.

    Raises:
        ValueError: With fewer than two pairs, or arrays of different length.

    Source:
        Common random numbers: Law, Simulation Modeling and Analysis, section 11.2.

    Example:
        >>> variance_reduction([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
        inf
    """
    before, after = _pairs(baseline, option)
    paired = standard_error(after - before) ** 2
    unpaired = standard_error(before) ** 2 + standard_error(after) ** 2
    # Equal numbers written as decimals may differ in the last bits; that is not noise.
    return math.inf if paired <= 1e-24 * unpaired or paired == 0 else unpaired / paired


def _pairs(baseline: ArrayLike, option: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    before = np.asarray(baseline, dtype=float)
    after = np.asarray(option, dtype=float)
    if len(before) != len(after):
        raise ValueError(f"{len(before)} and {len(after)} replications: pairs need the same number")
    if len(before) < 2:
        raise ValueError(f"{len(before)} paired replications: an interval needs at least 2")
    return before, after


def _pseudo_values(
    samples: NDArray[np.float64], statistic: Callable[[NDArray[np.float64]], float], estimate: float
) -> NDArray[np.float64]:
    count = len(samples)
    total = samples.sum(axis=0)
    left_out = [statistic((total - row) / (count - 1)) for row in samples]
    return count * estimate - (count - 1) * np.asarray(left_out, dtype=float)


def _difference(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    baseline: float,
    option: float,
    estimate: float,
    confidence: float,
) -> PairedDifference:
    degrees = len(before) - 1
    error = standard_error(after - before)
    certain = 1.0 if estimate == 0.0 else 0.0
    p_value = certain if error == 0.0 else t_two_sided_p(estimate / error, degrees)
    half = t_quantile(0.5 + confidence / 2, degrees) * error
    return PairedDifference(
        baseline=baseline,
        option=option,
        difference=Interval(estimate, estimate - half, estimate + half),
        p_value=p_value,
        variance_reduction=variance_reduction(before, after),
        replications=len(before),
        odds_above=_odds_above(estimate, error, degrees),
    )


def _odds_above(estimate: float, error: float, degrees: int) -> float:
    if error == 0.0:
        return 0.5 if estimate == 0.0 else float(estimate > 0.0)
    one_sided = t_two_sided_p(estimate / error, degrees) / 2
    return 1 - one_sided if estimate > 0 else one_sided
