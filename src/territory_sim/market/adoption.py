"""Adoption of a new product: a Bass hazard in which each account looks at those it knows.

Each account has a threshold drawn beforehand, exponential with mean 1. Its hazard is added up
over time, and it adopts at the moment the sum crosses the threshold. Cutting a stretch of time
in two therefore draws nothing anew, and a higher hazard only ever makes an account adopt earlier.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from territory_sim.statistics.inverse_cdf import exponential


class Adoption:
    """Who has adopted one product so far.

    Args:
        marks: Uniform of each account that decides how long it resists, shape (n,).
        innovation: Hazard without any acquaintance who has adopted, per year (Bass p).
        imitation: Hazard added when all acquaintances have, per year (Bass q).

    Source:
        Bass 1969; on a network the adopted share of all accounts gives way to that of an
        account's acquaintances (Fibich and Gibori 2010).
    """

    def __init__(self, marks: NDArray[np.float64], innovation: float, imitation: float) -> None:
        self._threshold = exponential(marks, 1.0)
        self._passed = np.zeros(len(marks))
        self._innovation, self._imitation = innovation, imitation
        self.years = 0.0
        """Years since the product could first be had."""
        self.adopted_years = np.full(len(marks), np.inf)
        """Years from then to each account's adoption; infinite until it adopts, shape (n,)."""

    @property
    def adopted(self) -> NDArray[np.bool_]:
        """Whether each account has adopted, shape (n,)."""
        return self.adopted_years < np.inf

    def step(self, adopted_share: NDArray[np.float64] | float, years: float) -> NDArray[np.int64]:
        """Let time pass.

        Args:
            adopted_share: Share of each account's acquaintances that has adopted, shape (n,), or
                one share for all.
            years: How long; short against the time in which the share changes.

        Returns:
            Indices of the accounts that adopt now, ascending.
        """
        hazard = np.broadcast_to(self._innovation + self._imitation * adopted_share, self._passed.shape)
        passed = self._passed + hazard * years
        new = np.flatnonzero((passed >= self._threshold) & ~self.adopted)
        # Within the step the hazard is constant, so the moment of crossing is known.
        waited = (self._threshold[new] - self._passed[new]) / np.maximum(hazard[new], 1e-300)
        self.adopted_years[new] = self.years + np.minimum(waited, years)
        self._passed = passed
        self.years += years
        return new


def bass_share(years: float, innovation: float, imitation: float) -> float:
    """Return the share that has adopted when everybody knows everybody.

    Args:
        years: Years since the product could first be had.
        innovation: Bass p, per year, above 0.
        imitation: Bass q, per year.

    Returns:
        A share in [0, 1).

    Source:
        Bass 1969: F(t) = (1 - e**-(p+q)t) / (1 + (q/p) e**-(p+q)t).

    Example:
        >>> round(bass_share(6.19, 0.03, 0.38), 4)
        0.4602
    """
    fading = math.exp(-(innovation + imitation) * years)
    return (1 - fading) / (1 + imitation / innovation * fading)


def bass_peak_years(innovation: float, imitation: float) -> float:
    """Return when most accounts adopt at once.

    Args:
        innovation: Bass p, per year, above 0.
        imitation: Bass q, per year, above p.

    Returns:
        Years since the product could first be had.

    Source:
        Bass 1969: t* = ln(q/p) / (p+q).

    Example:
        >>> round(bass_peak_years(0.03, 0.38), 2)
        6.19
    """
    return math.log(imitation / innovation) / (innovation + imitation)
