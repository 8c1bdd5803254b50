from __future__ import annotations

import pytest

from territory_sim.app.levers import LEVERS, levels_of, overrides_of
from territory_sim.app.live_question import Base, job_of
from territory_sim.errors import ScenarioError
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world
from tests.worlds import SMALL, small_world


@pytest.mark.parametrize(
    ("lever", "text"),
    [
        ("reps", "6"),
        ("split", "balanced"),
        ("plan", "team_pool"),
        ("campaign", "25"),
        ("backup", "pooled"),
        ("speed", "2"),
        ("rivals", "4"),
    ],
)
def test_a_lever_sets_what_it_reads(lever: str, text: str) -> None:
    """The world that a level's overrides make stands at that level, and no other lever has moved."""
    world = small_world()
    usual = levels_of(world)
    overrides = overrides_of({lever: text}, usual, world.scenario)
    made = levels_of(build_world(load_scenario("status_quo", [*SMALL, *overrides])))
    assert str(made[lever]).removesuffix(".0") == text
    apart = {name for name in usual if made[name] != usual[name]}
    assert apart <= {lever, *({"place"} if lever == "campaign" else ())}


def test_levers_left_alone_change_nothing() -> None:
    """Levels at which a scenario stands already give no overrides."""
    world = small_world()
    usual = levels_of(world)
    assert overrides_of({name: str(level) for name, level in usual.items()}, usual, world.scenario) == []


def test_what_cannot_be_asked_is_told_all_at_once() -> None:
    """A wrong number, a wrong word and an unknown lever are three faults."""
    world = small_world()
    with pytest.raises(ScenarioError) as caught:
        overrides_of({"reps": "nan", "backup": "all", "colour": "red"}, levels_of(world), world.scenario)
    assert [fault.where for fault in caught.value.faults] == ["reps", "backup", "colour"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "base=other",
        "base=here&reps=1e9",
        "base=here&moves=0:99",
        "base=here&moves=0;1",
        "base=here&speed=0",
    ],
)
def test_a_wrong_question_is_refused(query: str) -> None:
    """Unknown scenarios, levels and moves are never simulated."""
    world = small_world()
    bases = {"here": Base(SMALL, world, levels_of(world))}
    with pytest.raises(ScenarioError):
        job_of(query, bases, 1)


def test_a_question_becomes_overrides() -> None:
    """What is asked for replaces what the scenario says of the same key; the rest stays."""
    world = small_world()
    bases = {"here": Base(SMALL, world, levels_of(world))}
    job = job_of("base=here&number=3&reps=6&split=history&moves=5:1", bases, 2)
    assert "staffing.reps=6" in job.overrides
    assert "staffing.reps=4" not in job.overrides
    assert (job.moves, job.replications) == (((5, 1),), 2)
    assert len(LEVERS) == len(levels_of(world))
