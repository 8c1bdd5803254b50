"""Amounts per unit that a design may share out besides the workload: potential, weight, any column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.market.accounts import Accounts
from territory_sim.region.catalogue import load_region
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters

_MEASURE: Final = "territories.measure"
_OURS: Final = ("workload", "potential", "weight")


def unit_amounts(
    measures: Sequence[str], parameters: RegionParameters, region: Region, accounts: Accounts
) -> dict[str, NDArray[np.float64]]:
    """Look up what each unit holds of each measure.

    Args:
        measures: Names of measures; ``workload`` is passed over, it is no sum over units.
        parameters: The parameters the region was loaded with.
        region: The region.
        accounts: The accounts.

    Returns:
        Amounts by name, shape (n_units,) each: ``potential`` in money a year, ``weight`` as the
        region gives it, any other from the column of units.csv of that name.

    Raises:
        DataError: If there is no such column, or it holds something else than numbers from 0 on.
    """
    potential = np.bincount(accounts.unit, weights=accounts.potential_cents / 100, minlength=len(region))
    amounts = {"potential": potential.astype(np.float64), "weight": region.weight}
    faults: list[Fault] = []
    for name in measures:
        if name in _OURS:
            continue
        try:
            amounts[name] = _column(name, parameters)
        except DataError as broken:
            # The column is read as the region's weight; what the user wrote is the measure.
            faults += [
                replace(fault, where=_MEASURE) if fault.where == "region.weight" else fault
                for fault in broken.faults
            ]
    if faults:
        raise DataError(faults)
    return amounts


def _column(name: str, parameters: RegionParameters) -> NDArray[np.float64]:
    if parameters.path is None and parameters.built_in == "synthetic":
        allowed = "must be workload, potential or weight: a synthetic region has no other column"
        raise DataError([Fault(where=_MEASURE, given=name, allowed=allowed)])
    return load_region(replace(parameters, weight=name)).weight
