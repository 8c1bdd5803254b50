"""Travel: bands, symmetry, crossings, the user's own minutes, paths, and the cache."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.region.catalogue import load_region, load_travel
from territory_sim.region.folder import read_region
from territory_sim.region.great_circle import great_circle_km
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters, SpeedBand
from territory_sim.region.synthetic import synthetic_region
from territory_sim.region.travel import MEAN_KM_IN_UNIT_SQUARE, travel_times, trip_minutes
from territory_sim.region.travel_cache import cache_folder

WriteFolder = Callable[..., Path]
MakeParameters = Callable[..., RegionParameters]

LINE = "unit_id,lon,lat,w\nA,0,0,1\nB,0.1,0,1\nC,0.2,0,1\nD,0.3,0,1\n"
BANDS = tuple(
    SpeedBand(up_to_km=up_to, km_per_hour=speed)
    for up_to, speed in ((5.0, 50.0), (30.0, 70.0), (None, 115.0))
)


@pytest.fixture(scope="module")
def plain() -> Region:
    """Give a synthetic region of 40 units."""
    return synthetic_region(40)


@given(st.lists(st.floats(0, 5000), min_size=2, max_size=20))
def test_minutes_rise_with_distance_and_no_faster_than_the_slowest_band(road_km: list[float]) -> None:
    """A longer trip never takes less time, and never more than its length at 50 km/h or less than at 115."""
    km = np.sort(np.array(road_km))
    minutes = trip_minutes(km, BANDS)
    assert np.all(np.diff(minutes) >= 0)
    assert np.all(minutes <= km / 50 * 60 + 1e-9)
    assert np.all(minutes >= km / 115 * 60 - 1e-9)


@pytest.mark.parametrize(
    ("km", "minutes"), [(0, 0), (5, 6), (30, 6 + 25 / 70 * 60), (145, 6 + 25 / 70 * 60 + 60)]
)
def test_each_stretch_is_driven_at_its_own_speed(km: float, minutes: float) -> None:
    """First 5 km at 50, next 25 km at 70, the rest at 115 km/h."""
    assert trip_minutes(np.array([float(km)]), BANDS)[0] == pytest.approx(minutes)


def test_the_last_band_has_no_end() -> None:
    """A last band that names an end still holds for the rest of the trip, which would else take no time."""
    closed = (SpeedBand(up_to_km=10, km_per_hour=60),)
    assert trip_minutes(np.array([90.0]), closed)[0] == pytest.approx(90)


def test_travel_is_symmetric_on_the_grid_and_fixed(plain: Region, parameters: MakeParameters) -> None:
    """Every entry is a multiple of 1/1024, the way back takes as long, and nobody can change it."""
    minutes = travel_times(plain, parameters()).minutes
    assert minutes.dtype == np.float32
    assert np.array_equal(minutes, minutes.T)
    assert np.array_equal(minutes * 1024, np.rint(minutes * 1024))
    with pytest.raises(ValueError, match="read-only"):
        minutes[0, 0] = 0


def test_travel_is_monotone_in_straight_distance(plain: Region, parameters: MakeParameters) -> None:
    """Without crossings, of two units the one farther away is never reached sooner."""
    minutes = travel_times(plain, parameters()).minutes
    km = great_circle_km(plain.lon[0], plain.lat[0], plain.lon[1:], plain.lat[1:])
    assert np.all(np.diff(minutes[0, 1:][np.argsort(km)]) >= 0)


def test_a_trip_inside_a_unit_has_the_mean_distance_of_a_square(
    plain: Region, parameters: MakeParameters
) -> None:
    """0.5214 of the side of a square of the unit's land, on the same roads at the same speeds."""
    assert pytest.approx((2 + np.sqrt(2) + 5 * np.arcsinh(1)) / 15, abs=5e-5) == MEAN_KM_IN_UNIT_SQUARE
    minutes = travel_times(plain, parameters()).minutes
    expected = trip_minutes(MEAN_KM_IN_UNIT_SQUARE * np.sqrt(plain.land_km2) * 1.12, BANDS)
    assert np.allclose(np.diag(minutes), expected, atol=1 / 1024)


@pytest.mark.parametrize(("kind", "extra"), [("link", 60), ("barrier", 20), ("border", 0)])
def test_a_crossing_costs_every_trip_over_it(
    write_folder: WriteFolder, parameters: MakeParameters, kind: str, extra: float
) -> None:
    """Trips between the two sides cost the surcharge once; trips within a side cost none."""
    bordering = read_region(write_folder(units=LINE, adjacency="unit_a,unit_b\nA,B\nB,C\nC,D\n"), "Line", "w")
    crossing = read_region(
        write_folder(units=LINE, adjacency=f"unit_a,unit_b,kind\nA,B,\nB,C,{kind}\nC,D,\n"), "Line", "w"
    )
    added = travel_times(crossing, parameters()).minutes - travel_times(bordering, parameters()).minutes
    west = np.array([True, True, False, False])
    assert np.array_equal(added, np.where(west[:, None] != west[None, :], extra, 0))


