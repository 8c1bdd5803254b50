"""The morning's plan: all reps at once as each alone, within the time there is, ties to the lowest id."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from territory_sim.salesforce.call_policy import score
from territory_sim.salesforce.day_plan import MOST_CANDIDATES, Mornings, OpenStops, plan_days
from territory_sim.streams import Streams

UNITS = 12
POINTS_PER_MINUTE = 2 / 60


def travel() -> NDArray[np.float32]:
    """Give minutes between twelve random places, on the grid of 1/1024."""
    place = Streams(1).generator("plan travel").random((UNITS, 2)) * 100
    minutes = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    on_grid: NDArray[np.float32] = (np.rint(minutes * 1024) / 1024).astype(np.float32)
    return on_grid


TRAVEL = travel()


@st.composite
def mornings_and_stops(draw: st.DrawFn) -> tuple[Mornings, OpenStops]:
    """Draw up to five reps with up to 40 stops; standings repeat often, so that there are ties."""
    reps = draw(st.integers(1, 5))
    unit, rep = st.integers(0, UNITS - 1), st.integers(0, reps - 1)
    rows = draw(
        st.lists(st.tuples(rep, unit, st.sampled_from([15.0, 30.0, 45.5]), st.integers(0, 5)), max_size=90)
    )
    columns = np.array(rows, dtype=float).reshape(-1, 4).T
    stops = OpenStops(
        rep=columns[0].astype(np.int32),
        unit=columns[1].astype(np.int32),
        minutes=columns[2].copy(),
        standing=columns[3].copy(),
    )
    some = st.lists(unit, min_size=reps, max_size=reps)
    mornings = Mornings(
        place=np.array(draw(some), dtype=np.int32),
        free_minutes=np.array(draw(st.lists(st.floats(0, 600), min_size=reps, max_size=reps))),
        home=np.array(draw(some), dtype=np.int32),
        longest_way_home=draw(st.sampled_from([math.inf, 60.0, 0.0])),
    )
    return mornings, stops


def plan(mornings: Mornings, stops: OpenStops, most_stops: int = 14) -> list[list[int]]:
    """Plan with the shared travel times."""
    plans = plan_days(stops, mornings, TRAVEL, POINTS_PER_MINUTE, most_stops)
    return [rows.tolist() for rows in np.split(plans.row, plans.first[1:-1])]


def way_home(mornings: Mornings, rep: int, unit: int) -> float:
    """Give the minutes home, 0 where the rep would stay overnight."""
    minutes = float(TRAVEL[unit, mornings.home[rep]])
    return 0.0 if minutes > mornings.longest_way_home else minutes


def planned_alone(mornings: Mornings, stops: OpenStops, rep: int, most_stops: int) -> list[int]:
    """Plan one rep's day stop by stop, in plain Python: what the arrays must agree with."""
    mine = [row for row in range(len(stops.rep)) if stops.rep[row] == rep]
    open_rows = sorted(sorted(mine, key=lambda row: -stops.standing[row])[:MOST_CANDIDATES])
    place, left = int(mornings.place[rep]), float(mornings.free_minutes[rep])
    chosen: list[int] = []
    while open_rows and len(chosen) < most_stops:
        best, best_score = None, -math.inf
        for row in open_rows:
            unit, minutes = int(stops.unit[row]), float(stops.minutes[row])
            way = float(TRAVEL[place, unit])
            value = score(float(stops.standing[row]), way, POINTS_PER_MINUTE)
            if way + (minutes + way_home(mornings, rep, unit)) <= left and value > best_score:
                best, best_score = row, value
        if best is None:
            break
        unit = int(stops.unit[best])
        left -= float(TRAVEL[place, unit]) + float(stops.minutes[best])
        place = unit
        open_rows.remove(best)
        chosen.append(best)
    return chosen


@given(mornings_and_stops(), st.integers(1, 14))
def test_all_reps_at_once_are_planned_as_each_alone(
    case: tuple[Mornings, OpenStops], most_stops: int
) -> None:
    """Planning in step gives each rep the very stops that a loop over his candidates gives."""
    mornings, stops = case
    plans = plan(mornings, stops, most_stops)
    assert plans == [planned_alone(mornings, stops, rep, most_stops) for rep in range(len(mornings.place))]


