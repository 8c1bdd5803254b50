"""Persons in seats: who is away does nothing, who leaves is not paid, who comes learns and costs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.worlds import loaded, small_scenario

from territory_sim.experiments.run import Run, simulate
from territory_sim.salesforce.parameters import PeopleParameters
from territory_sim.salesforce.people_parameters import ExitParameters
from territory_sim.scenario.world import build_world
from territory_sim.simulation.engine import world_demand
from territory_sim.simulation.model import TerritoryModel
from territory_sim.streams import Streams

SETTLED = loaded("status_quo", "people=settled").people
LEARNING = replace(SETTLED.learning, active=True)
DAY_MINUTES = 540.0
SHIFT = 540.0


def people(**changes: Any) -> PeopleParameters:
    """Settled people with some of their settings changed."""
    return replace(SETTLED, **changes)


def leaves(rep: str, date: str, months: float | None = None) -> tuple[ExitParameters, ...]:
    """One dated exit."""
    return (ExitParameters(rep=rep, date=date, vacant_months=months),)


@cache
def with_exit() -> Run:
    """R02 leaves on Friday, 20 February, and somebody new starts on 1 April."""
    return simulate(
        small_scenario(
            days=90,
            opportunity=False,
            people=people(exits=leaves("R02", "2026-02-20", 1.3), learning=LEARNING),
        )
    )


def days_of(run: Run, rep: str = "R02") -> Any:
    """Table ``rep_day`` of one rep, by day."""
    days = run.tables["rep_day"]
    return days[days["rep_id"] == rep].set_index("day")


def test_a_vacant_seat_does_no_work_at_all() -> None:
    """No minute and no deed between the exit and the start of the successor; shifts count no hours."""
    days = days_of(with_exit())
    vacant = days.loc[35:61]
    assert (vacant[["shift_minutes", "overtime_minutes", "travel_minutes", "visits", "answers"]] == 0).all(
        axis=None
    )
    assert (days.loc[:34, "shift_minutes"] == SHIFT).all()
    assert (days.loc[62:, "shift_minutes"] == SHIFT).all()
    assert days.loc[62:, "visits"].sum() > 0


def test_employment_tells_who_sat_where_and_when() -> None:
    """One row a person: id, days, how it began and ended, what the hire cost."""
    rows = with_exit().tables["employment"].set_index("person_id")
    first, second = rows.loc["R02"], rows.loc["R02.2"]
    assert (first["from_day"], first["to_day"], first["began"], first["ended"]) == (
        0,
        34,
        "of old",
        "dated exit",
    )
    assert (second["from_day"], second["to_day"], second["began"], second["ended"]) == (
        62,
        89,
        "hired",
        "stays",
    )
    assert second["hiring_cost_cents"] == 100 * SETTLED.hiring.cost
    assert first["hiring_cost_cents"] == 0
    assert len(rows) == 5
    assert second["skill"] != first["skill"]


def test_an_empty_seat_is_paid_nothing_and_the_month_belongs_to_one_person() -> None:
    """Base salary by days employed; March has no person, no pay and no quota, but sales are booked."""
    months = with_exit().tables["rep_month"]
    own = months[months["rep_id"] == "R02"].set_index("month")
    assert own["person_id"].astype("object").where(own["person_id"].notna(), None).tolist() == [
        "R02",
        "R02",
        None,
        "R02.2",
        "R02.2",
    ]
    a_day = 6_000_000 // 250
    assert own.loc["2026-02", "base_cents"] == 15 * a_day
    assert own.loc["2026-02", "employed_days"] == 15
    assert own.loc["2026-03", ["base_cents", "variable_cents", "credited_cents", "quota_cents"]].sum() == 0
    booked, credited = own["booked_cents"].to_dict(), own["credited_cents"].to_dict()
    assert booked["2026-03"] > 0
    assert credited["2026-04"] == booked["2026-04"] > 0


def test_a_new_hire_has_the_guarantee_and_reps_of_old_have_not() -> None:
    """Months employed are those of the person: the guarantee of three months holds for his first three."""
    plan = loaded("status_quo", "commission=guaranteed").commission
    scenario = small_scenario(
        days=150,
        opportunity=False,
        commission=replace(
            plan, guarantee=replace(plan.guarantee, per_month=50_000.0, months=2), period="month"
        ),
        people=people(exits=leaves("R02", "2026-01-30", 0.0)),
    )
    months = simulate(scenario).tables["rep_month"]
    sure = months[months["guarantee_cents"] > 0]
    assert sure["person_id"].tolist() == ["R02.2", "R02.2"]
    assert sure["month"].tolist() == ["2026-02", "2026-03"]


def test_a_leaver_takes_loyalty_along_and_his_deals_are_handed_over() -> None:
    """Goodwill, satisfaction and the tie to the rep: of his accounts alone, until somebody comes."""
    scenario = small_scenario(days=60, people=people(exits=leaves("R02", "2026-01-30", 1.0)))
    world = build_world(scenario)
    streams = Streams(scenario.seed, 0)
    model = TerritoryModel(world, streams, world_demand(world, streams))
    for _ in range(20):
        model.step()
    state = model.state
    gone, others = state.owner == 1, state.owner != 1
    assert np.isinf(state.rep_since[others]).mean() > 0.95
    assert (state.rep_since[gone] == 40 * DAY_MINUTES).all()
    deals = model.deals
    assert deals.handed_over[deals.live[deals.leads.owner[deals.live] == 1]].all()
    assert not deals.handed_over[deals.live[deals.leads.owner[deals.live] != 1]].any()


def test_a_new_hire_learns_and_reps_of_old_know_their_work() -> None:
    """Proficiency starts at its first value and grows; without learning it is 1 from the first day."""
    for learning, least, most in ((LEARNING, 0.3, 0.7), (SETTLED.learning, 1.0, 1.0)):
        changed = people(exits=leaves("R02", "2026-01-30", 0.0), learning=learning)
        world = build_world(small_scenario(days=60, people=changed))
        streams = Streams(1, 0)
        model = TerritoryModel(world, streams, world_demand(world, streams))
        grown = []
        for _ in range(40):
            model.step()
            grown.append(model.team.proficiency.copy())
        assert least <= grown[20][1] <= most
        assert grown[39][1] >= grown[20][1]
        assert np.array_equal(grown[39][[0, 2, 3]], np.ones(3))


def test_absent_reps_are_covered_by_the_nearest_colleague_or_by_nobody() -> None:
    """With cover, fewer requests expire; visits are made by nobody either way."""
    absence = replace(SETTLED.absence, active=True, leave_days=100, sick_spells=0.0)
    runs = {
        cover: simulate(
            small_scenario(days=60, opportunity=False, people=people(absence=replace(absence, cover=cover)))
        )
        for cover in ("none", "nearest")
    }
    for run in runs.values():
        days = run.tables["rep_day"]
        away = days["shift_minutes"] == 0
        assert 0.3 < away.mean() < 0.5
        assert (days.loc[away, ["visits", "answers", "idle_minutes"]] == 0).all(axis=None)
    expired = {
        cover: float((run.tables["request"]["status"] == "expired").mean()) for cover, run in runs.items()
    }
    assert expired["nearest"] < expired["none"] / 2


@pytest.mark.parametrize("pairing", ["best_with_weakest", "drawn"])
def test_mentoring_costs_both_time_and_lifts_the_weaker(pairing: str) -> None:
    """Skills come closer from below; the mentor's stays; both have less time in the field."""
    mentoring = replace(SETTLED.mentoring, active=True, pairing=pairing)
    world = build_world(small_scenario(days=40, people=people(mentoring=mentoring)))
    streams = Streams(1, 0)
    model = TerritoryModel(world, streams, world_demand(world, streams))
    before = model.team.skill.copy()
    for _ in range(40):
        model.step()
    after = model.team.skill
    assert (after >= before).all()
    assert after[before.argmax()] == before.max()
    assert after[before.argmin()] > before.min()
    assert after.max() == before.max()
    admin = model.tally.rep_minutes[:, :, 2]
    assert (admin > 120).any()
    assert admin.sum(axis=0).min() > 40 * 120


