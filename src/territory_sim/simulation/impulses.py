"""Impulses: sudden changes of an account within a day, felt by what happens to it later that day.

Settlement comes after a stretch of time. A call at ten must move an order at eleven and not one
at nine, however long the stretch is; and what it moves fades from ten on.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        if not (len(self.account) and len(account)):
            return np.zeros(len(account))
        order = np.argsort(self.account, kind="stable")
        sorted_accounts = self.account[order]
        first = np.searchsorted(sorted_accounts, account, side="left")
        count = np.searchsorted(sorted_accounts, account, side="right") - first
        moment = np.repeat(np.arange(len(account)), count)
        place = np.arange(len(moment)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        impulse = order[place]
        gap = minute[moment] - self.minute[impulse]
        felt = np.where(gap > 0, self.size[impulse] * kept_per_minute ** np.maximum(gap, 0.0), 0.0)
        return np.asarray(np.bincount(moment, weights=felt, minlength=len(account)), dtype=np.float64)
