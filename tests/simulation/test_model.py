"""The model: one step a business day, everybody at a place, and no draw from any other generator."""

from __future__ import annotations

import random  # noqa: TID251 - its state is looked at, nothing is drawn
from typing import Any

import numpy as np
import pytest
from tests.simulation.diary import model_of
from tests.worlds import busy_rivals, small_world

from territory_sim.simulation.customer_agent import CustomerAgent
from territory_sim.simulation.manager_agent import ManagerAgent
from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.rep_agent import RepAgent
from territory_sim.simulation.rival_rep_agent import RivalRepAgent


def run_days(model: TerritoryModel, days: int) -> TerritoryModel:
    """Let days pass."""
    for _ in range(days):
        model.step()
    return model


def test_one_step_is_one_business_day() -> None:
    """Clock, day and Mesa's own count of steps go together."""
    model = model_of(small_world())
    for day in range(1, 8):
        model.step()
        assert (model.day, model.steps, model.env.now) == (day, day, day * model.rules.day_minutes)


def test_every_agent_is_a_mesa_agent_at_a_place_of_the_network() -> None:
    """Reps, rivals and customers all stand in a unit, on any evening."""
    world = small_world()
    model = run_days(model_of(world), 3)
    kinds = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert kinds == {RepAgent: 4, RivalRepAgent: 24, ManagerAgent: 1}
    assert len(model.customers) == len(world.accounts)
    assert len(model.agents_by_type[CustomerAgent]) == len(world.accounts)
    places = [agent.place for agent in model.agents]
    assert all(isinstance(place, int) and 0 <= place < len(world.region) for place in places)


def test_customers_are_made_on_first_use_and_speak_for_their_row() -> None:
    """No agent exists before somebody asks; each then agrees with its columns, later changes included."""
    model = run_days(model_of(small_world()), 2)
    assert CustomerAgent not in model.agents_by_type
    customers = model.customers
    assert model.customers is customers
    run_days(model, 3)
    state = model.state
    for row, customer in enumerate(customers):
        assert customer.account_id == model.world.accounts.account_ids[row]
        assert (customer.place, customer.owner) == (state.unit[row], state.owner[row])
        assert (customer.satisfaction, customer.goodwill) == (state.satisfaction[row], state.goodwill[row])


def test_looking_at_customers_changes_nothing() -> None:
    """A run in which they were made books the same sales as one in which they were not."""
    looked, blind = model_of(small_world()), model_of(small_world())
    assert looked.customers
    run_days(looked, 10)
    run_days(blind, 10)
    np.testing.assert_array_equal(looked.state.booked_cents, blind.state.booked_cents)


def test_rivals_tour_the_network_and_sleep_at_home() -> None:
    """On some days rivals are out at the accounts they call on; every night they are where they live."""
    model = model_of(small_world(competitors__rivals=busy_rivals(60.0)))
    seen: set[int] = set()
    calls = 0
    rivals = [rival for firm in model.rivalry.reps for rival in firm]
    for _ in range(5):
        model.morning.open_day(model.day, (model.day + 1) * model.rules.day_minutes)
        model.env.run(until=model.env.now + 1 / 4096)
        assert [rival.place for rival in rivals] == [rival.home for rival in rivals]
        tours = [list(rival.tour) for rival in rivals]
        called = model.rivalry.accounts_today()
        assert sorted(unit for tour in tours for _, unit in tour) == sorted(model.state.unit[called].tolist())
        for minute in sorted({minute for tour in tours for minute, _ in tour}):
            model.env.run(until=np.nextafter(minute, np.inf))
            for rival, tour in zip(rivals, tours, strict=True):
                past = [unit for when, unit in tour if when <= minute]
                assert rival.place == (past[-1] if past else rival.home)
                seen.add(rival.place)
        calls += len(called)
        model._live_day(model.day, model.rules.day_minutes)
        model.day += 1
    assert calls > 100
    assert len(seen) > 24


def test_a_rival_serves_the_units_nearest_to_home_in_his_firm() -> None:
    """Each call is made by the rep of the chosen firm who lives nearest."""
    model = model_of(small_world(competitors__rivals=busy_rivals(60.0)))
    model.step()
    minutes = model.world.travel_minutes
    for firm in model.rivalry.reps:
        for rival in firm:
            for _, unit in rival.tour:
                assert minutes[rival.home, unit] == min(minutes[other.home, unit] for other in firm)


def test_no_rivals_when_they_are_switched_off() -> None:
    """Neither agents nor calls nor rival goodwill."""
    model = run_days(model_of(small_world(competitors__active=False)), 5)
    assert RivalRepAgent not in model.agents_by_type
    assert (model.state.goodwill_of_rivals == 0).all()


def test_relocations_lead_to_a_neighbouring_unit_and_its_owner() -> None:
    """An account that moves goes next door, and belongs to whoever owns that unit."""
    model = model_of(small_world(market__relocations_per_year=1.0))
    neighbours = model.world.region.neighbours
    moved = 0
    for _ in range(20):
        before = model.state.unit.copy()
        today = model.demand.relocations.account[
            np.floor(model.demand.relocations.minute / model.rules.day_minutes) == model.day
        ]
        model.step()
        changed = np.flatnonzero(model.state.unit != before)
        assert set(changed.tolist()) <= set(today.tolist())
        for account in changed.tolist():
            if (today == account).sum() == 1:
                assert model.state.unit[account] in neighbours[before[account]]
        moved += len(changed)
        owners = model.world.alignment.territory_of_unit[model.state.unit]
        np.testing.assert_array_equal(model.state.owner, owners)
    assert moved > 5


def generator_states(model: TerritoryModel) -> list[Any]:
    """Give the states of Mesa's own generators and of the global ones."""
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002 - looked at, not drawn from
    return [
        model.random.getstate(),
        repr(model.rng.bit_generator.state),
        random.getstate(),
        (kind, np.asarray(keys).tolist(), rest),
    ]


@pytest.mark.parametrize("policy", ["due_first", "random"])
def test_no_generator_but_the_streams_is_drawn_from(policy: str) -> None:
    """Mesa's generators and those of Python and NumPy stand after a run where they stood before."""
    model = model_of(small_world(schedule__policy=policy))
    before = generator_states(model)
    run_days(model, 10)
    assert model.customers
    assert generator_states(model) == before
