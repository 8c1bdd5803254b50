"""The golden figures: what they are computed from, and how to renew them.

A change that is meant to change results renews them, and the difference is read in review::

    PYTHONPATH=src:. python -m tests.golden.golden
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.parse import parse_scenario
from territory_sim.scenario.scenario import Scenario

PATH: Final = Path(__file__).with_name("golden.json")
COMPUTED_FROM: Final[dict[str, tuple[str, list[str]]]] = {
    "small territory": (
        "status_quo",
        [
            "region=synthetic",
            "region.synthetic_units=50",
            "market.accounts=250",
            "market.relocations_per_year=0.5",
            "staffing.reps=4",
            "territories.count=null",
            "territories.starts=1",
            "days=30",
            "seed=20260105",
        ],
    ),
    "priority queue": (
        "verification",
        [
            "verification.servers=2",
            "verification.arrival_rate_per_hour=1.5",
            "verification.service_cv=0.7",
            "verification.discipline=priority",
            "verification.horizon_hours=1000",
        ],
    ),
}
"""Scenario and overrides by name. Scenarios stand in the file whole, so defaults may change."""


def golden() -> dict[str, Any]:
    """Read the golden figures: scenario and scorecard by name."""
    figures: dict[str, Any] = json.loads(PATH.read_text())
    return figures


def scenario_of(tree: Mapping[str, Any]) -> Scenario:
    """Give the scenario as it was when the figures were written; settings added since take their defaults."""
    return parse_scenario(_over(load_scenario("status_quo").to_tree(), tree))


def scorecard_of(scenario: Scenario) -> dict[str, float]:
    """Compute the figures anew."""
    kpis = simulate(scenario, replication=1).kpis
    return dict(zip(kpis["kpi"].tolist(), kpis["value"].tolist(), strict=True))


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _over(below[key], above[key])
        if isinstance(below.get(key), Mapping) and isinstance(above.get(key), Mapping)
        else above.get(key, below.get(key))
        for key in {**below, **above}
    }


def renew() -> None:
    """Write the golden figures of today's program and today's defaults."""
    figures = {}
    for name, (scenario_name, overrides) in COMPUTED_FROM.items():
        scenario = load_scenario(scenario_name, overrides)
        figures[name] = {"kpis": scorecard_of(scenario), "scenario": scenario.to_tree()}
    PATH.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    renew()
