"""Entries of the CRM system: what happened, as it was written down, if it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.crm.entry_marks import entry_marks
from territory_sim.statistics.inverse_cdf import exponential

if TYPE_CHECKING:
    from territory_sim.streams import Streams

_MISSING, _LATE, _WRONG, _HOW, _HOW_MUCH, _SPELLING = range(6)
_DATE, _ACCOUNT, _TWICE, _AMOUNT = range(4)
_MOST_DAYS_OFF: Final = 10
"""Wrong dates lie up to so many business days beside the right one; our assumption: two weeks."""
_SLIP_OF_THE_POINT: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRates:
    """How well one kind of entry is kept.

    Args:
        missing_share: Share that is never entered.
        late_days: Mean business days until it is entered.
        wrong_share: Share of those entered that are wrong.
    """

    missing_share: float
    late_days: float
    wrong_share: float


@dataclass(frozen=True, eq=False)
class Occasions:
    """What happened, in the order of time.

    Args:
        account: Index of the account, shape (k,).
        number: Number of the occasion within its account, from 0, shape (k,).
        minute: Working minute, shape (k,).
        cents: Money in it; zeros where there is none, shape (k,).
    """

    account: NDArray[np.int64]
    number: NDArray[np.int64]
    minute: NDArray[np.float64]
    cents: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Entries:
    """What was written down of it, in the order in which it was entered.

    Args:
        source: Which occasion each entry is about, shape (k,).
        account: Index of the account as entered, shape (k,).
        under_other_spelling: Whether it was put to the account's second record, shape (k,).
        minute: Working minute as entered, shape (k,).
        cents: Money as entered, shape (k,).
        entered_minute: Working minute at which it was entered, shape (k,).
    """

    source: NDArray[np.int64]
    account: NDArray[np.int64]
    under_other_spelling: NDArray[np.bool_]
    minute: NDArray[np.float64]
    cents: NDArray[np.int64]
    entered_minute: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Keeping:
    """Under which circumstances the company writes things down.

    Args:
        streams: Streams of the replication.
        keys: Stream keys of the accounts, shape (n,).
        owner: Index of the rep who owns each account, shape (n,).
        twice: Whether the account has a second record, shape (n,).
        day_minutes: Business minutes of a day.
        end_minute: Working minute at which the export is made.
    """

    streams: Streams
    keys: NDArray[np.uint64]
    owner: NDArray[np.int64]
    twice: NDArray[np.bool_]
    day_minutes: float
    end_minute: float


def written_down(kind: str, occasions: Occasions, rates: ErrorRates, keeping: Keeping) -> Entries:
    """Turn what happened into the entries that stand in the CRM system at the end of the run.

    Args:
        kind: Stable name of the kind of entry.
        occasions: What happened, in the order of time.
        rates: How well this kind is kept.
        keeping: The circumstances.

    Returns:
        The entries. The marks of an occasion's errors belong to its account and its number there;
        a higher rate adds errors and takes none away.
    """
    marks = entry_marks(keeping.streams, f"crm {kind}", keeping.keys, occasions.account, occasions.number, 6)
    delay = exponential(marks[:, _LATE], rates.late_days * keeping.day_minutes)
    entered = occasions.minute + delay
    kept = (marks[:, _MISSING] >= rates.missing_share) & (entered <= keeping.end_minute)
    source = np.flatnonzero(kept)
    marks = marks[source]
    slips = 4 if occasions.cents.any() else 3
    slip = np.where(marks[:, _WRONG] < rates.wrong_share, np.floor(slips * marks[:, _HOW]), -1).astype(
        np.int64
    )
    account = occasions.account[source]
    other = keeping.twice[account] & (marks[:, _SPELLING] < 0.5)
    account = np.where(slip == _ACCOUNT, _neighbours(account, marks[:, _HOW_MUCH], keeping.owner), account)
    entries = Entries(
        source=source,
        account=account,
        under_other_spelling=other & (slip != _ACCOUNT),
        minute=_dates(occasions.minute[source], slip == _DATE, marks[:, _HOW_MUCH], keeping),
        cents=_amounts(occasions.cents[source], slip == _AMOUNT, marks[:, _HOW_MUCH]),
        entered_minute=entered[source],
    )
    return _in_order(entries, np.concatenate([np.arange(len(source)), np.flatnonzero(slip == _TWICE)]))


def _dates(
    minute: NDArray[np.float64], wrong: NDArray[np.bool_], mark: NDArray[np.float64], keeping: Keeping
) -> NDArray[np.float64]:
    """Put wrong dates up to two weeks beside the right one, never on it, within the run."""
    steps = np.floor(2 * _MOST_DAYS_OFF * mark) - _MOST_DAYS_OFF
    steps = np.where(steps >= 0, steps + 1, steps)
    moved = minute + steps * keeping.day_minutes
    outside = (moved < 0) | (moved >= keeping.end_minute)
    moved = np.where(outside, minute - steps * keeping.day_minutes, moved)
    return np.where(wrong, np.clip(moved, 0, keeping.end_minute - 1), minute)


def _neighbours(
    account: NDArray[np.int64], mark: NDArray[np.float64], owner: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Choose another account of the same owner; the same one where there is no other."""
    order = np.argsort(owner, kind="stable")
    sorted_owner = owner[order]
    first = np.searchsorted(sorted_owner, owner[account])
    count = np.searchsorted(sorted_owner, owner[account], side="right") - first
    place = np.empty(len(owner), dtype=np.int64)
    place[order] = np.arange(len(owner))
    step = 1 + np.floor(mark * np.maximum(count - 1, 0)).astype(np.int64)
    chosen: NDArray[np.int64] = order[first + (place[account] - first + step) % count]
    return chosen


def _amounts(
    cents: NDArray[np.int64], wrong: NDArray[np.bool_], mark: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Move the decimal point by one place, either way."""
    slipped = np.where(mark < 0.5, cents * _SLIP_OF_THE_POINT, cents // _SLIP_OF_THE_POINT)
    return np.where(wrong, slipped, cents)


def _in_order(entries: Entries, rows: NDArray[np.int64]) -> Entries:
    rows = rows[np.lexsort((entries.source[rows], entries.entered_minute[rows]))]
    return Entries(
        source=entries.source[rows],
        account=entries.account[rows],
        under_other_spelling=entries.under_other_spelling[rows],
        minute=entries.minute[rows],
        cents=entries.cents[rows],
        entered_minute=entries.entered_minute[rows],
    )
