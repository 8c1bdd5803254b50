"""Read a file of locks: units and accounts that belong to a territory whatever a search would prefer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault, nearest_name
from territory_sim.market.accounts import Accounts
from territory_sim.region.csv_table import CsvTable, folded, read_csv_table
from territory_sim.region.network import Region
from territory_sim.region.unit_table import unknown_unit_hint
from territory_sim.territories.alignment import UNOWNED, Alignment


@dataclass(frozen=True, eq=False)
class Locks:
    """What is fixed.

    Args:
        territory_of_unit: Territory each unit must belong to, ``UNOWNED`` for any, shape (n_units,).
        territory_of_account: Accounts that a territory holds wherever they lie.
    """

    territory_of_unit: NDArray[np.int32]
    territory_of_account: Mapping[str, int]


def read_locks(
    path: Path,
    region: Region,
    territory_ids: Sequence[str] | None,
    accounts: Accounts,
    today: Alignment | None,
) -> Locks:
    """Read locks.

    Args:
        path: The file, with ``unit_id`` or ``account_id`` or both, and optional ``territory_id``; where
            that is empty, the unit or account stays where it is today.
        region: The region.
        territory_ids: Ids of the territories, in the order of their index; None where they are not known
            because of faults elsewhere: then nothing but units and accounts is checked.
        accounts: The accounts that may be named.
        today: Today's map; None when there is none.

    Returns:
        The locks.

    Raises:
        DataError: With every fault of the file: unknown ids, a unit that is locked twice to different
            territories, or nothing to stay in.
    """
    faults: list[Fault] = []
    table = read_csv_table(
        path, faults, required=("unit_id|account_id",), optional=("territory_id", "reason")
    )
    if table is None:
        raise DataError(folded(faults))
    index = {territory_id: place for place, territory_id in enumerate(territory_ids or ())}
    account_at = {account: place for place, account in enumerate(accounts.account_ids.tolist())}
    now = None if today is None else today.assign(accounts)
    units = np.full(len(region), UNOWNED, dtype=np.int32)
    named: dict[str, int] = {}
    columns = (table.texts("unit_id"), table.texts("account_id"), table.texts("territory_id"))
    for row, (unit_id, account_id, territory_id) in enumerate(zip(*columns, strict=True)):
        here = UNOWNED
        if not _is_known(table, row, region, account_at, unit_id, account_id):
            continue
        if territory_ids is None:
            continue
        if today is not None and now is not None:
            owners = today.territory_of_unit if unit_id else now
            here = int(owners[region.index_of[unit_id] if unit_id else account_at[account_id]])
        territory = _territory(table, row, index, territory_id, here)
        if territory is None:
            continue
        before = int(units[region.index_of[unit_id]]) if unit_id else named.get(account_id, UNOWNED)
        if before not in (UNOWNED, territory):
            table.fault(row, "territory_id", f"one territory; another row says {territory_ids[before]}")
        elif unit_id:
            units[region.index_of[unit_id]] = territory
        else:
            named[account_id] = territory
    if faults:
        raise DataError(folded(faults))
    return Locks(units, named)


def _is_known(
    table: CsvTable,
    row: int,
    region: Region,
    account_at: Mapping[str, int],
    unit_id: str,
    account_id: str,
) -> bool:
    if bool(unit_id) == bool(account_id):
        given = "both" if unit_id else "neither"
        table.fault(row, "", "either a unit_id or an account_id", given=given)
        return False
    if unit_id and unit_id not in region.index_of:
        hint = unknown_unit_hint(unit_id, region.unit_ids)
        table.fault(row, "unit_id", f"a unit_id of {region.name}", hint=hint)
        return False
    if account_id and account_id not in account_at:
        table.fault(row, "account_id", "an account_id of the accounts")
        return False
    return True


def _territory(
    table: CsvTable, row: int, index: Mapping[str, int], territory_id: str, here: int
) -> int | None:
    if territory_id in index:
        return index[territory_id]
    if territory_id:
        hint = nearest_name(territory_id, index)
        table.fault(row, "territory_id", "a territory_id of the map", hint=hint)
    elif here == UNOWNED:
        allowed = "a territory_id, because there is no map of today (territories.from) to stay in"
        table.fault(row, "territory_id", allowed, given="(empty)")
    else:
        return here
    return None
