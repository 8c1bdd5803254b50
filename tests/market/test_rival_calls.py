"""Rival calls: candidates at each firm's highest rate, from streams of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.worlds import busy_rivals, equal_accounts, loaded

from territory_sim.market.occurrences import business_horizon
from territory_sim.market.parameters.competitors import CompetitorParameters, RivalCampaignParameters
from territory_sim.market.rival_calls import RivalCalls, draw_rival_calls, highest_rate
from territory_sim.streams import Streams

RIVALS = loaded("status_quo").competitors
ATTACK = RivalCampaignParameters(
    rival="Alder", start="2026-02-02", end=None, units=(), lift=0.5, calls_factor=3.0
)
COLUMNS = ("account", "minute", "level", "rival")


def draw(rivals: CompetitorParameters) -> RivalCalls:
    """Draw a year of candidates."""
    return draw_rival_calls(equal_accounts(200), rivals, Streams(1, 0), business_horizon(250, 540))


def of_rival(calls: RivalCalls, number: int, below: float = np.inf) -> list[tuple[float, ...]]:
    """Give the candidates of one firm under a level."""
    wanted = (calls.rival == number) & (calls.level < below)
    return list(zip(*(getattr(calls, name)[wanted].tolist() for name in COLUMNS[:3]), strict=True))


def test_no_rivals_no_candidates() -> None:
    """Switched off, or with a rate of zero, nobody calls."""
    assert len(draw(replace(RIVALS, active=False))) == 0
    assert len(draw(replace(RIVALS, rivals=busy_rivals(0.0)))) == 0


def test_candidates_know_nothing_of_acceptance() -> None:
    """Offers, targets, pull and learning touch no candidate."""
    usual = draw(RIVALS)
    dear = tuple(replace(rival, price=2.0, product=0.5, reps=3) for rival in RIVALS.rivals)
    other = draw(replace(RIVALS, base_share=0.9, pull=2.0, unvisited_months=1.0, learning=0.0, rivals=dear))
    for column in COLUMNS:
        np.testing.assert_array_equal(getattr(usual, column), getattr(other, column))
    assert (np.diff(usual.minute) >= 0).all()


def test_a_campaign_or_a_reaction_adds_candidates_and_keeps_the_others() -> None:
    """Three times the calls: the same candidates under the usual rate, new ones above; for one firm only."""
    usual, attacked = draw(RIVALS), draw(replace(RIVALS, campaigns=(ATTACK,)))
    rate = RIVALS.rivals[0].calls_per_year
    assert of_rival(attacked, 0, below=rate) == of_rival(usual, 0)
    assert len(of_rival(attacked, 0)) > 2.5 * len(of_rival(usual, 0))
    assert of_rival(attacked, 1) == of_rival(usual, 1)
    ready = draw(replace(RIVALS, reaction=0.5))
    assert of_rival(ready, 0, below=rate) == of_rival(usual, 0)
    assert highest_rate(RIVALS.rivals[0], replace(RIVALS, campaigns=(ATTACK,), reaction=0.5)) == 4.5 * rate


def test_another_firm_moves_nobodys_candidates() -> None:
    """Streams go by the firm's name: with one firm less the other's candidates stay, whatever its place."""
    alone = draw(replace(RIVALS, rivals=RIVALS.rivals[1:]))
    assert of_rival(alone, 0) == of_rival(draw(RIVALS), 1)


def test_levels_fill_the_rate_evenly() -> None:
    """Mean level of some 800 candidates of a firm within 4 standard errors of half its rate (6e-5)."""
    calls = draw(RIVALS)
    rate = RIVALS.rivals[0].calls_per_year
    level = calls.level[calls.rival == 0]
    assert abs(level.mean() - rate / 2) < 4 * rate / np.sqrt(12 * len(level))
    assert level.max() < rate
