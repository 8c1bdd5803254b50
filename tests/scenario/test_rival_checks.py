"""What is wrong with rivals and their campaigns is told at once, each fault with its key."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.market.parameters.competitors import RivalCampaignParameters
from territory_sim.scenario.compose import compose
from territory_sim.scenario.parse import parse_scenario
from territory_sim.scenario.world import build_world
from tests.worlds import small_scenario

TREE: dict[str, Any] = compose(["scenario=rival_attack"])


def told(days: int = 250, **competitors: Any) -> list[str]:
    """Parse the attack with some settings of competitors changed, and give the faults."""
    tree = copy.deepcopy(TREE) | {"days": days}
    tree["competitors"] |= competitors
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(tree)
    return [str(fault) for fault in caught.value.faults]


def rival(**changes: Any) -> dict[str, Any]:
    """Give a rival as the configs have it."""
    first: dict[str, Any] = TREE["competitors"]["rivals"][0]
    return first | changes


def campaign(**changes: Any) -> dict[str, Any]:
    """Give a campaign as the configs have it."""
    usual: dict[str, Any] = {
        "rival": "Alder",
        "start": "2026-02-02",
        "end": None,
        "units": [],
        "lift": 0.1,
        "calls_factor": 2,
    }
    return usual | changes


@pytest.mark.parametrize(
    ("wrong", "told_of"),
    [
        ({"outside_share": 1.2}, "competitors.outside_share = 1.2: must be a number from 0 to 1"),
        ({"rivals": []}, "competitors.rivals"),
        ({"rivals": [rival(price=-1)]}, "competitors.rivals.0.price = -1: must be a number from 0.1 to 10"),
        ({"rivals": [rival(calls_per_year=-3)]}, "competitors.rivals.0.calls_per_year = -3"),
        ({"rivals": [rival(), rival()]}, "competitors.rivals.1.name = Alder: must differ"),
        ({"rivals": [rival(name="us")]}, "competitors.rivals.0.name = 'us'"),
        ({"rivals": [rival(name=" x")]}, "competitors.rivals.0.name = ' x'"),
        ({"campaigns": [campaign(rival="Aldr")]}, "competitors.campaigns.0.rival = 'Aldr'"),
        ({"campaigns": [campaign(start="soon")]}, "competitors.campaigns.0.start = soon: must be a date"),
        (
            {"campaigns": [campaign(start="2025-12-31")]},
            "competitors.campaigns.0.start = 2025-12-31: must lie within the run, 2026-01-05 to 2026-12-18",
        ),
        ({"campaigns": [campaign(end="2027-01-04")]}, "competitors.campaigns.0.end = 2027-01-04: must lie"),
        (
            {"campaigns": [campaign(end="2026-02-01")]},
            "competitors.campaigns.0.end = 2026-02-01: must not be",
        ),
        ({"campaigns": [campaign(lift=-1)]}, "competitors.campaigns.0.lift = -1"),
        ({"campaigns": [campaign(calls_factor=0.5)]}, "competitors.campaigns.0.calls_factor = 0.5"),
        ({"dynamics": "bass"}, "competitors.dynamics = bass: must be one of none, lanchester"),
        ({"reaction": -0.1}, "competitors.reaction = -0.1"),
    ],
)
def test_each_fault_names_its_key_and_what_is_allowed(wrong: dict[str, Any], told_of: str) -> None:
    """Shares over 1, negative prices and rates, unknown names, dates outside the run."""
    assert any(fault.startswith(told_of) for fault in told(**wrong)), told(**wrong)


def test_all_faults_are_told_at_once() -> None:
    """Names and dates of several campaigns, in one go."""
    faults = told(campaigns=[campaign(rival="Nobody", start="2030-01-01"), campaign(end="x")])
    assert [fault.split(" = ")[0] for fault in faults] == [
        "competitors.campaigns.0.rival",
        "competitors.campaigns.0.start",
        "competitors.campaigns.1.end",
    ]


def test_the_last_day_of_the_run_is_allowed_and_the_next_is_not() -> None:
    """Ten business days from a Monday on end on the Friday of the week after."""
    tree = copy.deepcopy(TREE) | {"days": 10}
    tree["competitors"]["campaigns"] = [campaign(start="2026-01-16")]
    parse_scenario(tree)
    assert any(
        "2026-01-05 to 2026-01-16" in fault for fault in told(10, campaigns=[campaign(start="2026-01-19")])
    )


def test_a_unit_that_the_region_does_not_have_is_named() -> None:
    """With the nearest right name; known ones beside it are no fault."""
    known = build_world(small_scenario()).region.unit_ids
    attack = RivalCampaignParameters(
        rival="Alder", start="2026-01-05", end=None, units=(known[0], f"{known[3]}x", "Atlantis"), lift=0.1,
        calls_factor=1.0,
    )  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        build_world(small_scenario(competitors__campaigns=(attack,)))
    faults = [str(fault) for fault in caught.value.faults]
    assert [fault.split(" = ")[0] for fault in faults] == [
        "competitors.campaigns.0.units.1",
        "competitors.campaigns.0.units.2",
    ]
    assert "did you mean" in faults[0]
