"""Where the labels of a map go: inside their territory, or beside it with a line to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]

_DIRECTIONS: Final = 24
_RADII: Final = (1.5, 2.0, 2.6, 3.3, 4.2, 5.4, 7.0)
"""How far beside a small territory its label may stand, in heights of the letters."""
_MOST_PLACES: Final = 80
"""Places inside a territory that are tried before the label goes beside it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label on a map.

    Args:
        text: What it says.
        x: Middle of the label, drawing units.
        y: Middle of the label, drawing units.
        anchor: Point of the territory that a line leads to; None where the label stands in it.
    """

    text: str
    x: float
    y: float
    anchor: tuple[float, float] | None = None


def place_labels(
    points: NDArray[np.int64],
    owner: Sequence[str],
    land: NDArray[np.float64],
    size: float,
    sheet: tuple[int, int],
) -> tuple[Label, ...]:
    """Place one label for each owner, so that none covers another.

    A label stands inside its territory, as near to the middle of its land as it fits; where it fits
    nowhere, it stands beside and a line leads to the territory. The smallest territories choose first.

    Args:
        points: Point of each unit, drawing units, shape (n, 2).
        owner: The label of each unit's territory, empty for none.
        land: Land of each unit, any unit, shape (n,).
        size: Height of the letters, drawing units.
        sheet: Width and height of the paper, drawing units.

    Returns:
        Labels in ascending order of their text.
    """
    owners = np.array(owner, dtype=object)
    texts = sorted({text for text in owner if text})
    inside = {text: _places_inside(text, points, owners, land, size) for text in texts}
    anchors = {text: _middle(points, owners == text, land) for text in texts}
    room = {text: float(land[owners == text].sum()) for text in texts}
    # A small territory must not vanish under its neighbour's label.
    kept_free = {text: _box("", *anchors[text], size) for text in texts if not inside[text]}
    taken: list[Box] = []
    placed: dict[str, Label] = {}
    for text in sorted(texts, key=lambda name: (bool(inside[name]), room[name], name)):
        others = [box for name, box in kept_free.items() if name != text]
        placed[text] = _place(text, inside[text], anchors[text], size, sheet, [*taken, *others])
        taken.append(_box(text, placed[text].x, placed[text].y, size))
    return tuple(placed[text] for text in texts)


def _places_inside(
    text: str,
    points: NDArray[np.int64],
    owners: NDArray[np.object_],
    land: NDArray[np.float64],
    size: float,
) -> list[tuple[float, float]]:
    """Units of the territory over which the whole label lies within it, the most central first."""
    own = owners == text
    middle = np.average(points[own], axis=0, weights=land[own])
    near = points[own][np.argsort(((points[own] - middle) ** 2).sum(axis=1), kind="stable")]
    fitting = []
    across, down = points[:, 0], points[:, 1]
    for x, y in [tuple(middle.tolist()), *near[:_MOST_PLACES].tolist()]:
        left, top, right, bottom = _box(text, x, y, size)
        edge = np.array([(a, b) for a in (left, x, right) for b in (top, y, bottom)])
        # Two plain sums: adding up along an axis of two takes many times as long.
        nearest = ((across - edge[:, :1]) ** 2 + (down - edge[:, 1:]) ** 2).argmin(axis=1)
        if own[nearest].all():
            fitting.append((float(x), float(y)))
    return fitting


def _middle(
    points: NDArray[np.int64], own: NDArray[np.bool_], land: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the unit nearest to the middle of the territory's land: a point surely within it."""
    middle = np.average(points[own], axis=0, weights=land[own])
    nearest = int(((points[own] - middle) ** 2).sum(axis=1).argmin())
    x, y = points[own][nearest].tolist()
    return float(x), float(y)


def _place(
    text: str,
    inside: Iterable[tuple[float, float]],
    anchor: tuple[float, float],
    size: float,
    sheet: tuple[int, int],
    taken: Sequence[Box],
) -> Label:
    for x, y in inside:
        if _is_free(_box(text, x, y, size), sheet, taken):
            return Label(text, x, y)
    for x, y in _beside(anchor, size):
        if _is_free(_box(text, x, y, size), sheet, taken):
            return Label(text, x, y, anchor)
    return Label(text, *anchor)


def _beside(anchor: tuple[float, float], size: float) -> Iterator[tuple[float, float]]:
    for radius in _RADII:
        for step in range(_DIRECTIONS):
            turn = 2 * math.pi * step / _DIRECTIONS
            yield anchor[0] + 1.3 * radius * size * math.cos(turn), anchor[1] + radius * size * math.sin(turn)


def _is_free(box: Box, sheet: tuple[int, int], taken: Sequence[Box]) -> bool:
    on_paper = box[0] >= 0 and box[1] >= 0 and box[2] <= sheet[0] and box[3] <= sheet[1]
    return on_paper and not any(_overlap(box, other) for other in taken)


def _box(text: str, x: float, y: float, size: float) -> Box:
    half_width, half_height = 0.4 * size * max(len(text), 1), 0.5 * size
    return (x - half_width, y - half_height, x + half_width, y + half_height)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
