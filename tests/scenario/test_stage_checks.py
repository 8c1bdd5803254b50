"""A stage map with a hole is told with all its faults at once, each under the key one would change."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.scenario.compose import compose
from territory_sim.scenario.parse import parse_scenario

DEFAULTS = compose()


def stage(name: str, *outcomes: tuple[str, float], **changes: Any) -> dict[str, Any]:
    """Give a stage as plain values."""
    following = [{"to": to, "share": share} for to, share in outcomes]
    return {"name": name, "days": 1, "cv": 0, "visit": False, "next": following} | changes


def told(*stages: dict[str, Any]) -> list[str]:
    """Give the faults of a stage map, a line each."""
    tree: dict[str, Any] = copy.deepcopy(DEFAULTS)
    tree["leads"]["stages"] = list(stages)
    try:
        parse_scenario(tree)
    except ScenarioError as error:
        return [str(fault) for fault in error.faults]
    return []


WON = stage("talks", ("won", 0.5), ("lost", 0.5))


def test_ways_back_and_ends_of_all_kinds_are_allowed() -> None:
    """A deal may come back as long as it can end, and be won."""
    assert (
        told(stage("offer", ("talks", 1)), stage("talks", ("offer", 0.5), ("won", 0.25), ("stalled", 0.25)))
        == []
    )


@pytest.mark.parametrize(
    ("stages", "where"),
    [
        ((stage("offer", ("talk", 1)), WON), "leads.stages.0.next.0.to = talk"),
        ((stage("offer", ("talks", 0.5)), WON), "leads.stages.0.next = shares that sum to 0.5"),
        ((WON, stage("alone", ("lost", 1))), "leads.stages.1 = alone: must be reached"),
        ((stage("talks", ("lost", 1)),), "leads.stages = no way to won"),
        ((WON, stage("talks", ("won", 1))), "leads.stages.1.name = talks: must differ from leads.stages.0"),
        ((stage("won", ("won", 1)),), "leads.stages.0.name = won"),
        ((stage("offer", ("won", 0.5), ("won", 0.5)),), "leads.stages.0.next.1.to = won: must be given once"),
    ],
)
def test_each_fault_is_told_under_its_key(stages: tuple[dict[str, Any], ...], where: str) -> None:
    """Its first line names it."""
    assert any(fault.startswith(where) for fault in told(*stages))


def test_a_circle_without_an_end_is_told() -> None:
    """Every stage that deals can reach but never leave for good."""
    circle = told(stage("a", ("b", 0.5), ("won", 0.5)), stage("b", ("c", 1)), stage("c", ("b", 1)))
    assert [fault.partition(":")[0] for fault in circle] == ["leads.stages.1 = b", "leads.stages.2 = c"]


def test_all_faults_of_a_map_are_told_at_once() -> None:
    """A wrong name, a wrong sum, a stage out of reach and no way to win."""
    faults = told(stage("offer", ("talk", 0.7), ("lost", 0.2)), stage("talks", ("won", 0.5), ("lost", 0.6)))
    assert [fault.partition(" = ")[0] for fault in faults] == [
        "leads.stages.0.next.0.to",
        "leads.stages.0.next",
        "leads.stages.1.next",
        "leads.stages.1",
        "leads.stages",
    ]


def test_a_stage_with_a_fault_of_its_own_is_not_judged() -> None:
    """A share out of range is told once; no sum and no way is worked out from what is left."""
    (fault,) = told(stage("offer", ("talks", 1.5)), WON)
    assert fault.startswith("leads.stages.0.next.0.share = 1.5")
    assert told(stage("offer", days=-1, next=[]), WON) != []
