"""What a design may not change: measures, today's map, targets, locks and freeze rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.feasibility import require_feasible
from territory_sim.errors import Fault, ScenarioError, TerritorySimError
from territory_sim.market.accounts import Accounts
from territory_sim.market.opportunity_file import accounts_with_open_deals
from territory_sim.region.network import Region
from territory_sim.scenario.amounts import unit_amounts
from territory_sim.scenario.files import RegionFiles
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.todays_map import todays_map
from territory_sim.territories.alignment import UNOWNED, Alignment, numbered_ids
from territory_sim.territories.lock_file import Locks, read_locks
from territory_sim.territories.target_file import Targets, read_targets
from territory_sim.territories.workload import WorkloadModel

Found = TypeVar("Found")

_KEY_SEGMENT: Final = 0
"""Accounts of segment A are key accounts."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Limits:
    """What a design starts from and may not change.

    Args:
        today: Today's map; None when there is none.
        territory_ids: Ids of the territories.
        rep_ids: The rep of each.
        targets: What territories are to be; None where they are all alike.
        locks: Units and accounts that belong to a territory.
        frozen: Units that a rule keeps with their rep, shape (n_units,).
    """

    today: Alignment | None
    territory_ids: tuple[str, ...]
    rep_ids: tuple[str, ...]
    targets: Targets | None
    locks: Locks
    frozen: NDArray[np.bool_]


def read_limits(
    scenario: Scenario, found: RegionFiles, accounts: Accounts, model: Callable[[], WorkloadModel]
) -> tuple[dict[str, NDArray[np.float64]], Limits]:
    """Read the measures and all that is fixed.

    Args:
        scenario: The settings.
        found: The files of the region.
        accounts: The accounts.
        model: Makes the workload model, where today's map has to be grown or follow a number.

    Returns:
        Amounts in each unit by measure, and what is fixed.

    Raises:
        TerritorySimError: With the faults of the measures and of all files at once.
    """
    parameters, region = scenario.territories, found.region
    failed: list[TerritorySimError] = []

    def tried(read: Callable[[], Found]) -> Found | None:
        try:
            return read()
        except TerritorySimError as error:
            failed.append(error)
            return None

    amounts = tried(lambda: unit_amounts(parameters.measure, scenario.region, region, accounts))
    before = len(failed)
    today = tried(lambda: todays_map(parameters, found, accounts, model))
    # Without today's map, where there is to be one, what refers to it cannot be judged.
    is_known = len(failed) == before
    told = tried(lambda: _territories(scenario, region, today)) if is_known else None
    ids = None if told is None else told[0]
    locks = tried(lambda: _locks(parameters.locks, region, ids, accounts, today))
    frozen = tried(lambda: _frozen(scenario, accounts, today, len(region))) if is_known else None
    if len(failed) == 1:
        raise failed[0]
    if amounts is None or told is None or locks is None or frozen is None:
        raise ScenarioError([fault for error in failed for fault in error.faults])
    return amounts, Limits(
        today=today,
        territory_ids=told[0],
        rep_ids=told[1],
        targets=told[2],
        locks=locks,
        frozen=frozen,
    )


def _territories(
    scenario: Scenario, region: Region, today: Alignment | None
) -> tuple[tuple[str, ...], tuple[str, ...], Targets | None]:
    """Return the ids of territories and reps, and what they are to be."""
    parameters = scenario.territories
    known = None if today is None else today.territory_ids
    path = parameters.targets
    targets = None if path is None else read_targets(Path(path), region, known)
    if today is not None:
        return today.territory_ids, today.rep_ids, targets
    count = parameters.count
    if count is None:
        allowed = "must be how many territories to draw, because there is no map of today (territories.from)"
        raise ScenarioError([Fault(where="territories.count", given="null", allowed=allowed)])
    require_feasible(region, count)
    if targets is None:
        return numbered_ids("T", count), numbered_ids("R", count), None
    if len(targets.territory_ids) != count:
        given = f"{len(targets.territory_ids)} territories"
        allowed = f"must have a row for each of {count} territories (territories.count)"
        hint = f"territories.count={len(targets.territory_ids)}"
        raise ScenarioError([Fault(where=Path(str(path)).name, given=given, allowed=allowed, hint=hint)])
    drawn = numbered_ids("R", count)
    reps = tuple(rep or drawn[place] for place, rep in enumerate(targets.rep_ids))
    return targets.territory_ids, reps, targets


def _locks(
    path: str | None,
    region: Region,
    ids: tuple[str, ...] | None,
    accounts: Accounts,
    today: Alignment | None,
) -> Locks:
    if path is None:
        return Locks(np.full(len(region), UNOWNED, dtype=np.int32), {})
    return read_locks(Path(path), region, ids, accounts, today)


def _frozen(scenario: Scenario, accounts: Accounts, today: Alignment | None, units: int) -> NDArray[np.bool_]:
    """Say which units a freeze rule keeps with their rep."""
    rule = scenario.territories.freeze
    frozen = np.zeros(units, dtype=np.bool_)
    if rule == "none":
        return frozen
    if today is None:
        allowed = "needs a map of today to keep units in"
        raise ScenarioError(
            [Fault(where="territories.freeze", given=rule, allowed=allowed, hint="territories.from=FILE")]
        )
    if rule in ("key_accounts", "both"):
        frozen[accounts.unit[accounts.segment == _KEY_SEGMENT]] = True
    if rule in ("open_deals", "both"):
        folder = scenario.region.path
        if folder is None or not (Path(folder) / "opportunities.csv").exists():
            allowed = "needs opportunities.csv in the folder of region.path"
            hint = "or a list of the units in territories.locks"
            raise ScenarioError([Fault(where="territories.freeze", given=rule, allowed=allowed, hint=hint)])
        has_deal = accounts_with_open_deals(Path(folder) / "opportunities.csv", accounts)
        frozen[accounts.unit[has_deal]] = True
    return frozen
