"""The map after a redesign within the run, and what it takes to draw one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from territory_sim.design.redrawing import Redrawing
from territory_sim.errors import Fault, ScenarioError
from territory_sim.market.accounts import Accounts
from territory_sim.market.expected_work import ExpectedWork
from territory_sim.region.network import Region
from territory_sim.region.travel import TravelTimes
from territory_sim.scenario.amounts import unit_amounts
from territory_sim.scenario.scenario import Scenario
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.alignment_file import read_alignment
from territory_sim.territories.workload import workload_model
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

_PATH = "management.redesign.path"


def redrawing(
    scenario: Scenario, region: Region, travel: TravelTimes, accounts: Accounts, work: ExpectedWork
) -> Redrawing | None:
    """Put together what it takes to redraw the map within the run.

    Args:
        scenario: The settings.
        region: The region.
        travel: Travel between its units.
        accounts: The accounts.
        work: Expected work in each unit.

    Returns:
        What redraws a map; None when nothing in the run can ask for it.

    Raises:
        DataError: If there is no such measure.
    """
    management = scenario.management
    dated = management.redesign.date is not None and management.redesign.territories == "balanced"
    if not dated and management.realign_above is None:
        return None
    model = workload_model(
        region,
        travel.minutes,
        scenario.territories,
        scenario.region,
        service_hours=work.service_hours,
        stops_per_year=work.stops_per_year,
        admin_hours=scenario.schedule.admin_minutes * BUSINESS_DAYS_PER_YEAR / 60,
        overnight_minutes=scenario.schedule.overnight_minutes,
        travels=scenario.schedule.travel,
    )
    measures = scenario.territories.measure
    return Redrawing(
        region=region,
        model=model,
        parameters=scenario.territories,
        amounts=unit_amounts(measures, scenario.region, region, accounts),
        tolerance=management.redesign.tolerance,
    )


def later_alignment(
    scenario: Scenario, region: Region, accounts: Accounts, today: Alignment, redraws: Redrawing | None
) -> Alignment | None:
    """Find the map that is in force from the date of the redesign on.

    Args:
        scenario: The settings.
        region: The region.
        accounts: The accounts, some of which a file may name.
        today: The map of the first day.
        redraws: What redraws it, where the map is to be drawn.

    Returns:
        The map, with the territories, reps and homes of today's in the same order; None without a
        dated redesign.

    Raises:
        DataError: If the file cannot be read as an alignment.
        InfeasibleDesignError: If today's map cannot be redrawn.
        ScenarioError: If the file has other reps than today's map.
    """
    asked = scenario.management.redesign
    if asked.date is None:
        return None
    if asked.territories == "file":
        return _same_people(read_alignment(Path(str(asked.path)), region, accounts=accounts), today)
    assert redraws is not None
    return redraws.of(today)


def _same_people(later: Alignment, today: Alignment) -> Alignment:
    """Number the territories of a file as today's: by their reps, who are who they were."""
    faults = [
        Fault(where=_PATH, given=rep_id, allowed=f"must have the {len(today)} reps of today's map: {how}")
        for there, here, how in ((later, today, "not one of them"), (today, later, "missing in the file"))
        for rep_id in there.rep_ids
        if rep_id not in set(here.rep_ids)
    ]
    if faults:
        raise ScenarioError(faults)
    place = np.array([today.rep_ids.index(rep_id) for rep_id in later.rep_ids], dtype=np.int32)
    named = {account: int(place[territory]) for account, territory in later.territory_of_account.items()}
    return replace(
        today,
        territory_of_unit=place[later.territory_of_unit],
        territory_of_account=MappingProxyType(named),
    )
