"""A region as one JSON file, so that a result folder can draw its maps anywhere."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.records.files import read_json, write_text
from territory_sim.region.network import Region
from territory_sim.region.shapes import Shapes

_DECIMALS: Final = 4
"""Outlines are kept to 1/10,000 degree, about ten metres: finer than any map of a whole region."""

_FLOATS: Final = ("lon", "lat", "weight", "population", "land_km2", "edge_minutes")


def write_region(region: Region, path: Path) -> None:
    """Write a region.

    Args:
        region: The region.
        path: The file to be written.
    """
    content: dict[str, Any] = {
        "name": region.name,
        "unit_ids": list(region.unit_ids),
        "unit_names": list(region.unit_names),
        "edges": region.edges.tolist(),
        "edge_kinds": list(region.edge_kinds),
        "edge_road_km": None if region.edge_road_km is None else _numbers(region.edge_road_km),
        "shapes": _rings(region.shapes),
        "background": _rings(region.background),
    }
    content |= {name: _numbers(getattr(region, name)) for name in _FLOATS}
    write_text(path, json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")


def read_region(path: Path) -> Region:
    """Read a region that :func:`write_region` wrote.

    Args:
        path: The file.

    Returns:
        The region; outlines rounded as the file holds them.

    Raises:
        DataError: When the file is missing or not such a file.
    """
    content = read_json(path)
    try:
        road_km = content["edge_road_km"]
        return Region(
            name=content["name"],
            unit_ids=tuple(content["unit_ids"]),
            unit_names=tuple(content["unit_names"]),
            edges=np.array(content["edges"], dtype=np.int32).reshape(-1, 2),
            edge_kinds=tuple(content["edge_kinds"]),
            edge_road_km=None if road_km is None else np.array(road_km, dtype=float),
            shapes=_shapes(content["shapes"]),
            background=_shapes(content["background"]),
            **{name: np.array(content[name], dtype=float) for name in _FLOATS},
        )
    except (KeyError, TypeError, ValueError) as broken:
        raise DataError([Fault(where=str(path), allowed=f"does not hold a region: {broken!r}")]) from None


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def _rings(shapes: Shapes | None) -> dict[str, Any] | None:
    if shapes is None:
        return None
    rings = [[np.round(ring, _DECIMALS).ravel().tolist() for ring in unit] for unit in shapes.rings]
    return {"unit_ids": list(shapes.unit_ids), "rings": rings}


def _shapes(content: dict[str, Any] | None) -> Shapes | None:
    if content is None:
        return None
    rings = tuple(tuple(np.reshape(ring, (-1, 2)) for ring in unit) for unit in content["rings"])
    return Shapes(unit_ids=tuple(content["unit_ids"]), rings=rings)
