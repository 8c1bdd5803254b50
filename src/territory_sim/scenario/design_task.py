"""What a design is asked to do: region, loads, today's map, and all that is fixed, from a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.loads import Loads
from territory_sim.design.measures import POTENTIAL, WORKLOAD, territory_loads
from territory_sim.design.problem import FREE
from territory_sim.market.accounts import Accounts, accounts_from_file, draw_accounts
from territory_sim.market.expected_work import ExpectedWork, account_work
from territory_sim.market.relationships import annual_sales, unit_ties
from territory_sim.region.network import Region
from territory_sim.region.trip_formula import TripFormula, TripTable
from territory_sim.scenario.design_limits import read_limits
from territory_sim.scenario.files import read_files
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.todays_map import LARGEST_TABLE
from territory_sim.streams import Streams
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.lock_file import Locks
from territory_sim.territories.target_file import ANY_HOME, Targets
from territory_sim.territories.workload import WorkloadModel, workload_model
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

_NOTHING: Final[Mapping[Any, int]] = MappingProxyType({})


@dataclass(frozen=True, eq=False, kw_only=True)
class DesignTask:
    """What a design starts from.

    Args:
        region: The region.
        accounts: The accounts.
        loads: What is shared out, with limits, locks and homes.
        today: Today's map; None when there is none.
        keeps: Whether the map is redrawn from today's, with as little change as possible.
        territory_ids: Ids of the territories.
        rep_ids: The rep of each.
        named: Accounts that a territory holds wherever they lie.
        account_hours: Expected hours a year at each account, shape (n_accounts,).
        account_sales: What each account buys from us in a year, money, shape (n_accounts,).
        ties: What a unit's ties to its rep count for beside its work, 1 for the usual, shape (n_units,).
        frozen: Units that a lock or a freeze rule keeps in their territory, shape (n_units,).
    """

    region: Region
    accounts: Accounts
    loads: Loads
    today: Alignment | None
    keeps: bool
    territory_ids: tuple[str, ...]
    rep_ids: tuple[str, ...]
    named: Mapping[str, int]
    account_hours: NDArray[np.float64]
    account_sales: NDArray[np.float64]
    ties: NDArray[np.float64]
    frozen: NDArray[np.bool_]


def design_task(
    scenario: Scenario, *, shared: Mapping[str, int] = _NOTHING, kept: Mapping[int, int] = _NOTHING
) -> DesignTask:
    """Read and work out what a design needs.

    Args:
        scenario: The settings.
        shared: Accounts to be given to a territory wherever they lie, by id; a lock goes before.
        kept: Units to be locked in a territory, by unit index; a lock goes before.

    Returns:
        The task.

    Raises:
        DataError: A file has faults; all of them are listed.
        ScenarioError: Settings contradict each other or the files.
        InfeasibleDesignError: No such territories exist.
    """
    found = read_files(scenario.region)
    region, streams = found.region, Streams(scenario.seed)
    accounts = (
        draw_accounts(region, scenario.market, streams)
        if found.accounts is None
        else accounts_from_file(found.accounts, scenario.market, streams)
    )
    is_small = len(region) <= LARGEST_TABLE
    minutes = found.travel.minutes if is_small else TripFormula(region, scenario.region)
    settings = (scenario.market, scenario.service, scenario.leads)
    work = account_work(accounts, settings, scenario.schedule.day_minutes)
    every = np.ones(len(accounts), dtype=np.bool_)
    parameters = scenario.territories
    whole = _model(scenario, region, minutes, _by_unit(work, accounts, every, len(region)))
    amounts, limits = read_limits(scenario, found, accounts, lambda: whole)
    today, ids, locks = limits.today, limits.territory_ids, limits.locks
    known = {} if today is None else today.territory_of_account
    named = {**known, **shared, **locks.territory_of_account}
    owned = ~np.isin(accounts.account_ids, list(named)) if named else every
    model = _model(scenario, region, minutes, _by_unit(work, accounts, owned, len(region)))
    amounts[POTENTIAL] = accounts.only(owned).unit_potential_cents(len(region)) / 100
    loads = territory_loads(region, model, parameters, len(ids), amounts)
    loads = _with_targets(loads, limits.targets, today)
    locked = _together(locks, limits.frozen, today)
    for unit, territory in kept.items():
        locked[unit] = territory if locked[unit] == FREE else locked[unit]
    held = _held(parameters.measure, accounts, work, named, len(ids))
    return DesignTask(
        region=region,
        accounts=accounts,
        loads=replace(loads, problem=replace(loads.problem, locked=locked, held=held)),
        today=today,
        keeps=parameters.from_ is not None,
        territory_ids=ids,
        rep_ids=limits.rep_ids,
        named=named,
        account_hours=work.service_hours,
        account_sales=annual_sales(accounts, found.accounts, scenario.market.choice_at_norm),
        ties=unit_ties(accounts, work.service_hours, found.accounts, len(region)),
        frozen=locked != FREE,
    )


def _by_unit(
    work: ExpectedWork, accounts: Accounts, kept: NDArray[np.bool_], units: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    hours, stops = (
        np.bincount(accounts.unit[kept], weights=part[kept], minlength=units).astype(np.float64)
        for part in (work.service_hours, work.stops_per_year)
    )
    return hours, stops


def _model(
    scenario: Scenario,
    region: Region,
    minutes: TripTable,
    work: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> WorkloadModel:
    return workload_model(
        region,
        minutes,
        scenario.territories,
        scenario.region,
        service_hours=work[0],
        stops_per_year=work[1],
        admin_hours=scenario.schedule.admin_minutes * BUSINESS_DAYS_PER_YEAR / 60,
        overnight_minutes=scenario.schedule.overnight_minutes,
        travels=scenario.schedule.travel,
    )


def _together(locks: Locks, frozen: NDArray[np.bool_], today: Alignment | None) -> NDArray[np.int32]:
    """Return the territory each unit is locked in; a lock of the user goes before a rule."""
    locked = locks.territory_of_unit
    if today is None:
        return locked.copy()
    return np.where((locked == FREE) & frozen, today.territory_of_unit, locked).astype(np.int32)


def _with_targets(loads: Loads, targets: Targets | None, today: Alignment | None) -> Loads:
    """Set shares, homes and limits."""
    problem, count = loads.problem, loads.problem.territories
    homes = loads.homes if today is None else today.homes.copy()
    if targets is None:
        return replace(loads, homes=homes)
    chosen = targets if today is None else targets.of(today.territory_ids)
    pinned = chosen.homes != ANY_HOME
    least, most = (np.full((len(problem.weights), count), bound) for bound in (0.0, np.inf))
    least[0], most[0] = chosen.least, chosen.most
    problem = replace(
        problem,
        shares=chosen.shares,
        homes=chosen.homes,
        least=least if chosen.least.any() else problem.least,
        most=most if np.isfinite(chosen.most).any() else problem.most,
    )
    return replace(loads, problem=problem, homes=np.where(pinned, chosen.homes, homes).astype(np.int32))


def _held(
    measures: tuple[str, ...],
    accounts: Accounts,
    work: ExpectedWork,
    named: Mapping[str, int],
    count: int,
) -> NDArray[np.float64]:
    """Return what named accounts add to the territories that hold them, shape (measures, territories)."""
    held = np.zeros((len(measures), count))
    if not named:
        return held
    place = {account_id: number for number, account_id in enumerate(accounts.account_ids.tolist())}
    at = np.array([place[account_id] for account_id in named])
    owner = np.array(list(named.values()))
    parts = {WORKLOAD: work.service_hours[at], POTENTIAL: accounts.potential_cents[at] / 100}
    for row, measure in enumerate(measures):
        if measure in parts:
            held[row] = np.bincount(owner, weights=parts[measure], minlength=count)
    return held
