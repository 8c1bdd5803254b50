"""Accounts stay as long as theory says, through the real engine; the seeds are fixed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.worlds import loaded, small_scenario

from territory_sim.experiments.run import Run, simulate
from territory_sim.market.parameters.churn import ChurnParameters
from territory_sim.units import PerSegment

NOBODY = PerSegment(A=0, B=0, C=0)
CONSTANT = replace(
    loaded("status_quo").service.churn,
    hazard_per_year=0.5,
    satisfaction_effect=0.0,
    rival_effect=0.0,
    disruption_effect=0.0,
)


@cache
def run_of(churn: ChurnParameters, settlements: int = 1) -> Run:
    """Run half a year of 4,000 accounts without requests, calls, leads and rivals."""
    return simulate(
        small_scenario(
            days=125,
            opportunity=False,
            market__accounts=4000,
            market__calls_per_year=NOBODY,
            market__relocations_per_year=0.0,
            service__requests_per_year=NOBODY,
            leads__leads_per_year=NOBODY,
            competitors__active=False,
            schedule__settlements_per_day=settlements,
            service__churn=churn,
        )
    )


def left_by(run: Run, day: int) -> float:
    """Give the share of accounts that have left by the end of a day."""
    minute = run.tables["account_run"]["churn_minute"]
    return float((minute < day * run.scenario.schedule.day_minutes).mean())


@pytest.mark.parametrize("hazard", [0.1, 0.5])
def test_a_constant_hazard_gives_exponential_stays(hazard: float) -> None:
    """1 - exp(-h t) after a tenth, a quarter and half of a year, within 2.6 standard errors (99 %)."""
    run = run_of(replace(CONSTANT, hazard_per_year=hazard))
    for day in (25, 63, 125):
        theory = 1 - np.exp(-hazard * day / 250)
        assert abs(left_by(run, day) - theory) < 2.576 * np.sqrt(theory * (1 - theory) / 4000)


def test_the_ceiling_only_adds_candidates() -> None:
    """A constant hazard below both ceilings lets the same accounts leave at the same minutes."""
    low = run_of(CONSTANT).tables["account_run"]["churn_minute"]
    high = run_of(replace(CONSTANT, ceiling_per_year=8.0)).tables["account_run"]["churn_minute"]
    assert low.equals(high)


def test_settling_more_often_moves_no_leaving() -> None:
    """With four settlements a day the same accounts leave at the same minutes: the hazard is one of time."""
    once = run_of(CONSTANT).tables["account_run"]["churn_minute"]
    assert run_of(CONSTANT, 4).tables["account_run"]["churn_minute"].equals(once)


def test_the_sixfold_loyalty_of_the_totally_satisfied_shows_in_a_run() -> None:
    """At 10 points accounts leave a sixth as often as at 7.5 (99 % interval of the ratio)."""
    effect = replace(loaded("status_quo").service.churn, hazard_per_year=0.8, rival_effect=0.0)
    shares = []
    for points in (7.5, 10.0):
        run = simulate(
            small_scenario(
                days=125,
                opportunity=False,
                market__accounts=4000,
                market__calls_per_year=NOBODY,
                service__requests_per_year=NOBODY,
                service__satisfaction_start=points,
                leads__leads_per_year=NOBODY,
                competitors__active=False,
                service__churn=effect,
            )
        )
        shares.append(left_by(run, 125))
    hazards = -np.log1p(-np.array(shares))
    spread = 2.576 * np.sqrt((1 / (4000 * np.array(shares))).sum())
    assert abs(np.log(hazards[0] / hazards[1]) - np.log(6)) < spread
