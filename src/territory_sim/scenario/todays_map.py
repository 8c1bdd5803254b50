"""Today's map for a design: the user's file, the one of the region's folder, or a grown history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from territory_sim.design.feasibility import require_feasible
from territory_sim.design.history import draw_history
from territory_sim.design.resize import resize
from territory_sim.errors import Fault, ScenarioError
from territory_sim.market.accounts import Accounts
from territory_sim.scenario.files import RegionFiles
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.alignment_file import read_alignment
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import WorkloadModel

TODAY: Final = "today"
"""Value of ``territories.from`` that means the map the simulation takes for today's."""

LARGEST_TABLE: Final = 5_000
"""Units up to which minutes of all pairs are kept (100 MB); beyond, each is worked out when asked."""


def todays_map(
    parameters: TerritoryParameters,
    found: RegionFiles,
    accounts: Accounts,
    model: Callable[[], WorkloadModel],
) -> Alignment | None:
    """Find the map that a design starts from or is compared with.

    Args:
        parameters: Where the map is, and how many territories are wanted.
        found: The files of the region.
        accounts: The accounts, some of which a file may name.
        model: Makes the workload model, where the map has to be grown or follow a number.

    Returns:
        The map, with as many territories as wanted; None where there is none, or the folder's own has
        another number of territories.

    Raises:
        DataError: If the file cannot be read as an alignment.
        ScenarioError: If there is no such map, or no number of territories.
        InfeasibleDesignError: If there cannot be that many territories.
    """
    count = parameters.count
    homes = {row.rep_id: row.home for row in found.reps if row.home is not None}
    file = found.alignment_file
    if parameters.from_ not in (None, TODAY):
        file = Path(str(parameters.from_))
    if file is None and parameters.from_ is None:
        return None
    if file is None:
        if count is None or len(found.region) > LARGEST_TABLE:
            allowed = "needs territories.count, and a region of up to 5,000 units, to grow a history"
            raise ScenarioError([Fault(where="territories.from", given=TODAY, allowed=allowed)])
        require_feasible(found.region, count)
        return draw_history(found.region, model(), count)
    today = read_alignment(file, found.region, accounts=accounts, rep_homes=homes)
    if count is None or count == len(today):
        return _without_empty(today, file)
    if parameters.from_ is None:
        return None
    return resize(found.region, model(), _without_empty(today, file), count)


def _without_empty(today: Alignment, file: Path) -> Alignment:
    empty = np.flatnonzero(np.bincount(today.territory_of_unit, minlength=len(today)) == 0)
    if not len(empty):
        return today
    given = ", ".join(today.territory_ids[territory] for territory in empty[:5].tolist())
    allowed = "a territory of at least one unit; a territory of named accounts only cannot be redrawn"
    raise ScenarioError([Fault(where=file.name, given=given, allowed=allowed)])