def test_two_crossings_cost_twice_and_a_shorter_way_round_costs_nothing(
    write_folder: WriteFolder, parameters: MakeParameters
) -> None:
    """Surcharges add up along the shortest way, and only along it."""
    adjacency = "unit_a,unit_b,kind\nA,B,link\nB,C,link\nC,D,\n"
    two = travel_times(read_region(write_folder(units=LINE, adjacency=adjacency), "Line", "w"), parameters())
    none = travel_times(
        read_region(write_folder(units=LINE, adjacency=adjacency.replace("link", "")), "Line", "w"),
        parameters(),
    )
    assert (two.minutes - none.minutes)[0].tolist() == [0, 60, 120, 120]
    # Straight on from A to C there is no ferry; the way over B is longer by its bend.
    bent = LINE.replace("B,0.1,0", "B,0.1,0.1")
    adjacency += "A,C,\n"
    round_trip = travel_times(
        read_region(write_folder(units=bent, adjacency=adjacency), "Line", "w"), parameters()
    )
    assert round_trip.path(0, 2) == (0, 2)
    assert round_trip.minutes[0, 2] == none.minutes[0, 2]


def test_minutes_of_an_edge_take_the_place_of_its_surcharge_or_trip(
    write_folder: WriteFolder, parameters: MakeParameters
) -> None:
    """On a link they replace the usual crossing; on a border they are the trip between the two units."""
    adjacency = "unit_a,unit_b,kind,minutes\nA,B,border,7.5\nB,C,link,90\nC,D,,\n"
    minutes = travel_times(
        read_region(write_folder(units=LINE, adjacency=adjacency), "Line", "w"), parameters()
    ).minutes
    plain = travel_times(
        read_region(write_folder(units=LINE, adjacency="unit_a,unit_b\nA,B\nB,C\nC,D\n"), "Line", "w"),
        parameters(),
    ).minutes
    assert minutes[0, 1] == minutes[1, 0] == 7.5
    assert minutes[0, 2] - plain[0, 2] == 90


def test_the_users_table_goes_before_the_formula(
    write_folder: WriteFolder, parameters: MakeParameters
) -> None:
    """A trip given one way holds both ways; what the table lacks is counted and follows from the formula."""
    folder = write_folder(
        travel="origin_id,dest_id,minutes,km\n01001,01002,31.5,20\n01002,01001,33,20\n01001,01003,50,40\n"
    )
    given_parameters = parameters(path=str(folder))
    region = load_region(given_parameters)
    travel = load_travel(given_parameters, region)
    formula = travel_times(region, given_parameters)
    assert travel.minutes[0, 1] == 31.5
    assert travel.minutes[1, 0] == 33
    assert travel.minutes[0, 2] == travel.minutes[2, 0] == 50
    assert travel.minutes[2, 3] == formula.minutes[2, 3]
    assert (travel.user_pairs, travel.mirrored_pairs, travel.missing_pairs) == (4, 1, 8)
    assert (formula.user_pairs, formula.mirrored_pairs, formula.missing_pairs) == (0, 0, 0)


def test_a_path_is_the_shortest_way_between_neighbours(plain: Region, parameters: MakeParameters) -> None:
    """It steps from neighbour to neighbour and agrees in length with networkx."""
    import networkx as nx

    travel = travel_times(plain, parameters())
    for origin, destination in ((0, 39), (5, 20), (7, 7)):
        path = travel.path(origin, destination)
        assert (path[0], path[-1]) == (origin, destination)
        assert all(there in plain.neighbours[here] for here, there in pairwise(path))
        names = [plain.unit_ids[unit] for unit in path]
        expected = nx.shortest_path_length(plain.graph, names[0], names[-1], weight="km")
        assert nx.path_weight(plain.graph, names, "km") == pytest.approx(expected)


def test_the_cache_is_used_and_a_broken_one_passed_over(
    plain: Region, parameters: MakeParameters, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A kept matrix is opened again; a cut-off or foreign file in its place is made anew."""
    monkeypatch.setenv("TERRITORY_SIM_CACHE", str(tmp_path / "cache"))
    made = np.array(travel_times(plain, parameters()).minutes)
    (kept,) = cache_folder().iterdir()
    for content in (kept.read_bytes()[:200], b"", b"not a matrix"):
        kept.write_bytes(content)
        assert np.array_equal(travel_times(plain, parameters()).minutes, made)
    with kept.open("wb") as stream:
        np.save(stream, made + 1)
    assert np.array_equal(travel_times(plain, parameters()).minutes, made + 1)
    assert [file.name for file in cache_folder().iterdir()] == [kept.name]


def test_an_unwritable_cache_is_passed_over(
    plain: Region, parameters: MakeParameters, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file where the cache folder should be changes no result."""
    expected = travel_times(plain, parameters()).minutes
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("TERRITORY_SIM_CACHE", str(blocked))
    travel = travel_times(plain, parameters())
    assert np.array_equal(travel.minutes, expected)
    assert not travel.minutes.flags.writeable


def test_other_speeds_are_another_matrix(plain: Region, parameters: MakeParameters) -> None:
    """The cache is keyed by all that the minutes depend on."""
    usual = travel_times(plain, parameters()).minutes
    slow = travel_times(plain, parameters(speeds=(SpeedBand(up_to_km=None, km_per_hour=30),))).minutes
    bendy = travel_times(plain, parameters(circuity=1.5)).minutes
    assert slow[0, 1] > usual[0, 1]
    assert bendy[0, 1] > usual[0, 1]
