"""Tables of leadership: the accounts that were handed over, and what reps heard in reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.simulation.table_frame import Columns, named_accounts, named_reps

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel

_NOBODY = np.empty(0, dtype=np.int64)


def handover_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``handover``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    found = model.morning.leadership.realignment.handovers
    account, old, new = (
        np.concatenate([_NOBODY, *(getattr(handover, name) for handover in found)])
        for name in ("account", "old", "new")
    )
    sizes = [len(handover.account) for handover in found]
    return {
        "account_id": named_accounts(model, account),
        "day": np.repeat(np.array([handover.day for handover in found], dtype=np.int32), sizes),
        "from_rep_id": named_reps(model, old),
        "to_rep_id": named_reps(model, new),
        "warm": np.concatenate([np.empty(0, dtype=bool), *(handover.warm for handover in found)]),
        "dated": np.repeat(np.array([handover.dated for handover in found], dtype=bool), sizes),
    }


def review_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``review``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    found = [review for manager in model.morning.leadership.managers for review in manager.reviews]
    columns: Columns = {
        "rep_id": named_reps(model, np.array([review.rep for review in found], dtype=np.int64)),
        "month": [review.month for review in found],
        "manager": np.array([review.manager for review in found], dtype=np.int32),
        "minutes": np.array([review.minutes for review in found], dtype=np.float64),
    }
    return columns | {
        name: np.array([getattr(review, name) for review in found], dtype=np.int64)
        for name in ("booked_cents", "expected_cents")
    }
