"""The same numbers to twelve digits on every supported Python, whatever NumPy and SciPy it has."""

from __future__ import annotations

import pytest
from tests.golden.golden import COMPUTED_FROM, golden, scenario_of, scorecard_of

REMEDY = "if results were meant to change: PYTHONPATH=src:. python -m tests.golden.golden"


@pytest.mark.parametrize("name", sorted(COMPUTED_FROM))
def test_the_scorecard_is_the_one_on_file(name: str) -> None:
    """Every line is there with its value, 1e-12 relative; a change shows as a difference of the file."""
    on_file = golden()[name]
    scorecard = scorecard_of(scenario_of(on_file["scenario"]))
    assert list(scorecard) == list(scorecard | on_file["kpis"]), REMEDY
    assert scorecard == pytest.approx(on_file["kpis"], rel=1e-12, abs=0), REMEDY
