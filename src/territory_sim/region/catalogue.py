"""Find the region that a configuration names: built in, made up, or in a user's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from territory_sim.errors import DataError, Fault
from territory_sim.region.folder import read_region
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters
from territory_sim.region.shape_file import read_shapes, shape_ids
from territory_sim.region.shapes import Shapes
from territory_sim.region.synthetic import synthetic_region
from territory_sim.region.travel import TravelTimes, travel_times
from territory_sim.region.travel_file import read_travel

BUILT_IN_FOLDER: Final = Path(__file__).parent / "built_in"
"""Every built-in region is a folder in here, in the same format as a user's own."""

_BACKGROUND_OF: Final = {"texas": "texas_counties"}


def load_region(parameters: RegionParameters) -> Region:
    """Load the region that a configuration names.

    Args:
        parameters: A user's folder in ``path``, else a built-in region's name.

    Returns:
        The region.

    Raises:
        DataError: With every fault of the region's files.
    """
    if parameters.path is not None:
        return read_region(Path(parameters.path), parameters.name, parameters.weight)
    if parameters.built_in == "synthetic":
        return synthetic_region(parameters.synthetic_units, parameters.name)
    if parameters.built_in is None:
        allowed = "the name of a built-in region, or a folder in region.path"
        raise DataError([Fault(where="region.built_in", given="null", allowed=allowed)])
    folder = BUILT_IN_FOLDER / parameters.built_in
    background = _BACKGROUND_OF.get(parameters.built_in)
    return read_region(
        folder, parameters.name, parameters.weight, _outlines(background) if background else None
    )


def load_travel(parameters: RegionParameters, region: Region) -> TravelTimes:
    """Return the minutes of every trip, with the ``travel.csv`` of a user's folder where it has one.

    Args:
        parameters: The parameters the region was loaded with.
        region: The region.

    Returns:
        The minutes, and how many trips the user's table gives and lacks.

    Raises:
        DataError: With every fault of ``travel.csv``.
    """
    overrides = None
    if parameters.path is not None:
        overrides = read_travel(Path(parameters.path) / "travel.csv", region)
    return travel_times(region, parameters, overrides)


def _outlines(built_in: str) -> Shapes | None:
    file = BUILT_IN_FOLDER / built_in / "shapes.topo.json"
    return read_shapes(file, shape_ids(file), [])
