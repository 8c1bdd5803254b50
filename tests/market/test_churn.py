"""Churn: candidates know nothing of the hazard, and the hazard is convex in satisfaction."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import equal_accounts, loaded

from territory_sim.market.churn import ChurnCandidates, LeavingCause, draw_churn, leaving_cause
from territory_sim.market.occurrences import business_horizon
from territory_sim.market.parameters.churn import ChurnParameters
from territory_sim.streams import Streams

CHURN = loaded("status_quo").service.churn
OF_OLD = np.inf


def draw(churn: ChurnParameters) -> ChurnCandidates:
    """Draw a year of candidates of 600 accounts."""
    return draw_churn(equal_accounts(600), churn, Streams(1, 0), business_horizon(250, 540))


def cause(
    level: float,
    satisfaction: float = 7.0,
    rivals: float = 0.0,
    days_with_rep: float = OF_OLD,
    churn: ChurnParameters = CHURN,
) -> LeavingCause:
    """Give the cause of one candidate."""
    columns = [np.array([value]) for value in (level, satisfaction, rivals, days_with_rep)]
    return LeavingCause(int(leaving_cause(columns[0], columns[1], columns[2], columns[3], churn)[0]))


def hazard(satisfaction: float = 7.0, rivals: float = 0.0, days_with_rep: float = OF_OLD) -> float:
    """Find the hazard as the level between leaving and staying."""
    low, high = 0.0, CHURN.ceiling_per_year
    for _ in range(50):
        middle = (low + high) / 2
        stays = cause(middle, satisfaction, rivals, days_with_rep) is LeavingCause.NONE
        low, high = (low, middle) if stays else (middle, high)
    return low


def test_nobody_leaves_when_churn_is_off() -> None:
    """Switched off, or at a hazard of zero, there is no candidate at all."""
    assert len(draw(replace(CHURN, active=False))) == 0
    assert len(draw(replace(CHURN, hazard_per_year=0.0))) == 0


def test_candidates_know_nothing_of_the_hazard() -> None:
    """Hazard and effects move no candidate; a higher ceiling adds some and keeps the others."""
    usual = draw(CHURN)
    other = draw(replace(CHURN, hazard_per_year=0.5, satisfaction_effect=2.0, rival_effect=0.0))
    more = draw(replace(CHURN, ceiling_per_year=5.0))
    kept = more.level < CHURN.ceiling_per_year
    for column in ("account", "minute", "level"):
        np.testing.assert_array_equal(getattr(usual, column), getattr(other, column))
        np.testing.assert_array_equal(getattr(usual, column), getattr(more, column)[kept])
    assert abs(len(usual) - 1200) < 4 * np.sqrt(1200)


def test_totally_satisfied_accounts_are_six_times_as_loyal_as_satisfied_ones() -> None:
    """The two top marks of five, 10 and 7.5 on our scale: a sixfold hazard (Jones and Sasser 1995)."""
    assert hazard(7.5) / hazard(10.0) == pytest.approx(6.0, rel=0.01)


def test_loyalty_is_convex_in_satisfaction() -> None:
    """Each further point of satisfaction adds more to the expected years of staying than the one before."""
    years = np.array([1 / hazard(points) for points in (5.0, 6.0, 7.0, 8.0, 9.0, 10.0)])
    assert (np.diff(years, 2) > 0).all()


def test_at_seven_points_without_rivals_the_hazard_is_the_base() -> None:
    """Nothing else in it; and no hazard exceeds the ceiling."""
    assert hazard() == pytest.approx(CHURN.hazard_per_year, rel=1e-9)
    assert hazard(0.0, rivals=5.0) == pytest.approx(CHURN.ceiling_per_year, rel=1e-9)


def test_a_change_of_rep_fades() -> None:
    """Its effect is whole on the day, 1/e of it after the set months, and gone in the end."""
    months = CHURN.disruption_months * 250 / 12
    effects = [np.log(hazard(days_with_rep=days) / CHURN.hazard_per_year) for days in (0.0, months, OF_OLD)]
    full = CHURN.disruption_effect
    assert effects == pytest.approx([full, full / math.e, 0.0], abs=1e-9)


def test_causes_are_asked_in_their_order() -> None:
    """By itself below the base, then for service, for rivals, for the new rep; above all that it stays."""
    bounds = [hazard(), hazard(6.0), hazard(6.0, 1.0), hazard(6.0, 1.0, 0.0)]
    levels = [bounds[0] * 0.99, *(bound * 0.99 for bound in bounds[1:]), bounds[-1] * 1.01]
    found = [cause(level, 6.0, 1.0, 0.0) for level in levels]
    assert found == [
        LeavingCause.ITSELF,
        LeavingCause.SERVICE,
        LeavingCause.RIVAL,
        LeavingCause.NEW_REP,
        LeavingCause.NONE,
    ]


@given(
    level=st.floats(0, 2, exclude_max=True),
    satisfaction=st.floats(0, 10),
    rivals=st.floats(0, 5),
    days=st.floats(0, 500),
    worse=st.floats(0, 10),
    more=st.floats(0, 5),
)
def test_whoever_leaves_would_leave_under_worse_conditions_too(
    level: float, satisfaction: float, rivals: float, days: float, worse: float, more: float
) -> None:
    """Less satisfied, more courted, a fresher change of rep: none of them keeps an account that leaves."""
    if cause(level, satisfaction, rivals, days) is not LeavingCause.NONE:
        assert cause(level, max(satisfaction - worse, 0.0), rivals, days) is not LeavingCause.NONE
        assert cause(level, satisfaction, rivals + more, days) is not LeavingCause.NONE
        assert cause(level, satisfaction, rivals, days / 2) is not LeavingCause.NONE
