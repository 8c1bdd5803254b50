"""A square of random points as a user's own region, with one account at each point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.worlds import changed, loaded

from territory_sim.region.great_circle import EARTH_RADIUS_KM
from territory_sim.region.parameters import SpeedBand
from territory_sim.scenario.scenario import Scenario
from territory_sim.streams import Streams
from territory_sim.units import PerSegment

_KM_PER_DEGREE = np.pi * EARTH_RADIUS_KM / 180


@dataclass(frozen=True)
class Square:
    """A square on the equator, with a rep at home in its centre.

    Args:
        side_km: Side of the square; at one kilometre a minute also its side in minutes.
        points_km: Places of the accounts in kilometres from a corner, shape (n, 2).
        scenario: The scenario that works it.
    """

    side_km: float
    points_km: NDArray[np.float64]
    scenario: Scenario


def square(folder: Path, points: int, side_km: float, seed: int = 1, **changes: Any) -> Square:
    """Write a region of uniform random points and give the scenario of one rep who only drives and calls.

    Distance is the great circle's, speed one kilometre a minute; nothing but planned calls happens.
    """
    points_km = Streams(seed).generator("square").random((points, 2)) * side_km
    centre = np.full((1, 2), side_km / 2)
    lon, lat = ((np.concatenate([centre, points_km]) - side_km / 2) / _KM_PER_DEGREE).T
    ids = [f"U{number:05d}" for number in range(points + 1)]
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        f"{unit},{x!r},{y!r},1,0.0001" for unit, x, y in zip(ids, lon.tolist(), lat.tolist(), strict=True)
    ]
    _write(folder / "units.csv", "unit_id,lon,lat,establishments,land_km2", rows)
    _write(folder / "adjacency.csv", "unit_a,unit_b", [f"{a},{b}" for a, b in pairwise(ids)])
    _write(
        folder / "accounts.csv", "account_id,unit_id,annual_potential", [f"A{u},{u},1000" for u in ids[1:]]
    )
    _write(folder / "reps.csv", "rep_id,unit_id,skill", ["R01,U00000,1"])
    nothing = PerSegment(A=0, B=0, C=0)
    settings = {
        "region__path": str(folder),
        "region__built_in": None,
        "region__circuity": 1.0,
        "region__speeds": (SpeedBand(up_to_km=None, km_per_hour=60.0),),
        "staffing__reps": 1,
        "staffing__shift_minutes": 1440.0,
        "schedule__day_minutes": 1440.0,
        "schedule__admin_minutes": 0.0,
        "schedule__overnight_minutes": 1440.0,
        "schedule__least_gap": 0.0,
        "territories__count": None,
        "service__requests_per_year": nothing,
        "leads__leads_per_year": nothing,
        "market__relocations_per_year": 0.0,
        "competitors__active": False,
        "opportunity": False,
    }
    return Square(side_km, points_km, changed(loaded("status_quo"), **(settings | changes)))


def _write(path: Path, header: str, rows: list[str]) -> None:
    path.write_text("\n".join([header, *rows]) + "\n")
