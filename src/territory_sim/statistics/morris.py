"""Screening by elementary effects (Morris): which inputs matter at all, above the noise of the runs."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory_sim.statistics.intervals import Interval, mean_interval
from territory_sim.streams import Streams

_LEVELS: Final = 4
_STEP: Final = _LEVELS / (2 * (_LEVELS - 1))
"""With four levels two thirds of the range: every level is then reached equally often (Morris 1991)."""
_NULL_DRAWS: Final = 20_000
_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, eq=False)
class MorrisDesign:
    """Walks through the unit cube, each step along one axis.

    Args:
        points: Corners of the walks, shape (trajectories, factors + 1, factors), from 0 to 1.
        moved: The factor that each step moves, shape (trajectories, factors).
    """

    points: NDArray[np.float64]
    moved: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ElementaryEffect:
    """What one factor does when it moves over its whole range.

    Args:
        strength: Mean size of the effect whatever its sign (``mu*``), with its interval.
        mean: Mean effect (``mu``), with its interval.
        spread: Standard deviation of the effect over trajectories (``sigma``): curvature and interplay.
        noise_floor: Strength that a factor without any effect stays under in 95 % of studies; nan
            with one replication.
        spread_floor: Spread that noise alone gives on average; nan with one replication.
    """

    strength: Interval
    mean: Interval
    spread: float
    noise_floor: float
    spread_floor: float


def morris_design(factors: int, trajectories: int, seed: int, period: int = 0) -> MorrisDesign:
    """Draw walks over a grid of four levels.

    Args:
        factors: Number of factors, from 1.
        trajectories: Number of walks, from 1.
        seed: Root seed.
        period: Number of the draw, for walks that have to be drawn again.

    Returns:
        The walks.

    Source:
        Morris (1991), Technometrics 33, 161-174.

    Example:
        >>> design = morris_design(3, 2, seed=1)
        >>> design.points.shape, sorted(design.moved[0].tolist())
        ((2, 4, 3), [0, 1, 2])
    """
    generator = Streams(seed).generator("walks of a screening", period=period)
    lower = generator.integers(0, _LEVELS // 2, (trajectories, factors)) / (_LEVELS - 1)
    upwards = generator.integers(0, 2, (trajectories, factors)).astype(bool)
    moved = np.stack([generator.permutation(factors) for _ in range(trajectories)])
    points = np.empty((trajectories, factors + 1, factors))
    points[:, 0] = np.where(upwards, lower, lower + _STEP)
    rows = np.arange(trajectories)
    for step in range(factors):
        points[:, step + 1] = points[:, step]
        at = rows, moved[:, step]
        points[rows, step + 1, moved[:, step]] = np.where(upwards[at], lower[at] + _STEP, lower[at])
    return MorrisDesign(points, moved.astype(np.int64))


def elementary_effects(design: MorrisDesign, values: ArrayLike) -> tuple[ElementaryEffect, ...]:
    """Measure the effect of each factor.

    Args:
        design: The walks.
        values: The result at each corner in each replication, shape (trajectories, factors + 1,
            replications); nan where there is none.

    Returns:
        One effect for each factor, in the unit of the values over the whole range of the factor.

    Raises:
        ValueError: With fewer than two walks that have a result for some factor.

    Source:
        Strength: Campolongo, Cariboni and Saltelli (2007), Environmental Modelling & Software 22,
        1509-1518. The noise floor is ours: replications at the same corners show the noise of an
        effect; simulated Student-like means of its size give the level that noise alone passes in
        5 % of studies.

    Example:
        >>> design = morris_design(2, 4, seed=1)
        >>> found = elementary_effects(design, 3.0 * design.points[..., :1])
        >>> [round(effect.strength.estimate, 9) for effect in found]
        [3.0, 0.0]
    """
    results = np.asarray(values, dtype=float)
    changes = np.diff(results, axis=1) / np.diff(design.points, axis=1).sum(axis=2)[..., None]
    rows = np.arange(len(changes))
    found = []
    for factor in range(design.points.shape[2]):
        steps = np.argmax(design.moved == factor, axis=1)
        effects = changes[rows, steps]
        found.append(_effect(effects[np.isfinite(effects).all(axis=1)], factor))
    return tuple(found)


def _effect(effects: NDArray[np.float64], factor: int) -> ElementaryEffect:
    count, replications = effects.shape
    if count < 2:
        raise ValueError(f"factor {factor}: {count} walks with a result, an interval needs 2 or more")
    means = effects.mean(axis=1)
    floor = spread_floor = math.nan
    if replications > 1:
        spread_floor = math.sqrt(float(effects.var(axis=1, ddof=1).mean()) / replications)
        floor = spread_floor * _null_strength(count, replications)
    strength = mean_interval(np.abs(means))
    return ElementaryEffect(
        strength=Interval(strength.estimate, max(strength.low, 0.0), strength.high),
        mean=mean_interval(means),
        spread=float(means.std(ddof=1)),
        noise_floor=floor,
        spread_floor=spread_floor,
    )


@functools.cache
def _null_strength(count: int, replications: int) -> float:
    """Strength that noise of standard error 1, itself estimated from the replications, seldom passes."""
    draws = Streams(0).generator("noise of a screening").standard_normal((_NULL_DRAWS, count, replications))
    errors = np.sqrt(draws.var(axis=2, ddof=1).mean(axis=1) / replications)
    strengths = np.abs(draws.mean(axis=2)).mean(axis=1)
    return float(np.quantile(strengths / errors, _CONFIDENCE))
