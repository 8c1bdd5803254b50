"""Idle reps find leads: as many as their idle share of recent days allows; and who answers leads first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.simulation.diary import model_of
from tests.worlds import small_scenario, small_world

from territory_sim.experiments.run import simulate
from territory_sim.simulation.lead_routing import LEAD_ROUTES
from territory_sim.simulation.prospecting import Prospecting, idle_minutes
from territory_sim.simulation.tally import REP_DAY_MINUTES
from territory_sim.units import Minutes

IDLE = REP_DAY_MINUTES.index("idle_minutes")


def test_the_rate_follows_the_idle_share_of_the_last_ten_days() -> None:
    """Nothing on the first day; later the highest rate times the mean idle share of the owner."""
    model = model_of(small_world())
    tally, state = model.tally, model.state
    prospecting = Prospecting(2.0, [replace(rep, shift_minutes=Minutes(500.0)) for rep in small_world().reps])
    prospecting.open_day(0, tally, state, np.ones(4, dtype=bool))
    assert not state.prospecting_lead_rate.any()
    tally.rep_minutes[0, :, IDLE] = 400.0
    tally.rep_minutes[5:15, :, IDLE] = np.array([0.0, 50.0, 100.0, 500.0])
    assert idle_minutes(tally, 15).tolist() == [0.0, 50.0, 100.0, 500.0]
    prospecting.open_day(15, tally, state, np.ones(4, dtype=bool))
    expected = 2.0 * np.array([0.0, 0.1, 0.2, 1.0])[state.owner]
    np.testing.assert_allclose(state.prospecting_lead_rate, expected)


def test_more_reps_find_more_leads_and_ask_for_no_fewer() -> None:
    """Reps with less to do prospect more; inbound leads are the same to the last."""
    few, many = (
        simulate(small_scenario(staffing__reps=reps, days=60, opportunity=False)).tables["lead"]
        for reps in (3, 12)
    )
    found = [(leads["source"] == "prospecting").sum() for leads in (few, many)]
    assert found[0] < found[1]
    columns = ["account_id", "minute", "value_cents"]
    inbound = [leads[leads["source"] == "inbound"][columns].reset_index(drop=True) for leads in (few, many)]
    assert inbound[0].astype(str).equals(inbound[1].astype(str))


def test_the_least_busy_rep_answers_first() -> None:
    """Each lead goes to whoever has most time left, which an answer makes less; ties to the lowest index."""
    owners, idle = np.array([2, 2, 2, 2]), np.array([30.0, 50.0, 30.0])
    assert LEAD_ROUTES["least_busy"](owners, idle, 15.0).tolist() == [1, 1, 0, 2]
    assert LEAD_ROUTES["owner"](owners, idle, 15.0).tolist() == [2, 2, 2, 2]


@pytest.mark.parametrize("routing", sorted(LEAD_ROUTES))
def test_a_deal_belongs_to_the_owner_whoever_answered(routing: str) -> None:
    """Where the least busy answer, some leads are answered by others, but visits and sales stay."""
    leads = simulate(small_scenario(leads__routing=routing, opportunity=False)).tables["lead"]
    answered = leads[leads["answering_rep_id"].notna()]
    same = (answered["answering_rep_id"].astype(str) == answered["rep_id"].astype(str)).mean()
    assert same == 1 if routing == "owner" else same < 0.9
