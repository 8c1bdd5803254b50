"""The course of a quantity within a stretch of time: it fades, and impulses move it at their moments.

Settlement comes after a stretch of time. A call at ten must move an order at eleven and not one
at nine, however long the stretch is; and what it moves fades from ten on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Impulses:
    """Changes of accounts at moments of a stretch.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        size: How much is added, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    size: NDArray[np.float64]

    def one_by_one(self) -> Iterator[Impulses]:
        """Take them in turns: first the earliest of every account, then its second one, and so on.

        Yields:
            Impulses of which no two are of the same account.
        """
        _, ascending = self._by_account
        if not (ascending[1:] == ascending[:-1]).any():
            yield self
            return
        order = np.lexsort((self.minute, self.account))
        account = self.account[order]
        first = np.searchsorted(account, account, side="left")
        turn = np.arange(len(account)) - first
        for number in range(int(turn.max(initial=-1)) + 1):
            rows = order[turn == number]
            yield Impulses(self.account[rows], self.minute[rows], self.size[rows])

    def and_then(self, others: Impulses) -> Impulses:
        """Return these and others together.

        Args:
            others: Further impulses.

        Returns:
            All of them.
        """
        if not len(self.account):
            return others
        return Impulses(
            np.concatenate([self.account, others.account]),
            np.concatenate([self.minute, others.minute]),
            np.concatenate([self.size, others.size]),
        )

    def of(self, accounts: NDArray[np.int64]) -> Impulses:
        """Return those of some accounts.

        Args:
            accounts: Their indices, shape (m,).

        Returns:
            The impulses that move one of them.
        """
        return self._where(np.isin(self.account, accounts))

    def but_of(self, accounts: NDArray[np.int64]) -> Impulses:
        """Return those of all but some accounts.

        Args:
            accounts: Their indices, shape (m,).

        Returns:
            The impulses that move none of them.
        """
        return self._where(~np.isin(self.account, accounts))

    def _where(self, kept: NDArray[np.bool_]) -> Impulses:
        return Impulses(self.account[kept], self.minute[kept], self.size[kept])

    def left_at(self, end: float, kept_per_minute: float) -> NDArray[np.float64]:
        """Return what is left of each at the end of the stretch.

        Args:
            end: Working minute.
            kept_per_minute: Share that is left after a minute; 1 where nothing fades.

        Returns:
            What is left, shape (k,).
        """
        return self.size * kept_per_minute ** np.maximum(end - self.minute, 0.0)

    def felt_by(
        self, account: NDArray[np.int64], minute: NDArray[np.float64], kept_per_minute: float
    ) -> NDArray[np.float64]:
        """Return what later moments of the same accounts feel.

        Args:
            account: Index of the account of each moment, shape (m,).
            minute: Working minute of each moment, shape (m,).
            kept_per_minute: Share that is left after a minute; 1 where nothing fades.

        Returns:
            Sum of what is left of the account's earlier impulses, shape (m,).

        Example:
            >>> call = Impulses(np.array([7]), np.array([10.0]), np.array([1.0]))
            >>> call.felt_by(np.array([7, 7, 8]), np.array([9.0, 11.0, 11.0]), 0.5).tolist()
            [0.0, 0.5, 0.0]
        """
        order, ascending = self._by_account
        first = ascending.searchsorted(account, side="left")
        count = ascending.searchsorted(account, side="right") - first
        moment = np.repeat(np.arange(len(account)), count)
        place = np.arange(len(moment)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        impulse = order[place]
        gap = minute[moment] - self.minute[impulse]
        felt = np.where(gap > 0, self.size[impulse] * kept_per_minute ** np.maximum(gap, 0.0), 0.0)
        return np.asarray(np.bincount(moment, weights=felt, minlength=len(account)), dtype=np.float64)

    @cached_property
    def _by_account(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        order = self.account.argsort(kind="stable")
        return order, self.account[order]


NO_IMPULSES = Impulses(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))


@dataclass
class Course:
    """How a quantity of all accounts goes through a stretch: it fades towards rest, and impulses move it.

    Args:
        begin: Value of every account when the stretch begins, shape (n,).
        since: Working minute at which it begins.
        kept_per_minute: Share of the distance from rest that is left after a minute.
        rest: Value towards which it fades.
        impulses: What moves it on the way.
    """

    begin: NDArray[np.float64]
    since: float
    kept_per_minute: float
    rest: float = 0.0
    impulses: Impulses = NO_IMPULSES

    def at(self, account: NDArray[np.int64], minute: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of accounts at moments of the stretch.

        Args:
            account: Index of the account of each moment, shape (..., m).
            minute: Working minute of each moment, shape (m,).

        Returns:
            Values, shape (..., m); an impulse counts from the moment after it.
        """
        value: NDArray[np.float64] = self.begin[account]
        value -= self.rest
        value *= self.kept_per_minute ** (minute - self.since)
        value += self.rest
        if not len(self.impulses.account):
            return value
        # Few accounts are moved on the very day on which something else happens to them.
        felt = self._is_moved[account].nonzero()
        if len(felt[0]):
            value[felt] += self.impulses.felt_by(account[felt], minute[felt[-1]], self.kept_per_minute)
        return value

    @property
    def _is_moved(self) -> NDArray[np.bool_]:
        moved = np.zeros(len(self.begin), dtype=bool)
        moved[self.impulses.account] = True
        return moved

    def end(self, minute: float) -> NDArray[np.float64]:
        """Return the values when the stretch ends.

        Args:
            minute: Working minute.

        Returns:
            Values of all accounts, shape (n,).
        """
        kept = self.kept_per_minute ** (minute - self.since)
        ends: NDArray[np.float64] = self.rest + kept * (self.begin - self.rest)
        np.add.at(ends, self.impulses.account, self.impulses.left_at(minute, self.kept_per_minute))
        return ends
