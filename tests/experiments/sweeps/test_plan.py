from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory_sim.errors import DataError
from territory_sim.experiments.sweeps.batch import world_key
from territory_sim.experiments.sweeps.design_points import design_points
from territory_sim.experiments.sweeps.plan import (
    Plan,
    make_plan,
    read_plan,
    refuse_other_version,
    write_plan,
)
from territory_sim.scenario.load import load_scenario
from tests.sweeping import TINY


def planned(*overrides: str) -> Plan:
    """Plan a tiny sweep."""
    words = [*TINY, *overrides]
    points, first = design_points(words)
    return make_plan(points, first.replications, first.tables, words, ())


def test_a_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Workers on other machines have nothing but the file."""
    plan = planned("staffing.reps=2,3", "territories=history,balanced", "replications=3")
    write_plan(plan, tmp_path)
    again = read_plan(tmp_path)
    assert again.designs == plan.designs
    assert list(again.tasks) == [(point, number) for point in range(4) for number in range(3)]
    assert [again.task_id(task) for task in again.tasks] == [plan.task_id(task) for task in plan.tasks]
    assert len({plan.task_id(task) for task in plan.tasks}) == plan.count == 12


def test_who_computes_and_where_to_changes_no_task() -> None:
    """A run has the same id whatever machine makes it, and another one for other settings."""
    one = planned("replications=2")
    other = planned("replications=9", "workers=7", "out=there", "executor=serial", "tables=kpis")
    assert one.task_id((0, 1)) == other.task_id((0, 1))
    assert one.task_id((0, 1)) != planned("replications=2", "seed=2").task_id((0, 1))


def test_a_plan_that_was_changed_or_is_broken_is_refused(tmp_path: Path) -> None:
    """One line each; nothing is guessed."""
    plan = planned("staffing.reps=2,3")
    write_plan(plan, tmp_path)
    path = tmp_path / "plan.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    for change, told in (
        ({"schema": 99}, "schema = 99"),
        ({"designs": whole["designs"][:1]}, "changed by hand"),
        ({"replications": None}, "is broken"),
    ):
        path.write_text(json.dumps(whole | change), encoding="utf-8")
        with pytest.raises(DataError, match=told):
            read_plan(tmp_path)
    path.write_text(json.dumps(whole | {"version": "older"}), encoding="utf-8")
    with pytest.raises(DataError, match="other versions of the program"):
        refuse_other_version(read_plan(tmp_path), tmp_path)
    with pytest.raises(DataError, match="no folder of a sweep"):
        read_plan(tmp_path / "elsewhere")


def test_points_that_differ_in_pay_alone_share_a_world() -> None:
    """A world is built once for all pay plans, and anew for another number of reps."""
    usual = world_key(load_scenario("status_quo", TINY))
    assert usual == world_key(load_scenario("status_quo", [*TINY, "commission.base_salary=70000"]))
    assert usual != world_key(load_scenario("status_quo", [*TINY, "staffing.reps=3"]))
    assert usual != world_key(load_scenario("status_quo", [*TINY, "seed=3"]))
