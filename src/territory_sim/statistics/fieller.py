"""Interval of a ratio of two means by Fieller, honest also where the denominator is weak."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory_sim.statistics.intervals import t_quantile

Shape = Literal["bounded", "outside", "everything"]


@dataclass(frozen=True, slots=True)
class RatioInterval:
    """A ratio of two means with the set of ratios that the samples leave open.

    Args:
        estimate: Ratio of the means; nan when the denominator's mean is zero.
        low: Lower end of the set; of a set ``outside``, the end of its lower branch.
        high: Upper end of the set; of a set ``outside``, the beginning of its upper branch.
        shape: ``bounded``: from low to high. ``outside``: everything up to low and from high on,
            because the denominator may be zero. ``everything``: the samples rule no ratio out;
            low and high are infinite.
    """

    estimate: float
    low: float
    high: float
    shape: Shape

    def holds(self, ratio: float) -> bool:
        """Say whether a ratio lies in the set.

        Args:
            ratio: A ratio.

        Returns:
            True when the samples leave it open.
        """
        inside = self.low <= ratio <= self.high
        if self.shape == "outside":
            return ratio <= self.low or ratio >= self.high
        return inside

    def ends(self) -> tuple[float, float]:
        """Return the ends of the shortest interval that holds the whole set.

        Returns:
            Low and high; both infinite unless the set is bounded.
        """
        return (self.low, self.high) if self.shape == "bounded" else (-math.inf, math.inf)


_EVERYTHING: Final = (-math.inf, math.inf, "everything")


def fieller(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95, lost_degrees: int = 1
) -> RatioInterval:
    """Return the interval of a ratio of two means of paired samples.

    Args:
        numerator: One value per pair, shape (n,), n from 2.
        denominator: One value per pair in the same order, shape (n,).
        confidence: Share of sets that hold the true ratio in the long run.
        lost_degrees: Degrees of freedom lost to estimation: 1 for the means alone.

    Returns:
        The set of ratios r for which mean(numerator - r denominator) is not told from zero.

    Raises:
        ValueError: With samples of different length, or too few for any degree of freedom.

    Source:
        Fieller, Some problems in interval estimation, J. R. Stat. Soc. B 16 (1954) 175-185.

    Example:
        >>> found = fieller([2.0, 4.1, 5.9, 8.0], [1.0, 2.0, 3.0, 4.0])
        >>> found.shape, round(found.estimate, 2), found.holds(2.0)
        ('bounded', 2.0, True)
    """
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    degrees = len(top) - lost_degrees
    if len(top) != len(bottom) or degrees < 1:
        raise ValueError(f"{len(top)} and {len(bottom)} samples: pairs are needed, more than {lost_degrees}")
    squared_t = t_quantile(0.5 + confidence / 2, degrees) ** 2
    return fieller_of_moments(
        (float(top.mean()), float(bottom.mean())), _covariance_of_means(top, bottom, degrees), squared_t
    )


def fieller_of_moments(
    means: tuple[float, float], covariance: tuple[float, float, float], squared_t: float
) -> RatioInterval:
    """Return Fieller's set from means and their covariance.

    Args:
        means: Means of numerator and denominator.
        covariance: Variance of the first mean, covariance of both, variance of the second.
        squared_t: Square of the quantile of Student's t.

    Returns:
        The set of ratios r with (a - r b)**2 <= t**2 var(a - r b).

    Example:
        >>> fieller_of_moments((1.0, 0.1), (0.1, 0.0, 1.0), 4.0).shape
        'outside'
    """
    a, b = means
    var_a, cov, var_b = covariance
    estimate = a / b if b != 0 else math.nan
    # (b^2 - t^2 var_b) r^2 - 2 (a b - t^2 cov) r + (a^2 - t^2 var_a) <= 0
    square, half_linear, constant = (
        b * b - squared_t * var_b,
        a * b - squared_t * cov,
        a * a - squared_t * var_a,
    )
    discriminant = half_linear * half_linear - square * constant
    if square > 0:
        root = math.sqrt(max(discriminant, 0.0))
        return RatioInterval(
            estimate, (half_linear - root) / square, (half_linear + root) / square, "bounded"
        )
    if square == 0 or discriminant <= 0:
        return RatioInterval(estimate, *_EVERYTHING)
    root = math.sqrt(discriminant)
    ends = sorted(((half_linear - root) / square, (half_linear + root) / square))
    return RatioInterval(estimate, ends[0], ends[1], "outside")


def delta_method(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the usual approximate interval of a ratio, which is too narrow where the denominator is weak.

    Args:
        numerator: One value per pair, shape (n,), n from 2.
        denominator: One value per pair in the same order, shape (n,).
        confidence: Confidence it claims.

    Returns:
        Lower and upper end.

    Source:
        First-order expansion of the ratio (delta method); here to be compared with, not to be used.
    """
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    degrees = len(top) - 1
    var_a, cov, var_b = _covariance_of_means(top, bottom, degrees)
    ratio = float(top.mean() / bottom.mean())
    variance = (var_a - 2 * ratio * cov + ratio * ratio * var_b) / float(bottom.mean()) ** 2
    half = t_quantile(0.5 + confidence / 2, degrees) * math.sqrt(max(variance, 0.0))
    return ratio - half, ratio + half


def _covariance_of_means(
    top: NDArray[np.float64], bottom: NDArray[np.float64], degrees: int
) -> tuple[float, float, float]:
    scale = degrees * len(top)
    from_a, from_b = top - top.mean(), bottom - bottom.mean()
    return (
        float(from_a @ from_a) / scale,
        float(from_a @ from_b) / scale,
        float(from_b @ from_b) / scale,
    )
