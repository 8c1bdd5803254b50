"""Who shares in a sale: whoever answered its lead, and for a time whoever had the account before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from territory_sim.salesforce.commission_parameters import SplitParameters
from territory_sim.simulation.deal_credit import DealCredit
from territory_sim.simulation.owner_history import NOBODY, OwnerHistory

SPLIT = SplitParameters(
    finder_share=0.2, inside_share=0.1, previous_owner_share=0.5, previous_owner_months=3.0
)
NONE = SplitParameters(finder_share=0, inside_share=0, previous_owner_share=0, previous_owner_months=0)


def column(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give whole numbers as a column."""
    return np.array(values, dtype=np.int64)


def accounts(*owners: int) -> Any:
    """Give accounts with their owners."""
    return SimpleNamespace(owner=column(*owners))


def test_the_rep_before_shares_for_three_months() -> None:
    """From the morning of the handover; 62.5 business days later no more."""
    state = accounts(0, 0, 1)
    owners = OwnerHistory(state)
    credit = DealCredit(owners, SPLIT, reps=3)
    owners.open_day(0)
    state.owner[1] = 2
    owners.open_day(10)
    for day, before in ((10, 0), (72, 0), (73, NOBODY)):
        (part,) = credit.of_orders(column(0, 1, 2), day)
        assert part.rep.tolist() == [NOBODY, before, NOBODY], day
        assert part.share == 0.5


def test_whoever_answered_a_lead_shares_in_its_deal() -> None:
    """Field reps by their share, inside reps, numbered after them, by their own; off means no parts."""
    owners = OwnerHistory(accounts(0, 1))
    finder, inside, before = DealCredit(owners, SPLIT, reps=3).of_deals(column(0, 1), 5, column(2, 3))
    assert (finder.rep.tolist(), finder.share) == ([2, NOBODY], 0.2)
    assert (inside.rep.tolist(), inside.share) == ([NOBODY, 3], 0.1)
    assert before.rep.tolist() == [NOBODY, NOBODY]
    assert DealCredit(owners, NONE, reps=3).of_deals(column(0, 1), 5, column(2, 3)) == ()


def test_every_change_of_rep_is_remembered() -> None:
    """There and back again: three stretches, each ending where the next begins."""
    state = accounts(0, 1)
    owners = OwnerHistory(state)
    for day, owner in ((3, 1), (7, 0)):
        state.owner[0] = owner
        owners.open_day(day)
    found = owners.assignments()
    assert found.account.tolist() == [0, 0, 0, 1]
    assert found.rep.tolist() == [0, 1, 0, 1]
    assert found.from_day.tolist() == [-1, 3, 7, -1]
    assert found.to_day.tolist() == [3, 7, -1, -1]
