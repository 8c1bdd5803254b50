"""Entries of the CRM system: missing, late and wrong at the stated rates, and no others moved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.crm.entries import Entries, ErrorRates, Keeping, Occasions, written_down
from territory_sim.crm.entry_marks import entry_marks, ordinals
from territory_sim.streams import Streams, entity_keys

ACCOUNTS = 40
DAY = 480.0
DAYS = 250
SOUND = ErrorRates(missing_share=0.0, late_days=0.0, wrong_share=0.0)


def keeping(twice_share: float = 0.0) -> Keeping:
    """Give 40 accounts of four reps, for a year."""
    return Keeping(
        streams=Streams(5, 0),
        keys=entity_keys([f"A{number}" for number in range(ACCOUNTS)]),
        owner=np.arange(ACCOUNTS) % 4,
        twice=np.arange(ACCOUNTS) < twice_share * ACCOUNTS,
        day_minutes=DAY,
        end_minute=DAYS * DAY,
    )


def occasions(count: int = 4000) -> Occasions:
    """Give occasions spread over the year and over the accounts."""
    account = np.arange(count) * 7 % ACCOUNTS
    minute = np.linspace(0, (DAYS - 20) * DAY, count)
    return Occasions(account, ordinals(account), minute, np.full(count, 100_000))


def entered(rates: ErrorRates, twice_share: float = 0.0) -> Entries:
    """Give the entries about the usual occasions."""
    return written_down("test", occasions(), rates, keeping(twice_share))


def test_without_errors_everything_is_entered_as_it_was() -> None:
    """Each off-switch at once: the export is the truth, in the order of time."""
    entries, truth = entered(SOUND), occasions()
    assert entries.source.tolist() == list(range(len(truth.account)))
    for name in ("account", "minute", "cents"):
        assert getattr(entries, name).tolist() == getattr(truth, name).tolist()
    assert entries.entered_minute.tolist() == truth.minute.tolist()
    assert not entries.under_other_spelling.any()


def test_entries_are_missing_at_the_stated_rate() -> None:
    """Of 4,000 occasions a tenth within 2.5 standard errors; seeds are fixed."""
    missing = 1 - len(entered(ErrorRates(missing_share=0.1, late_days=0.0, wrong_share=0.0)).source) / 4000
    assert missing == pytest.approx(0.1, abs=2.5 * (0.09 / 4000) ** 0.5)


def test_a_higher_rate_only_adds_errors() -> None:
    """What is missing at a tenth is missing at a fifth too: the mark belongs to the occasion."""
    few, many = (
        set(entered(ErrorRates(missing_share=share, late_days=0.0, wrong_share=0.0)).source.tolist())
        for share in (0.1, 0.2)
    )
    assert many < few


def test_entries_are_late_by_the_stated_mean() -> None:
    """The mean delay is the stated one, within 2.5 standard errors; none is early."""
    entries = entered(ErrorRates(missing_share=0.0, late_days=2.0, wrong_share=0.0))
    delay = (entries.entered_minute - occasions().minute[entries.source]) / DAY
    assert delay.min() >= 0
    assert delay.mean() == pytest.approx(2.0, abs=2.5 * 2.0 / 4000**0.5)
    assert (np.diff(entries.entered_minute) >= 0).all()


def test_what_is_entered_after_the_end_is_not_in_the_export() -> None:
    """Who is months late misses the year."""
    entries = entered(ErrorRates(missing_share=0.0, late_days=100.0, wrong_share=0.0))
    assert 0.4 < len(entries.source) / 4000 < 0.9
    assert entries.entered_minute.max() <= DAYS * DAY


def test_wrong_entries_are_wrong_in_one_thing_at_the_stated_rate() -> None:
    """A wrong date, account or amount, or a second entry: a fifth of all, a quarter of it each."""
    entries, truth = entered(ErrorRates(missing_share=0.0, late_days=0.0, wrong_share=0.2)), occasions()
    second = np.concatenate([[False], np.diff(np.sort(entries.source)) == 0])
    date = entries.minute != truth.minute[entries.source]
    account = entries.account != truth.account[entries.source]
    amount = entries.cents != truth.cents[entries.source]
    error = 2.5 * (0.05 * 0.95 / 4000) ** 0.5
    for wrong in (date, account, amount, second):
        assert wrong.sum() / 4000 == pytest.approx(0.05, abs=error)
    assert (date.astype(int) + account + amount).max() == 1
    assert set(entries.cents[amount].tolist()) == {10_000, 1_000_000}
    owner = keeping().owner
    assert (owner[entries.account] == owner[truth.account[entries.source]]).all()
    off = np.abs(entries.minute - truth.minute[entries.source])[date] / DAY
    assert off.min() >= 1
    assert off.max() <= 10
    assert entries.minute.min() >= 0


def test_half_of_the_entries_of_a_double_account_go_to_the_second_record() -> None:
    """And none of any other account."""
    entries = entered(SOUND, twice_share=0.5)
    doubled = entries.account < ACCOUNTS / 2
    assert not entries.under_other_spelling[~doubled].any()
    assert entries.under_other_spelling[doubled].mean() == pytest.approx(0.5, abs=0.06)


@given(st.integers(1, 30), st.integers(0, 3))
def test_another_account_moves_no_mark(count: int, other: int) -> None:
    """The marks of an occasion are those of its account and its number, whatever else happens."""
    keys = entity_keys(["A", "B", "C", "D"])
    account = np.arange(count) % 4
    number = ordinals(account)
    marks = entry_marks(Streams(1, 0), "test", keys, account, number, 3)
    rest = np.flatnonzero(account != other)
    alone = entry_marks(Streams(1, 0), "test", keys, account[rest], number[rest], 3)
    np.testing.assert_array_equal(alone, marks[rest])


def test_blocks_of_accounts_draw_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many accounts are drawn at a time."""
    truth = occasions(200)
    rows = (Streams(1, 0), "test", keeping().keys, truth.account, truth.number, 2)
    whole = entry_marks(*rows)
    monkeypatch.setattr("territory_sim.crm.entry_marks._BLOCK_DRAWS", 7)
    np.testing.assert_array_equal(entry_marks(*rows), whole)
