"""Candidates for everything that happens to an account by itself, drawn before anybody serves it.

The candidates of an account are the points of a Poisson process in the plane of time and rate:
each has a minute, a rate level and its marks. A scenario in which the account's rate is r
accepts the candidates whose level lies under r (thinning, Lewis and Shedler 1979). Raising a
rate therefore adds occurrences and never moves or removes one.

The plane is cut into layers of rate, each drawn from a stream of its own, so that a higher
ceiling in one scenario only adds layers. Within a layer candidates come one after the other in
time, so that a longer horizon only adds to their end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.statistics.inverse_cdf import on_minute_grid
from territory_sim.streams import Streams
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, MINUTE_GRID

_BLOCK_DRAWS = 2_000_000


@dataclass(frozen=True, eq=False)
class Horizon:
    """The stretch of time for which occurrences are drawn.

    Args:
        minutes: Length of the run in working minutes.
        year_minutes: Working minutes of a year, to which rates per year refer.
    """

    minutes: float
    year_minutes: float


def business_horizon(days: int, day_minutes: float) -> Horizon:
    """Return the horizon of a run of business days.

    Args:
        days: Business days of the run.
        day_minutes: Business minutes of a day.

    Returns:
        The horizon, with a year of 250 business days.
    """
    return Horizon(minutes=days * day_minutes, year_minutes=BUSINESS_DAYS_PER_YEAR * day_minutes)


@dataclass(frozen=True, eq=False)
class Occurrences:
    """Accepted candidates in the order of their time, ties in the order of the accounts.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute since the start, on the grid of 1/1024, shape (k,).
        marks: Uniforms in [0, 1) that belong to the occurrence, shape (k, m).
        level: Rate per year under which the candidate was accepted, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    marks: NDArray[np.float64]
    level: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many occurrences there are."""
        return len(self.account)


def draw_occurrences(
    streams: Streams,
    purpose: str,
    keys: NDArray[np.uint64],
    rate_per_year: NDArray[np.float64],
    horizon: Horizon,
    marks: int,
    first_layer: float = 8.0,
) -> Occurrences:
    """Draw the candidates of many accounts and accept those under each account's rate.

    Args:
        streams: Streams of the replication.
        purpose: Stable name of what occurs.
        keys: Stream keys of the accounts, shape (n,).
        rate_per_year: Rate of each account, shape (n,).
        horizon: For how long to draw.
        marks: How many marks each candidate carries.
        first_layer: Height of the lowest layer of rate per year; every next layer is as high
            as all below it. Part of the stream's identity: fixed for a purpose.

    Returns:
        The accepted occurrences.
    """
    parts: list[Occurrences] = []
    floor, top, layer = 0.0, first_layer, 0
    while True:
        wanted = np.flatnonzero(rate_per_year > floor)
        if not len(wanted):
            break
        for rows in _blocks(wanted, top - floor, horizon, marks):
            band = (floor, top, layer)
            parts += _draw_layer(streams, purpose, keys, rate_per_year, horizon, marks, rows, band)
        floor, top, layer = top, 2 * top, layer + 1
    return _in_order(parts, marks)


def _blocks(
    wanted: NDArray[np.int64], height: float, horizon: Horizon, marks: int
) -> list[NDArray[np.int64]]:
    per_account = _mostly_enough(height * horizon.minutes / horizon.year_minutes) * (2 + marks)
    pieces = max(1, math.ceil(len(wanted) * per_account / _BLOCK_DRAWS))
    return [piece for piece in np.array_split(wanted, pieces) if len(piece)]


def _mostly_enough(mean_count: float) -> int:
    return math.ceil(mean_count + 2 * math.sqrt(mean_count) + 1)


def _draw_layer(
    streams: Streams,
    purpose: str,
    keys: NDArray[np.uint64],
    rate_per_year: NDArray[np.float64],
    horizon: Horizon,
    marks: int,
    rows: NDArray[np.int64],
    band: tuple[float, float, int],
) -> list[Occurrences]:
    floor, top, layer = band
    minutes_between = horizon.year_minutes / (top - floor)
    width = 2 + marks
    count = _mostly_enough(horizon.minutes / minutes_between)
    # What rounding to the grid would lift onto the end of the run has no day left to happen on.
    end = horizon.minutes - 0.5 / MINUTE_GRID
    found: list[Occurrences] = []
    while len(rows):
        uniforms = streams.rows(purpose, keys[rows], count * width, layer).reshape(len(rows), count, width)
        minute = np.cumsum(-minutes_between * np.log1p(-uniforms[:, :, 0]), axis=1)
        whole = minute[:, -1] > horizon.minutes
        level = floor + (top - floor) * uniforms[:, :, 1]
        accepted = (minute < end) & (level < rate_per_year[rows][:, None]) & whole[:, None]
        which, _ = np.nonzero(accepted)
        found.append(
            Occurrences(
                account=rows[which],
                minute=on_minute_grid(minute[accepted]),
                marks=uniforms[:, :, 2:][accepted],
                level=level[accepted],
            )
        )
        # A longer draw begins with the same numbers: only who needs more candidates is drawn again.
        rows, count = rows[~whole], 2 * count
    return found


def _in_order(parts: list[Occurrences], marks: int) -> Occurrences:
    if not parts:
        empty = np.empty(0)
        return Occurrences(np.empty(0, dtype=np.int64), empty, np.empty((0, marks)), empty)
    account = np.concatenate([part.account for part in parts])
    minute = np.concatenate([part.minute for part in parts])
    level = np.concatenate([part.level for part in parts])
    every = np.concatenate([part.marks for part in parts])
    parts.clear()  # At 200,000 accounts the parts weigh as much as the whole.
    order = np.lexsort((account, minute))
    return Occurrences(account=account[order], minute=minute[order], marks=every[order], level=level[order])
