"""Events of local organisations: they take a rep's time at their hour, and bring referrals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.simulation.diary import watched
from tests.worlds import small_scenario, small_world

from territory_sim.market.parameters.word_of_mouth import OrganisationParameters
from territory_sim.simulation.rep_agent import MEETING
from territory_sim.simulation.stops import EVENT
from territory_sim.simulation.tables import run_tables

CLUB = OrganisationParameters(
    name="club", unit=None, membership=0.8, first_event=None, every_days=4, begins_hour=4.0,
    minutes=120.0, referrals=0.2,
)  # fmt: skip


def of(*organisations: OrganisationParameters, **changes: Any) -> dict[str, Any]:
    """Give the changes that make these the only organisations."""
    return {"word_of_mouth__organisations": organisations, **changes}


def test_the_rep_of_the_seat_is_there_when_it_begins() -> None:
    """Unless a visit overruns, he comes to the minute and stays to the end; all of it is meeting time."""
    world = small_world(**of(CLUB))
    model, diary = watched(world)
    events = run_tables(model, 0, ["local_event"])["local_event"]
    assert events["day"].tolist() == [2, 6, 10, 14, 18]
    seat = model.diary.events[0].unit
    owner = world.reps[int(world.alignment.territory_of_unit[seat])].rep_id
    assert set(events["rep_id"]) == {owner}
    begin = np.array([event.begin_minute for event in model.diary.events])
    late = events["attended_minute"].to_numpy() - begin
    assert (late >= 0).all()
    assert (late < CLUB.minutes).all()
    assert (late == 0).sum() >= 2
    going = [entry for entry in diary if entry.stop is not None and entry.stop.kind == EVENT]
    assert all(entry.now <= begin[entry.stop.number] for entry in going if entry.stop) or (late > 0).any()
    assert events["expected_leads"].to_numpy() == pytest.approx(events["members"].to_numpy() * 0.2)


def test_an_event_costs_its_owner_time_and_nobody_else_a_minute() -> None:
    """The other reps' days are the same to the last bit; the owner makes fewer visits."""
    often = replace(CLUB, every_days=1, minutes=300.0, begins_hour=2.0)
    model, _ = watched(small_world(**of(often, fulfilment__active=False)))
    quiet, _ = watched(small_world(**of(fulfilment__active=False)))
    owner = int(quiet.world.alignment.territory_of_unit[model.diary.events[0].unit])
    visits = [one.tally.rep_counts[:, :, 1] for one in (model, quiet)]
    minutes = [one.tally.rep_minutes for one in (model, quiet)]
    others = [rep for rep in range(4) if rep != owner]
    assert (minutes[0][:, others] == minutes[1][:, others]).all()
    assert visits[0][:, owner].sum() < visits[1][:, owner].sum()
    assert minutes[0][:, owner, MEETING].sum() > 20 * 250


def test_referrals_come_from_events_that_were_attended_and_fade() -> None:
    """Members' lead rate jumps by referrals over the memory and then fades; nobody else's does at once."""
    silent = {"word_of_mouth__referrals_per_year": 0.0, "word_of_mouth__memory_days": 10.0}
    once = replace(CLUB, every_days=None, first_event="2026-01-07")
    world = small_world(**of(once, **silent))
    model, _ = watched(world, days=3)
    assert world.network is not None
    members = world.network.members(0)
    days_ago = (3 * 540 - float(model.diary.attended_minute[0])) / 540
    at_once = 0.2 * 250 / 10 * np.exp(-days_ago / 10)
    assert model.state.referral_lead_rate[members] == pytest.approx(at_once)
    assert np.delete(model.state.referral_lead_rate, members).max() == 0
    model.step()
    assert model.state.referral_lead_rate[members] == pytest.approx(at_once * np.exp(-1 / 10))
    total = 0.2 * 250 / 10 * sum(np.exp(-day / 10) for day in range(200)) / 250
    assert total == pytest.approx(0.2, rel=0.06)


@pytest.mark.parametrize(
    "changes",
    [
        of(replace(CLUB, minutes=600.0)),
        of(replace(CLUB, begins_hour=8.0), staffing__shift_minutes=300.0),
        of(replace(CLUB, every_days=None)),
        of(CLUB, schedule__closing_hours=False),
    ],
    ids=["too long", "after the shift", "a hub without events", "no hours"],
)
def test_what_does_not_fit_into_a_shift_is_not_attended(changes: dict[str, Any]) -> None:
    """No rep is sent to what ends after his shift, and the run goes on."""
    model, _ = watched(small_world(**changes))
    assert np.isnan(model.diary.attended_minute).all()
    assert len(run_tables(model, 0, ["local_event"])["local_event"]) == len(model.diary.events)


def test_of_two_events_at_once_one_is_attended() -> None:
    """A rep is in one place at a time."""
    twin = replace(CLUB, name="other club", unit=None)
    world = small_world(**of(CLUB, twin, staffing__reps=1))
    model, _ = watched(world)
    attended = run_tables(model, 0, ["local_event"])["local_event"].groupby("day")["attended_minute"].count()
    assert attended.tolist() == [1, 1, 1, 1, 1]
    assert small_scenario().word_of_mouth.active
