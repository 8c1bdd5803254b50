"""Draw the alignment that a scenario asks for, by whichever method, for as many reps as it has."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.balanced import draw_balanced
from territory_sim.design.feasibility import require_feasible
from territory_sim.design.history import draw_history
from territory_sim.design.resize import resize
from territory_sim.errors import Fault, ScenarioError
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters
from territory_sim.region.travel import TravelTimes
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.alignment_file import read_alignment
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import WorkloadModel, workload_model

if TYPE_CHECKING:
    from territory_sim.market.accounts import Accounts

_NO_HOMES: Final[Mapping[str, int]] = MappingProxyType({})
_NO_AMOUNTS: Final[Mapping[str, NDArray[np.float64]]] = MappingProxyType({})


def draw_alignment(
    region: Region,
    travel: TravelTimes,
    parameters: TerritoryParameters,
    reps: int | None,
    *,
    roads: RegionParameters,
    service_hours: NDArray[np.float64],
    stops_per_year: NDArray[np.float64],
    admin_hours: float,
    overnight_minutes: float,
    travels: bool = True,
    amounts: Mapping[str, NDArray[np.float64]] = _NO_AMOUNTS,
    accounts: Accounts | None = None,
    rep_homes: Mapping[str, int] = _NO_HOMES,
    today_file: Path | None = None,
) -> Alignment:
    """Draw the territories of a scenario and fit them to the number of its reps.

    Args:
        region: The region.
        travel: Travel minutes between its units.
        parameters: Method, tolerance and seed of the search; ``count`` is what today's map was
            drawn for before it followed the reps, also when it is then redrawn.
        reps: Reps employed, each with one territory; None for as many as today's map has.
        roads: Circuity and speeds, for the estimate of tours.
        service_hours: Hours a year at the accounts of each unit, shape (n_units,).
        stops_per_year: Stops a year in each unit, shape (n_units,).
        admin_hours: Hours a year of administration of each rep.
        overnight_minutes: Way home above which a rep stays away for the night.
        travels: Whether trips take time at all.
        amounts: Amount in each unit of measures other than the workload, by name, shape (n_units,) each.
        accounts: The accounts, so that a file may name some; None when it may not.
        rep_homes: Unit index of the home of reps whose home is known, by rep id.
        today_file: The user's own alignment.csv of today's map, in place of a grown history.

    Returns:
        An alignment with exactly as many territories as reps.

    Raises:
        InfeasibleDesignError: If there cannot be that many territories.
        ScenarioError: If the method is ``file`` and no file is named.
        DataError: If the file cannot be read as an alignment.
    """
    model = workload_model(
        region,
        travel.minutes,
        parameters,
        roads,
        service_hours=service_hours,
        stops_per_year=stops_per_year,
        admin_hours=admin_hours,
        overnight_minutes=overnight_minutes,
        travels=travels,
    )
    file = Path(parameters.path) if parameters.method == "file" and parameters.path else today_file
    if file is not None:
        today = read_alignment(file, region, accounts=accounts, rep_homes=rep_homes)
    else:
        today = _grown(region, model, parameters, reps, rep_homes)
    wanted = len(today) if reps is None else reps
    require_feasible(region, wanted, where="staffing.reps")
    of_old = frozenset(today.rep_ids)
    today = resize(region, model, today, wanted)
    if parameters.method == "balanced":
        # Redrawn from the very map the history leaves, so that the reps are the same people.
        today = draw_balanced(region, model, wanted, parameters, today, amounts).alignment
    return dataclasses.replace(today, new_rep_ids=frozenset(today.rep_ids) - of_old)


def _grown(
    region: Region,
    model: WorkloadModel,
    parameters: TerritoryParameters,
    reps: int | None,
    rep_homes: Mapping[str, int],
) -> Alignment:
    if parameters.method == "file":
        allowed = "the path of an alignment.csv, because territories.method is file"
        raise ScenarioError([Fault(where="territories.path", allowed=allowed)])
    drawn_for = reps if parameters.count is None else parameters.count
    if drawn_for is None:
        allowed = "a number of reps, because territories.count is null as well"
        raise ScenarioError([Fault(where="staffing.reps", given="null", allowed=allowed)])
    where = "staffing.reps" if parameters.count is None else "territories.count"
    require_feasible(region, drawn_for, where=where)
    return _at_home(draw_history(region, model, drawn_for), rep_homes)


def _at_home(alignment: Alignment, rep_homes: Mapping[str, int]) -> Alignment:
    """Put reps whose home is known where they really live."""
    homes = [
        rep_homes.get(rep, home)
        for rep, home in zip(alignment.rep_ids, alignment.homes.tolist(), strict=True)
    ]
    return dataclasses.replace(alignment, homes=np.array(homes, dtype=np.int32))
