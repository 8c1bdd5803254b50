"""Read ``accounts.csv``: the accounts a company brings, one a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.region.csv_table import folded, read_csv_table
from territory_sim.region.nearest import located_units
from territory_sim.region.unit_table import Places

ACCOUNT_ALIASES: Final[Mapping[str, str]] = {
    "Id": "account_id",
    "Name": "name",
    "OwnerId": "owner_rep_id",
    "BillingPostalCode": "unit_id",
    "BillingLongitude": "lon",
    "BillingLatitude": "lat",
}
"""Our name of a column by its name in a Salesforce export."""

SEGMENTS: Final = ("A", "B", "C")
_OPTIONAL: Final = ("name", "segment", "annual_potential", "annual_sales", "tenure_years", "owner_rep_id")


@dataclass(frozen=True, eq=False)
class AccountRows:
    """Accounts as a user's file gives them, in ascending text order of their ids.

    Args:
        account_ids: Ids, each once, shape (n,).
        unit: Index of each account's basic unit, shape (n,).
        potential: What each account could buy in a year from all suppliers, in units of the
            currency; nan where the file says nothing, shape (n,).
        segment: 0 for A, 1 for B, 2 for C; -1 where the file says nothing, shape (n,).
        names: Names; empty where the file says nothing.
        owner_rep_ids: Id of the rep who owns each account today; empty where the file says nothing.
        sales: What each bought from us in the last year, in units of the currency; nan where the
            file says nothing, shape (n,).
        tenure_years: Years each has had its rep; likewise.
    """

    account_ids: NDArray[np.str_]
    unit: NDArray[np.int32]
    potential: NDArray[np.float64]
    segment: NDArray[np.int8]
    names: tuple[str, ...]
    owner_rep_ids: tuple[str, ...]
    sales: NDArray[np.float64]
    tenure_years: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of accounts."""
        return len(self.account_ids)


def read_accounts(path: Path, places: Places) -> AccountRows | None:
    """Read a user's accounts and find the basic unit of each.

    Args:
        path: The file, with ``account_id``, and ``unit_id`` or ``lon`` and ``lat``; optional ``name``,
            ``segment``, ``annual_potential``, ``annual_sales``, ``tenure_years`` and
            ``owner_rep_id``. Names of a Salesforce export are understood too.
        places: The region, or the units that could be read of a faulty one.

    Returns:
        The accounts, or None when there is no such file.

    Raises:
        DataError: With every fault of the file.
    """
    if not path.exists():
        return None
    faults: list[Fault] = []
    table = read_csv_table(
        path, faults, required=("account_id",), optional=_OPTIONAL, aliases=ACCOUNT_ALIASES
    )
    if table is None:
        raise DataError(folded(faults))
    account_ids = table.ids("account_id")
    unit = located_units(table, places)
    allowed = "money a year, at least 0.01, or empty"
    potential = table.numbers("annual_potential", allowed, low=0.01, required=False)
    sales = table.numbers("annual_sales", "money a year, from 0 on, or empty", low=0, required=False)
    tenure = table.numbers("tenure_years", "years, from 0 on, or empty", low=0, required=False)
    segment = table.choices("segment", SEGMENTS, "")
    if not len(table):
        faults.append(Fault(where=path.name, given="no rows", allowed="at least one account"))
    if faults:
        raise DataError(folded(faults))
    order = np.argsort(np.array(account_ids, dtype=np.str_), kind="stable")
    names, owners = table.texts("name"), table.texts("owner_rep_id")
    return AccountRows(
        account_ids=np.array(account_ids, dtype=np.str_)[order],
        unit=unit[order],
        potential=potential[order],
        segment=np.array([SEGMENTS.index(word) if word else -1 for word in segment], dtype=np.int8)[order],
        names=tuple(names[row] for row in order),
        owner_rep_ids=tuple(owners[row] for row in order),
        sales=sales[order],
        tenure_years=tenure[order],
    )
