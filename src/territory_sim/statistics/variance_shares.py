"""Shares of variance: how much each of several causes explains of how an outcome differs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray


def explained_shares(
    outcome: NDArray[np.float64], causes: Mapping[str, NDArray[np.float64]]
) -> dict[str, float]:
    """Divide the explained variance of an outcome among its causes.

    Args:
        outcome: What differs, shape (n,).
        causes: One column for each cause, shape (n,), by name; a cause that is the same for all
            explains nothing.

    Returns:
        For each cause the gain in R squared of a linear regression when it is added, averaged
        over all orders in which causes can be added; together they are the R squared with all.
        All 0 when the outcome is the same for all.

    Source:
        Lindeman, Merenda and Gold (1980), known as LMG; the Shapley value of R squared.

    Example:
        >>> x = np.array([0.0, 1.0, 0.0, 1.0])
        >>> y = np.array([0.0, 0.0, 1.0, 1.0])
        >>> {name: round(share, 3) for name, share in explained_shares(2 * x + y, {"x": x, "y": y}).items()}
        {'x': 0.8, 'y': 0.2}
    """
    names = list(causes)
    columns = {name: causes[name] - causes[name].mean() for name in names}
    centred = outcome - outcome.mean()
    total = float(centred @ centred)
    if total <= 1e-24 * max(float(outcome @ outcome), 1e-300):
        return dict.fromkeys(names, 0.0)
    explained = {
        subset: _explained(centred, [columns[name] for name in subset]) / total
        for size in range(len(names) + 1)
        for subset in combinations(names, size)
    }
    return {name: _mean_gain(name, names, explained) for name in names}


def _explained(centred: NDArray[np.float64], columns: list[NDArray[np.float64]]) -> float:
    if not columns:
        return 0.0
    table = np.column_stack(columns)
    scale = np.abs(table).max(axis=0)
    table = table[:, scale > 0] / scale[scale > 0]
    fitted = table @ np.linalg.lstsq(table, centred, rcond=1e-10)[0]
    return float(fitted @ fitted)


def _mean_gain(name: str, names: list[str], explained: Mapping[tuple[str, ...], float]) -> float:
    others = [other for other in names if other != name]
    gain = 0.0
    for size in range(len(others) + 1):
        weight = factorial(size) * factorial(len(others) - size) / factorial(len(names))
        for subset in combinations(others, size):
            with_it = tuple(cause for cause in names if cause in subset or cause == name)
            gain += weight * (explained[with_it] - explained[subset])
    return gain
