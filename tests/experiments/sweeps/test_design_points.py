from __future__ import annotations

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.experiments.sweeps.design_points import design_points
from tests.sweeping import TINY


def settings(*overrides: str) -> list[dict[str, str]]:
    """Give the swept settings of each point."""
    points, _ = design_points([*TINY, *overrides])
    assert [point.design_id for point in points] == list(range(len(points)))
    return [dict(point.settings) for point in points]


def test_a_grid_is_the_product_of_its_lists() -> None:
    """The first list varies slowest; what is given once is no factor."""
    found = settings("staffing.reps=range(2,6,2)", "territories=history,balanced", "seed=7")
    assert found == [
        {"staffing.reps": "2", "territories": "history"},
        {"staffing.reps": "2", "territories": "balanced"},
        {"staffing.reps": "4", "territories": "history"},
        {"staffing.reps": "4", "territories": "balanced"},
    ]


@pytest.mark.parametrize("sampling", ["lhs", "sobol"])
def test_samples_fill_their_intervals_and_meet_every_list(sampling: str) -> None:
    """Each sample is run with every combination of the lists; whole numbers stay whole."""
    words = ("people.skill_sd=interval(0.1,0.5)", "staffing.reps=interval(2,5)", "points=8")
    found = settings(f"sampling={sampling}", *words, "territories=history,balanced")
    assert len(found) == 16
    first, second = found[0::2], found[1::2]
    for key in ("people.skill_sd", "staffing.reps"):
        assert [each[key] for each in first] == [each[key] for each in second]
    skills = sorted(float(each["people.skill_sd"]) for each in first)
    # One sample in each eighth of the interval: that is what both designs promise.
    assert [int((skill - 0.1) / 0.05) for skill in skills] == list(range(8))
    assert {each["staffing.reps"] for each in first} == {"2", "3", "4", "5"}


def test_more_points_of_sobol_keep_those_that_were_there() -> None:
    """A sweep can be extended: its first points do not move."""
    words = ("sampling=sobol", "people.skill_sd=interval(0.1,0.5)")
    assert settings(*words, "points=11")[:5] == settings(*words, "points=5")


def test_every_fault_of_a_design_is_told() -> None:
    """What makes no sense is refused, with what to write instead."""
    cases = {
        "a grid has no intervals": ("staffing.reps=interval(2,4)",),
        "a grid has as many points": ("points=4",),
        "needs a setting to sample": ("sampling=lhs", "points=4"),
        "needs a number of points": ("sampling=sobol", "staffing.reps=interval(2,4)"),
        "must lie below the second": ("sampling=lhs", "points=4", "staffing.reps=interval(4,2)"),
        "interval needs two numbers": ("sampling=lhs", "points=4", "staffing.reps=interval(few,many)"),
        "did you mean territories.method": ("territories.methodd=history",),
    }
    for told, words in cases.items():
        with pytest.raises(ScenarioError, match=told):
            design_points([*TINY, *words])
