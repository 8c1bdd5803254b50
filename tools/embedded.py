"""Where the embedded regions lie, and what their builders share."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from territory_sim.region.edge_table import connected_pieces
from territory_sim.region.great_circle import great_circle_km

BUILT_IN = Path(__file__).parents[1] / "src" / "territory_sim" / "region" / "built_in"
"""Folder of the embedded regions."""


def write_edges(path: Path, pairs: Iterable[tuple[str, str]], links: Iterable[tuple[str, str]]) -> None:
    """Write ``adjacency.csv``.

    Args:
        path: The file.
        pairs: Pairs of unit ids with a common border, lower id first.
        links: Pairs of unit ids joined by a crossing, lower id first.
    """
    rows = sorted([(*pair, "border") for pair in pairs] + [(*pair, "link") for pair in links])
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("unit_a", "unit_b", "kind"))
        writer.writerows(rows)


def links_needed(
    points: Mapping[str, tuple[float, float]], pairs: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the links that join a region into one piece: each from a smallest piece to its nearest unit.

    Args:
        points: Longitude and latitude of each unit, degrees.
        pairs: Pairs of unit ids with a common border.

    Returns:
        Pairs of unit ids, lower id first.
    """
    unit_ids = sorted(points)
    index_of = {unit_id: index for index, unit_id in enumerate(unit_ids)}
    lon, lat = np.array([points[unit_id] for unit_id in unit_ids]).T
    edges = [(index_of[a], index_of[b]) for a, b in pairs]
    links: list[tuple[str, str]] = []
    while True:
        pieces = connected_pieces(len(unit_ids), np.array(edges).reshape(-1, 2))
        if len(pieces) == 1:
            return links
        piece = min(pieces, key=len)
        others = np.setdiff1d(np.arange(len(unit_ids)), piece)
        km = great_circle_km(lon[piece, None], lat[piece, None], lon[None, others], lat[None, others])
        near, far = np.unravel_index(int(np.argmin(km)), km.shape)
        edge = sorted((piece[int(near)], int(others[far])))
        edges.append((edge[0], edge[1]))
        links.append((unit_ids[edge[0]], unit_ids[edge[1]]))


def read_points(path: Path) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each unit of a ``units.csv``, degrees."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["unit_id"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(stream)}


def renamed(columns: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Return column names with some of them replaced."""
    return [names.get(column, column) for column in columns]
