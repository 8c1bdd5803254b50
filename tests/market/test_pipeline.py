"""The pipeline is a semi-Markov chain: shares and stays as set, each decided by the deal's own marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.market.parameters.leads import LeadStage, StageOutcome
from territory_sim.market.pipeline import (
    LOST,
    STALLED,
    WON,
    Pipeline,
    expected_entries,
    expected_visits,
    expected_win,
)

STAGES = loaded("status_quo").leads.stages
GRID = (np.arange(100_000) + 0.5) / 100_000


def stage(name: str, days: float = 1.0, cv: float = 0.5, visit: bool = False, **shares: float) -> LeadStage:
    """Make a stage."""
    outcomes = tuple(StageOutcome(to=to, share=share) for to, share in shares.items())
    return LeadStage(name=name, days=days, cv=cv, visit=visit, next=outcomes)


LOOP = (
    stage("offer", 2.0, visit=True, talks=0.5, lost=0.5),
    stage("talks", 4.0, offer=0.25, won=0.5, stalled=0.25),
)


def test_outcomes_come_in_their_shares() -> None:
    """Over an even grid of marks each outcome is met to a mark; who wins has the lowest marks."""
    pipeline = Pipeline(LOOP, 480.0)
    talks = np.ones(len(GRID), dtype=np.int64)
    after = pipeline.next_of(talks, GRID, np.ones(len(GRID)))
    shares = {end: (after == end).mean() for end in (0, WON, STALLED)}
    assert shares == pytest.approx({0: 0.25, WON: 0.5, STALLED: 0.25}, abs=1e-4)
    assert (after[GRID < 0.499] == WON).all()
    offer = pipeline.next_of(0 * talks, GRID, np.ones(len(GRID)))
    assert {end: (offer == end).mean() for end in (1, LOST)} == pytest.approx({1: 0.5, LOST: 0.5}, abs=1e-4)


@given(factor=st.floats(0.01, 20), more=st.floats(0, 20))
def test_better_odds_win_the_same_deals_and_some_more(factor: float, more: float) -> None:
    """The odds to win are multiplied; the other outcomes keep their proportions."""
    pipeline, talks = Pipeline(LOOP, 480.0), np.ones(2000, dtype=np.int64)
    marks = (np.arange(2000) + 0.5) / 2000
    worse, better = (pipeline.next_of(talks, marks, np.full(2000, f)) for f in (factor, factor + more))
    assert (worse == WON).mean() == pytest.approx(factor / (factor + 1), abs=1e-3)
    assert (better[worse == WON] == WON).all()
    assert (worse == 0).sum() == pytest.approx((worse == STALLED).sum(), abs=2)


def test_stays_have_the_mean_and_spread_set() -> None:
    """Over an even grid of marks, within the grid's coarseness; no spread is the mean itself."""
    pipeline = Pipeline((*LOOP, stage("sign", 0.0, won=1.0), stage("fixed", 3.0, cv=0.0, won=1.0)), 480.0)
    for place, mean in ((0, 2 * 480), (1, 4 * 480)):
        stays = pipeline.stay_minutes(np.full(len(GRID), place), GRID)
        assert stays.mean() == pytest.approx(mean, rel=1e-3)
        assert stays.std() / stays.mean() == pytest.approx(0.5, rel=5e-3)
    assert pipeline.stay_minutes(np.array([2, 3]), np.array([0.9, 0.9])).tolist() == [0.0, 3 * 480.0]


def test_certain_and_impossible_wins() -> None:
    """A stage that always wins does so at any odds; one without a win never does."""
    pipeline = Pipeline((stage("sure", won=1.0), stage("never", lost=1.0)), 480.0)
    marks, low = np.array([0.0, 0.999999]), np.full(2, 0.01)
    assert pipeline.next_of(np.zeros(2, dtype=np.int64), marks, low).tolist() == [WON, WON]
    assert pipeline.next_of(np.ones(2, dtype=np.int64), marks, np.full(2, 50.0)).tolist() == [LOST, LOST]


def test_expected_entries_solve_the_chain() -> None:
    """With a way back of 1/4 after 1/2: 1 / (1 - 1/8) offers, half as many talks, half of those won."""
    offers = 1 / (1 - 0.5 * 0.25)
    np.testing.assert_allclose(expected_entries(LOOP), [offers, offers / 2])
    assert expected_visits(LOOP) == pytest.approx(offers)
    assert expected_win(LOOP) == pytest.approx(offers / 4)


def test_the_default_pipeline_wins_as_vendors_say() -> None:
    """Opportunity to won: 20-35 % in vendor benchmarks; one visit a deal."""
    assert 0.20 <= expected_win(STAGES) <= 0.35
    assert expected_visits(STAGES) == 1.0
