"""Product launches: how long each account resists a new product, and what adopters need of it.

The needs are candidates, drawn for every account over the whole run; one becomes a need when its
account has adopted the product by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.orders import Needs
from territory_sim.market.parameters.fulfilment import LaunchParameters
from territory_sim.statistics.inverse_cdf import lognormal
from territory_sim.streams import Streams

_SIZE, _CHOICE = range(2)


@dataclass(frozen=True, eq=False)
class LaunchNeeds:
    """What accounts would need of new products, one launch after the other, each in order of time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        size_cents: What it would buy, in cents, shape (k,).
        choice_mark: Uniform that decides from whom, shape (k,).
        launch: Which launch it belongs to, from 0, shape (k,).
        resistance_mark: Uniform of each account that decides how long it resists each product,
            shape (launches, n).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    size_cents: NDArray[np.int64]
    choice_mark: NDArray[np.float64]
    launch: NDArray[np.int8]
    resistance_mark: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.account)


def draw_launch_needs(
    accounts: Accounts,
    launches: Sequence[LaunchParameters],
    order_size_cv: float,
    streams: Streams,
    horizon: Horizon,
) -> LaunchNeeds:
    """Draw what accounts would need of new products.

    Args:
        accounts: The accounts.
        launches: The products.
        order_size_cv: Coefficient of variation of an order's size.
        streams: Streams of the replication; a product's name is part of its purpose.
        horizon: For how long to draw.

    Returns:
        The candidates.
    """
    resistance = np.empty((len(launches), len(accounts)))
    account, minute, size, choice, which = [], [], [], [], []
    for number, launch in enumerate(launches):
        resistance[number] = streams.rows(f"resistance to {launch.name}", accounts.stream_keys, 1)[:, 0]
        rate = np.full(len(accounts), launch.needs_per_year)
        purpose = f"needs of {launch.name}"
        found = draw_occurrences(streams, purpose, accounts.stream_keys, rate, horizon, marks=2)
        potential = accounts.potential_cents[found.account].astype(np.float64)
        mean = potential * (launch.value_share / max(launch.needs_per_year, 1e-9))
        account.append(found.account)
        minute.append(found.minute)
        size.append(np.rint(lognormal(found.marks[:, _SIZE], mean, order_size_cv)).astype(np.int64))
        choice.append(found.marks[:, _CHOICE])
        which.append(np.full(len(found), number, dtype=np.int8))
    whole, real = np.empty(0, dtype=np.int64), np.empty(0)
    return LaunchNeeds(
        account=np.concatenate([whole, *account]),
        minute=np.concatenate([real, *minute]),
        size_cents=np.concatenate([whole, *size]),
        choice_mark=np.concatenate([real, *choice]),
        launch=np.concatenate([np.empty(0, dtype=np.int8), *which]),
        resistance_mark=resistance,
    )


def with_launches(needs: Needs, extra: LaunchNeeds) -> tuple[Needs, NDArray[np.int8], NDArray[np.int64]]:
    """Merge what accounts need anyway with what they would need of new products.

    Args:
        needs: The usual needs.
        extra: The candidates of the launches.

    Returns:
        All of them in the order of their time; the launch of each, -1 for usual needs; and the
        row of each in ``needs`` followed by ``extra``.
    """
    launch = np.concatenate([np.full(len(needs), -1, dtype=np.int8), extra.launch])
    if not len(extra):
        return needs, launch, np.arange(len(needs))
    names = [field.name for field in fields(Needs)]
    columns = {name: np.concatenate([getattr(needs, name), getattr(extra, name)]) for name in names}
    order = np.lexsort((launch, columns["account"], columns["minute"]))
    return Needs(**{name: column[order] for name, column in columns.items()}), launch[order], order
