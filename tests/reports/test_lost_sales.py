"""The report's lost sales: the sums of the table, cause by cause, and the shares of the firms."""

from __future__ import annotations

import pytest

from territory_sim.experiments.compare import compare
from territory_sim.experiments.comparison import Comparison
from territory_sim.market.lost_sales import CAUSES
from territory_sim.reports.html import render_report
from territory_sim.reports.lost_sales import CAUSE_WORDS, cause_changes, firm_changes
from tests.fabricated import fabricated_comparison
from tests.worlds import small_scenario


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Compare four reps with one, over a quarter."""
    scenarios = [
        small_scenario(days=60, opportunity=False, staffing__reps=reps, label=f"{reps} <reps>")
        for reps in (4, 1)
    ]
    return compare(scenarios, replications=3, workers=1)


def test_every_cause_has_its_words() -> None:
    """In the order of the ladder."""
    assert tuple(CAUSE_WORDS) == CAUSES


def test_causes_add_up_to_what_is_bought_and_not_booked(comparison: Comparison) -> None:
    """On both sides, in units of the currency, as means over replications."""
    changes = cause_changes(comparison, "1 <reps>")
    accounts = comparison.tables["account_run"].groupby("scenario_id")[["bought_cents", "booked_cents"]].sum()
    missing = (accounts["bought_cents"] - accounts["booked_cents"]) / 300
    assert sum(change.orders.baseline for change in changes) == pytest.approx(missing["4 <reps>"])
    assert sum(change.orders.option for change in changes) == pytest.approx(missing["1 <reps>"])
    assert "no_capacity" in {change.cause for change in changes}
    assert "stock_out" not in {change.cause for change in changes}


def test_firms_share_all_orders(comparison: Comparison) -> None:
    """We first, others last, and both sides sum to 1."""
    changes = firm_changes(comparison, "1 <reps>")
    assert [change.firm for change in changes] == ["us", "Alder", "Birch", "others"]
    assert sum(change.order_share.baseline for change in changes) == pytest.approx(1)
    assert sum(change.order_share.option for change in changes) == pytest.approx(1)


def test_the_page_tells_causes_and_firms(comparison: Comparison) -> None:
    """By their words; a comparison without the tables has no such section."""
    page = render_report(comparison)
    assert "What is lost, and why" in page
    assert CAUSE_WORDS["no_capacity"].replace("'", "&#39;") in page
    assert '<th scope="row">Alder</th>' in page
    assert "What is lost" not in render_report(fabricated_comparison())
