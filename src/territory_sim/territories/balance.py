"""How evenly a quantity is spread over territories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

USUAL_BAND: Final = 0.15
"""A territory is usually called too large or too small outside +-15 % of the mean."""


@dataclass(frozen=True)
class Balance:
    """Figures of balance; all are ratios without unit, 0 deviation being perfect.

    Args:
        max_deviation: Largest distance from the mean, as a share of the mean.
        cv: Coefficient of variation.
        outside_band: Share of the territories outside +-15 % of the mean.
        max_over_mean: Largest territory over the mean.
        min_over_mean: Smallest territory over the mean.
    """

    max_deviation: float
    cv: float
    outside_band: float
    max_over_mean: float
    min_over_mean: float


def balance_of(amounts: NDArray[np.float64], band: float = USUAL_BAND) -> Balance:
    """Measure the balance of one quantity over territories.

    Args:
        amounts: The quantity in each territory, such as hours a year; shape (n,), n >= 1.
        band: Half width of the band counted by ``outside_band``, as a share of the mean.

    Returns:
        The figures; all deviations are 0 when the quantity is zero everywhere.

    Example:
        >>> balance_of(np.array([80.0, 100.0, 120.0])).max_deviation
        0.2
    """
    mean = float(amounts.mean())
    if mean <= 0:
        return Balance(max_deviation=0.0, cv=0.0, outside_band=0.0, max_over_mean=1.0, min_over_mean=1.0)
    deviation = np.abs(amounts - mean) / mean
    return Balance(
        max_deviation=float(deviation.max()),
        cv=float(amounts.std() / mean),
        outside_band=float((deviation > band).mean()),
        max_over_mean=float(amounts.max() / mean),
        min_over_mean=float(amounts.min() / mean),
    )
