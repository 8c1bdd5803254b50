"""From outlines in degrees to lines on paper: projection, union of units, compact paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.region.network import Region
    from territory_sim.region.shapes import Shapes

Corner = tuple[int, int]
Loop = list[Corner]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper a region is drawn on.

    Args:
        west: Longitude of the left edge, degrees.
        north: Latitude of the upper edge, degrees.
        squeeze: Cosine of the middle latitude: how much shorter a degree of longitude is.
        scale: Drawing units per degree of latitude.
        width: Drawing units.
        height: Drawing units.
    """

    west: float
    north: float
    squeeze: float
    scale: float
    width: int
    height: int

    def place(self, degrees: NDArray[np.float64]) -> NDArray[np.int64]:
        """Put points on the paper.

        Args:
            degrees: Longitudes and latitudes, shape (k, 2).

        Returns:
            Whole drawing units from the upper left corner, shape (k, 2).
        """
        x = (degrees[:, 0] - self.west) * self.squeeze * self.scale
        y = (self.north - degrees[:, 1]) * self.scale
        return np.rint(np.column_stack([x, y])).astype(np.int64)


def sheet_for(region: Region, width: int = 1000) -> Sheet:
    """Choose the paper for a region.

    Args:
        region: The region.
        width: Longer side in drawing units.

    Returns:
        A sheet on which all outlines and points lie; equidistant along the middle latitude.
    """
    # Points are drawn as small discs, which need room around the outermost.
    margin = 0.01 if region.shapes is not None else 0.06
    points = np.column_stack([region.lon, region.lat])
    rings = [
        ring
        for shapes in (region.shapes, region.background)
        if shapes
        for unit in shapes.rings
        for ring in unit
    ]
    every = np.concatenate([points, *rings])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    across, down = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = width * (1 - 2 * margin) / max(across, down)
    free = margin * width / scale
    return Sheet(
        west=west - free / squeeze,
        north=north + free,
        squeeze=squeeze,
        scale=scale,
        width=int(np.ceil((across + 2 * free) * scale)),
        height=int(np.ceil((down + 2 * free) * scale)),
    )


def unit_loops(shapes: Shapes, sheet: Sheet) -> list[list[Loop]]:
    """Put the outline of every unit on the paper.

    Args:
        shapes: Outlines in degrees.
        sheet: The paper.

    Returns:
        For each unit its closed loops of whole corners, the first corner not repeated.
    """
    placed = []
    for rings in shapes.rings:
        loops = []
        for ring in rings:
            corners = [(int(x), int(y)) for x, y in sheet.place(ring).tolist()]
            loop = [c for i, c in enumerate(corners) if i == 0 or c != corners[i - 1]]
            if len(loop) > 1 and loop[0] == loop[-1]:
                loop.pop()
            if len(loop) >= 3:
                loops.append(loop)
        placed.append(loops)
    return placed


def union(units: Iterable[Sequence[Loop]]) -> list[Loop]:
    """Melt units into one: the sides they share vanish.

    Args:
        units: Loops of each unit; neighbours share corners.

    Returns:
        Closed loops around the union; islands and holes have their own.

    Example:
        >>> left, right = [(0, 0), (1, 0), (1, 1), (0, 1)], [(1, 0), (2, 0), (2, 1), (1, 1)]
        >>> len(union([[left], [right]])[0])
        6
    """
    sides: dict[tuple[Corner, Corner], int] = defaultdict(int)
    for loops in units:
        for loop in loops:
            for here, there in zip(loop, loop[1:] + loop[:1], strict=True):
                if sides[there, here]:
                    sides[there, here] -= 1
                else:
                    sides[here, there] += 1
    onward: dict[Corner, list[Corner]] = defaultdict(list)
    for (here, there), count in sides.items():
        onward[here] += [there] * count
    return [loop for start in sorted(onward) for loop in _loops_from(start, onward)]


def _loops_from(start: Corner, onward: dict[Corner, list[Corner]]) -> list[Loop]:
    loops = []
    while onward[start]:
        loop, here = [start], onward[start].pop()
        while here != start and onward[here]:
            loop.append(here)
            here = onward[here].pop()
        if len(loop) >= 3:
            loops.append(loop)
    return loops


def closed_path(loops: Iterable[Loop]) -> str:
    """Write closed loops as the ``d`` of an SVG path, in relative whole steps.

    Args:
        loops: Loops of corners.

    Returns:
        A compact path; empty without loops.

    Example:
        >>> closed_path([[(10, 10), (20, 10), (20, 30)]])
        'M10 10l10 0 0 20z'
    """
    return "".join(open_line(loop) + "z" for loop in loops)


def open_line(line: Sequence[Corner]) -> str:
    """Write a line as part of the ``d`` of an SVG path, in relative whole steps.

    Args:
        line: Its corners.

    Returns:
        A compact path.
    """
    (x, y), *rest = line
    steps = []
    for there_x, there_y in rest:
        steps.append(f"{there_x - x} {there_y - y}")
        x, y = there_x, there_y
    return f"M{line[0][0]} {line[0][1]}l{' '.join(steps)}"


def outline_path(shapes: Shapes, sheet: Sheet) -> str:
    """Write the borders between all units and around them, each once.

    Args:
        shapes: Outlines in degrees.
        sheet: The paper.

    Returns:
        The ``d`` of an SVG path.
    """
    parts = []
    for line in shapes.outline(np.arange(len(shapes.unit_ids))):
        corners = [(int(x), int(y)) for x, y in sheet.place(line).tolist()]
        kept = [c for i, c in enumerate(corners) if i == 0 or c != corners[i - 1]]
        if len(kept) > 1:
            parts.append(open_line(kept))
    return "".join(parts)
