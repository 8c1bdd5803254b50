"""The scorecard: names and order of the dictionary, and only lines that the run can fill."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worlds import NOBODY_LEAVES, loaded, small_scenario

from territory_sim.experiments.run import simulate
from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY
from territory_sim.units import PerSegment

DEALS = ("win_rate", "stalled_share", "sales_cycle_days", "pipeline_velocity")
PLAN = ("reach", "call_plan_attainment", "coverage", "coverage_worst_decile", "coverage_gini")
SPREAD = ("pay_p90_p10", "pay_theil", "pay_atkinson", "pay_jain")
EQUITY = (
    "territory_share_of_pay",
    "luck_share_of_pay",
    "envy_rate",
    "equity_slope_effort",
    "equity_slope_ability",
)
EVERYWHERE = [
    "revenue",
    "contribution",
    "selling_cost_share",
    "cost_to_serve",
    "market_share",
    "pay_gini",
    "pay_opportunity_gini",
    "territory_share_of_pay",
    "luck_share_of_pay",
    *SPREAD,
    "envy_rate",
    "equity_slope_effort",
    "equity_slope_ability",
    "coverage",
    "coverage_worst_decile",
    "coverage_gini",
    "reach",
    "call_plan_attainment",
    "first_response_hours",
    "first_response_p90_hours",
    "unanswered_share",
    "face_to_face_share",
    "travel_share",
    "utilisation",
    "workload_spread",
    "lead_conversion",
    "lead_response_hours",
    *DEALS,
    "satisfaction",
    "churned_share",
    "churned_share_A",
    "churned_share_B",
    "churned_share_C",
    "late_order_share",
]
NOTHING = PerSegment(A=0, B=0, C=0)


def lines_of(**changes: object) -> list[str]:
    """Give the names of the lines that a small run fills."""
    names: list[str] = simulate(small_scenario(**changes)).kpis["kpi"].tolist()
    return names


def test_a_usual_run_fills_every_line_but_those_of_a_queue_and_of_a_comparison() -> None:
    """In the order of the dictionary, each once, all finite."""
    kpis = simulate(small_scenario()).kpis
    assert kpis["kpi"].tolist() == EVERYWHERE
    assert np.isfinite(kpis["value"]).all()


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"opportunity": False}, {"pay_opportunity_gini"}),
        (
            {"staffing__reps": 1},
            {"pay_gini", "pay_opportunity_gini", "workload_spread", "coverage_gini", *SPREAD, *EQUITY},
        ),
        (
            {"leads__leads_per_year": NOTHING, "leads__prospecting_leads_per_year": 0.0},
            {"lead_conversion", "lead_response_hours", *DEALS},
        ),
        ({"leads__qualify_at_once": 0.0}, {*DEALS}),
        ({"market__calls_per_year": NOTHING}, {*PLAN}),
        ({"service__remote_share": 1.0}, {"face_to_face_share"}),
        (
            {"service__churn": NOBODY_LEAVES},
            {"churned_share", "churned_share_A", "churned_share_B", "churned_share_C"},
        ),
        (
            {"service__requests_per_year": NOTHING, "fulfilment__active": False},
            {
                "first_response_hours",
                "first_response_p90_hours",
                "unanswered_share",
                "face_to_face_share",
                "late_order_share",
            },
        ),
    ],
)
def test_what_cannot_be_filled_is_absent(changes: dict[str, object], absent: set[str]) -> None:
    """A mechanism switched off takes its lines with it; the others stay."""
    assert lines_of(**changes) == [name for name in EVERYWHERE if name not in absent]


def test_plan_and_people_fill_their_own_lines() -> None:
    """Quotas need a plan that has them; effort, attendance and morale a mechanism that moves them."""
    usual = loaded("status_quo", "people=settled")
    steady = set(lines_of())
    with_quotas = set(lines_of(commission=usual.commission))
    assert with_quotas - steady == {"quota_attained_share", "quota_difficulty"}
    assert set(lines_of(people=usual.people)) - steady == {
        "effort",
        "attendance",
        "morale",
        "signed_at_deadline",
        "discount_share",
    }


def test_queue_lines_appear_only_for_one_queue_that_never_closes() -> None:
    """A pool alone has closing hours, and owners alone have many queues."""
    waits = {"mean_wait_hours", "wait_probability", "mean_number_waiting", "served"}
    assert not waits & set(lines_of(service__backup="pooled"))
    assert not waits & set(lines_of(schedule__closing_hours=False))
    assert waits <= set(lines_of(service__backup="pooled", schedule__closing_hours=False))


def test_the_dictionary_explains_each_line_once() -> None:
    """Names are unique; every line has a unit, a meaning, a direction and a threshold above zero."""
    names = [line.kpi for line in KPI_DICTIONARY]
    assert len(set(names)) == len(names)
    assert set(EVERYWHERE) < set(names)
    for line in KPI_DICTIONARY:
        assert line.unit
        assert line.meaning
        assert line.better in {"up", "down", "target"}
        assert line.threshold > 0
