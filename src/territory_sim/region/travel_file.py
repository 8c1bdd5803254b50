"""Read ``travel.csv``: minutes of trips between basic units, measured or from a road network."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from territory_sim.errors import DataError, Fault
from territory_sim.region.csv_table import folded, read_csv_table
from territory_sim.region.edge_table import unit_indices
from territory_sim.region.travel import TravelOverrides
from territory_sim.region.unit_table import Places


def read_travel(path: Path, places: Places) -> TravelOverrides | None:
    """Read a user's table of trips.

    A trip given one way only holds for the way back too, and is counted as mirrored. Trips the
    table lacks are counted as missing; the formula stands for them.

    Args:
        path: The file, with columns origin_id, dest_id and minutes; others are passed over.
        places: The units between which it gives trips.

    Returns:
        The trips, or None when there is no such file.

    Raises:
        DataError: With every fault of the file.
    """
    if not path.exists():
        return None
    faults: list[Fault] = []
    ends = ("origin_id", "dest_id")
    table = read_csv_table(path, faults, required=(*ends, "minutes"), optional=("km",))
    if table is None or faults:
        raise DataError(folded(faults))
    minutes = table.numbers("minutes", "minutes, from 0 on", low=0, high=60 * 24 * 365)
    origins, destinations = (unit_indices(table, column, places.unit_ids, places.index_of) for column in ends)
    count = len(places.unit_ids)
    trips = origins.astype(np.int64) * count + destinations
    order = np.argsort(trips, kind="stable")
    repeated = np.flatnonzero(np.diff(trips[order]) == 0)
    for first, second in zip(order[repeated].tolist(), order[repeated + 1].tolist(), strict=True):
        if origins[first] >= 0 and destinations[first] >= 0 and minutes[first] != minutes[second]:
            table.fault(
                second, "minutes", f"the minutes of row {table.rows[first]}, which gives the same trip"
            )
    if faults:
        raise DataError(folded(faults))
    trips, at = np.unique(trips, return_index=True)
    back = trips % count * count + trips // count
    only_one_way = ~np.isin(back, trips)
    every = np.r_[trips, back[only_one_way]]
    between_units = np.count_nonzero(every // count != every % count)
    return TravelOverrides(
        origins=(every // count).astype(np.int32),
        destinations=(every % count).astype(np.int32),
        minutes=np.r_[minutes[at], minutes[at][only_one_way]],
        mirrored_pairs=int(np.count_nonzero(only_one_way)),
        missing_pairs=count * (count - 1) - int(between_units),
    )
