"""What accounts are worth to us, and how much would be lost if they changed their rep."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.account_file import AccountRows
from territory_sim.market.accounts import Accounts

LOSS_OF_HANDOVER: Final = 0.15
"""Share of an account's sales of a year that a change of rep costs.

Source: 13.2 to 17.6 % of the annual sales of the customers moved ("Sales Representative Departures
and Customer Reassignment Strategies").
"""

TENURE_YEARS: Final = 3.0
"""Years in which a relationship grows to 63 % of its strength; our assumption."""

_TIE_LIMITS: Final = (0.1, 10.0)


def annual_sales(accounts: Accounts, rows: AccountRows | None, our_share: float) -> NDArray[np.float64]:
    """Return what each account buys from us in a year.

    Args:
        accounts: The accounts.
        rows: What the user's file says, in the order of the accounts; None for nothing.
        our_share: Our part of what an account buys when it is called on at its norm.

    Returns:
        Money a year: the file's, else our part of the potential, shape (n,).
    """
    share = accounts.potential_cents / 100 * our_share
    return share if rows is None else np.where(np.isnan(rows.sales), share, rows.sales)


def unit_ties(
    accounts: Accounts, hours: NDArray[np.float64], rows: AccountRows | None, units: int
) -> NDArray[np.float64]:
    """Say how much the relationships of units weigh beside their work.

    Args:
        accounts: The accounts.
        hours: Hours a year at each, shape (n,).
        rows: What the user's file says about sales and tenure; None for nothing.
        units: Number of units of the region.

    Returns:
        1 for units with as much relationship as work, and for all where nothing is known; half of it
        follows the work alone; from 0.1 to 10, shape (n_units,).
    """
    if rows is None or (np.isnan(rows.sales).all() and np.isnan(rows.tenure_years).all()):
        return np.ones(units)
    value = hours if np.isnan(rows.sales).all() else np.nan_to_num(rows.sales)
    if not np.isnan(rows.tenure_years).all():
        value = value * (1 - np.exp(-np.nan_to_num(rows.tenure_years) / TENURE_YEARS))
    ours, work = (np.bincount(accounts.unit, weights=part, minlength=units) for part in (value, hours))
    if not ours.sum() > 0 or not work.sum() > 0:
        return np.ones(units)
    known = work > 0
    ratio = np.ones(units)
    ratio[known] = ours[known] / ours.sum() / (work[known] / work.sum())
    return np.clip(0.5 + 0.5 * ratio, *_TIE_LIMITS)
