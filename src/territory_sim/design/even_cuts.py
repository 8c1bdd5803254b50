"""Straight cuts that share out several activities at once, for the start of a search."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_DIRECTIONS: Final = ((5_000, 48), (1 << 62, 12))
"""Cutting lines tried for maps of up to so many units."""

_UNEVENNESS_PRICE: Final = 30.0
"""Inertia, in that of the whole, that a cut may cost to leave a territory's worth less uneven, squared."""


def even_cuts(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    amounts: NDArray[np.float64],
    parts: int,
    turn: float,
) -> NDArray[np.int32]:
    """Cut points by straight lines until every part is a territory about even in all activities.

    Args:
        x: Kilometres east, shape (n,).
        y: Kilometres north, shape (n,).
        amounts: Activities of each unit, >= 0, shape (n, activities).
        parts: How many parts, from 1 to n.
        turn: By how much the lines are turned, radians.

    Returns:
        Part of every unit, none empty, shape (n,).

    Source:
        One line halves two measures at once (the ham sandwich theorem); cuts of a half, again and
        again, are the equitable subdivisions of Bespamyatnikh, Kirkpatrick and Snoeyink (2000).

    Example:
        >>> line = np.arange(4.0)
        >>> even_cuts(line, 0 * line, np.ones((4, 2)), 2, 0.0).tolist()
        [0, 0, 1, 1]
    """
    directions = next(lines for units, lines in _DIRECTIONS if len(x) <= units)
    part = np.zeros(len(x), dtype=np.int32)
    waiting = [(np.arange(len(x)), parts, 0)]
    while waiting:
        units, count, number = waiting.pop()
        if count == 1:
            part[units] = number
            continue
        left, right = _even_cut(x[units], y[units], amounts[units], count, turn, directions)
        waiting.append((units[left], count // 2, number))
        waiting.append((units[right], count - count // 2, number + count // 2))
    return part


def _even_cut(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    amounts: NDArray[np.float64],
    count: int,
    turn: float,
    directions: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    fewer = count // 2
    share = amounts / np.maximum(amounts.sum(axis=0), 1e-300)
    mass = share.mean(axis=1) + 0.02 / len(x)
    east, north = x - float(x.mean()), y - float(y.mean())
    whole = max(_inertia(east, north, mass), 1e-300)
    best: tuple[float, NDArray[np.int64], NDArray[np.int64]] | None = None
    # All the way round: the smaller part may lie on either side.
    for angle in turn + 2 * np.pi * np.arange(directions) / directions:
        # Millimetres: points side by side sort the same on every machine.
        row = np.argsort(np.round(np.cos(angle) * east + np.sin(angle) * north, 6), kind="stable")
        reached = np.cumsum(share[row], axis=0)
        off = np.round(np.abs(reached - fewer / count).max(axis=1) * count, 9)
        able = slice(fewer - 1, len(row) - (count - fewer))
        cut = fewer + int(np.argmin(off[able]))
        sides = row[:cut], row[cut:]
        inertia = sum(_inertia(east[side], north[side], mass[side]) for side in sides)
        score = round(inertia / whole + _UNEVENNESS_PRICE * float(off[cut - 1]) ** 2, 6)
        if best is None or score < best[0]:
            best = (score, *sides)
    assert best is not None
    return best[1], best[2]


def _inertia(x: NDArray[np.float64], y: NDArray[np.float64], mass: NDArray[np.float64]) -> float:
    middle = float((mass * x).sum()) ** 2 + float((mass * y).sum()) ** 2
    return float((mass * (x * x + y * y)).sum()) - middle / float(mass.sum())
