"""A small region as files and as a value, and parameters to load and travel it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from territory_sim.region.parameters import RegionParameters, SpeedBand

UNITS = """unit_id,name,lon,lat,establishments,population,land_km2
01001,Ash,-100.0,31.0,10,1000,400
01002,Birch,-99.8,31.0,20,2000,500
01003,Cedar,-99.6,31.0,30,,600
20001,Dogwood,-99.4,31.1,0,500,
"""
EDGES = """unit_a,unit_b,kind
01001,01002,border
01003,01002,border
01003,20001,border
"""

WriteFolder = Callable[..., Path]
MakeParameters = Callable[..., RegionParameters]


@pytest.fixture
def write_folder(tmp_path: Path) -> WriteFolder:
    """Return a function that writes a folder of region files; a file given as None is left out."""

    def write(**files: str | bytes | None) -> Path:
        folder = tmp_path / "mine"
        folder.mkdir(exist_ok=True)
        content: dict[str, str | bytes | None] = {"units": UNITS, "adjacency": EDGES, **files}
        for stem, text in content.items():
            if text is not None:
                name = stem.replace("__", ".") if "__" in stem else f"{stem}.csv"
                (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return folder

    return write


@pytest.fixture
def parameters() -> MakeParameters:
    """Return a function that makes parameters, those of configs/region/texas.yaml but for what is given."""
    return region_parameters


def region_parameters(**changed: Any) -> RegionParameters:  # noqa: D103 - see the fixture
    bands = ((5, 50), (30, 70), (None, 115))
    usual: dict[str, Any] = {
        "name": "Texas",
        "built_in": "texas",
        "path": None,
        "weight": "establishments",
        "circuity": 1.12,
        "distance_factor": 1.0,
        "speeds": tuple(SpeedBand(up_to_km=up_to, km_per_hour=speed) for up_to, speed in bands),
        "link_minutes": 60.0,
        "barrier_minutes": 20.0,
        "synthetic_units": 64,
    }
    return RegionParameters(**{**usual, **changed})
