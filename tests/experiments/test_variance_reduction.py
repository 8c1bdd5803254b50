"""Common random numbers are worth what docs/compare.md says, on the scenarios it names."""

from __future__ import annotations

import pytest

from territory_sim.experiments.compare import compare
from territory_sim.scenario.load import load_scenario


@pytest.mark.slow
def test_pairing_saves_runs_over_the_whole_scorecard() -> None:
    """Median over all noisy lines: at least fourfold for a campaign and twofold for two more reps.

    Without the twin of each run, which takes as long as the run, for one line.
    """
    names = ("status_quo", "spring_campaign", "hire_two")
    study = compare([load_scenario(name, ["opportunity=false"]) for name in names], replications=20)
    noisy = study.table[(study.table["method"] != "exact") & study.table["variance_reduction"].notna()]
    median = noisy.groupby("scenario_id")["variance_reduction"].median()
    assert median["spring_campaign"] >= 4
    assert median["hire_two"] >= 2
    assert noisy.groupby("scenario_id").size().min() >= 25
