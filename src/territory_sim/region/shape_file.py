"""Read the outlines of basic units from GeoJSON or TopoJSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from territory_sim.errors import Fault
from territory_sim.region.shapes import Ring, Shapes

SHAPE_FILES: Final = ("shapes.topo.json", "shapes.geojson")
_MOST_NAMED: Final = 3
_MOST_DEGREES: Final = np.array([180.0, 90.0])
_ALLOWED: Final = "GeoJSON or TopoJSON with a Polygon or MultiPolygon in degrees for each unit"


def read_shapes(path: Path, unit_ids: Sequence[str], faults: list[Fault]) -> Shapes | None:
    """Read the outlines of a region's units; shapes of anything else are passed over.

    Args:
        path: A GeoJSON file whose features, or a TopoJSON file whose geometries, carry a unit's id
            as ``id`` or as the property ``unit_id``.
        unit_ids: Ids of the units, in the order the shapes shall have.
        faults: Takes what is found wrong.

    Returns:
        The outlines, or None when the file cannot be read.
    """
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(Fault(where=path.name, allowed="UTF-8 text"))
        return None
    except json.JSONDecodeError as error:
        faults.append(
            Fault(where=f"{path.name}:{error.lineno}", allowed=f"not readable as JSON: {error.msg}")
        )
        return None
    try:
        rings_of = _topology(document) if document["type"] == "Topology" else _features(document)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        faults.append(Fault(where=path.name, allowed=_ALLOWED, hint=str(error)))
        return None
    without = [unit_id for unit_id in unit_ids if unit_id not in rings_of]
    if without:
        named = ", ".join(without[:_MOST_NAMED]) + (", …" if len(without) > _MOST_NAMED else "")
        hint = (
            "ids in the shapes are text; did a tool eat leading zeros?"
            if len(without) == len(unit_ids)
            else ""
        )
        given = f"no shape for {len(without)} of {len(unit_ids)} units ({named})"
        faults.append(
            Fault(where=path.name, given=given, allowed="a shape for each unit of units.csv", hint=hint)
        )
        return None
    return Shapes(tuple(unit_ids), tuple(tuple(rings_of[unit_id]) for unit_id in unit_ids))


def shape_ids(path: Path) -> tuple[str, ...]:
    """Return the ids that a TopoJSON file has outlines for, in ascending text order.

    Args:
        path: The file.

    Returns:
        The ids.
    """
    return tuple(sorted(_topology(json.loads(path.read_text(encoding="utf-8")))))


def _features(document: Mapping[str, Any]) -> dict[str, list[Ring]]:
    rings_of: dict[str, list[Ring]] = {}
    for feature in document["features"]:
        geometry = feature["geometry"]
        if geometry is None or geometry["type"] not in {"Polygon", "MultiPolygon"}:
            continue
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [_ring(_line(positions)) for polygon in polygons for positions in polygon]
        rings_of.setdefault(_id_of(feature), []).extend(rings)
    return rings_of


def _topology(document: Mapping[str, Any]) -> dict[str, list[Ring]]:
    scale, translate = (1.0, 1.0), (0.0, 0.0)
    quantised = "transform" in document
    if quantised:
        scale, translate = document["transform"]["scale"], document["transform"]["translate"]
    arcs = []
    for positions in document["arcs"]:
        points = np.asarray(positions, dtype=np.float64)[:, :2]
        arcs.append(_line((points.cumsum(axis=0) if quantised else points) * scale + translate))
    objects = document["objects"]
    layer = objects["units"] if "units" in objects else next(iter(objects.values()))
    rings_of: dict[str, list[Ring]] = {}
    for geometry in layer["geometries"]:
        if geometry["type"] not in {"Polygon", "MultiPolygon"}:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [_ring(_chain(arcs, ring)) for polygon in polygons for ring in polygon]
        rings_of.setdefault(_id_of(geometry), []).extend(rings)
    return rings_of


def _chain(arcs: Sequence[Ring], ring: Sequence[int]) -> Ring:
    """Join the arcs of a ring; a negative number is an arc walked backwards (TopoJSON 1.0, 2.1.4)."""
    pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _line(positions: Any) -> Ring:  # noqa: ANN401 - parsed JSON, checked here
    # A position may carry a height, and not every position of a line needs to.
    pairs = positions if isinstance(positions, np.ndarray) else [position[:2] for position in positions]
    points: Ring = np.asarray(pairs, dtype=np.float64)
    # Written so that nan, which is not below anything, is refused too.
    if not (np.abs(points) <= _MOST_DEGREES).all():
        message = "coordinates are not degrees of longitude and latitude"
        raise ValueError(message)
    return points


def _ring(line: Ring) -> Ring:
    return line if (line[0] == line[-1]).all() else np.concatenate([line, line[:1]])


def _id_of(feature: Mapping[str, Any]) -> str:
    properties = feature.get("properties") or {}
    found = properties.get("unit_id", feature.get("id"))
    if found is None:
        message = "a shape has neither an id nor a property unit_id"
        raise ValueError(message)
    return str(found)
