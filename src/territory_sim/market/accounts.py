"""The accounts of a region: where they are, what they could buy, and their segment.

A synthetic customer base is drawn unit by unit: accounts open in each unit as a Poisson process
and the first N to open in the whole region are taken. Given N, their places are then exactly
multinomial, and asking for one account more adds one and moves none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from territory_sim.market.account_file import AccountRows
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.region.network import Region
from territory_sim.statistics.inverse_cdf import gamma_of_mean_one
from territory_sim.streams import Streams, entity_keys

SEGMENTS: Final = ("A", "B", "C")

_TOP_FIFTH_QUANTILE: Final = 0.8416212335729143
"""Standard normal quantile of 0.8."""


@dataclass(frozen=True, eq=False)
class Accounts:
    """All accounts as columns, in ascending order of their ids.

    Args:
        account_ids: Ids as text, shape (n,).
        unit: Index of the unit each lies in at the start, shape (n,).
        potential_cents: What each could buy in a year from all suppliers, in cents, shape (n,).
        segment: 0 for A, 1 for B, 2 for C, shape (n,).
        stream_keys: Keys of the accounts' random streams, shape (n,).
        names: Names for people, or None.
    """

    account_ids: NDArray[np.str_]
    unit: NDArray[np.int32]
    potential_cents: NDArray[np.int64]
    segment: NDArray[np.int8]
    stream_keys: NDArray[np.uint64]
    names: tuple[str, ...] | None = None

    def __len__(self) -> int:
        """Return how many accounts there are."""
        return len(self.account_ids)

    def unit_potential_cents(self, units: int) -> NDArray[np.float64]:
        """Add up the potential of each unit's accounts.

        Args:
            units: Number of units of the region.

        Returns:
            Cents a year, shape (units,).
        """
        total = np.bincount(self.unit, weights=self.potential_cents, minlength=units)
        return total.astype(np.float64)

    def only(self, kept: NDArray[np.bool_]) -> Accounts:
        """Return some of the accounts.

        Args:
            kept: Which of them, shape (n,).

        Returns:
            Those, in their order.
        """
        names = self.names
        return Accounts(
            account_ids=self.account_ids[kept],
            unit=self.unit[kept],
            potential_cents=self.potential_cents[kept],
            segment=self.segment[kept],
            stream_keys=self.stream_keys[kept],
            names=None if names is None else tuple(names[at] for at in np.flatnonzero(kept).tolist()),
        )


def draw_accounts(region: Region, parameters: MarketParameters, streams: Streams) -> Accounts:
    """Draw a customer base for a region.

    Args:
        region: The region; accounts are placed in proportion to its weights.
        parameters: Number of accounts, spread, potential and segments.
        streams: Streams of the world, without a replication.

    Returns:
        Exactly ``parameters.accounts`` accounts.

    Source:
        Counts: gamma-Poisson (negative binomial) around the statistics of the unit. Potential:
        lognormal, whose top fifth holds the share P(Z > z - sigma), the Lorenz curve of the
        lognormal (Aitchison and Brown 1957).
    """
    unit, number = _first_to_open(region, parameters, streams)
    unit_ids = np.array(region.unit_ids)
    account_ids = np.char.add(np.char.add(unit_ids[unit], "-"), np.char.zfill(number.astype(str), 4))
    order = np.argsort(account_ids, kind="stable")
    account_ids, unit = account_ids[order], unit[order]
    keys = entity_keys(account_ids.tolist())
    potential = _potential_cents(streams.rows("account potential", keys, 1)[:, 0], parameters)
    return Accounts(
        account_ids=account_ids,
        unit=unit.astype(np.int32),
        potential_cents=potential,
        segment=_segments(potential, parameters),
        stream_keys=keys,
    )


def accounts_from_file(rows: AccountRows, parameters: MarketParameters, streams: Streams) -> Accounts:
    """Turn a user's accounts into the accounts of a world, drawing only what the file leaves out.

    Args:
        rows: What ``accounts.csv`` holds, checked.
        parameters: Spread of the potential and limits of the segments where the file is silent.
        streams: Streams of the world, without a replication.

    Returns:
        The accounts in ascending order of their ids.
    """
    account_ids = np.array(rows.account_ids)
    order = np.argsort(account_ids, kind="stable")
    account_ids = account_ids[order]
    keys = entity_keys(account_ids.tolist())
    drawn = _potential_cents(streams.rows("account potential", keys, 1)[:, 0], parameters)
    given = np.asarray(rows.potential, dtype=np.float64)[order]
    potential = np.where(np.isnan(given), drawn, np.rint(np.nan_to_num(given) * 100)).astype(np.int64)
    segment = np.asarray(rows.segment, dtype=np.int8)[order]
    by_size = _segments(potential, parameters)
    names = tuple(rows.names[i] for i in order.tolist()) if any(rows.names) else None
    return Accounts(
        account_ids=account_ids,
        unit=np.asarray(rows.unit, dtype=np.int32)[order],
        potential_cents=potential,
        segment=np.where(segment < 0, by_size, segment).astype(np.int8),
        stream_keys=keys,
        names=names,
    )


def _first_to_open(
    region: Region, parameters: MarketParameters, streams: Streams
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys = entity_keys(region.unit_ids)
    factor = gamma_of_mean_one(streams.rows("unit market", keys, 1)[:, 0], parameters.dispersion)
    rate = parameters.accounts * factor * region.weight / region.weight.sum()
    reach = 1.2 * parameters.accounts / rate.sum()
    while True:
        found = [_openings(streams, region.unit_ids[i], rate[i], reach) for i in np.flatnonzero(rate > 0)]
        if sum(len(times) for times in found) >= parameters.accounts:
            break
        reach *= 1.5
    units = np.repeat(np.flatnonzero(rate > 0), [len(times) for times in found])
    numbers = np.concatenate([np.arange(1, len(times) + 1) for times in found])
    first = np.argsort(np.concatenate(found), kind="stable")[: parameters.accounts]
    return units[first], numbers[first]


def _openings(streams: Streams, unit_id: str, rate: float, reach: float) -> NDArray[np.float64]:
    generator = streams.generator("account openings", unit_id)
    expected = rate * reach
    times = np.empty(0)
    last = 0.0
    while last <= reach:
        gaps = -np.log1p(-generator.random(math.ceil(expected + 4 * math.sqrt(expected) + 4))) / rate
        times = np.append(times, last + np.cumsum(gaps))
        last = float(times[-1])
    return times[times <= reach]


def _potential_cents(marks: NDArray[np.float64], parameters: MarketParameters) -> NDArray[np.int64]:
    sigma = float(ndtri(parameters.top_fifth_share)) + _TOP_FIFTH_QUANTILE
    normal = ndtri(np.maximum(marks, 2.0**-54))
    money = parameters.mean_potential * np.exp(sigma * normal - sigma * sigma / 2)
    whole: NDArray[np.int64] = np.maximum(np.rint(money * 100), 1).astype(np.int64)
    return whole


def _segments(potential_cents: NDArray[np.int64], parameters: MarketParameters) -> NDArray[np.int8]:
    order = np.argsort(-potential_cents, kind="stable")
    before = (np.cumsum(potential_cents[order]) - potential_cents[order]) / potential_cents.sum()
    segment = np.empty(len(order), dtype=np.int8)
    segment[order] = np.digitize(before, [parameters.segment_a_share, parameters.segment_ab_share])
    return segment
