"""The named study of staffing still runs, and its committed result is there."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from tests.sweeping import TINY

STUDY = Path(__file__).parents[2] / "experiments" / "staffing_level"


@pytest.fixture(scope="module")
def study() -> ModuleType:
    """The study's script as a module."""
    spec = importlib.util.spec_from_file_location("staffing_level_study", STUDY / "study.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_table_has_every_point(study: ModuleType) -> None:
    """Five numbers of reps on two maps, a row for each line; the answer is a sentence."""
    table = pd.read_csv(STUDY / "summary.csv")
    points = table[["staffing.reps", "territories"]].drop_duplicates()
    assert len(points) == 10
    assert set(table["kpi"]) == set(study.LINES)
    assert (table["replications"] == 4).all()
    assert (STUDY / "answer.txt").read_text(encoding="utf-8").startswith("Best mean contribution")


def test_the_study_runs_on_a_small_region(study: ModuleType) -> None:
    """The script is kept working by a run of it in miniature."""
    words = [*TINY, "staffing.reps=2,3", "territories=history,balanced", "replications=2", "executor=serial"]
    found = study.run(words)
    assert len(found.of("contribution")) == 4
    assert found.axis == "staffing.reps"
