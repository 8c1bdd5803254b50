"""Outlines: borders between groups, surfaces, and the two formats they come in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.errors import DataError, Fault
from territory_sim.region.folder import read_region
from territory_sim.region.shape_file import read_shapes
from territory_sim.region.shapes import Shapes

WriteFolder = Callable[..., Path]
SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)


def board(columns: int, rows: int) -> Shapes:
    """Return a chessboard of squares of one degree."""
    rings = tuple((np.add(SQUARE, (x, y)),) for y in range(rows) for x in range(columns))
    return Shapes(tuple(str(unit) for unit in range(len(rings))), rings)


def length(lines: list[np.ndarray]) -> float:
    """Return the length of lines along the board."""
    return float(sum(np.abs(np.diff(line, axis=0)).sum() for line in lines))


@given(groups=st.lists(st.integers(-1, 2), min_size=12, max_size=12))
def test_the_outline_is_every_border_between_groups_once(groups: list[int]) -> None:
    """Its length is the outside plus each side between squares of different groups."""
    group = np.array(groups).reshape(3, 4)
    between = np.count_nonzero(np.diff(group, axis=0)) + np.count_nonzero(np.diff(group, axis=1))
    lines = board(4, 3).outline(group.ravel())
    assert length(lines) == 14 + between


def test_lines_run_on_until_three_borders_meet() -> None:
    """The outside of one group is one closed line; two groups have three lines."""
    shapes = board(4, 3)
    (outside,) = shapes.outline(np.zeros(12, dtype=np.int64))
    assert np.array_equal(outside[0], outside[-1])
    assert len(shapes.outline(np.array([0, 0, 1, 1] * 3))) == 3


def test_surface_is_that_of_the_sphere() -> None:
    """A square degree at the equator is 12,364 square kilometres; a hole is taken off."""
    hole = SQUARE[::-1] * 0.5 + 0.25
    shapes = Shapes(("a", "b", "c"), ((SQUARE,), (SQUARE, hole), ()))
    assert shapes.land_km2(0) == pytest.approx(12_364, rel=1e-3)
    assert shapes.land_km2(1) == pytest.approx(0.75 * 12_364, rel=1e-3)
    assert shapes.land_km2(2) == 0
    assert shapes.outline(np.array([0, 0, 0]))


def test_geojson_and_topojson_give_the_same_shapes(tmp_path: Path) -> None:
    """Two squares side by side, once with repeated corners, once with a shared arc."""
    features = [
        {"type": "Feature", "id": "a", "geometry": {"type": "Polygon", "coordinates": [SQUARE.tolist()]}},
        {
            "type": "Feature",
            "properties": {"unit_id": "b"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[np.add(SQUARE, (1, 0)).tolist()]]},
        },
    ]
    geojson = tmp_path / "shapes.geojson"
    geojson.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
        "objects": {
            "anything": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "a", "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": "b", "arcs": [[-1, 2]]},
                ],
            }
        },
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
    }
    topojson = tmp_path / "shapes.topo.json"
    topojson.write_text(json.dumps(topology))
    faults: list[Fault] = []
    both = [read_shapes(file, ("a", "b"), faults) for file in (geojson, topojson)]
    assert not faults
    for shapes in both:
        assert shapes is not None
        assert [shapes.land_km2(unit) for unit in (0, 1)] == pytest.approx([12_363.7, 12_363.7], rel=1e-4)
        assert length(shapes.outline(np.array([0, 1]))) == 7
        assert length(shapes.outline(np.array([0, 0]))) == 6


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{", "shapes.geojson:1: not readable as JSON"),
        ('{"type": "FeatureCollection"}', "shapes.geojson: GeoJSON or TopoJSON with"),
        ('["a"]', "shapes.geojson: GeoJSON or TopoJSON with"),
        (b"\xff\xfe", "shapes.geojson: UTF-8 text"),
        (
            (
                '{"type": "FeatureCollection", "features": [{"id": 1001, "geometry": {"type": "Polygon", '
                '"coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}'
            ),
            "shapes.geojson = no shape for 4 of 4 units (01001, 01002, 01003, …): a shape for each unit",
        ),
        (
            (
                '{"type": "FeatureCollection", "features": [{"id": "01001", "geometry": {"type": "Polygon", '
                '"coordinates": [[[0, 0], [450000, 0], [1, 1], [0, 0]]]}}]}'
            ),
            "shapes.geojson: GeoJSON or TopoJSON with",
        ),
    ],
    ids=["no JSON", "no features", "a list", "encoding", "lost zeros", "metres"],
)
def test_a_broken_file_of_shapes_has_its_line(
    write_folder: WriteFolder, content: str | bytes, line: str
) -> None:
    """Shapes are optional, but a file that is there must be right."""
    with pytest.raises(DataError) as caught:
        read_region(write_folder(shapes__geojson=content), "Mine", "establishments")
    assert str(caught.value).startswith(line)
