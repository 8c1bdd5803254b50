"""What managers do: reviews, meetings, ride-alongs, and the watch over balance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.worlds import loaded, redesigned, small_scenario

from territory_sim.errors import ScenarioError
from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import build_world
from territory_sim.simulation.engine import world_demand
from territory_sim.simulation.manager_agent import ManagerAgent, managers_of
from territory_sim.simulation.model import TerritoryModel
from territory_sim.streams import Streams


def scenario_with(days: int = 50, **changes: Any) -> Scenario:
    """Give the small scenario with some settings of management changed."""
    management = replace(loaded("status_quo").management, **changes)
    return small_scenario(opportunity=False, days=days, management=management)


def model_with(**changes: Any) -> TerritoryModel:
    """Give its model before the first day."""
    world = build_world(scenario_with(**changes))
    return TerritoryModel(world, Streams(1, 0), world_demand(world, Streams(1, 0)))


@pytest.mark.parametrize(("span", "sizes"), [(8, [4]), (3, [2, 2]), (1, [1, 1, 1, 1])])
def test_every_rep_has_one_manager_and_no_manager_more_than_the_span(span: int, sizes: list[int]) -> None:
    """Reps are shared out evenly."""
    managers = managers_of(model_with(span=span))
    assert [len(manager.seats) for manager in managers] == sizes
    assert np.concatenate([manager.seats for manager in managers]).tolist() == [0, 1, 2, 3]
    assert all(isinstance(manager, ManagerAgent) for manager in managers)


def test_reviews_tell_what_was_sold_and_what_the_month_was_worth() -> None:
    """Booked cents add up to the sales of the months reviewed; expected ones to the same, by potential."""
    model = model_with(review_minutes=30.0, explain_minutes=15.0)
    for _ in range(20):
        model.step()
    booked = model.tally.booked_cents()
    model.step()
    (manager,) = model.morning.leadership.managers
    assert [review.month for review in manager.reviews] == ["2026-01"] * 4
    assert [review.booked_cents for review in manager.reviews] == booked.tolist()
    expected = np.array([review.expected_cents for review in manager.reviews])
    assert abs(int(expected.sum()) - int(booked.sum())) <= 2
    potential = np.bincount(model.state.owner, weights=model.world.accounts.potential_cents)
    np.testing.assert_allclose(expected / expected.sum(), potential / potential.sum(), rtol=1e-6)
    assert {review.minutes for review in manager.reviews} == {45.0}


def test_meetings_take_working_time_on_their_day_alone() -> None:
    """A review on the first morning of a month, a peer meeting every ten days: administration grows by it."""
    tables = simulate(scenario_with(days=30, review_minutes=30.0, peer_meeting_minutes=60.0)).tables
    days = tables["rep_day"]
    usual = days[days["day"] == 0]["admin_minutes"].to_numpy()
    for day, extra in ((9, 60.0), (10, 0.0), (19, 60.0), (20, 30.0), (29, 60.0)):
        took = days[days["day"] == day]["admin_minutes"].to_numpy()
        np.testing.assert_allclose(took - usual, extra)
    assert tables["review"]["month"].tolist() == ["2026-01"] * 4


def test_one_rep_alone_meets_nobody() -> None:
    """A manager of a single rep holds no peer meetings."""
    days = simulate(scenario_with(days=15, span=1, review_minutes=0.0, peer_meeting_minutes=60.0)).tables[
        "rep_day"
    ]
    assert days["admin_minutes"].nunique() == 1


def test_ride_alongs_close_part_of_the_gap_and_are_forgotten() -> None:
    """The least able first, each once a month; nobody passes the best, and what was learnt fades."""
    model = model_with(
        days=60, review_minutes=0.0, ride_alongs_per_month=4, ride_along_gain=0.5, ride_along_minutes=45.0
    )
    start = model.team.ability.copy()
    least, best = int(np.argmin(start)), int(np.argmax(start))
    model.step()
    assert model.reps[least].briefing_minutes == 45.0
    gap = start[best] / start[least] - 1
    assert model.team.guidance[least] == pytest.approx(1 + 0.5 * gap)
    assert model.team.ability[least] == pytest.approx(start[least] * (1 + 0.5 * gap))
    model.step()
    kept = 0.5 ** (1 / (12 * 250 / 12))
    assert model.team.guidance[least] == pytest.approx(1 + 0.5 * gap * kept)
    for _ in range(58):
        model.step()
    assert (model.team.ability <= start[best] + 1e-12).all()
    assert (model.team.guidance >= 1).all()


def test_the_map_is_redrawn_when_three_months_were_out_of_balance() -> None:
    """On the first morning of the fourth month, once; under a bound that is never passed, not at all."""
    drifting = scenario_with(days=120, realign_above=1.05, realign_every_months=6)
    tables = simulate(drifting).tables
    handover = tables["handover"]
    assert len(handover) > 0
    assert handover["day"].unique().tolist() == [62]
    assert not handover["dated"].any()
    calm = simulate(scenario_with(days=120, realign_above=50.0)).tables
    assert len(calm["handover"]) == 0


def test_the_same_seed_redraws_the_same_map() -> None:
    """The map drawn in the run is a function of the settings."""
    drifting = scenario_with(days=80, realign_above=1.05)
    one, other = (simulate(drifting).tables["handover"] for _ in range(2))
    assert one.equals(other)


def test_a_dated_redesign_begins_the_watch_anew() -> None:
    """Hours of the old map are not held against the new one."""
    management = redesigned("2026-03-09", tolerance=0.02)
    watched = replace(management, realign_above=1.01, realign_every_months=3)
    tables = simulate(small_scenario(opportunity=False, days=110, management=watched)).tables
    days = tables["handover"].query("~dated")["day"]
    assert (days >= 45 + 60).all()


def test_all_faults_of_management_are_told_at_once() -> None:
    """Negative times, a gain above one, a span of none and a bound under one, in one go."""
    wrong = {
        "review_minutes": "-5",
        "ride_along_gain": "1.5",
        "span": "0",
        "realign_above": "0.5",
        "realign_every_months": "1",
    }
    with pytest.raises(ScenarioError) as told:
        load_scenario("status_quo", [f"management.{key}={value}" for key, value in wrong.items()])
    assert {fault.where for fault in told.value.faults} == {f"management.{key}" for key in wrong}
