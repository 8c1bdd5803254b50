"""Colours: one fill per territory that keeps neighbours apart, one pair for before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

FILLS: Final = ("#A0D6F1", "#E4D692", "#D68592", "#41925C")
"""Fills of territories: told apart under all three colour vision deficiencies (smallest distance 16).

Source: Paul Tol's muted cyan, sand, rose and green at 80 % over white.
"""
SPARE: Final = "#DDDDDD"
"""Fifth fill, where four do not suffice."""
UNOWNED: Final = "#FFFFFF"
INK: Final = "#1F2430"
BEFORE: Final = "#004488"
"""Series of the baseline: solid blue."""
AFTER: Final = "#BB5566"
"""Series of the option: dashed red."""
GAIN: Final = "#1B7F79"
LOSS: Final = "#B45309"

_ROUNDS: Final = 20


def rep_fills(edges: NDArray[np.int32], owners: Sequence[Sequence[str]]) -> dict[str, str]:
    """Choose one fill for each rep, the same on all maps.

    Neighbours on any of the maps get different fills where that is possible. The overlay of several
    maps need not be colourable with so few; then the shortest common borders share a fill, and
    the outline and the label tell them apart.

    Args:
        edges: Pairs of neighbouring unit indices, shape (m, 2).
        owners: For each map the rep who owns each unit, empty where nobody does.

    Returns:
        Colour by rep id, in the order of ids.

    Source:
        DSATUR order (Brelaz 1979), then single changes while they help.
    """
    border = _common_borders(edges, owners)
    reps = sorted({rep for owner in owners for rep in owner if rep})
    beside: dict[str, dict[str, int]] = {rep: {} for rep in reps}
    for (a, b), length in border.items():
        beside[a][b] = beside[b][a] = length
    chosen: dict[str, int] = {}
    while len(chosen) < len(reps):
        rep = min((r for r in reps if r not in chosen), key=lambda r: _urgency(r, beside, chosen))
        chosen[rep] = _least_conflict(rep, beside, chosen)
    for _ in range(_ROUNDS):
        improved = {rep: _least_conflict(rep, beside, chosen) for rep in reps}
        changes = [
            rep
            for rep in reps
            if _conflict(rep, improved[rep], beside, chosen) < _conflict(rep, chosen[rep], beside, chosen)
        ]
        if not changes:
            break
        chosen[changes[0]] = improved[changes[0]]
    return {rep: (*FILLS, SPARE)[chosen[rep]] for rep in reps}


def _common_borders(edges: NDArray[np.int32], owners: Sequence[Sequence[str]]) -> Counter[tuple[str, str]]:
    border: Counter[tuple[str, str]] = Counter()
    for owner in owners:
        for a, b in edges.tolist():
            first, last = sorted((owner[a], owner[b]))
            if first and first != last:
                border[first, last] += 1
    return border


def _urgency(
    rep: str, beside: Mapping[str, Mapping[str, int]], chosen: Mapping[str, int]
) -> tuple[int, int, str]:
    saturation = len({chosen[other] for other in beside[rep] if other in chosen})
    return (-saturation, -len(beside[rep]), rep)


def _conflict(
    rep: str, colour: int, beside: Mapping[str, Mapping[str, int]], chosen: Mapping[str, int]
) -> int:
    return sum(length for other, length in beside[rep].items() if chosen.get(other) == colour)


def _least_conflict(rep: str, beside: Mapping[str, Mapping[str, int]], chosen: Mapping[str, int]) -> int:
    return min(range(len(FILLS) + 1), key=lambda colour: (_conflict(rep, colour, beside, chosen), colour))


def contrast(first: str, last: str) -> float:
    """Return the contrast ratio of two colours as web pages define it.

    Args:
        first: ``#RRGGBB``.
        last: ``#RRGGBB``.

    Returns:
        From 1 (same) to 21 (black on white).

    Source:
        Web Content Accessibility Guidelines 2.2, relative luminance.

    Example:
        >>> round(contrast("#000000", "#FFFFFF"))
        21
    """
    dark, light = sorted((_luminance(first), _luminance(last)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i:j], 16) / 255 for i, j in pairwise((1, 3, 5, 7))]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