def test_more_seats_than_before_are_filled_with_new_hires() -> None:
    """Reps beyond today's map cost a hire each and start below full proficiency."""
    scenario = small_scenario(
        staffing__reps=6, territories__count=4, days=5, opportunity=False, people=people(learning=LEARNING)
    )
    run = simulate(scenario)
    rows = run.tables["employment"]
    assert rows.loc[rows["began"] == "hired", "rep_id"].tolist() == ["R05", "R06"]
    assert rows["hiring_cost_cents"].sum() == 2 * 100 * SETTLED.hiring.cost
    same = simulate(scenario_without_cost := replace_cost(scenario))
    assert scenario_without_cost.people.hiring.cost == 0
    dearer = dict(zip(run.kpis["kpi"], run.kpis["value"], strict=True))
    cheaper = dict(zip(same.kpis["kpi"], same.kpis["value"], strict=True))
    assert np.isclose(cheaper["contribution"] - dearer["contribution"], 2 * SETTLED.hiring.cost)
    assert cheaper["revenue"] == dearer["revenue"]


def replace_cost(scenario: Any) -> Any:
    """The same scenario in which a hire costs nothing."""
    hiring = replace(scenario.people.hiring, cost=0.0)
    return replace(scenario, people=replace(scenario.people, hiring=hiring))


def test_exits_of_peers_are_felt_and_forgotten() -> None:
    """All others feel one exit by its share of them; half of it is left after the half-life."""
    world = build_world(small_scenario(days=150, people=people(exits=leaves("R02", "2026-01-30", 0.0))))
    streams = Streams(1, 0)
    model = TerritoryModel(world, streams, world_demand(world, streams))
    for _ in range(20):
        model.step()
    assert np.allclose(model.team.exits, [1 / 3 if seat != 1 else 0 for seat in range(4)], atol=1e-3)
    for _ in range(125):
        model.step()
    assert np.allclose(model.team.exits[0], 1 / 6, atol=1e-3)


def test_the_twin_has_nobody_away() -> None:
    """Pay opportunity is the territory's doing alone: no absence, no exits, no new hires in the twin."""
    usual = loaded("status_quo").people
    world = build_world(small_scenario(people=replace(usual, exits=leaves("R02", "2026-01-20"))))
    twin = world.with_identical_reps()
    assert twin.exits == ()
    assert not twin.scenario.people.turnover.active
    assert not twin.scenario.people.absence.active
    assert not any(rep.is_new for rep in twin.reps)
