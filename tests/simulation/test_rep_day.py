"""A rep's day: trips chain and last what they should, stops fit, nights follow the rule."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from tests.simulation.diary import Entry, by_rep_and_day, watched
from tests.worlds import small_world

from territory_sim.scenario.world import World
from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.stops import EVENT, REQUEST
from territory_sim.simulation.tables import run_tables
from territory_sim.units import PerSegment

VARIANTS: dict[str, dict[str, Any]] = {
    "usual": {},
    "random": {"schedule__policy": "random"},
    "busy": {
        "service__requests_per_year": PerSegment(A=120, B=60, C=30),
        "service__remote_share": 0.3,
        "schedule__overnight_minutes": 40.0,
    },
    "impatient": {
        "service__requests_per_year": PerSegment(A=60, B=60, C=30),
        "service__remote_share": 0.3,
        "service__patience_distribution": "exponential",
        "service__patience": 1.0,
        "service__on_site_deadline_hours": 6.0,
    },
    "short shift": {"staffing__shift_minutes": 300.0, "schedule__overnight_minutes": 0.0},
}
Watched = tuple[World, TerritoryModel, list[list[Entry]]]


@pytest.fixture(scope="module", params=sorted(VARIANTS))
def run(request: pytest.FixtureRequest) -> Watched:
    """Watch four reps for four weeks."""
    world = small_world(days=20, opportunity=False, **VARIANTS[request.param])
    model, diary = watched(world)
    return world, model, by_rep_and_day(diary)


def column_of(model: TerritoryModel, name: str) -> dict[tuple[str, int], float]:
    """Give a column of ``rep_day`` by rep and day."""
    table = run_tables(model, 0, ["rep_day"])["rep_day"]
    rows = zip(table["rep_id"].tolist(), table["day"].tolist(), table[name].tolist(), strict=True)
    return {(rep_id, day): value for rep_id, day, value in rows}


def legs_of(day: list[Entry]) -> list[Entry]:
    """Give the entries with which a trip begins."""
    return [entry for entry in day if entry.leg is not None]


def test_every_rep_decides_every_day(run: Watched) -> None:
    """There is a page for each rep and business day, and it ends with the end of the day."""
    world, _, pages = run
    assert [(page[0].rep, page[0].day) for page in pages] == list(
        itertools.product(range(len(world.reps)), range(20))
    )
    assert all(page[-1].minutes is None for page in pages)


def test_activities_follow_each_other_without_a_gap(run: Watched) -> None:
    """Each begins the minute the one before ends; the first with the day."""
    world, model, pages = run
    for page in pages:
        assert page[0].now == page[0].day * model.rules.day_minutes
        for before, after in itertools.pairwise(page):
            assert before.minutes is not None
            assert after.now == before.now + before.minutes
    assert len(world.reps) * 20 == len(pages)


def test_trips_chain_and_last_the_travel_minutes(run: Watched) -> None:
    """Each starts where the last one ended, takes exactly its minutes, and ends where the rep then is."""
    world, _, pages = run
    trips = 0
    for rep, days in itertools.groupby(pages, key=lambda page: page[0].rep):
        place = world.reps[rep].home
        for entry in itertools.chain.from_iterable(days):
            assert entry.place == place or entry.leg is None
            if entry.leg is not None:
                origin, destination, left, arrives = entry.leg
                minutes = float(world.travel_minutes[origin, destination])
                assert origin == place
                assert arrives - left == minutes == entry.minutes
                place = destination
                trips += 1
    assert trips > 100


def test_minutes_on_the_road_are_those_of_the_trips(run: Watched) -> None:
    """Table ``rep_day`` counts exactly the trips that were watched."""
    world, model, pages = run
    table = run_tables(model, 0, ["rep_day"])["rep_day"]
    driven = {(p[0].rep, p[0].day): sum(e.minutes or 0 for e in legs_of(p)) for p in pages}
    ids = [rep.rep_id for rep in world.reps]
    for rep, day, minutes in table[["rep_id", "day", "travel_minutes"]].itertuples(index=False, name=None):
        assert minutes == driven[ids.index(rep), day]


def test_no_stop_begins_that_does_not_fit(run: Watched) -> None:
    """When a rep sets out, arrival, expected minutes and the way home lie within the shift."""
    world, model, pages = run
    service, leads, planned = world.scenario.service, world.scenario.leads, model.demand.planned_calls
    pages_of_stops = [entry for page in pages for entry in page if entry.stop is not None]
    stops = [entry for entry in pages_of_stops if entry.stop is not None and entry.stop.kind != EVENT]
    for entry in stops:
        assert entry.stop is not None
        assert entry.leg is not None
        travel = entry.leg[3] - entry.leg[2]
        stop = entry.stop
        before_weekend = model.calendar.is_before_weekend(entry.day)
        rep = model.reps[entry.rep]
        way_home = float(model.rules.travel_minutes[stop.unit, rep.rep.home])
        tonight = way_home if before_weekend or way_home <= model.rules.overnight_minutes else 0.0
        expected = (planned.expected_minutes[stop.account], service.on_site_minutes, leads.visit_minutes)
        assert stop.needed_minutes == expected[stop.kind] + tonight
        assert entry.now + travel + stop.needed_minutes <= entry.shift_end
    assert len(stops) > 100


def test_everybody_is_home_before_the_weekend(run: Watched) -> None:
    """On Fridays the last trip leads home; nobody is away."""
    world, model, pages = run
    for page in pages:
        if model.calendar.is_before_weekend(page[0].day):
            legs = legs_of(page)
            home = world.reps[page[0].rep].home
            assert (legs[-1].leg[1] if legs and legs[-1].leg else page[-1].place) == home


def test_who_is_away_at_night_is_far_from_home(run: Watched) -> None:
    """A night away is counted if and only if the rep is not at home, and then the way home is too long."""
    world, model, pages = run
    counted = column_of(model, "nights")
    for page in pages:
        rep, day = page[0].rep, page[0].day
        legs = legs_of(page)
        place = legs[-1].leg[1] if legs and legs[-1].leg else page[-1].place
        home = world.reps[rep].home
        nights = counted[world.reps[rep].rep_id, day]
        assert nights == (place != home)
        if nights:
            assert float(world.travel_minutes[place, home]) > world.scenario.schedule.overnight_minutes


def test_administration_is_done_every_day(run: Watched) -> None:
    """Each rep spends exactly his share of administration, whatever else happens."""
    _, model, _ = run
    table = run_tables(model, 0, ["rep_day"])["rep_day"]
    by_rep = table.groupby("rep_id", observed=True)["admin_minutes"].unique()
    for agent in model.reps:
        assert by_rep[agent.rep.rep_id].tolist() == [agent.admin_minutes]


def test_overtime_is_what_lies_beyond_the_shift(run: Watched) -> None:
    """The day lasts at least the shift; what begins after it is paperwork or the way home."""
    world, model, pages = run
    overtime = column_of(model, "overtime_minutes")
    for page in pages:
        over = overtime[world.reps[page[0].rep].rep_id, page[0].day]
        assert over == page[-1].now - page[0].shift_end
        assert over >= 0
        late = [entry for entry in page[:-1] if entry.now >= entry.shift_end]
        admin = model.reps[page[0].rep].admin_minutes
        homeward = world.reps[page[0].rep].home
        assert all(
            (entry.minutes is not None and entry.minutes <= admin)
            or (entry.leg is not None and entry.leg[1] == homeward)
            for entry in late
        )


def test_the_clock_shows_what_the_rep_thinks_it_is(run: Watched) -> None:
    """Within the day SimPy stands at the minute of each decision; only the evening is off the clock."""
    _, model, pages = run
    for page in pages:
        day_end = (page[0].day + 1) * model.rules.day_minutes
        for entry in page:
            assert entry.clock == entry.now if entry.now < day_end else entry.clock < day_end


def test_answers_and_visits_come_after_the_question(run: Watched) -> None:
    """Nothing is answered before it came, nor after it expired, nor outside of a shift."""
    world, model, _ = run
    table = run_tables(model, 0, ["request"])["request"]
    served = table[table["status"] == "served"]
    assert (served["answered_minute"] >= served["minute"]).all()
    expiry = model.requests.requests.expiry_minute[served["request"].to_numpy()]
    assert (served["answered_minute"].to_numpy() < expiry).all()
    within = served["answered_minute"].to_numpy() % model.rules.day_minutes
    assert (within < world.reps[0].shift_minutes).all()
    assert len(served) > 50


def test_only_the_owner_comes_or_answers(run: Watched) -> None:
    """Without a pool every request is served by the rep who owns the account."""
    world, model, _ = run
    table = run_tables(model, 0, ["request"])["request"]
    served = table[table["status"] == "served"]
    moved = set(model.demand.relocations.account.tolist())
    owner = world.alignment.assign(world.accounts)
    position = {account: place for place, account in enumerate(world.accounts.account_ids.tolist())}
    for row in served.itertuples():
        account = position[str(row.account_id)]
        if account not in moved:
            assert row.rep_id == world.reps[owner[account]].rep_id


def test_nobody_sets_out_to_who_has_given_up(run: Watched) -> None:
    """Whoever calls off before the rep leaves is not driven to; on the way one cannot know."""
    world, model, pages = run
    stops = [(entry.now, entry.stop) for page in pages for entry in page if entry.stop is not None]
    assert stops
    assert all(stop.expiry_minute > now for now, stop in stops)
    if world.scenario.service.patience_distribution == "exponential":
        expiry = model.requests.requests.expiry_minute
        assert any(stop.expiry_minute == expiry[stop.number] for _, stop in stops if stop.kind == REQUEST)


def test_without_travel_nobody_moves_through_time() -> None:
    """Switched off, travel takes no minute, and nobody ever is on a trip."""
    world = small_world(days=5, schedule__travel=False, opportunity=False)
    model, diary = watched(world)
    assert not any(entry.leg for entry in diary)
    table = run_tables(model, 0, ["rep_day"])["rep_day"]
    assert (table["travel_minutes"] == 0).all()
    assert table["visits"].sum() > 0


def test_round_the_clock_nobody_ever_stops() -> None:
    """Without closing hours the day is the shift, work crosses midnight, and no night is spent away."""
    world = small_world(
        days=10, schedule__closing_hours=False, schedule__day_minutes=540.0, staffing__shift_minutes=540.0
    )
    model, diary = watched(world)
    table = run_tables(model, 0, ["rep_day"])["rep_day"]
    assert (table["overtime_minutes"] == 0).all()
    assert (table["nights"] == 0).all()
    crossing = [e for e in diary if e.minutes is not None and e.now + e.minutes > (e.day + 1) * 540]
    assert crossing
    for _, entries in itertools.groupby(sorted(diary, key=lambda e: e.rep), key=lambda e: e.rep):
        own = [entry for entry in entries if entry.minutes is not None]
        assert own[0].now == 0
        assert all(b.now == a.now + np.float64(a.minutes or 0) for a, b in itertools.pairwise(own))
