"""Who has had each account: changes of rep, as they are seen every morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.simulation.market_state import MarketState

NOBODY: Final = -1


@dataclass(frozen=True, eq=False)
class Assignments:
    """Who had which account for how long; one row each time, in the order of accounts and days.

    Args:
        account: Index of the account, shape (k,).
        rep: Index of the rep, shape (k,).
        from_day: First business day; -1 where it began before the run, shape (k,).
        to_day: Business day on which another rep took over; -1 where it lasts, shape (k,).
    """

    account: NDArray[np.int64]
    rep: NDArray[np.int64]
    from_day: NDArray[np.int64]
    to_day: NDArray[np.int64]


class OwnerHistory:
    """Remembers changes of rep, whatever brought them about.

    Args:
        state: The accounts as they stand, with their owners.

    Attributes:
        before: Rep before the last change of each account, ``NOBODY`` before any, shape (n,).
        since_day: Business day of that change, minus infinity before any, shape (n,).
    """

    def __init__(self, state: MarketState) -> None:
        self._state = state
        self._first, self._now = state.owner.copy(), state.owner.copy()
        self.before = np.full(len(self._now), NOBODY, dtype=np.int64)
        self.since_day = np.full(len(self._now), -np.inf)
        self._changes: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []

    def open_day(self, day: int) -> None:
        """Note which accounts have another rep than yesterday.

        Args:
            day: Business day, from 0.
        """
        changed = np.flatnonzero(self._now != self._state.owner)
        if len(changed):
            self.before[changed] = self._now[changed]
            self.since_day[changed] = day
            self._now[changed] = self._state.owner[changed]
            self._changes.append((day, changed, self._now[changed]))

    def assignments(self) -> Assignments:
        """Say who has had which account.

        Returns:
            One row for each account and each change.
        """
        every = np.arange(len(self._first))
        account = np.concatenate([every, *(changed for _, changed, _ in self._changes)])
        rep = np.concatenate([self._first, *(taken for _, _, taken in self._changes)])
        days = [np.full(len(changed), day) for day, changed, _ in self._changes]
        from_day = np.concatenate([np.full(len(every), -1), *days])
        order = np.lexsort((from_day, account))
        account, rep, from_day = account[order], rep[order], from_day[order]
        followed = np.append(account[1:] == account[:-1], False)
        to_day = np.where(followed, np.append(from_day[1:], -1), -1)
        return Assignments(account, rep, from_day, to_day)
