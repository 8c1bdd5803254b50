"""Calls and sales of each account in each month, counted from a CRM export."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.calibration.crm_folder import CrmLog


@dataclass(frozen=True, eq=False)
class AccountMonths:
    """A panel: one row for each account, one column for each month.

    Args:
        account_ids: Ids of the accounts, length n.
        months: The months, as ``2026-01``, length m.
        calls: Calls as entered, shape (n, m).
        sales: Sales as entered, in currency, shape (n, m).
    """

    account_ids: tuple[str, ...]
    months: tuple[str, ...]
    calls: NDArray[np.float64]
    sales: NDArray[np.float64]


def account_months(log: CrmLog) -> AccountMonths:
    """Count calls and sales by account and month.

    Args:
        log: The CRM export.

    Returns:
        The panel. Orders that closed an opportunity are left out: there the rep came because of
        the sale. Entries whose account is not in the export are left out too.
    """
    orders = log.orders[log.orders["opportunity_id"] == ""]
    dates = pd.concat([log.calls["call_date"], orders["order_date"]])
    months = pd.Index(sorted(set(dates.str[:7])))
    accounts = pd.Index(log.accounts["account_id"])
    one = pd.Series(1.0, index=log.calls.index)
    return AccountMonths(
        account_ids=tuple(accounts),
        months=tuple(months),
        calls=_panel(accounts, months, log.calls["account_id"], log.calls["call_date"], one),
        sales=_panel(accounts, months, orders["account_id"], orders["order_date"], orders["amount"]),
    )


def _panel(
    accounts: pd.Index[str],
    months: pd.Index[str],
    account: pd.Series[str],
    date: pd.Series[str],
    amount: pd.Series[float],
) -> NDArray[np.float64]:
    row, column = accounts.get_indexer(pd.Index(account)), months.get_indexer(pd.Index(date.str[:7]))
    known = row >= 0
    place = row[known] * len(months) + column[known]
    sums = np.bincount(place, amount.to_numpy(dtype=np.float64)[known], len(accounts) * len(months))
    return sums.astype(np.float64).reshape(len(accounts), len(months))
