"""Reps on the road meet the known constants of random points in a square.

Legs are those that reps drive in the engine, over a region in a user's folder: points uniform in a
square, straight roads, one speed.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.simulation.diary import by_rep_and_day, watched
from tests.theory.squares import Square, square

from territory_sim.experiments.run import simulate
from territory_sim.region.travel import MEAN_KM_IN_UNIT_SQUARE
from territory_sim.scenario.world import build_world
from territory_sim.statistics.intervals import Interval, mean_interval
from territory_sim.units import PerSegment

PAIR = (2 + math.sqrt(2) + 5 * math.asinh(1)) / 15
"""Mean distance of two random points in a square of side 1 (Ghosh 1951)."""
CENTRE = (math.sqrt(2) + math.asinh(1)) / 6
"""Mean distance of a random point from the centre."""
DAILY = PerSegment(A=250, B=250, C=250)


def legs_driven(ground: Square) -> tuple[Interval, Interval, Interval]:
    """Give 99.9 % intervals over days: of legs between stops, of legs to and from home, and of squared legs.

    All in sides of the square.
    """
    _, diary = watched(build_world(ground.scenario))
    between, homeward, squared = [], [], []
    for page in by_rep_and_day(diary):
        legs = [entry.leg for entry in page if entry.leg is not None]
        if len(legs) < 3:
            continue
        lengths = np.array([leg[3] - leg[2] for leg in legs]) / ground.side_km
        between.append(float(lengths[1:-1].mean()))
        squared.append(float((lengths[1:-1] ** 2).mean()))
        homeward.append(float(lengths[[0, -1]].mean()))
    assert len(between) > 0.9 * ground.scenario.days
    first, second, third = (mean_interval(part, confidence=0.999) for part in (between, homeward, squared))
    return first, second, third


def random_calls(folder: Path, points: int, days: int, norm: float = 12.0) -> Square:
    """Give a rep who makes six calls a day in random order."""
    return square(
        folder, points, 30.0, days=days, schedule__policy="random", schedule__max_stops=6,
        market__calls_per_year=PerSegment(A=norm, B=norm, C=norm),
        market__call_minutes=PerSegment(A=10, B=10, C=10),
    )  # fmt: skip


def spread_of_points(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], weight: int) -> float:
    """Give the standard error that the draw of the points themselves leaves in a mean over them."""
    return float(weight * values.std() / math.sqrt(len(values)))


def test_the_constant_of_trips_within_a_unit() -> None:
    """The region's constant is the mean distance of two random points, to its four digits."""
    assert pytest.approx(PAIR, abs=5e-5) == MEAN_KM_IN_UNIT_SQUARE


def test_random_legs_have_the_mean_of_random_pairs(tmp_path: Path) -> None:
    """Legs between stops .5214, from and to home .3826, squares 1/3 (false-alarm rate below 1 %).

    The intervals allow for the days driven (99.9 %) and for the draw of the points (3 errors).
    """
    ground = random_calls(tmp_path, points=400, days=250)
    between, homeward, squared = legs_driven(ground)
    points = ground.points_km / ground.side_km
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    for found, theory, spread in (
        (between, PAIR, spread_of_points(distance.mean(axis=0), 2)),
        (homeward, CENTRE, spread_of_points(np.hypot(*(points - 0.5).T), 1)),
        (squared, 1 / 3, spread_of_points((distance**2).mean(axis=0), 2)),
    ):
        assert found.low - 3 * spread <= theory <= found.high + 3 * spread
        assert found.high - found.low < 0.25 * theory


def test_random_legs_are_random_pairs_of_the_very_points(tmp_path: Path) -> None:
    """Against the mean over all pairs of the region's own points, within the 99.9 % interval over days."""
    ground = random_calls(tmp_path, points=60, days=250, norm=48.0)
    between, homeward, _ = legs_driven(ground)
    points = ground.points_km / ground.side_km
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    assert between.low <= distance.sum() / (60 * 59) <= between.high
    assert homeward.low <= np.hypot(*(points - 0.5).T).mean() <= homeward.high


@pytest.mark.slow
def test_random_legs_meet_the_constants_within_two_percent(tmp_path: Path) -> None:
    """Over 2,000 points and four years the driven means lie within 2 % of .5214, .3826 and 1/3."""
    between, homeward, squared = legs_driven(random_calls(tmp_path, points=2000, days=1000))
    for found, theory in ((between, PAIR), (homeward, CENTRE), (squared, 1 / 3)):
        assert found.estimate == pytest.approx(theory, rel=0.02)


def nearest_tour_km(ground: Square) -> float:
    """Give the closed tour from the centre that always goes to the nearest point not yet visited."""
    place, length = np.full(2, ground.side_km / 2), 0.0
    left = [*ground.points_km]
    while left:
        steps = [float(np.hypot(*(point - place))) for point in left]
        nearest = int(np.argmin(steps))
        length += steps[nearest]
        place = left.pop(nearest)
    return length + float(np.hypot(*(place - ground.side_km / 2)))


@cache
def tours(folder: Path, stops: int) -> list[tuple[float, float]]:
    """Drive one day through each of twenty squares; give driven and nearest-neighbour km by sqrt(n A)."""
    found = []
    for seed in range(20):
        ground = square(
            folder / f"{stops}-{seed}", stops, 10.0, seed=seed, days=1, schedule__policy="nearest",
            schedule__max_stops=100, market__calls_per_year=DAILY,
            market__call_minutes=PerSegment(A=5, B=5, C=5),
        )  # fmt: skip
        day = simulate(ground.scenario).tables["rep_day"].iloc[0]
        assert day["visits"] == stops
        scale = ground.side_km * math.sqrt(stops)
        found.append((float(day["travel_minutes"]) / scale, nearest_tour_km(ground) / scale))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that the tests of this module share."""
    return tmp_path_factory.mktemp("squares")


@pytest.mark.parametrize("stops", [6, 12, 24])
def test_the_nearest_policy_drives_the_nearest_neighbour_tour(folder: Path, stops: int) -> None:
    """With every account due, a day under ``nearest`` is that tour, worked out apart, to a metre a leg."""
    for driven, expected in tours(folder, stops):
        assert driven == pytest.approx(expected, rel=1e-3)


def test_tours_follow_the_square_root_law(folder: Path) -> None:
    """Driven length grows with the root of n: its exponent from 6 to 24 stops is 0.5 within 0.05.

    Beardwood, Halton and Hammersley 1959: the best tour tends to .7124 sqrt(n A) from above; nearest
    neighbour lies a quarter or more above it. Means over twenty squares of each size.
    """
    few, many = (float(np.mean([driven for driven, _ in tours(folder, stops)])) for stops in (6, 24))
    assert math.log(many * math.sqrt(24) / (few * math.sqrt(6))) / math.log(4) == pytest.approx(0.5, abs=0.05)
    assert 0.85 <= few <= 1.05
    assert 0.90 <= many <= 1.05
    assert all(driven > 0.7124 for driven, _ in tours(folder, 24))
