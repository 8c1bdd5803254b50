"""Naive against causal: reps call where sales already are, and a pooled regression takes that for effect."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from territory_sim.calibration.account_months import account_months
from territory_sim.calibration.call_elasticity import call_elasticities
from territory_sim.calibration.crm_folder import read_crm
from territory_sim.experiments.call_elasticity_words import METHODS, elasticity_lines, elasticity_sentence
from territory_sim.experiments.folder import write_run
from territory_sim.experiments.naive_or_causal import with_call_elasticity
from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world
from tests.worlds import small_scenario, small_world

STUDY = Path(__file__).parents[2] / "experiments" / "naive_or_causal"


@pytest.fixture(scope="module")
def study() -> ModuleType:
    """The study's script as a module."""
    spec = importlib.util.spec_from_file_location("naive_or_causal_study", STUDY / "study.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fabricated(**estimates: tuple[float, ...]) -> pd.DataFrame:
    """Make up a table of elasticities."""
    rows = [
        ("s", 0, number, method, value, value - 0.1, value + 0.1)
        for method, values in estimates.items()
        for number, value in enumerate(values)
    ]
    keys = ["scenario_id", "design_id", "replication", "method", "estimate", "low", "high"]
    return pd.DataFrame(rows, columns=keys)


def test_lines_average_over_replications() -> None:
    """Several replications give a mean and its interval; one gives its own."""
    table = fabricated(pooled=(1.0, 2.0), within=(0.2, 0.2), randomised=(0.3, 0.5), true=(0.3, 0.3))
    lines = {line.method: line for line in elasticity_lines(table)}
    assert list(lines) == list(METHODS)
    assert lines["pooled"].found.estimate == 1.5
    assert lines["pooled"].times_true == pytest.approx(5.0)
    assert lines["within"].found.low == lines["within"].found.high == 0.2
    one = elasticity_lines(table[table["replication"] == 0])
    assert (one[0].found.low, one[0].found.high) == pytest.approx((0.9, 1.1))
    assert "5.0 times the true 0.30 %" in elasticity_sentence(tuple(lines.values()))


def test_what_is_not_known_is_said() -> None:
    """A run too short for a regression gives no figure and no crash."""
    unknown = (float("nan"),)
    lines = elasticity_lines(fabricated(pooled=unknown, within=unknown, randomised=unknown, true=unknown))
    assert "Too few" in elasticity_sentence(lines)


def test_readings_are_made_of_the_csv_files_alone(tmp_path: Path) -> None:
    """With nothing but the crm folder at hand, somewhere else, the same figures come out to the last bit."""
    changes = {"export": ("crm",), "days": 120}
    world = small_world(**changes)
    run = with_call_elasticity(simulate(small_scenario(**changes), world=world), world)
    folder = write_run(run, world, tmp_path / "run")
    shutil.move(folder / "crm", tmp_path / "elsewhere")
    shutil.rmtree(folder)
    found = call_elasticities(account_months(read_crm(tmp_path / "elsewhere")))
    table = run.tables["call_elasticity"].set_index("method")["estimate"]
    assert table["pooled"] == found.pooled.estimate
    assert table["within"] == found.within.estimate


def readings(*overrides: str, years: int) -> pd.DataFrame:
    """Read what calls bring in so many years of luck: one row a year, one column a way."""
    scenario = load_scenario("status_quo", ["export=crm", "opportunity=false", *overrides])
    world = build_world(scenario)
    tables = [
        with_call_elasticity(simulate(scenario, replication=number, world=world), world).tables[
            "call_elasticity"
        ]
        for number in range(years)
    ]
    return pd.concat(tables).pivot_table(index="replication", columns="method", values="estimate")


@pytest.mark.slow
def test_the_naive_reading_overstates_several_fold() -> None:
    """At the defaults, over five years of luck: at least twice the truth in each, thrice in the mean.

    Measured over five: pooled 1.68 (sd 0.12), true 0.31 (0.07). The bound of 2 in each year lies five
    standard deviations away; seeds are fixed.
    """
    found = readings(years=5)
    assert (found["pooled"] / found["true"] > 2).all()
    mean = found.mean()
    assert mean["pooled"] / mean["true"] > 3
    # The truth lies where the literature puts it.
    assert 0.15 <= mean["true"] <= 0.50
    assert mean["within"] < mean["pooled"] / 2
    # More calls planned than reps can make disappoint: the plan brings less than the calls.
    assert mean["randomised"] < mean["true"]


@pytest.mark.slow
def test_an_experiment_by_lot_finds_the_truth_where_missed_calls_disappoint_nobody() -> None:
    """Then the plan works through calls alone; within two standard errors of three years' means."""
    mean = readings("service.experience_missed_call=null", years=3).mean()
    assert mean["randomised"] == pytest.approx(mean["true"], abs=2 * np.hypot(0.07, 0.08) / 3**0.5)


def test_the_study_differs_in_its_errors_alone(study: ModuleType) -> None:
    """Whatever differs between its two halves is the doing of how records are kept."""
    kept, sound = (scenario.to_tree() for scenario in study.scenarios().values())
    assert {key for key in kept if kept[key] != sound[key]} == {"management"}


def test_the_committed_answer_follows_from_the_committed_table(study: ModuleType) -> None:
    """The words are made of the figures, and the figures are there for every year and way."""
    table = pd.read_csv(STUDY / "elasticities.csv")
    assert study.answer(table) == (STUDY / "answer.txt").read_text(encoding="utf-8")
    assert set(table["method"]) == set(METHODS)
    assert table.groupby(["kept", "method"]).size().eq(10).all()


@pytest.mark.slow
def test_running_the_study_again_gives_the_committed_figures(study: ModuleType) -> None:
    """The first two years of each half, to the digits written."""
    again = study.table(replications=2)
    committed = pd.read_csv(STUDY / "elasticities.csv")
    committed = committed[committed["replication"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(again, committed, rtol=1e-4, atol=1e-6, check_dtype=False)
