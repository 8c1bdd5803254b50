"""Read and write ``alignment.csv``: which territory and rep own each unit, and named accounts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault, nearest_name
from territory_sim.region.csv_table import MOST_ALIKE, CsvTable, folded, read_csv_table
from territory_sim.region.network import Region
from territory_sim.region.unit_table import unknown_unit_hint
from territory_sim.territories.alignment import Alignment

if TYPE_CHECKING:
    from territory_sim.market.accounts import Accounts

_NO_HOMES: Final[Mapping[str, int]] = MappingProxyType({})
_MOST_IDS: Final = 5
_HINT_AMONG: Final = 5000
"""Looking for a near account id among more than this takes longer than reading the file."""

HOME: Final = "home_unit_id"
ALIGNMENT_COLUMNS: Final = ("unit_id", "account_id", "territory_id", "rep_id", HOME)
"""The columns of alignment.csv, in their order; the second and the last may be missing."""


def read_alignment(
    path: Path,
    region: Region,
    *,
    accounts: Accounts | None = None,
    rep_homes: Mapping[str, int] = _NO_HOMES,
) -> Alignment:
    """Read an alignment that a user brings.

    Args:
        path: The file, with ``unit_id`` or ``account_id`` or both, ``territory_id`` and ``rep_id``.
            A row with an ``account_id`` gives one account to a territory, wherever it lies.
            ``home_unit_id``, where a row has it, is the unit in which its rep lives.
        region: The region; each of its units needs an owner.
        accounts: The accounts that may be named; None when none may.
        rep_homes: Unit index of the home of reps whose home is known, by rep id, in place of what
            the file says. Reps without any live in the unit of their territory with most weight.

    Returns:
        The alignment, its territories in ascending text order of their ids.

    Raises:
        DataError: With every fault of the file.
    """
    faults: list[Fault] = []
    table = read_csv_table(path, faults, required=("unit_id|account_id", "territory_id", "rep_id"))
    if table is None:
        raise DataError(folded(faults))
    rep_of = _reps_of_territories(table)
    territory_of_unit, territory_of_account = _owners(table, region, accounts)
    _note_unowned(table, region, territory_of_unit)
    known_homes = {**_homes(table, region), **rep_homes}
    if faults:
        raise DataError(folded(faults))
    ids = tuple(sorted(rep_of))
    index = {territory_id: position for position, territory_id in enumerate(ids)}
    owners = [index[territory_of_unit[unit]] for unit in range(len(region.unit_ids))]
    named = {account: index[territory] for account, territory in sorted(territory_of_account.items())}
    territory = np.array(owners, dtype=np.int32)
    homes = [
        known_homes.get(rep_of[territory_id], _largest_market(region, accounts, territory, named, position))
        for position, territory_id in enumerate(ids)
    ]
    return Alignment(
        territory_ids=ids,
        rep_ids=tuple(rep_of[territory_id] for territory_id in ids),
        territory_of_unit=territory,
        homes=np.array(homes, dtype=np.int32),
        territory_of_account=MappingProxyType(named),
    )


def alignment_csv(alignment: Alignment, unit_ids: Sequence[str]) -> str:
    """Return an alignment as the text of a file that :func:`read_alignment` reads back.

    Args:
        alignment: The alignment.
        unit_ids: Ids of the region's units, in the order of their index.

    Returns:
        CSV with a header; the column ``account_id`` only where accounts are named.
    """
    return csv_of_rows(alignment.to_rows(unit_ids))


def csv_of_rows(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows of an alignment as the text of a file.

    Args:
        rows: Unit id, account id, territory id, rep id and home; one of the first two is empty.

    Returns:
        CSV with a header; the column ``account_id`` only where accounts are named.
    """
    place = ALIGNMENT_COLUMNS.index("account_id")
    kept = [at for at in range(len(ALIGNMENT_COLUMNS)) if at != place or any(row[place] for row in rows)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([ALIGNMENT_COLUMNS[at] for at in kept])
    writer.writerows([row[at] for at in kept] for row in rows)
    return text.getvalue()


def _reps_of_territories(table: CsvTable) -> dict[str, str]:
    """Return the rep of each territory, and note where one has two of the other."""
    rep_of: dict[str, str] = {}
    territory_of: dict[str, str] = {}
    for row, (territory, rep) in enumerate(
        zip(table.texts("territory_id"), table.texts("rep_id"), strict=True)
    ):
        for column, text in (("territory_id", territory), ("rep_id", rep)):
            if not text and column in table:
                table.fault(row, column, "an id is needed", given="(empty)")
        if not territory or not rep:
            continue
        first_rep, first_territory = (
            rep_of.setdefault(territory, rep),
            territory_of.setdefault(rep, territory),
        )
        if first_rep != rep:
            table.fault(row, "rep_id", f"one rep for territory {territory}; another row says {first_rep}")
        elif first_territory != territory:
            allowed = f"one territory for rep {rep}; another row says {first_territory}"
            table.fault(row, "territory_id", allowed)
    return rep_of


def _homes(table: CsvTable, region: Region) -> dict[str, int]:
    """Return the home of each rep of whom the file tells one, and note unknown units and second homes."""
    home_of: dict[str, int] = {}
    for row, (rep, unit_id) in enumerate(zip(table.texts("rep_id"), table.texts(HOME), strict=True)):
        if not unit_id:
            continue
        home = region.index_of.get(unit_id)
        if home is None:
            hint = unknown_unit_hint(unit_id, region.unit_ids)
            table.fault(row, HOME, f"a unit_id of {region.name}", hint=hint)
        elif home_of.setdefault(rep, home) != home:
            first = region.unit_ids[home_of[rep]]
            table.fault(row, HOME, f"one home for rep {rep}; another row says {first}")
    return home_of


def _owners(
    table: CsvTable, region: Region, accounts: Accounts | None
) -> tuple[dict[int, str], dict[str, str]]:
    """Return the territory of each unit index and each account id that has a row, and note faults."""
    of_unit: dict[int, str] = {}
    of_account: dict[str, str] = {}
    account_ids = frozenset() if accounts is None else frozenset(accounts.account_ids.tolist())
    first_row: dict[tuple[str, str], int] = {}
    unknown = 0
    columns = (table.texts("unit_id"), table.texts("account_id"), table.texts("territory_id"))
    for row, (unit_id, account_id, territory) in enumerate(zip(*columns, strict=True)):
        if bool(unit_id) == bool(account_id):
            given = "both" if unit_id else "neither"
            table.fault(row, "", "either a unit_id or an account_id", given=given)
            continue
        column, key = ("unit_id", unit_id) if unit_id else ("account_id", account_id)
        first = first_row.setdefault((column, key), row)
        if first != row:
            table.fault(row, column, f"every id once; row {table.rows[first]} has it already")
        elif key in (region.index_of if unit_id else account_ids):
            if unit_id:
                of_unit[region.index_of[unit_id]] = territory
            else:
                of_account[account_id] = territory
        else:
            _note_unknown(table, row, column, region, account_ids, hinted=unknown < MOST_ALIKE)
            unknown += 1
    return of_unit, of_account


def _note_unknown(
    table: CsvTable, row: int, column: str, region: Region, account_ids: frozenset[str], *, hinted: bool
) -> None:
    """Note an id that nothing has, with what it may have been meant to be."""
    given = table.columns[column][row]
    if column == "unit_id":
        hint = unknown_unit_hint(given, region.unit_ids) if hinted else ""
        table.fault(row, column, f"a unit_id of {region.name}", hint=hint)
        return
    near = hinted and len(account_ids) <= _HINT_AMONG
    hint = nearest_name(given, sorted(account_ids)) if near else ""
    table.fault(row, column, "an account_id of the accounts", hint=hint)


def _note_unowned(table: CsvTable, region: Region, territory_of_unit: Mapping[int, str]) -> None:
    """Note units without an owner, all in one line."""
    ids = [unit_id for unit, unit_id in enumerate(region.unit_ids) if unit not in territory_of_unit]
    if not ids:
        return
    more = f" and {len(ids) - _MOST_IDS:,} more" if len(ids) > _MOST_IDS else ""
    count = "1 unit" if len(ids) == 1 else f"{len(ids):,} units"
    table.faults.append(
        Fault(
            where=table.file,
            given=f"{count} without a row",
            allowed=f"an owner for every unit of {region.name}",
            hint=" ".join(ids[:_MOST_IDS]) + more,
        )
    )


def _largest_market(
    region: Region,
    accounts: Accounts | None,
    territory_of_unit: NDArray[np.int32],
    named: Mapping[str, int],
    territory: int,
) -> int:
    """Return the unit with most weight; of a territory of named accounts only, the first one's unit."""
    units = np.flatnonzero(territory_of_unit == territory)
    if not len(units) and accounts is not None:
        ids = [account for account, owner in named.items() if owner == territory]
        units = accounts.unit[np.isin(accounts.account_ids, ids)].astype(np.int64)
    return int(units[int(np.argmax(region.weight[units]))])
