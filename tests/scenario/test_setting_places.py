"""Faults of a pay plan come all at once, each with the line of the file it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.scenario.load import load_scenario

BAD_PLAN = """\
# A plan with everything wrong.
defaults: [linear, _self_]
currency: UDS
base_salary: 60000
cap: 40000
quota: {method: flat, amount_per_year: 0}
tiers:
  - {from_attainment: 0, rate: 0.02}
  - from_attainment: 0.9
    rate: 0.04
  - from_attainment: 0.8
    rate: 0.05
split:
  finder_share: 0.7
  previous_owner_share: 0.6
threshhold: 0.5
"""


def faults_of(folder: Path, *overrides: str, scenario: str = "status_quo") -> list[str]:
    """Give the faults as lines, the folder left out of them."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(scenario, overrides, [folder])
    return [str(fault).replace(f"{folder}/", "") for fault in caught.value.faults]


def test_all_faults_of_a_plan_come_with_their_lines(tmp_path: Path) -> None:
    """Overlapping tiers, a cap under the base, splits over 100 %, a quota of zero, an unknown currency."""
    (tmp_path / "commission").mkdir()
    (tmp_path / "commission" / "bad.yaml").write_text(BAD_PLAN, encoding="utf-8")
    told = faults_of(tmp_path, "commission=bad")
    starts = {
        "commission/bad.yaml:3: commission.currency = UDS",
        "commission/bad.yaml:5: commission.cap = 40,000",
        "commission/bad.yaml:6: commission.quota.amount_per_year = 0",
        "commission/bad.yaml:11: commission.tiers.2.from_attainment = 0.8",
        "commission/bad.yaml:14: commission.split.finder_share = 0.7",
        "commission/bad.yaml:16: commission.threshhold = 0.5",
    }
    assert len([line for line in told if line.startswith(tuple(starts))]) == len(starts)
    # That a share needs months stands in the plan that this one builds on.
    assert any("linear.yaml" in line and "previous_owner_months" in line for line in told)
    assert len(told) == len(starts) + 1


def test_a_scenario_of_the_user_names_its_line_too(tmp_path: Path) -> None:
    """Whatever the group; and a plan chosen by the scenario is found."""
    (tmp_path / "scenario").mkdir()
    (tmp_path / "scenario" / "mine.yaml").write_text(
        "# @package _global_\n"
        "defaults:\n"
        "  - override /commission: capped\n"
        "scenario: {name: mine, title: Mine, teaches: Nothing.}\n"
        "staffing:\n"
        "  reps: 0\n"
        "commission:\n"
        "  base_salary: 200000\n",
        encoding="utf-8",
    )
    told = faults_of(tmp_path, scenario="mine")
    assert any(line.startswith("scenario/mine.yaml:6: staffing.reps = 0") for line in told)
    assert any("capped.yaml:4: commission.cap" in line for line in told)


def test_what_the_command_line_says_has_no_line(tmp_path: Path) -> None:
    """The key alone, as it was typed."""
    assert faults_of(tmp_path, "commission.currency=UDS")[0].startswith("commission.currency = UDS")
    assert faults_of(tmp_path, "staffing.reps=0")[0].startswith("staffing.reps = 0")
