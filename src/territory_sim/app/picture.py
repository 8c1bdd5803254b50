"""What the page needs to draw a region: outlines, points, neighbours; and the looks of each map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from territory_sim.market.expected_work import expected_work
from territory_sim.reports.colours import FILLS, SPARE, rep_fills
from territory_sim.reports.geometry import unit_loops
from territory_sim.reports.labels import place_labels
from territory_sim.reports.map_svg import MapSvg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.reports.geometry import Loop
    from territory_sim.scenario.world import World

LABEL_SIZE: Final = 26
"""Height of labels in drawing units, of a map 1000 wide."""


def region_picture(world: World) -> dict[str, Any]:
    """Describe the region for drawing.

    Args:
        world: Any world of the region.

    Returns:
        Width and height in drawing units; unit ids, names, points and hours of service a year; the
        outlines of each unit as loops of steps; pairs of neighbours; the outlines of what lies
        beneath, if anything does.
    """
    region = world.region
    maps = MapSvg(region, {})
    background = [] if region.background is None else unit_loops(region.background, maps.sheet)
    return {
        "name": world.scenario.region.name,
        "width": maps.sheet.width,
        "height": maps.sheet.height,
        "units": list(region.unit_ids),
        "unit_names": list(region.unit_names),
        "points": _steps(maps.points),
        "loops": [[_loop_steps(loop) for loop in loops] for loops in maps.loops],
        "background": [_loop_steps(loop) for loops in background for loop in loops],
        "edges": np.asarray(region.edges).ravel().tolist(),
        "unit_hours": np.rint(_unit_hours(world)).astype(int).tolist(),
    }


def _unit_hours(world: World) -> NDArray[np.float64]:
    """Hours of service that each unit asks for in a year, travel apart, shape (units,)."""
    scenario = world.scenario
    market = (scenario.market, scenario.service, scenario.leads)
    work = expected_work(world.accounts, len(world.region), market, scenario.schedule.day_minutes)
    return work.service_hours


def map_looks(worlds: Sequence[World]) -> list[dict[str, Any]]:
    """Choose fills and places of labels, the same fill for the same rep on all maps.

    Args:
        worlds: Worlds of one region.

    Returns:
        For each: ``fills``, the place of each territory's colour in the palette, and ``labels``,
        for each territory x, y and the point a line leads to (twice the same where none is).
    """
    owners = [world.alignment.reps_of_units() for world in worlds]
    region = worlds[0].region
    chosen = rep_fills(region.edges, owners)
    palette = (*FILLS, SPARE)
    maps = MapSvg(region, chosen)
    looks = []
    for world, owner in zip(worlds, owners, strict=True):
        paper = (maps.sheet.width, maps.sheet.height)
        placed = {
            label.text: label
            for label in place_labels(maps.points, owner, region.land_km2, LABEL_SIZE, paper)
        }
        labels: list[list[int]] = []
        for rep_id in world.alignment.rep_ids:
            label = placed.get(rep_id)
            if label is None:
                labels.append([])
                continue
            there = label.anchor or (label.x, label.y)
            labels.append([round(value) for value in (label.x, label.y, *there)])
        fills = [
            palette.index(chosen[rep_id]) if rep_id in chosen else len(FILLS)
            for rep_id in world.alignment.rep_ids
        ]
        looks.append({"fills": fills, "labels": labels})
    return looks


def _steps(points: NDArray[np.int64]) -> list[int]:
    flat: list[int] = (
        np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=points.dtype)).astype(int).ravel().tolist()
    )
    return flat


def _loop_steps(loop: Loop) -> list[int]:
    return _steps(np.array(loop, dtype=np.int64))
