"""Read ``adjacency.csv``: which basic units are neighbours, one pair a row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault
from territory_sim.region.csv_table import MOST_ALIKE, CsvTable, read_csv_table
from territory_sim.region.network import EDGE_KINDS
from territory_sim.region.unit_table import UnitTable, unknown_unit_hint

_MOST_PIECES: Final = 3
_MOST_IDS: Final = 5
_MOST_JOINED: Final = 200
"""Units of a piece from which the nearest outside it is looked for."""


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """Edges between neighbouring units, each once, sorted.

    Args:
        edges: Pairs of unit indices, first below second, shape (m, 2).
        kinds: Kind of each edge.
        minutes: Minutes of each edge; nan where not given.
        road_km: Road kilometres of each edge; nan where not given.
    """

    edges: NDArray[np.int32]
    kinds: tuple[str, ...]
    minutes: NDArray[np.float64]
    road_km: NDArray[np.float64]


def read_edges(path: Path, units: UnitTable, faults: list[Fault]) -> EdgeTable | None:
    """Read the edges of a region and check that they hold it in one piece.

    Args:
        path: The file ``adjacency.csv``.
        units: The units it joins.
        faults: Takes what is found wrong.

    Returns:
        The edges, or None when the file cannot be read at all.
    """
    required = ("unit_a", "unit_b")
    table = read_csv_table(path, faults, required=required, optional=("kind", "minutes", "km"))
    if table is None:
        return None
    if not all(column in table for column in required):
        return None
    kinds = table.choices("kind", EDGE_KINDS, "border")
    minutes = table.numbers("minutes", "minutes, from 0 on, or empty", low=0, required=False)
    road_km = table.numbers("km", "road kilometres, from 0 on, or empty", low=0, required=False)
    ends = np.column_stack(
        [unit_indices(table, column, units.unit_ids, units.index_of) for column in required]
    )
    rows_of = _rows_of(table, ends, kinds, minutes, road_km)
    pairs = sorted(rows_of)
    order = [rows_of[pair] for pair in pairs]
    edges = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    _note_pieces(path.name, units, edges, faults)
    return EdgeTable(edges, tuple(kinds[row] for row in order), minutes[order], road_km[order])


def unit_indices(
    table: CsvTable, column: str, unit_ids: tuple[str, ...], index_of: dict[str, int]
) -> NDArray[np.int32]:
    """Return the unit indices of a column of unit ids and note every id that is no unit's.

    Args:
        table: The table.
        column: The column of ids; an empty field is a fault too.
        unit_ids: Ids of the units.
        index_of: Unit index of each id.

    Returns:
        Shape (rows,); -1 where the id is not a unit's.
    """
    indices = np.full(len(table), -1, dtype=np.int32)
    unknown = 0
    for row, unit_id in enumerate(table.columns[column]):
        index = index_of.get(unit_id, -1)
        indices[row] = index
        if index < 0:
            # Looking for a near id costs more than a row; the faults beyond are only counted.
            hint = unknown_unit_hint(unit_id, unit_ids) if unit_id and unknown < MOST_ALIKE else ""
            table.fault(row, column, "a unit_id of units.csv", given=unit_id or "(empty)", hint=hint)
            unknown += 1
    return indices


def _rows_of(
    table: CsvTable,
    ends: NDArray[np.int32],
    kinds: tuple[str, ...],
    minutes: NDArray[np.float64],
    road_km: NDArray[np.float64],
) -> dict[tuple[int, int], int]:
    """Return the row of each pair; a pair may come twice, also the other way round, if it says the same."""
    numbers = np.nan_to_num(np.column_stack([minutes, road_km]), nan=-1.0)
    said = list(zip(kinds, numbers.tolist(), strict=True))
    rows_of: dict[tuple[int, int], int] = {}
    for row, (a, b) in enumerate(ends.tolist()):
        if a < 0 or b < 0:
            continue
        if a == b:
            table.fault(row, "unit_b", "another unit than unit_a: no unit is its own neighbour")
            continue
        first = rows_of.setdefault((min(a, b), max(a, b)), row)
        if first != row and said[first] != said[row]:
            given = f"{table.columns['unit_a'][row]}, {table.columns['unit_b'][row]}"
            allowed = f"the same kind, minutes and km as in row {table.rows[first]}"
            table.fault(row, "", allowed, given=given)
    return rows_of


def _note_pieces(file: str, units: UnitTable, edges: NDArray[np.int32], faults: list[Fault]) -> None:
    unit_ids = units.unit_ids
    pieces = connected_pieces(len(unit_ids), edges)
    if len(pieces) <= 1:
        return
    pieces.sort(key=lambda piece: (len(piece), piece))
    named = []
    for piece in pieces[: min(_MOST_PIECES, len(pieces) - 1)]:
        more = len(piece) - _MOST_IDS
        ids = " ".join(unit_ids[unit] for unit in piece[:_MOST_IDS])
        named.append(ids + (f" and {more} more" if more > 0 else ""))
    given = f"{len(pieces)} pieces without an edge between them"
    row = _joining_row(units, pieces[0])
    hint = f"smallest: {'; '.join(named)}; a row of kind link joins them, such as {row}"
    faults.append(Fault(where=file, given=given, allowed="a region in one piece", hint=hint))


def _joining_row(units: UnitTable, piece: list[int]) -> str:
    """Return the row that joins a piece to the nearest unit outside it."""
    inside = np.array(piece[:_MOST_JOINED])
    outside = np.setdiff1d(np.arange(len(units.unit_ids)), piece)
    east = np.cos(np.radians(units.lat[inside]))[:, None] * (units.lon[inside][:, None] - units.lon[outside])
    north = units.lat[inside][:, None] - units.lat[outside]
    away = np.nan_to_num(east * east + north * north, nan=np.inf)
    here, there = np.unravel_index(int(np.argmin(away)), away.shape)
    return f"{units.unit_ids[inside[here]]},{units.unit_ids[outside[there]]},link"


def connected_pieces(count: int, edges: NDArray[np.integer]) -> list[list[int]]:
    """Return the sets of units that edges hold together.

    Args:
        count: Number of units.
        edges: Pairs of unit indices, shape (m, 2).

    Returns:
        Ascending unit indices of each piece, the piece of the lowest index first.

    Example:
        >>> connected_pieces(4, np.array([[0, 2], [1, 3]]))
        [[0, 2], [1, 3]]
    """
    root = list(range(count))

    def find(unit: int) -> int:
        while root[unit] != unit:
            root[unit] = root[root[unit]]
            unit = root[unit]
        return unit

    for a, b in edges.tolist():
        low, high = sorted((find(a), find(b)))
        root[high] = low
    pieces: dict[int, list[int]] = {}
    for unit in range(count):
        pieces.setdefault(find(unit), []).append(unit)
    return list(pieces.values())


def land_by_spacing(
    land_km2: NDArray[np.float64], edges: NDArray[np.int32], edge_km: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fill in the land of units whose size is not known from how far their neighbours are.

    Args:
        land_km2: Land, square kilometres, nan where not known, shape (n,).
        edges: Pairs of neighbouring unit indices, shape (m, 2).
        edge_km: Straight kilometres of each edge, shape (m,).

    Returns:
        Land of every unit, above 0. A unit at mean spacing s gets sqrt(3)/2 s**2, the cell of a
        hexagonal lattice; one without neighbours gets 1 square kilometre.
    """
    count = len(land_km2)
    both = edges.T.ravel()
    degree = np.bincount(both, minlength=count)
    spacing_km = np.bincount(both, weights=np.tile(edge_km, 2), minlength=count) / np.maximum(degree, 1)
    hexagon = math.sqrt(3) / 2 * spacing_km**2
    guess = np.where(hexagon > 0, hexagon, 1.0)
    return np.where(np.isnan(land_km2), guess, land_km2)
