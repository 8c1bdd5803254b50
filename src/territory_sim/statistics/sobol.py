"""Shares of a result's variance that go with each input (Sobol' indices), with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory_sim.statistics.intervals import Interval
from territory_sim.streams import Streams

_RESAMPLES: Final = 1000
_ENDS: Final = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """How much of the variance of a result goes with one factor.

    Args:
        first: Share that the factor explains by itself, with its interval.
        total: Share that the factor takes part in, alone or together with others, with its interval.
    """

    first: Interval
    total: Interval


@dataclass(frozen=True)
class SobolIndices:
    """The shares of all factors.

    Args:
        factors: One for each factor.
        noise_share: Share of the variance between points that is noise of the runs; what a factor
            without effect would seem to have in total if it stirred up all of it. nan with one replication.
    """

    factors: tuple[VarianceShare, ...]
    noise_share: float


def sobol_design(factors: int, points: int, seed: int) -> NDArray[np.float64]:
    """Lay out the points at which the result is needed.

    Args:
        factors: Number of factors, from 1.
        points: Points of each of the two base samples, from 2; a power of 2 suits best.
        seed: Root seed.

    Returns:
        Blocks A, B and A with column i from B, shape (factors + 2, points, factors), from 0 to 1.

    Source:
        Saltelli et al. (2010), Computer Physics Communications 181, 259-270; base samples from a
        scrambled Sobol' sequence of twice as many dimensions.

    Example:
        >>> sobol_design(3, 8, seed=1).shape
        (5, 8, 3)
    """
    from scipy.stats import qmc

    # scipy makes children of its generator, which one with a key of its own cannot have.
    own = int(Streams(seed).generator("points of a variance study").integers(2**63))
    drawn = qmc.Sobol(2 * factors, scramble=True, rng=own).random_base2((points - 1).bit_length())[:points]
    first, second = drawn[:, :factors], drawn[:, factors:]
    blocks = np.repeat(first[None], factors + 2, axis=0)
    blocks[1] = second
    for factor in range(factors):
        blocks[factor + 2, :, factor] = second[:, factor]
    return blocks


def sobol_indices(values: ArrayLike) -> SobolIndices:
    """Estimate the shares of the variance.

    Args:
        values: The result at the points of :func:`sobol_design` in each replication, shape
            (factors + 2, points, replications); points with a nan anywhere are left out.

    Returns:
        The shares of the mean over replications. Intervals hold 95 % of 1,000 resamples of the points.

    Raises:
        ValueError: With fewer than two whole points, or when the result is the same everywhere.

    Source:
        First order: Saltelli et al. (2010), formula (b) of table 2; total: Jansen (1999), formula (f)
        there. Percentile bootstrap: Archer, Saltelli and Sobol' (1997).
    """
    results = np.asarray(values, dtype=float)
    results = results[:, np.isfinite(results).all(axis=(0, 2))]
    means = results.mean(axis=2)
    count = means.shape[1]
    if count < 2:
        raise ValueError(f"{count} whole points: shares of variance need 2 or more")
    variance = float(means[:2].var())
    if variance == 0.0:
        raise ValueError("the result is the same at all points: there is no variance to share out")
    # Without its mean the estimator of the first order is less noisy; the shares are the same.
    first, second, mixed = _centred(means)
    rows = Streams(0).generator("resamples of a variance study").integers(0, count, (_RESAMPLES, count))
    everywhere = np.arange(count)[None]
    estimates = _shares(first, second, mixed, everywhere)[:, :, 0]
    spread = np.nanquantile(_shares(first, second, mixed, rows), _ENDS, axis=2)
    return SobolIndices(
        factors=tuple(
            VarianceShare(*(Interval(float(estimates[o, f]), *map(float, spread[:, o, f])) for o in (0, 1)))
            for f in range(len(mixed))
        ),
        noise_share=_noise_share(results[:2]),
    )


def _centred(
    means: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    apart = means - means[:2].mean()
    return apart[0], apart[1], apart[2:]


def _shares(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    mixed: NDArray[np.float64],
    rows: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Both shares of each factor for several choices of points, shape (2, factors, choices)."""
    a, b = first[rows], second[rows]
    variance = np.concatenate([a, b], axis=1).var(axis=1)
    variance = np.where(variance > 0, variance, np.nan)
    shares = []
    for each in mixed:
        changed = each[rows]
        alone = (b * (changed - a)).mean(axis=1)
        with_others = ((a - changed) ** 2).mean(axis=1) / 2
        shares.append((alone / variance, with_others / variance))
    return np.moveaxis(np.array(shares), 1, 0)


def _noise_share(results: NDArray[np.float64]) -> float:
    """What replications at the same point disagree about, beyond years that are good for all points."""
    table = results.reshape(-1, results.shape[2])
    points, replications = table.shape
    if replications < 2:
        return math.nan
    means = table.mean(axis=1)
    rest = table - means[:, None] - table.mean(axis=0) + table.mean()
    noise = float((rest**2).sum()) / ((points - 1) * (replications - 1))
    return noise / replications / float(means.var(ddof=1))
