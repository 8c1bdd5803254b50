"""Read a file of targets: how large each territory is to be, where its rep lives, and its limits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault, nearest_name
from territory_sim.region.csv_table import CsvTable, folded, read_csv_table
from territory_sim.region.edge_table import unit_indices
from territory_sim.region.network import Region

ANY_HOME: Final = -1
"""Stands for a territory whose rep may live anywhere."""

_OPTIONAL: Final = ("rep_id", "share", "home_unit_id", "least", "most")


@dataclass(frozen=True, eq=False)
class Targets:
    """What territories are to be.

    Args:
        territory_ids: Ids of the territories, in the order of the file.
        rep_ids: The rep of each; empty where the file says nothing.
        shares: Size of each beside the others, 1 for a full one, shape (territories,).
        homes: Unit of each rep's home, ``ANY_HOME`` where the file says nothing, shape (territories,).
        least: Lower limit of the first measure in its own unit, 0 for none, shape (territories,).
        most: Upper limit, inf for none, shape (territories,).
    """

    territory_ids: tuple[str, ...]
    rep_ids: tuple[str, ...]
    shares: NDArray[np.float64]
    homes: NDArray[np.int32]
    least: NDArray[np.float64]
    most: NDArray[np.float64]

    def of(self, territory_ids: Sequence[str]) -> Targets:
        """Return the targets of the territories of a map, those not in the file being usual ones.

        Args:
            territory_ids: Ids in the order of the map; all ids of the file are among them.

        Returns:
            Targets in that order.
        """
        place = {territory_id: number for number, territory_id in enumerate(self.territory_ids)}
        at = np.array([place.get(territory_id, -1) for territory_id in territory_ids])
        return Targets(
            territory_ids=tuple(territory_ids),
            rep_ids=tuple(self.rep_ids[number] if number >= 0 else "" for number in at.tolist()),
            shares=np.where(at < 0, 1.0, self.shares[at]),
            homes=np.where(at < 0, ANY_HOME, self.homes[at]).astype(np.int32),
            least=np.where(at < 0, 0.0, self.least[at]),
            most=np.where(at < 0, np.inf, self.most[at]),
        )


def read_targets(path: Path, region: Region, territory_ids: Sequence[str] | None) -> Targets:
    """Read targets.

    Args:
        path: The file, with ``territory_id``; optional ``rep_id``, ``share`` of a full territory (such
            as 0.5 for part time, or less while a new rep ramps up), ``home_unit_id``, ``least`` and
            ``most`` of the first measure.
        region: The region.
        territory_ids: Ids of the territories of today's map; None when there is none.

    Returns:
        The targets.

    Raises:
        DataError: With every fault of the file.
    """
    faults: list[Fault] = []
    table = read_csv_table(path, faults, required=("territory_id",), optional=_OPTIONAL)
    if table is None or "territory_id" not in table:
        raise DataError(folded(faults))
    ids = table.ids("territory_id")
    if territory_ids is not None:
        for row, territory_id in enumerate(ids):
            if territory_id and territory_id not in territory_ids:
                hint = nearest_name(territory_id, territory_ids)
                table.fault(row, "territory_id", "a territory_id of today's map", hint=hint)
    share = table.numbers("share", "a share of a full territory, above 0", low=0, required=False)
    least = table.numbers("least", "an amount from 0 on, or empty", low=0, required=False)
    most = table.numbers("most", "an amount from 0 on, or empty", low=0, required=False)
    for row in range(len(table)):
        if share[row] == 0:
            table.fault(row, "share", "a share of a full territory, above 0")
        if least[row] > most[row]:
            table.fault(row, "least", f"not more than most, which is {most[row]:g}")
    homes = _homes(table, region)
    if faults:
        raise DataError(folded(faults))
    return Targets(
        territory_ids=ids,
        rep_ids=table.texts("rep_id"),
        shares=np.where(np.isnan(share), 1.0, share),
        homes=homes,
        least=np.where(np.isnan(least), 0.0, least),
        most=np.where(np.isnan(most), math.inf, most),
    )


def _homes(table: CsvTable, region: Region) -> NDArray[np.int32]:
    homes = np.full(len(table), ANY_HOME, dtype=np.int32)
    given = np.array([bool(text) for text in table.texts("home_unit_id")], dtype=np.bool_)
    if given.any():
        homes[given] = unit_indices(table.only(given), "home_unit_id", region.unit_ids, region.index_of)
    return homes
