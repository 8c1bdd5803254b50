"""The table of parameters: complete, with unit, range, evidence and source."""

from __future__ import annotations

import json

import pytest

from territory_sim.cli.entry import main
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.parameter_rows import parameter_rows
from territory_sim.scenario.parse import known_keys


def test_every_value_of_the_scenario_is_in_the_table() -> None:
    """No default escapes the table: its keys are those of the scenario's own list of settings."""
    scenario = load_scenario("status_quo")
    groups = set(known_keys())
    settings = {key for key, value in scenario.to_rows() if value != "[]" or key in groups}
    assert {str(row["key"]) for row in parameter_rows(scenario)} == settings


def test_every_row_has_a_unit_a_grade_and_a_source() -> None:
    """A reader can tell for each default in what unit it is and how far to trust it."""
    grades = {"meta-analysis", "RCT", "observational", "vendor", "assumption"}
    rows = list(parameter_rows(load_scenario("status_quo")))
    assert len(rows) >= 80
    assert all(row["unit"] and row["source"] and row["meaning"] for row in rows)
    assert {row["grade"] for row in rows} <= grades


def test_defaults_lie_in_their_ranges() -> None:
    """A default outside its own range would be refused if a user typed it."""
    for row in parameter_rows(load_scenario("status_quo")):
        value, low, high = row["value"], row["low"], row["high"]
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert not isinstance(low, int | float) or value >= low, row["key"]
            assert not isinstance(high, int | float) or value <= high, row["key"]


def test_json_has_the_value_of_an_override(capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed is the scenario that was asked for, not only the defaults."""
    assert main(["parameters", "market.gross_margin=0.5", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["key"]: row["value"] for row in rows}["market.gross_margin"] == 0.5
