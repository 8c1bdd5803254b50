"""Which accounts change their rep between two alignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from territory_sim.market.accounts import Accounts
    from territory_sim.region.network import Region
    from territory_sim.territories.alignment import Alignment

COLUMNS: Final = ("scenario_id", "baseline_id", "account_id", "unit_id", "from_rep_id", "to_rep_id")


def moved_accounts(
    region: Region, accounts: Accounts, before: Alignment, after: Alignment, also_in: Accounts | None = None
) -> tuple[pd.DataFrame, float]:
    """List the accounts whose rep changes.

    Args:
        region: The region of both alignments.
        accounts: The accounts before.
        before: Alignment of the baseline.
        after: Alignment of the option.
        also_in: The accounts after, when the option has others; only accounts in both can move.

    Returns:
        Rows (account_id, unit_id, from_rep_id, to_rep_id) in the order of account ids, an empty rep
        where nobody owns the account; and the share of common accounts that move.
    """
    ids = accounts.account_ids
    from_rep = _reps(before, accounts)
    to_rep = _reps(after, also_in or accounts)
    if also_in is None or np.array_equal(also_in.account_ids, ids):
        at = np.arange(len(ids))
    else:
        common, at, at_after = np.intersect1d(ids, also_in.account_ids, return_indices=True)
        ids, from_rep, to_rep = common, from_rep[at], to_rep[at_after]
    moved = from_rep != to_rep
    unit_ids = np.array(region.unit_ids, dtype=object)
    rows = pd.DataFrame(
        {
            "account_id": ids[moved].astype(object),
            "unit_id": unit_ids[accounts.unit[at][moved]],
            "from_rep_id": from_rep[moved],
            "to_rep_id": to_rep[moved],
        },
        dtype="str",
    )
    return rows, float(moved.mean()) if len(moved) else 0.0


def _reps(alignment: Alignment, accounts: Accounts) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    names = np.array([*alignment.rep_ids, ""], dtype=object)
    return names[alignment.assign(accounts)]
