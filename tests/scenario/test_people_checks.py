"""Bad settings of people: all faults at once, each with what is allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.salesforce.people_parameters import ExitParameters
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world
from tests.worlds import small_scenario


def faults_of(*overrides: str) -> dict[str, str]:
    """Load a scenario that is wrong and give what is allowed by where it is wrong."""
    with pytest.raises(ScenarioError) as broken:
        load_scenario("status_quo", overrides)
    return {fault.where: fault.allowed for fault in broken.value.faults}


def test_everything_wrong_with_people_is_told_at_once() -> None:
    """A negative rate, shares that add up to more than 1, bands that go back, an exit before the start."""
    found = faults_of(
        "people.turnover.hazard_per_year=-1",
        "people.absence.sick_spells=-2",
        "people.turnover.goodwill_taken=1.5",
        "people.learning.shares=[0.5,0.5,0.5,0.1]",
        "people.learning.months=[1,3,2,12,18]",
        "people.exits=[{rep: R01, date: '2025-12-01', vacant_months: null}]",
    )
    assert set(found) == {
        "people.turnover.hazard_per_year",
        "people.absence.sick_spells",
        "people.turnover.goodwill_taken",
        "people.learning.shares",
        "people.learning.months",
        "people.exits.0.date",
    }
    assert "nobody leaves before he starts" in found["people.exits.0.date"]
    assert "1.6" in found["people.learning.shares"]


@pytest.mark.parametrize(
    ("override", "where"),
    [
        ("people.exits=[{rep: R01, date: yesterday, vacant_months: null}]", "people.exits.0.date"),
        ("people.exits=[{rep: R01, date: '2031-01-01', vacant_months: 1}]", "people.exits.0.date"),
        ("people.learning.shares=[0.5,0.5]", "people.learning.shares"),
        ("people.turnover.hazard_per_year=3", "people.turnover.hazard_per_year"),
        ("people.learning.start=0.95", "people.learning.start"),
        ("people.mentoring.gain_per_hour=2", "people.mentoring.gain_per_hour"),
        ("people.absence.cover=nearst", "people.absence.cover"),
    ],
)
def test_each_relation_has_its_own_fault(override: str, where: str) -> None:
    """One wrong setting, one fault, at its own key."""
    assert set(faults_of(override)) == {where}


def exits(*reps: str) -> tuple[ExitParameters, ...]:
    """Exits of reps on the same day."""
    return tuple(ExitParameters(rep=rep, date="2026-01-20", vacant_months=None) for rep in reps)


def test_an_unknown_rep_is_told_with_the_nearest_name() -> None:
    """Reps are known once territories are drawn; a rep can leave only once."""
    scenario = small_scenario()
    people = replace(scenario.people, exits=exits("R1", "R02", "R02"))
    with pytest.raises(ScenarioError) as broken:
        build_world(replace(scenario, people=people))
    told = [str(fault) for fault in broken.value.faults]
    assert len(told) == 2
    assert "people.exits.0.rep = R1" in told[0]
    assert "did you mean R01?" in told[0]
    assert "people.exits.2.rep = R02" in told[1]


def test_the_best_and_the_typical_seller_are_found_by_last_years_sales() -> None:
    """The names stand for reps, whatever the territories are; two different ones here."""
    scenario = small_scenario()
    people = replace(scenario.people, exits=exits("best_seller", "typical_seller"))
    world = build_world(replace(scenario, people=people))
    assert len({gone.seat for gone in world.exits}) == 2
    assert [gone.day for gone in world.exits] == [11, 11]
