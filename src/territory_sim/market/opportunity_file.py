"""Read ``opportunities.csv``: deals under way, which a handover would endanger."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.market.accounts import Accounts
from territory_sim.region.csv_table import folded, read_csv_table

_STATES: Final = ("open", "won", "lost")


def accounts_with_open_deals(path: Path, accounts: Accounts) -> NDArray[np.bool_]:
    """Tell which accounts have a deal under way.

    Args:
        path: The file, with ``account_id`` and optional ``status`` (open, won or lost; empty is open).
        accounts: The accounts.

    Returns:
        True for accounts with an open deal, shape (n_accounts,).

    Raises:
        DataError: With every fault of the file.
    """
    faults: list[Fault] = []
    table = read_csv_table(path, faults, required=("account_id",), optional=("status",))
    if table is None:
        raise DataError(folded(faults))
    states = table.choices("status", _STATES, "open")
    at = {account_id: place for place, account_id in enumerate(accounts.account_ids.tolist())}
    has_deal = np.zeros(len(accounts), dtype=np.bool_)
    for row, (account_id, state) in enumerate(zip(table.texts("account_id"), states, strict=True)):
        if account_id not in at:
            table.fault(row, "account_id", "an account_id of the accounts")
        elif state == "open":
            has_deal[at[account_id]] = True
    if faults:
        raise DataError(folded(faults))
    return has_deal
