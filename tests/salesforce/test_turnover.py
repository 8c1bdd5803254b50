"""Turnover: proportional hazards, asked of marks that are a person's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.worlds import loaded

from territory_sim.salesforce.turnover import exit_candidates, exit_hazard, vacancy_months
from territory_sim.streams import Streams, entity_keys

USUAL = loaded("status_quo").people.turnover
HIRING = loaded("status_quo").people.hiring
KEYS = entity_keys(f"R{number}" for number in range(5000))


def hazard(morale: float = 0, missed: int = 0, peers: float = 0, tenure: float = 0) -> float:
    """Hazard of one person."""
    found = exit_hazard(np.array([morale]), np.array([missed]), np.array([peers]), np.array([tenure]), USUAL)
    return float(found[0])


def test_each_cause_moves_the_hazard_its_way() -> None:
    """Low morale, months behind quota and peers' exits raise it, tenure lowers it, by their factors."""
    usual = hazard()
    assert usual == USUAL.hazard_per_year
    assert np.isclose(hazard(morale=-1.0), usual * np.exp(USUAL.morale_effect))
    assert np.isclose(hazard(missed=2), usual * np.exp(2 * USUAL.missed_quota_effect))
    assert np.isclose(hazard(peers=0.2), usual * np.exp(0.2 * USUAL.peer_effect))
    assert np.isclose(hazard(tenure=4.0), usual * np.exp(-4 * USUAL.tenure_effect))
    assert hazard(missed=12) == hazard(missed=99)
    assert hazard(morale=-1e3) == USUAL.ceiling_per_year


def test_time_to_leave_is_that_of_the_hazard() -> None:
    """Of 5,000 with a hazard of h, 1 - e^(-h) leave within a year; 4 standard errors, seed fixed."""
    moments, levels = exit_candidates(USUAL, Streams(3, 0), KEYS, 250)
    left = ((levels < 0.3) & (moments < 250)).any(axis=1).mean()
    expected = 1 - np.exp(-0.3)
    assert abs(left - expected) < 4 * np.sqrt(expected * (1 - expected) / 5000)


def test_a_longer_run_has_the_same_first_moments() -> None:
    """Candidates follow each other in time, so a longer run only adds to their end."""
    short, long = (exit_candidates(USUAL, Streams(3, 0), KEYS[:50], days)[0] for days in (250, 750))
    assert np.array_equal(short, long[:, : short.shape[1]])


def test_vacancies_last_as_long_as_set_on_average() -> None:
    """Mean and spread of 2,000 draws; without spread every one takes the mean."""
    streams = Streams(3, 0)
    drawn = np.array([vacancy_months(HIRING, streams, f"R{number}") for number in range(2000)])
    assert abs(drawn.mean() - HIRING.months) < 4 * HIRING.months * HIRING.months_cv / np.sqrt(2000)
    assert vacancy_months(replace(HIRING, months_cv=0.0), streams, "R1") == HIRING.months
