"""Effort and morale off: reps work as usual whatever they are paid, and nothing is drawn otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.randomness.candidates import candidates_of, touched
from tests.worlds import loaded, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate

PEOPLE = loaded("status_quo", "people=settled").people
STILL = replace(
    PEOPLE, effort=replace(PEOPLE.effort, active=False), morale=replace(PEOPLE.morale, active=False)
)
CAPPED = loaded("status_quo", "commission=quota_and_cap").commission
OFF: dict[str, Any] = {
    "switched off": STILL,
    "no weight": replace(
        PEOPLE,
        effort=replace(PEOPLE.effort, pay_weight=0.0),
        morale=replace(PEOPLE.morale, effort_per_point=0.0, attendance_per_point=0.0),
    ),
}
TABLES = ("rep_day", "rep_month", "territory_week", "request", "lead", "account_run")


def run_with(people: Any, **changes: Any) -> Run:
    """Run a quarter of a year of the small scenario with quotas and a cap."""
    changes = {"days": 70, "opportunity": False, "commission": CAPPED, **changes}
    return simulate(small_scenario(people=people, **changes))


def test_no_candidate_depends_on_effort_or_morale() -> None:
    """Every column of demand is the same to the byte."""
    assert touched(small_world(people=STILL), small_world(people=PEOPLE)) == set()


def test_ways_to_be_off_are_one() -> None:
    """Without weights and switched off give the same run, table by table."""
    runs = [run_with(people) for people in OFF.values()]
    for name in TABLES:
        assert runs[0].tables[name].equals(runs[1].tables[name]), name


def test_off_means_usual_effort_every_month() -> None:
    """Effort 1, nobody comes late, morale 0."""
    drive = run_with(STILL).tables["rep_drive"]
    assert (drive["effort"] == 1).all()
    assert (drive["attendance"] == 1).all()
    assert (drive["morale"] == 0).all()


def test_effort_alone_answers_to_nothing_under_a_straight_plan() -> None:
    """Linear pay without quota and cap: the run is that of reps who weigh nothing."""
    weighing = replace(STILL, effort=PEOPLE.effort)
    linear = loaded("status_quo", "commission=linear").commission
    runs = [run_with(people, commission=linear) for people in (STILL, weighing)]
    for name in TABLES:
        assert runs[0].tables[name].equals(runs[1].tables[name]), name


def test_morale_waits_for_the_first_pay() -> None:
    """Until the first month has been paid nobody knows what others got: days and messages agree."""
    runs = [run_with(people) for people in (STILL, replace(STILL, morale=PEOPLE.morale))]
    days = [run.tables["rep_day"] for run in runs]
    early = [table[table["day"] < 20].reset_index(drop=True) for table in days]
    assert early[0].equals(early[1])
    assert not days[0].equals(days[1])
    drive = runs[1].tables["rep_drive"]
    assert (drive["attendance"] < 1).any()
    assert (drive["morale"] > 0).any()


def test_the_twin_keeps_effort_and_loses_morale() -> None:
    """Equally able reps answer to quota and cap, which are the territory's doing, and envy nobody."""
    world = small_world(people=PEOPLE, commission=CAPPED)
    twin = world.with_identical_reps().scenario.people
    assert twin.effort == PEOPLE.effort
    assert not twin.morale.active
    assert candidates_of(world) == candidates_of(world.with_identical_reps())


@pytest.mark.parametrize("peers", ["all", "neighbours"])
def test_books_balance_with_reps_who_come_late(peers: str) -> None:
    """Who comes late idles; minutes and cents add up, which ``simulate`` itself checks."""
    morale = replace(PEOPLE.morale, peers=peers, attendance_per_point=0.3, transparency=0.0)
    run = run_with(replace(PEOPLE, morale=morale))
    late = run.tables["rep_drive"].query("attendance < 0.6")
    assert len(late)
    usual = run_with(replace(PEOPLE, morale=replace(morale, active=False)))
    idle, before = (
        each.tables["rep_day"].groupby("rep_id", observed=True)["idle_minutes"].sum() for each in (run, usual)
    )
    reps = late["rep_id"].unique()
    assert (idle[reps] > 1.5 * before[reps]).all()
