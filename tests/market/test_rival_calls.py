"""Rival calls: candidates at the highest rate, accepted as the account's state invites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import equal_accounts, loaded

from territory_sim.market.occurrences import business_horizon
from territory_sim.market.parameters.competitors import CompetitorParameters
from territory_sim.market.rival_calls import RivalCalls, draw_rival_calls, invitation
from territory_sim.streams import Streams

RIVALS = loaded("status_quo").competitors


def draw(rivals: CompetitorParameters) -> RivalCalls:
    """Draw a year of candidates."""
    return draw_rival_calls(equal_accounts(200), rivals, Streams(1, 0), business_horizon(250, 540))


def test_no_rivals_no_candidates() -> None:
    """Switched off, or with a rate of zero, nobody calls."""
    assert len(draw(replace(RIVALS, active=False))) == 0
    assert len(draw(replace(RIVALS, calls_per_year=0.0))) == 0


def test_candidates_know_nothing_of_acceptance() -> None:
    """Base share, pull and patience touch no candidate; a higher rate adds some and keeps the others."""
    usual = draw(RIVALS)
    other = draw(replace(RIVALS, base_share=0.9, pull=2.0, unvisited_months=1.0))
    for column in ("account", "minute", "level", "firm_mark"):
        np.testing.assert_array_equal(getattr(usual, column), getattr(other, column))
    more = draw(replace(RIVALS, calls_per_year=7.0))
    kept = more.level * 7.0 < RIVALS.calls_per_year
    np.testing.assert_array_equal(more.minute[kept], usual.minute)


def test_levels_are_shares_of_the_highest_rate() -> None:
    """Levels of some 800 candidates are uniform: mean and largest within 4 standard errors of 1/2 and 1."""
    level = draw(RIVALS).level
    assert abs(level.mean() - 0.5) < 4 / np.sqrt(12 * len(level))
    assert 1 - 10 / len(level) < level.max() < 1


@given(
    satisfaction=st.floats(0, 10),
    unvisited=st.floats(-50, 2000),
    worse=st.floats(0, 10),
    later=st.floats(0, 500),
)
def test_dissatisfied_and_unvisited_accounts_invite_more(
    satisfaction: float, unvisited: float, worse: float, later: float
) -> None:
    """The invitation rises with both, from the base share to 1."""
    points = np.array([satisfaction, max(satisfaction - worse, 0), satisfaction])
    days = np.array([unvisited, unvisited, unvisited + later])
    usual, angry, lonely = invitation(points, days, RIVALS)
    assert RIVALS.base_share <= usual <= min(angry, lonely)
    assert max(angry, lonely) <= 1 + 1e-12


def test_the_ends_of_the_invitation() -> None:
    """Delighted and seen today: the base share; wide open after the set months, or at zero points."""
    months = RIVALS.unvisited_months * 250 / 12
    shares = invitation(np.array([10.0, 10.0, 0.0]), np.array([0.0, months, 0.0]), RIVALS)
    assert shares.tolist() == pytest.approx([RIVALS.base_share, 1.0, 1.0])
