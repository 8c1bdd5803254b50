"""The hours a year that territories require."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from territory_sim.region.travel import trip_minutes
from territory_sim.territories.workload import (
    WorkloadModel,
    sum_per_territory,
    territory_workload_hours,
    workload_model,
)
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from tests.territories.conftest import Plain


def model_of(plain: Plain, stops: NDArray[np.float64], admin_hours: float = 300.0) -> WorkloadModel:
    """Make the model of a region where every stop takes an hour."""
    return workload_model(
        plain.region,
        plain.travel.minutes,
        plain.territories,
        plain.roads,
        service_hours=stops,
        stops_per_year=stops,
        admin_hours=admin_hours,
        overnight_minutes=150.0,
    )


@given(owners=st.lists(st.integers(0, 3), min_size=30, max_size=30))
def test_service_adds_up_whatever_the_map(plain: Plain, owners: list[int]) -> None:
    """No division of the units makes or loses service hours."""
    stops = np.arange(30, dtype=np.float64)
    hours = territory_workload_hours(
        model_of(plain, stops), np.array(owners, dtype=np.int32), np.arange(4, dtype=np.int32)
    )
    assert hours.service.sum() == stops.sum()
    assert (hours.admin == 300).all()
    assert (hours.total == hours.service + hours.admin + hours.travel).all()


def test_travel_is_home_legs_and_the_legs_between_stops(plain: Plain) -> None:
    """The estimate equals the formula worked out by hand for one territory."""
    stops = np.full(30, 100.0)
    model = model_of(plain, stops)
    hours = territory_workload_hours(model, np.zeros(30, dtype=np.int32), np.zeros(1, dtype=np.int32))
    days = 3000 / plain.territories.stops_per_day
    assert days > BUSINESS_DAYS_PER_YEAR
    # 100 stops in each unit: the density of stops is that of units, not that of the land.
    room_km = np.sqrt(100 * plain.region.land_km2).sum() / math.sqrt(3000)
    straight_km = plain.territories.tour_constant * room_km / math.sqrt(plain.territories.stops_per_day)
    leg = trip_minutes(np.array([straight_km * plain.roads.road_per_straight_km]), plain.roads.speeds)[0]
    ways = plain.travel.minutes[0].astype(np.float64)
    home = float(np.where(ways > 150, ways / 2, ways).mean())
    expected = ((3000 - days) * leg + 2 * days * home) / 60
    # Room is kept on a grid of 1/1024 km.
    assert hours.travel[0] == pytest.approx(expected, rel=1e-6)


def test_a_light_territory_is_toured_every_day_and_a_heavy_one_on_more_days(plain: Plain) -> None:
    """Below a full day the days are those of the year; beyond it they grow with the stops."""
    model = replace(model_of(plain, np.ones(30)), bands=((0.0, 0.0, 0.0),))
    per_day = plain.territories.stops_per_day
    full = BUSINESS_DAYS_PER_YEAR * per_day
    one_way = 30.0

    def days(stops: float) -> float:
        return model.travel_hours(stops, 100.0, stops * one_way) * 60 / (2 * one_way)

    assert days(full / 2) == pytest.approx(BUSINESS_DAYS_PER_YEAR)
    assert days(full * 2) == pytest.approx(2 * BUSINESS_DAYS_PER_YEAR)
    assert days(10.0) == pytest.approx(10.0)


@given(stops=st.floats(0, 1e5), land=st.floats(0, 1e6), home=st.floats(0, 500))
def test_travel_grows_with_stops_land_and_distance(
    plain: Plain, stops: float, land: float, home: float
) -> None:
    """More of anything never takes less time."""
    model = model_of(plain, np.ones(30))
    rows = [
        (stops, land, home * stops),
        (stops, land * 2, home * stops),
        (stops, land * 2, (home + 1) * stops),
        (stops * 2, land * 2, (home + 1) * stops * 2),
    ]
    hours = [model.travel_hours(*row) for row in rows]
    assert hours[0] >= 0
    assert all(after >= before * (1 - 1e-12) for before, after in pairwise(hours))


def test_land_without_stops_is_not_toured(plain: Plain) -> None:
    """Empty units add nothing to the tours."""
    stops = np.zeros(30)
    stops[:5] = 10
    model = model_of(plain, stops)
    homes = np.zeros(1, dtype=np.int32)
    everything = territory_workload_hours(model, np.zeros(30, dtype=np.int32), homes)
    only_five = np.where(np.arange(30) < 5, 0, -1).astype(np.int32)
    assert territory_workload_hours(model, only_five, homes).total == everything.total


def test_a_territory_without_stops_needs_no_travel(plain: Plain) -> None:
    """Administration is all that is left."""
    model = model_of(plain, np.zeros(30))
    hours = territory_workload_hours(model, np.zeros(30, dtype=np.int32), np.zeros(2, dtype=np.int32))
    assert hours.total.tolist() == [300.0, 300.0]


def test_units_without_an_owner_count_nowhere() -> None:
    """-1 is not the last territory."""
    owner = np.array([0, -1, 1], dtype=np.int32)
    assert sum_per_territory(np.array([1.0, 2.0, 4.0]), owner, 3).tolist() == [1.0, 4.0, 0.0]


@given(km=st.floats(0, 2000))
def test_legs_take_as_long_as_trips(plain: Plain, km: float) -> None:
    """The tour estimate and the travel table share one formula."""
    model = model_of(plain, np.ones(30))
    expected = float(trip_minutes(np.array([km]), plain.roads.speeds)[0])
    assert model._leg_minutes(km) == pytest.approx(expected, abs=1e-9)
