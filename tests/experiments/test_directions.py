"""Each built-in scenario moves the scorecard the way anyone in sales expects."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from territory_sim.experiments.comparison import Comparison
from territory_sim.scenario.load import load_scenario

MEASUREMENT = {"status_quo", "benchmark", "full_market", "full_model", "verification"}
STUDY = Path(__file__).parents[2] / "experiments" / "directions"
EXPECTED = pd.read_csv(STUDY / "expected.csv")
ROWS = [pytest.param(row, id=f"{row.scenario}-{row.line}") for row in EXPECTED.itertuples(index=False)]
UNTOUCHED_BY_RIVALS = [
    "coverage",
    "coverage_worst_decile",
    "first_response_hours",
    "travel_share",
    "utilisation",
]


@cache
def study() -> ModuleType:
    """The study's script as a module."""
    spec = importlib.util.spec_from_file_location("directions_study", STUDY / "study.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def found() -> dict[str, Comparison]:
    """All comparisons, made once."""
    made: dict[str, Comparison] = study().comparisons(EXPECTED)
    return made


def test_every_scenario_says_what_it_teaches_and_none_is_forgotten() -> None:
    """Every scenario but the baseline and those of measurement has a row, and each loads."""
    folder = Path(__file__).parents[2] / "configs" / "scenario"
    names = {file.stem for file in folder.glob("*.yaml")} - MEASUREMENT
    assert names == set(EXPECTED["scenario"])
    for name in names:
        assert len(load_scenario(name).scenario.teaches.split()) > 8


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS)
def test_a_scenario_moves_its_line(row: object) -> None:
    """The whole 95 % interval lies beyond the least change; the seed is fixed, so chance cannot fail it."""
    beside = study().answered(pd.DataFrame([row]), found()).iloc[0]
    assert beside["holds"], f"{beside['low']:.4g} to {beside['high']:.4g}, least {beside['least']:g}"


@pytest.mark.slow
def test_the_committed_table_is_the_one_the_study_makes() -> None:
    """The docs show what the command prints."""
    text = study().as_text(study().answered(EXPECTED, found()))
    assert text == (STUDY / "answer.md").read_text(encoding="utf-8")
