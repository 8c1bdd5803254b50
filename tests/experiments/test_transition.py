"""Transition figures on courses that can be worked out by hand, and on a comparison of real runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from territory_sim.experiments.compare import compare
from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.transition import (
    payback_month,
    transition,
    transition_of,
    transition_sentence,
    weekly_gains,
)
from territory_sim.reports.content import report_content
from territory_sim.reports.html import render_report
from tests.worlds import redesigned, small_scenario


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Compare the small world with the same redrawn after two weeks, and with one that never is."""
    usual = small_scenario(opportunity=False, workers=1)
    redrawn = small_scenario(
        opportunity=False, workers=1, label="redrawn", management=redesigned("2026-01-19", tolerance=0.02)
    )
    busy = small_scenario(opportunity=False, workers=1, label="busy", service__on_site_minutes=70.0)
    return compare([usual, redrawn, busy], replications=3)


def test_dip_is_the_deepest_point_of_the_mean_course() -> None:
    """Two courses that go down to 12 and up again: both dips are 12, so the interval is a point."""
    one = np.array([0.0, 0.0, -8.0, -4.0, 6.0, 7.0, 1.0])
    found = transition_of(np.stack([one, one]), 2, 0.25)
    assert (found.dip.estimate, found.dip.low, found.dip.high) == (12.0, 12.0, 12.0)
    assert found.cost.estimate == 3.0
    assert [week.estimate for week in found.cumulated] == [-8.0, -12.0, -6.0, 1.0, 2.0]
    assert found.payback_month == 1.0
    assert found.paid_back == 1.0


def test_noise_that_cancels_is_no_dip() -> None:
    """Courses whose mean never falls have no dip, however deep each one goes."""
    noisy = np.array([-5.0, 5.0, -5.0, 6.0])
    found = transition_of(np.stack([noisy, -noisy]), 0, 0.5)
    assert found.dip.estimate == 0.0
    assert "never fall behind" in transition_sentence(found, "EUR")


def test_payback_is_for_good_or_never() -> None:
    """A gain that is lost again does not count; months have 250/12 business days."""
    assert payback_month(np.array([1.0, 2.0])) == 1.0
    assert payback_month(np.array([1.0, -1.0, *([1.0] * 5)])) == 1.0
    assert payback_month(np.array([*([-1.0] * 8), 1.0, 1.0])) == 3.0
    assert math.isinf(payback_month(np.array([1.0, -1.0])))
    never = transition_of(np.full((2, 3), -1.0), 0, 0.5)
    assert "not ahead of it for good" in transition_sentence(never, "EUR")
    assert never.payback_months == ()


def test_only_a_redesign_within_the_run_has_a_transition(comparison: Comparison) -> None:
    """The redrawn option has one from its week on; the other has none."""
    found = transition(comparison, "redrawn")
    assert found is not None
    assert found.first_week == 2
    assert len(found.cumulated) == 2
    assert transition(comparison, "busy") is None
    gained = weekly_gains(comparison.tables["territory_week"], comparison.baseline_id, "redrawn")
    assert (gained[[0, 1]] == 0).all(axis=None)
    sold = comparison.tables["account_run"].groupby("scenario_id")["booked_cents"].sum()
    total = gained.to_numpy().sum() * 100
    assert total == pytest.approx(sold["redrawn"] - sold[comparison.baseline_id])


def test_verdict_and_report_tell_it(comparison: Comparison) -> None:
    """The sentence stands in the verdict, and the page has the money of both options."""
    found = transition(comparison, "redrawn")
    assert found is not None
    sentence = transition_sentence(found, comparison.currency)
    assert sentence in comparison.verdict_on("redrawn")
    content = report_content(comparison)
    redrawn, busy = content["options"]
    assert redrawn["transition"]["sentence"] == sentence
    assert busy["transition"] is None
    money = {entry["line"]: entry["money"] for entry in redrawn["money"]}
    lines = {line["kpi"]: line for line in redrawn["lines"]}
    assert money["contribution"]["difference"]["estimate"] == pytest.approx(
        lines["contribution"]["difference"], abs=0.01
    )
    page = render_report(comparison, content)
    assert page.count("Where the money goes") == 2
    assert sentence in page
