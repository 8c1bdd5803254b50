"""Inside reps answer from the office: no travel, nothing on site, and behind them the owner or the pool."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.simulation.diary import model_of
from tests.worlds import small_scenario, small_world

from territory_sim.experiments.run import Run, simulate
from territory_sim.metrics.conservation import ConservationError, check_conservation
from territory_sim.simulation.inside_rep_agent import InsideRepAgent
from territory_sim.simulation.inside_staff import inside_rep_ids
from territory_sim.simulation.message_routing import message_routing
from territory_sim.simulation.stops import LEAD, REQUEST


def run_with(**changes: Any) -> Run:
    """Run the small scenario without a twin."""
    return simulate(small_scenario(opportunity=False, **changes))


def answered_inside(run: Run) -> pd.Series[bool]:
    """Say which requests inside reps answered."""
    return run.tables["request"]["rep_id"].astype(str).str.startswith("inside-")


def line(run: Run, kpi: str) -> float:
    """Give a line of the scorecard."""
    return float(run.kpis.set_index("kpi")["value"][kpi])


@pytest.mark.parametrize(
    ("inside", "answers", "backup", "common", "own"),
    [
        (0, "requests", "owner", set(), {REQUEST, LEAD}),
        (0, "requests_and_leads", "owner", set(), {REQUEST, LEAD}),
        (0, "requests", "pooled", {REQUEST}, {LEAD}),
        (2, "requests", "owner", {REQUEST}, {REQUEST, LEAD}),
        (2, "requests_and_leads", "owner", {REQUEST, LEAD}, {REQUEST, LEAD}),
        (2, "requests", "pooled", {REQUEST}, {LEAD}),
        (2, "requests_and_leads", "pooled", {REQUEST, LEAD}, set()),
    ],
)
def test_where_messages_lie(inside: int, answers: str, backup: str, common: set[int], own: set[int]) -> None:
    """Every kind lies somewhere; on two desks only where inside reps have the owner behind them."""
    scenario = small_scenario(
        staffing__inside_reps=inside, staffing__inside_answers=answers, service__backup=backup
    )
    routing = message_routing(scenario.staffing, scenario.service)
    assert (set(routing.common), set(routing.own)) == (common, own)
    assert routing.common | routing.own == {REQUEST, LEAD}
    assert routing.twice == (inside > 0 and backup == "owner")


def test_inside_reps_are_mesa_agents_who_never_leave_the_office() -> None:
    """Each stands in the one unit from which all others are nearest by weight, on any evening."""
    world = small_world(staffing__inside_reps=2)
    model = model_of(world)
    office = int(np.argmin(world.travel_minutes @ world.region.weight))
    for _ in range(3):
        model.step()
        assert [agent.place for agent in model.agents_by_type[InsideRepAgent]] == [office, office]


@pytest.mark.parametrize("backup", ["owner", "pooled"])
def test_they_answer_remote_requests_alone(backup: str) -> None:
    """Nothing on site, no lead unless told so; nobody answers a request twice."""
    run = run_with(staffing__inside_reps=1, service__backup=backup)
    requests, days = run.tables["request"], run.tables["inside_rep_day"]
    inside = answered_inside(run)
    assert inside.sum() == days["answers"].sum() > 0
    assert not requests["on_site"][inside].any()
    assert days["leads"].sum() == 0
    remote_served = (requests["answered_minute"].notna() & ~requests["on_site"]).sum()
    field = run.tables["rep_day"]
    assert days["answers"].sum() + (field["answers"] - field["leads"]).sum() == remote_served


@pytest.mark.parametrize("backup", ["owner", "pooled"])
def test_they_answer_leads_when_told_so(backup: str) -> None:
    """Leads are answered sooner, and each once, inside or outside."""
    alone = run_with(service__backup=backup)
    helped = run_with(
        staffing__inside_reps=1, staffing__inside_answers="requests_and_leads", service__backup=backup
    )
    days = helped.tables["inside_rep_day"]
    assert days["leads"].sum() > 0
    answered = helped.tables["lead"]["answered_minute"].notna().sum()
    assert days["leads"].sum() + helped.tables["rep_day"]["leads"].sum() == answered
    assert line(helped, "lead_response_hours") < line(alone, "lead_response_hours")


def test_behind_them_the_owner_alone_or_everybody() -> None:
    """With one inside rep for very many requests field reps help: owners their own accounts, a pool all."""
    busy = {"staffing__inside_reps": 1, "service__remote_minutes": 90.0, "market__relocations_per_year": 0.0}
    owners = small_world(**busy).alignment.assign(small_world(**busy).accounts)
    rep_ids = [rep.rep_id for rep in small_world(**busy).reps]
    own = dict(zip(small_world(**busy).accounts.account_ids.tolist(), owners.tolist(), strict=True))
    foreign = {}
    for backup in ("owner", "pooled"):
        run = run_with(service__backup=backup, **busy)
        requests = run.tables["request"]
        field = requests[requests["rep_id"].notna() & ~answered_inside(run) & ~requests["on_site"]]
        assert len(field) > 10
        foreign[backup] = sum(
            rep_id != rep_ids[own[account]]
            for rep_id, account in zip(field["rep_id"], field["account_id"].astype(str), strict=True)
        )
    assert foreign["owner"] == 0 < foreign["pooled"]


def test_customers_wait_less_and_the_office_costs_its_salaries() -> None:
    """First answers come sooner; contribution bears the salary, which a higher one lowers by as much."""
    alone, helped = run_with(), run_with(staffing__inside_reps=1)
    dearer = run_with(staffing__inside_reps=1, staffing__inside_salary=70_000.0)
    assert line(helped, "first_response_hours") < line(alone, "first_response_hours")
    spent = line(helped, "contribution") - line(dearer, "contribution")
    assert spent == pytest.approx(25_000 * 20 / 250, abs=0.01)
    assert line(helped, "pay_gini") == line(dearer, "pay_gini")


def test_every_minute_of_theirs_is_accounted_for() -> None:
    """Shift and overtime are answering and waiting; one grid step out of place is noticed."""
    run = run_with(staffing__inside_reps=2)
    tables = {name: table.copy() for name, table in run.tables.items()}
    check_conservation(tables, run.scenario.commission)
    days = tables["inside_rep_day"]
    assert len(days) == 2 * 20
    tables["inside_rep_day"] = days.assign(idle_minutes=days["idle_minutes"] + 1 / 1024)
    with pytest.raises(ConservationError, match="inside_rep_day: minutes spent differ"):
        check_conservation(tables, run.scenario.commission)


def test_round_the_clock_the_office_never_closes() -> None:
    """Without closing hours an answer crosses midnight and no overtime arises."""
    run = run_with(
        staffing__inside_reps=1,
        schedule__closing_hours=False,
        schedule__day_minutes=540.0,
        service__remote_minutes=200.0,
    )
    days = run.tables["inside_rep_day"]
    assert (days["overtime_minutes"] == 0).all()
    assert days["answering_minutes"].sum() > 0


def test_their_ids_are_nobody_elses() -> None:
    """A field rep may be called anything, even like an inside rep."""
    taken = ["inside-01", "R1"]
    assert not set(inside_rep_ids(3, taken)) & set(taken)
    assert inside_rep_ids(120, [])[-1] == "inside-120"
    assert inside_rep_ids(120, []) == sorted(inside_rep_ids(120, []))
