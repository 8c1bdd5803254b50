"""Published and closed-form figures of campaigns: Fieller coverage, ad elasticity, power of a test."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.theory.campaigns import (
    COVERAGE_PAIRS,
    COVERAGE_TESTS,
    ad_elasticity,
    coverage,
    geo_tests,
)

pytestmark = pytest.mark.slow


def test_fieller_covers_as_often_as_it_says_and_the_delta_method_does_not() -> None:
    """Row 9: Fieller .953, delta method .916 at a weak denominator.

    20,000 simulated tests with 20 pairs, the denominator 2.5 standard errors from zero: a share of
    .95 has a standard error of .0015, so Fieller fails this test by chance once in a thousand.
    """
    fieller_share, delta_share = coverage(COVERAGE_TESTS, COVERAGE_PAIRS)
    assert fieller_share == pytest.approx(0.953, abs=0.008)
    assert fieller_share == pytest.approx(0.95, abs=0.005)
    assert delta_share == pytest.approx(0.916, abs=0.008)


@pytest.mark.parametrize("channel", ["print", "radio", "tv"])
def test_sales_answer_to_advertising_as_in_the_meta_analyses(channel: str) -> None:
    """Row 14: elasticity .09 to .12, through the engine, campaigns alone changed; fixed seed."""
    found = ad_elasticity(channel, replications=8)
    assert 0.09 <= found.estimate <= 0.12


def test_half_of_all_tests_of_a_campaign_are_wider_than_its_whole_return() -> None:
    """Row 24: where customers' sales have a CV near 10, a test leaves the return open by over 100 points."""
    tables, sales_cv, margin = geo_tests(replications=25)
    assert 7 < sales_cv < 13
    width = 100 * margin * (tables["high"] - tables["low"])
    assert float(np.median(width[tables["reading"] == "geo_test"])) > 100


def test_the_geo_tests_intervals_hold_the_truth_and_the_regressions_do_not() -> None:
    """Of 25 geo-tests at least 21 hold the truth (fewer by chance: 0.7 %); few regressions do."""
    tables, _, _ = geo_tests(replications=25)
    truth = tables[tables["reading"] == "truth"].set_index("replication")["iroas"]
    held = {
        str(name): int(((rows["low"] <= truth) & (truth <= rows["high"])).sum())
        for name, rows in (
            (name, group.set_index("replication")) for name, group in pd.DataFrame(tables).groupby("reading")
        )
    }
    assert held["geo_test"] >= 21
    assert held["regression"] <= 5
    assert held["truth"] == 25
