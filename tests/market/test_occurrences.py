"""Candidates belong to the account: rates and horizons only add, and counts are Poisson."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chisquare, kstest, poisson

from territory_sim.market.occurrences import Horizon, Occurrences, business_horizon, draw_occurrences
from territory_sim.streams import Streams, entity_keys

YEAR = business_horizon(250, 540)
RATES = st.floats(0, 60)
Row = tuple[object, ...]


def keys_of(count: int) -> NDArray[np.uint64]:
    """Give keys of accounts."""
    return entity_keys(f"A{number:05d}" for number in range(count))


def draw(
    rates: list[float] | NDArray[np.float64], horizon: Horizon = YEAR, seed: int = 1, marks: int = 2
) -> Occurrences:
    """Draw occurrences of as many accounts as there are rates."""
    return draw_occurrences(
        Streams(seed, 0), "tests", keys_of(len(rates)), np.array(rates, dtype=float), horizon, marks
    )


def rows_of(found: Occurrences) -> list[Row]:
    """Turn occurrences into rows that compare bit for bit."""
    columns = (found.account.tolist(), found.minute.tolist(), found.level.tolist(), *found.marks.T.tolist())
    return list(zip(*columns, strict=True))


def fits_poisson(counts: NDArray[np.integer], mean: float) -> float:
    """Return the chi-square p value of counts against a Poisson law, cells of 5 and more expected."""
    low, high = (int(poisson.ppf(share, mean)) for share in (0.005, 0.995))
    cells = np.clip(counts, low, high)
    share = poisson.pmf(np.arange(low, high + 1), mean)
    share[0], share[-1] = poisson.cdf(low, mean), poisson.sf(high - 1, mean)
    return float(chisquare(np.bincount(cells - low, minlength=len(share)), share * len(counts)).pvalue)


@given(st.lists(st.tuples(RATES, RATES), min_size=1, max_size=6), st.integers(0, 2**40))
def test_raising_a_rate_only_adds(rates: list[tuple[float, float]], seed: int) -> None:
    """Every occurrence at the lower rates stands unchanged among those at the higher ones."""
    lower = draw([min(pair) for pair in rates], seed=seed)
    higher = draw([max(pair) for pair in rates], seed=seed)
    assert set(rows_of(lower)) <= set(rows_of(higher))
    under = higher.level < np.array([min(pair) for pair in rates])[higher.account]
    assert [row for row, kept in zip(rows_of(higher), under, strict=True) if kept] == rows_of(lower)


@given(st.lists(RATES, min_size=1, max_size=6), st.integers(1, 400), st.integers(0, 300))
def test_a_longer_horizon_only_adds_at_the_end(rates: list[float], days: int, more: int) -> None:
    """The shorter run's occurrences are those of the longer one up to its end."""
    shorter = draw(rates, business_horizon(days, 540))
    longer = draw(rates, business_horizon(days + more, 540))
    assert rows_of(longer)[: len(shorter)] == rows_of(shorter)
    assert (longer.minute[len(shorter) :] >= days * 540 - 1 / 1024).all()


def test_nothing_happens_at_the_end_itself() -> None:
    """Rounding lifts no occurrence onto the end of the run, where no day would take it in."""
    rates = [50.0] * 20
    for end in draw(rates).minute[:300].tolist():
        found = draw(rates, Horizon(minutes=end, year_minutes=YEAR.year_minutes))
        assert (found.minute < end).all()


def test_ids_count_not_positions() -> None:
    """Taking an account away, or putting one in between, leaves every other account's as they were."""
    keys, rates = keys_of(9), np.linspace(1, 40, 9)
    everybody = draw_occurrences(Streams(1, 0), "tests", keys, rates, YEAR, marks=2)
    some = np.array([0, 2, 3, 7])
    fewer = draw_occurrences(Streams(1, 0), "tests", keys[some], rates[some], YEAR, marks=2)
    kept = np.isin(everybody.account, some)
    assert [(some[int(str(row[0]))], *row[1:]) for row in rows_of(fewer)] == [
        row for row, stays in zip(rows_of(everybody), kept, strict=True) if stays
    ]


def test_drawing_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many accounts are drawn at a time is a matter of memory alone."""
    whole = rows_of(draw([3.0, 20.0, 50.0, 0.0, 7.0]))
    monkeypatch.setattr("territory_sim.market.occurrences._BLOCK_DRAWS", 10)
    assert rows_of(draw([3.0, 20.0, 50.0, 0.0, 7.0])) == whole


@pytest.mark.parametrize("rate", [0.5, 6.0, 8.0, 30.0])
def test_counts_of_accounts_are_poisson(rate: float) -> None:
    """Chi-square over 4,000 accounts, below, at and above the first layer (false-alarm rate 1e-4 each)."""
    counts = np.bincount(draw(np.full(4000, rate), seed=8).account, minlength=4000)
    assert fits_poisson(counts, rate) > 1e-4


def test_sums_over_territories_are_poisson() -> None:
    """A territory of ten accounts of unequal rates has Poisson(sum of rates) (false-alarm rate 1e-4)."""
    rates = np.tile([1.0, 2.0, 3.0, 0.5, 12.0, 6.0, 4.0, 0.0, 9.0, 2.5], 600)
    counts = np.bincount(draw(rates, seed=5).account // 10, minlength=600)
    assert fits_poisson(counts, rates[:10].sum()) > 1e-4


def test_times_levels_and_marks_are_uniform_and_unrelated() -> None:
    """Kolmogorov-Smirnov on each, correlations within 4 standard errors (false-alarm rate 1e-4 each)."""
    found = draw(np.full(2000, 20.0), seed=3, marks=3)
    columns = [found.minute / YEAR.minutes, found.level / 20, *found.marks.T]
    for column in columns:
        assert kstest(column, "uniform").pvalue > 1e-4
    correlation = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(correlation).max() * np.sqrt(len(found)) < 4


def test_occurrences_stand_in_the_order_of_time_on_the_grid() -> None:
    """Minutes ascend, are multiples of 1/1024 and lie within the run; ties go by account."""
    found = draw([40.0] * 50)
    assert (np.diff(found.minute) >= 0).all()
    assert ((found.minute * 1024) % 1 == 0).all()
    assert ((found.minute >= 0) & (found.minute < YEAR.minutes)).all()
    together = Streams(1, 0)
    same = draw_occurrences(together, "tests", np.repeat(keys_of(1), 3), np.full(3, 9.0), YEAR, marks=0)
    assert same.account.tolist() == [0, 1, 2] * (len(same) // 3)


def test_no_rate_no_occurrence() -> None:
    """With all rates at zero, or no accounts at all, the columns are empty and of the right shape."""
    for found in (draw([0.0, 0.0]), draw([])):
        assert len(found) == 0
        assert found.marks.shape == (0, 2)
