"""Surveys: who answers, what they say, and how far that is from what customers feel."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.worlds import small_scenario, small_world

from territory_sim.experiments.run import simulate
from territory_sim.salesforce.management import ManagementParameters, SurveyParameters
from territory_sim.simulation.survey_answers import (
    Marks,
    answer_probability,
    on_scale,
    promoter_score,
    reading,
    spoken,
    those_who_come,
)
from territory_sim.streams import Streams

DEFAULT = small_scenario().management
PLAIN = replace(
    DEFAULT, survey_extremes=0.0, survey_loyalty=0.0, scale_shift=0.0, scale_stretch=0.0, answer_noise=0.0
)
"""People who answer whatever they feel, and say what they feel."""


def marks(count: int, seed: int) -> Marks:
    """Give the marks of one survey of so many customers."""
    return Marks(*Streams(seed).generator("test surveys").random((5, count)))


def felt(count: int, seed: int) -> NDArray[np.float64]:
    """Give what customers feel: most are content, a few are not."""
    return np.clip(10 - 4 * Streams(seed).generator("test felt").exponential(0.7, count), 0, 10)


def test_the_indifferent_and_the_dissatisfied_answer_least() -> None:
    """At the defaults a neutral customer answers less than a delighted one, and an angry one no more."""
    angry, neutral, delighted = answer_probability(np.array([4.0, 7.0, 10.0]), DEFAULT)
    assert neutral == pytest.approx(DEFAULT.survey_response)
    assert delighted > 1.5 * neutral
    assert delighted > 1.5 * angry
    only_extremes = replace(DEFAULT, survey_loyalty=0.0)
    low, middle, high = answer_probability(np.array([4.0, 7.0, 10.0]), only_extremes)
    assert low == high > middle


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_response_of_nobody_or_everybody_holds(share: float) -> None:
    """The ends of the range mean what they say."""
    found = answer_probability(np.array([0.0, 7.0, 10.0]), replace(PLAIN, survey_response=share))
    np.testing.assert_allclose(found, share, atol=1e-9)


@given(st.integers(0, 40), st.integers(1, 30), st.integers(0, 1000))
def test_a_focus_group_fills_its_seats_or_asks_everybody(customers: int, seats: int, seed: int) -> None:
    """People are asked until the seats are taken, none twice, and all who answer were asked."""
    drawn = marks(customers, seed)
    willing = drawn.willing < 0.5
    asked, answered = those_who_come(drawn.turn, willing, "focus_group", seats)
    assert len(set(asked.tolist())) == len(asked) <= customers
    assert len(answered) == min(seats, willing.sum())
    assert answered.tolist() == [person for person in asked.tolist() if willing[person]]
    if len(answered) < seats:
        assert len(asked) == customers


def test_a_larger_sample_holds_the_smaller_one() -> None:
    """Asking more people asks the same ones first."""
    drawn = marks(50, 3)
    everybody = np.ones(50, dtype=bool)
    small, _ = those_who_come(drawn.turn, everybody, "nps", 10)
    large, _ = those_who_come(drawn.turn, everybody, "nps", 20)
    assert large[:10].tolist() == small.tolist()
    assert len(those_who_come(drawn.turn, everybody, "nps", None)[0]) == 50


def test_promoter_score_by_hand() -> None:
    """Two promoters, one passive and one detractor of four: +25, and nothing without answers."""
    assert promoter_score(np.array([9, 10, 8, 6])).estimate == 25
    assert math.isnan(promoter_score(np.array([], dtype=np.int64)).estimate)
    alone = reading(np.array([8.0]))
    assert (alone.estimate, alone.low, alone.high) == (8.0, -math.inf, math.inf)


def test_answers_stay_on_the_scale() -> None:
    """Whole points from 0 to 10, however people use the scale."""
    said = spoken(felt(1000, 1), marks(1000, 1), replace(DEFAULT, scale_shift=5.0, answer_noise=5.0))
    assert said.min() >= 0
    assert said.max() <= 10
    assert said.dtype == np.int64


def coverage(parameters: ManagementParameters, sample: int, surveys: int) -> tuple[float, float]:
    """Give the share of intervals that hold the true score, and the mean error of the reading."""
    held, errors = [], []
    for seed in range(surveys):
        truth = felt(2000, seed)
        drawn = marks(2000, seed)
        comes = drawn.willing < answer_probability(truth, parameters)
        _, answered = those_who_come(drawn.turn, comes, "nps", sample)
        found = promoter_score(spoken(truth, drawn, parameters)[answered])
        true = promoter_score(on_scale(truth)).estimate
        held.append(found.low <= true <= found.high)
        errors.append(found.estimate - true)
    return float(np.mean(held)), float(np.mean(errors))


@pytest.mark.slow
def test_an_honest_survey_covers_the_truth() -> None:
    """Without bias the interval holds the true score 95 times in 100.

    Of 400 surveys a share under 0.92 or over 0.98 has a chance under 1 %; the seeds are fixed.
    """
    share, error = coverage(PLAIN, 400, 400)
    assert 0.92 <= share <= 0.98
    assert abs(error) < 2


@pytest.mark.slow
def test_nonresponse_and_scale_use_bias_the_reading_whatever_the_sample() -> None:
    """At the defaults the reading is off, and a larger sample only makes the interval surer of it."""
    small, error_small = coverage(DEFAULT, 200, 200)
    large, error_large = coverage(DEFAULT, 2000, 200)
    assert abs(error_small - error_large) < 3
    assert abs(error_large) > 5
    assert large < 0.5 < small


def test_eight_people_are_not_a_sample() -> None:
    """The interval of a focus group is several times as wide as that of all customers' answers."""
    survey = simulate(small_scenario(), replication=1).tables["survey"].set_index("kind")
    width = survey["nps_high"] - survey["nps_low"]
    assert survey.loc["focus_group", "answered"] == 8
    assert width["focus_group"] > 2 * width["nps"]


def test_one_survey_moves_no_other() -> None:
    """A survey more, on a day before, leaves the answers of the others as they were."""
    early = SurveyParameters(kind="nps", date="2026-01-10", sample=50)
    before = small_scenario().management.surveys
    more = simulate(small_scenario(management__surveys=(early, *before)), replication=2).tables["survey"]
    fewer = simulate(small_scenario(), replication=2).tables["survey"]
    columns = [column for column in fewer.columns if column != "survey"]
    assert more[columns].iloc[1:].reset_index(drop=True).equals(fewer[columns])
    assert more["date"].iloc[0] == "2026-01-09"
    assert small_world().scenario.management.surveys == before
