"""The alignment: which territory owns each basic unit, and which rep works each territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.market.accounts import Accounts

UNOWNED = -1
"""Stands in an alignment where a unit belongs to no territory."""


@dataclass(frozen=True, eq=False)
class Alignment:
    """Units to territories to reps; one rep works one territory.

    Args:
        territory_ids: Ids of the territories; the index in this tuple is the territory index.
        rep_ids: The rep of each territory, in the same order.
        territory_of_unit: Territory index of every unit, or ``UNOWNED``; shape (n_units,).
        homes: Unit index of the home of each territory's rep, shape (n_territories,).
        territory_of_account: Named accounts that a territory holds wherever they lie,
            account id to territory index.
        new_rep_ids: Reps who are hired because there are more territories than before.
    """

    territory_ids: tuple[str, ...]
    rep_ids: tuple[str, ...]
    territory_of_unit: NDArray[np.int32]
    homes: NDArray[np.int32]
    territory_of_account: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    new_rep_ids: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Check that the parts fit each other and freeze the arrays."""
        count = len(self.territory_ids)
        if len(set(self.territory_ids)) != count or len(set(self.rep_ids)) != count:
            raise ValueError("territory ids and rep ids must each be unique")
        if len(self.rep_ids) != count or len(self.homes) != count:
            raise ValueError("one rep and one home for each territory")
        owners = self.territory_of_unit
        if len(owners) and not UNOWNED <= owners.min() <= owners.max() < count:
            raise ValueError("territory_of_unit holds an index that is no territory")
        owners.flags.writeable = False
        self.homes.flags.writeable = False

    def __len__(self) -> int:
        """Return how many territories there are."""
        return len(self.territory_ids)

    def units_of(self, territory: int) -> NDArray[np.int64]:
        """Return the units of one territory.

        Args:
            territory: Territory index.

        Returns:
            Unit indices, ascending.
        """
        return np.flatnonzero(self.territory_of_unit == territory)

    def assign(self, accounts: Accounts) -> NDArray[np.int32]:
        """Return the territory of every account: its own exception, else that of its unit.

        Args:
            accounts: The accounts, shape (n,).

        Returns:
            Territory index or ``UNOWNED`` per account, shape (n,).
        """
        territory = self.territory_of_unit[accounts.unit].astype(np.int32)
        if self.territory_of_account:
            for position, account_id in enumerate(accounts.account_ids.tolist()):
                territory[position] = self.territory_of_account.get(account_id, territory[position])
        return territory

    def reps_of_units(self) -> list[str]:
        """Return the rep who owns each unit; an empty text where nobody does."""
        names = (*self.rep_ids, "")
        return [names[territory] for territory in self.territory_of_unit.tolist()]

    def moved_units(self, other: Alignment) -> NDArray[np.bool_]:
        """Say which units have another rep in the other alignment.

        Args:
            other: An alignment of the same units.

        Returns:
            True where the rep changes, shape (n_units,).
        """
        pairs = zip(self.reps_of_units(), other.reps_of_units(), strict=True)
        return np.fromiter((ours != theirs for ours, theirs in pairs), dtype=np.bool_)

    def to_rows(self, unit_ids: Sequence[str]) -> list[tuple[str, str, str, str, str]]:
        """Return the alignment as rows of alignment.csv.

        Args:
            unit_ids: Ids of the region's units, in the order of their index.

        Returns:
            (unit_id, account_id, territory_id, rep_id, home_unit_id), units first, then named accounts
            by id; one of the first two is empty in each row, and unowned units have no row.
        """
        owned: Iterable[tuple[str, int]] = zip(unit_ids, self.territory_of_unit.tolist(), strict=True)
        homes = (unit_ids[home] for home in self.homes.tolist())
        whose = list(zip(self.territory_ids, self.rep_ids, homes, strict=True))
        rows = [(unit, "", *whose[t]) for unit, t in owned if t != UNOWNED]
        return rows + [("", account, *whose[t]) for account, t in sorted(self.territory_of_account.items())]


def numbered_ids(prefix: str, count: int) -> tuple[str, ...]:
    """Return ids such as T01, T02, in an order that text sorting keeps.

    Args:
        prefix: Letter in front of the number.
        count: How many ids.

    Returns:
        The ids, numbered from 1 with at least two digits.

    Example:
        >>> numbered_ids("T", 3)
        ('T01', 'T02', 'T03')
    """
    digits = max(2, len(str(count)))
    return tuple(f"{prefix}{number:0{digits}d}" for number in range(1, count + 1))
