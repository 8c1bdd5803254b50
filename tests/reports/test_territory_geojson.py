"""Outlines of territories: units melt, holes stay."""

from __future__ import annotations

import numpy as np

from territory_sim.region.shapes import Shapes
from territory_sim.reports.territory_geojson import territory_geojson

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)


def grid(side: int) -> Shapes:
    """Make a square of unit squares."""
    places = [(x, y) for y in range(side) for x in range(side)]
    return Shapes(tuple(f"{x}-{y}" for x, y in places), tuple((SQUARE + place,) for place in places))


def test_neighbours_melt_into_one_ring() -> None:
    """Two territories of a row each: one polygon of one ring each, closed and anticlockwise."""
    found = territory_geojson(grid(2), np.array([0, 0, 1, 1], dtype=np.int32), [{"id": "a"}, {"id": "b"}])
    for feature, name in zip(found["features"], "ab", strict=True):
        ((ring,),) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        corners = np.array(ring)
        x, y = corners[:-1].T
        assert (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() == 4.0
        assert feature["properties"] == {"id": name}


def test_a_territory_around_another_has_a_hole() -> None:
    """Nine squares, the middle one apart: the ring of eight has an outline and a hole."""
    owner = np.array([0, 0, 0, 0, 1, 0, 0, 0, 0], dtype=np.int32)
    around, middle = territory_geojson(grid(3), owner, [{}, {}])["features"]
    assert [len(polygon) for polygon in around["geometry"]["coordinates"]] == [2]
    assert [len(polygon) for polygon in middle["geometry"]["coordinates"]] == [1]


def test_a_territory_in_two_places_is_two_polygons() -> None:
    """Corners that only touch do not join."""
    found = territory_geojson(grid(2), np.array([0, 1, 1, 0], dtype=np.int32), [{}, {}])
    assert all(feature["geometry"]["type"] == "MultiPolygon" for feature in found["features"])
