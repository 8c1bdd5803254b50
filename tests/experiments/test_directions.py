"""Each built-in scenario moves the scorecard the way anyone in sales expects."""

from __future__ import annotations

import pytest

from territory_sim.experiments.compare import compare
from territory_sim.experiments.comparison import Comparison
from territory_sim.scenario.load import load_scenario

DIRECTIONS = [
    # scenario, line, least change that the whole 95 % interval must pass
    ("understaffed", "coverage", -0.02),
    ("understaffed", "first_response_hours", 0.1),
    ("overstaffed", "coverage", 0.05),
    ("overstaffed", "utilisation", -0.1),
    ("hire_two", "coverage", 0.02),
    ("pooled_backup", "first_response_hours", -0.2),
    ("rival_attack", "market_share", -0.02),
    ("balanced", "coverage", 0.05),
    ("balanced", "workload_spread", -0.4),
    ("product_launch", "revenue", 50_000),
    ("stock_out", "revenue", -1_000_000),
    ("stock_out", "satisfaction", -0.05),
]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Compare every scenario with today's territories over half a year."""
    names = ["status_quo", *dict.fromkeys(scenario for scenario, _, _ in DIRECTIONS)]
    overrides = ["days=120", "opportunity=false"]
    return compare([load_scenario(name, overrides) for name in names], replications=6)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "line", "least"), DIRECTIONS)
def test_a_scenario_moves_its_line(comparison: Comparison, scenario: str, line: str, least: float) -> None:
    """The whole 95 % interval lies beyond the least change; the seed is fixed, so chance cannot fail it."""
    table = comparison.table
    row = table[(table["scenario_id"] == scenario) & (table["kpi"] == line)].iloc[0]
    if least > 0:
        assert row["low"] > least
    else:
        assert row["high"] < least


@pytest.mark.slow
def test_rivals_change_what_is_sold_and_nothing_else(comparison: Comparison) -> None:
    """Calls and answers stay the same to the last bit: rivals touch choice alone."""
    table = comparison.table[comparison.table["scenario_id"] == "rival_attack"].set_index("kpi")
    untouched = ["coverage", "coverage_worst_decile", "first_response_hours", "travel_share", "utilisation"]
    assert (table.loc[untouched, "difference"] == 0).all()