@given(mornings_and_stops())
def test_a_plan_fits_the_day_and_visits_nobody_twice(case: tuple[Mornings, OpenStops]) -> None:
    """Own stops only, each once, and after each of them the way home still fits."""
    mornings, stops = case
    for rep, rows in enumerate(plan(mornings, stops)):
        assert len(set(rows)) == len(rows)
        assert set(stops.rep[rows].tolist()) <= {rep}
        place, spent = int(mornings.place[rep]), 0.0
        for row in rows:
            spent += float(TRAVEL[place, stops.unit[row]]) + float(stops.minutes[row])
            place = int(stops.unit[row])
            assert spent + way_home(mornings, rep, place) <= mornings.free_minutes[rep] + 1e-9


@given(mornings_and_stops())
def test_nothing_that_fits_is_left_while_there_is_time(case: tuple[Mornings, OpenStops]) -> None:
    """When the plan ends before the most stops, no candidate looked at would still have fitted."""
    mornings, stops = case
    for rep, rows in enumerate(plan(mornings, stops, 1)):
        mine = np.flatnonzero(stops.rep == rep)
        if not rows and len(mine):
            best = sorted(mine.tolist(), key=lambda row: -stops.standing[row])[:MOST_CANDIDATES]
            needs = [
                float(TRAVEL[mornings.place[rep], stops.unit[row]])
                + (float(stops.minutes[row]) + way_home(mornings, rep, int(stops.unit[row])))
                for row in best
            ]
            assert min(needs) > mornings.free_minutes[rep]


def test_ties_go_to_the_lowest_id() -> None:
    """Equal stops are made in the order of their rows."""
    stops = OpenStops(
        rep=np.zeros(6, dtype=np.int32),
        unit=np.full(6, 3, dtype=np.int32),
        minutes=np.full(6, 20.0),
        standing=np.full(6, 1.0),
    )
    here = Mornings(np.array([3]), np.array([500.0]), np.array([3]), math.inf)
    assert plan(here, stops) == [[0, 1, 2, 3, 4, 5]]


@given(mornings_and_stops(), st.integers(0, 4))
def test_another_reps_stops_are_of_no_concern(case: tuple[Mornings, OpenStops], other: int) -> None:
    """Taking one rep's stops away leaves the plans of all the others."""
    mornings, stops = case
    kept = np.flatnonzero(stops.rep != other)
    fewer = replace(
        stops,
        rep=stops.rep[kept],
        unit=stops.unit[kept],
        minutes=stops.minutes[kept],
        standing=stops.standing[kept],
    )
    without = [[int(kept[row]) for row in rows] for rows in plan(mornings, fewer)]
    expected = plan(mornings, stops)
    assert [rows for rep, rows in enumerate(without) if rep != other] == [
        rows for rep, rows in enumerate(expected) if rep != other
    ]


def test_a_night_away_makes_room_for_a_far_stop() -> None:
    """With the way home not counted, a stop fits that would not fit otherwise."""
    far = int(np.argmax(TRAVEL[0]))
    way = float(TRAVEL[0, far])
    stops = OpenStops(
        np.zeros(1, dtype=np.int32), np.array([far], dtype=np.int32), np.array([30.0]), np.ones(1)
    )
    home_tonight = Mornings(np.array([0]), np.array([way + 30]), np.array([0]), math.inf)
    assert plan(home_tonight, stops) == [[]]
    assert plan(replace(home_tonight, longest_way_home=way / 2), stops) == [[0]]


def test_no_stops_no_plans() -> None:
    """Every rep gets an empty plan."""
    nothing = OpenStops(*(np.empty(0, dtype=kind) for kind in (np.int32, np.int32, float, float)))
    nobody_due = Mornings(
        np.zeros(3, dtype=np.int32), np.full(3, 400.0), np.zeros(3, dtype=np.int32), math.inf
    )
    assert plan(nobody_due, nothing) == [[], [], []]
