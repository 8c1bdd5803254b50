"""Inverse distribution functions: a uniform mark becomes a size, a duration or a count.

A mark belongs to an occurrence and is drawn once; whatever depends on who serves or on a
setting is a monotone transform of that mark, so that changing a setting never draws anew.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from territory_sim.units import MINUTE_GRID


def lognormal(
    marks: NDArray[np.float64], mean: float | NDArray[np.float64], cv: float
) -> NDArray[np.float64]:
    """Turn marks into lognormal values of a given mean and spread.

    Args:
        marks: Uniforms in [0, 1), any shape.
        mean: Mean of the values, a number or an array that broadcasts against the marks.
        cv: Coefficient of variation; 0 gives the mean itself.

    Returns:
        Positive values in the unit of the mean, shape of the marks.

    Example:
        >>> float(lognormal(np.array([0.5]), 10.0, 0.0)[0])
        10.0
    """
    log_variance = math.log1p(cv * cv)
    normal: NDArray[np.float64] = ndtri(_inside(marks))
    return mean * np.exp(math.sqrt(log_variance) * normal - log_variance / 2)


def exponential(marks: NDArray[np.float64], mean: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn marks into exponential values of a given mean.

    Args:
        marks: Uniforms in [0, 1), any shape.
        mean: Mean of the values, a number or an array that broadcasts against the marks.

    Returns:
        Values from 0 on in the unit of the mean, shape of the marks.
    """
    return -mean * np.log1p(-marks)


def gamma_of_mean_one(marks: NDArray[np.float64], shape: float) -> NDArray[np.float64]:
    """Turn marks into gamma values of mean 1.

    Args:
        marks: Uniforms in [0, 1), any shape.
        shape: Shape of the gamma distribution; the coefficient of variation is its root's inverse.

    Returns:
        Positive values, shape of the marks.
    """
    return np.asarray(gammaincinv(shape, _inside(marks)) / shape, dtype=np.float64)


def on_minute_grid(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round minutes to the grid of 1/1024 on which sums are exact.

    Args:
        minutes: Minutes, any shape.

    Returns:
        The nearest multiples of 1/1024 minute.
    """
    return np.rint(minutes * MINUTE_GRID) / MINUTE_GRID


def _inside(marks: NDArray[np.float64]) -> NDArray[np.float64]:
    # A mark of exactly 0 would map to an infinite normal quantile; 2**-54 is below every other mark.
    return np.maximum(marks, 2.0**-54)
