"""The files of a region's folder, read together so that the faults of all of them come at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from territory_sim.errors import DataError, Fault
from territory_sim.market.account_file import AccountRows, read_accounts
from territory_sim.region.catalogue import load_region, load_travel
from territory_sim.region.folder import readable_places
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters
from territory_sim.region.travel import TravelTimes
from territory_sim.region.travel_file import read_travel
from territory_sim.salesforce.rep_file import RepRow, read_reps

Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class RegionFiles:
    """What the files of a region hold.

    Args:
        parameters: The parameters the region was loaded with.
        region: Units and network.
        accounts: The user's accounts, or None where there is no such file.
        reps: The user's reps; empty where there is no such file.
        alignment_file: The user's alignment.csv of today's map, or None.
    """

    parameters: RegionParameters
    region: Region
    accounts: AccountRows | None
    reps: tuple[RepRow, ...]
    alignment_file: Path | None

    @cached_property
    def travel(self) -> TravelTimes:
        """Minutes between units: a table of all pairs, made when it is first asked for."""
        return load_travel(self.parameters, self.region)


def read_files(parameters: RegionParameters) -> RegionFiles:
    """Read all files of a region.

    Args:
        parameters: The region, built in or in a user's folder.

    Returns:
        Their content.

    Raises:
        DataError: With every fault of all files.
    """
    if parameters.path is None:
        region = load_region(parameters)
        return RegionFiles(parameters, region, None, (), None)
    folder = Path(parameters.path)
    faults: list[Fault] = []
    accounts: AccountRows | None = None
    reps: tuple[RepRow, ...] | None = None
    loaded = _or_faults(lambda: load_region(parameters), faults)
    # Even where the region has faults, its other files can be checked against the units it names.
    places = readable_places(folder) if loaded is None else loaded
    if places is not None:
        accounts = _or_faults(lambda: read_accounts(folder / "accounts.csv", places), faults)
        reps = _or_faults(lambda: read_reps(folder / "reps.csv", places), faults)
        _or_faults(lambda: read_travel(folder / "travel.csv", places), faults)
    if faults or loaded is None:
        raise DataError(faults)
    today = folder / "alignment.csv"
    return RegionFiles(
        parameters=parameters,
        region=loaded,
        accounts=accounts,
        reps=reps or (),
        alignment_file=today if today.exists() else None,
    )


def _or_faults(read: Callable[[], Found], faults: list[Fault]) -> Found | None:
    try:
        return read()
    except DataError as error:
        faults.extend(error.faults)
        return None
