"""Where the labels of a map go: inside their territory, or beside it with a line to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DIRECTIONS = 16
_RADII = (1.6, 2.4, 3.4, 4.6, 6.0, 8.0)
"""How far beside its territory a label may stand, in heights of the label."""


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
    points: Mapping[str, NDArray[np.int64]], size: float, sheet: tuple[int, int]
) -> tuple[Label, ...]:
    """Place labels so that none covers another.

    The territories with the least room choose first. A label takes the point of its territory that is
    nearest to the middle of it and still free; else the nearest free place beside it.

    Args:
        points: The points of each territory's units by label, drawing units, shape (k, 2).
        size: Height of the letters, drawing units.
        sheet: Width and height of the paper, drawing units.

    Returns:
        One label per territory with any points, in the order given.
    """
    placed: dict[str, Label] = {}
    boxes: list[tuple[float, float, float, float]] = []
    room = {text: _spread(at) for text, at in points.items() if len(at)}
    for text in sorted(room, key=lambda name: (room[name], name)):
        label = _place(text, points[text], size, sheet, boxes)
        boxes.append(_box(label.text, label.x, label.y, size))
        placed[text] = label
    return tuple(placed[text] for text in points if text in placed)


def _spread(at: NDArray[np.int64]) -> float:
    return float(at.std(axis=0).sum())


def _place(
    text: str,
    at: NDArray[np.int64],
    size: float,
    sheet: tuple[int, int],
    boxes: Sequence[tuple[float, float, float, float]],
) -> Label:
    middle = np.median(at, axis=0)
    near = at[np.argsort(((at - middle) ** 2).sum(axis=1), kind="stable")]
    anchor = (float(near[0][0]), float(near[0][1]))
    inside = [(float(x), float(y)) for x, y in near[: max(1, len(near) // 3)]]
    beside = [
        (anchor[0] + radius * size * math.cos(turn), anchor[1] + radius * size * math.sin(turn))
        for radius in _RADII
        for turn in (2 * math.pi * step / _DIRECTIONS for step in range(_DIRECTIONS))
    ]
    for number, (x, y) in enumerate([*inside, *beside]):
        box = _box(text, x, y, size)
        on_paper = box[0] >= 0 and box[1] >= 0 and box[2] <= sheet[0] and box[3] <= sheet[1]
        if on_paper and not any(_overlap(box, other) for other in boxes):
            return Label(text, x, y, None if number < len(inside) else anchor)
    return Label(text, *anchor)


def _box(text: str, x: float, y: float, size: float) -> tuple[float, float, float, float]:
    half_width, half_height = 0.4 * size * len(text), 0.55 * size
    return (x - half_width, y - half_height, x + half_width, y + half_height)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
