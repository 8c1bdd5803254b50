"""The search and its selection on surfaces whose best is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from territory_sim.experiments.optimisation.find_best import Optimum, Rules, find_best
from territory_sim.experiments.optimisation.floors import Floors, pareto_front
from territory_sim.experiments.optimisation.levers import TODAY, Combination, Lever
from territory_sim.experiments.optimisation.search import EveryCombination, Proposals, Search
from territory_sim.streams import Streams

REPS = Lever("reps", tuple(str(number) for number in range(16, 33)))
CALLS = Lever("calls", tuple(str(number) for number in range(17)))
MAP = Lever("map", ("today", "even", "tight"))
RULES = Rules(trials=60, replications=3, finalists=5, first_look=20, most=400, least_difference=1.0)
MEANS = {"today": 0.0, "even": 6.0, "tight": 2.0}
"""What each map adds to the contribution."""


@dataclass
class Surface:
    """Peaks at 26 reps and 9 calls on the even map; more reps cover more and are less even."""

    noise: float = 1.0
    runs: int = 0

    def __call__(self, combinations: Sequence[Combination], first: int, last: int) -> NDArray[np.float64]:
        """Measure combinations, the same luck for all in a replication."""
        self.runs += len(combinations) * (last - first)
        return np.array([[self._one(each, number) for number in range(first, last)] for each in combinations])

    def _one(self, combination: Combination, number: int) -> list[float]:
        said = {"reps": "20", "calls": "4", "map": "today"}
        said |= dict(text.split("=") for text in combination)
        reps, calls = int(said["reps"]), int(said["calls"])
        common = Streams(5, number).generator("surface").normal()
        own = Streams(5, number).generator("surface", " ".join(combination)).normal()
        money = 100 - 0.5 * (reps - 26) ** 2 - 0.4 * (calls - 9) ** 2 + MEANS[said["map"]]
        return [money + 5 * common + self.noise * own, reps / 100, reps / 40]


def found(search: Search, floors: Floors, rules: Rules = RULES, noise: float = 1.0) -> Optimum:
    """Search the surface."""
    return find_best(search, Surface(noise), floors, rules)


def test_the_planted_best_is_found_among_all() -> None:
    """With no more combinations than trials each is tried once, and the peak is chosen."""
    levers = [Lever("reps", ("20", "23", "26", "29")), MAP]
    optimum = found(EveryCombination(levers), Floors())
    assert len(optimum.tried) == 13
    assert optimum.chosen == ("reps=26", "map=even")
    assert optimum.is_settled


def test_proposals_come_near_the_planted_best() -> None:
    """Of 867 combinations 60 are tried; what is chosen lies within 5 % of the peak of 106."""
    optimum = found(Proposals([REPS, CALLS, MAP], seed=1), Floors())
    assert optimum.chosen is not None
    combinations = [each.combination for each in optimum.tried]
    assert len(set(combinations)) == len(combinations) == 61
    noiseless = Surface(0.0)([optimum.chosen], 0, 60)[0, :, 0] - Surface(0.0)([TODAY], 0, 60)[0, :, 0]
    best = ("reps=26", "calls=9", "map=even")
    peak = Surface(0.0)([best], 0, 60)[0, :, 0] - Surface(0.0)([TODAY], 0, 60)[0, :, 0]
    assert noiseless.mean() >= peak.mean() - 0.05 * 106


def test_proposals_keep_to_floors() -> None:
    """With reps bounded to 22 by inequality and to at least 20 by coverage, what is chosen lies between."""
    optimum = found(Proposals([REPS, CALLS, MAP], seed=2), Floors(0.22, 0.5))
    assert optimum.chosen is not None
    reps = int(optimum.chosen[0].partition("=")[2])
    assert reps in {21, 22}


def test_the_same_seed_proposes_the_same() -> None:
    """Two searches with one seed try the same combinations; another seed tries others."""
    rules = Rules(trials=24, replications=2, finalists=2, first_look=5, most=20, least_difference=1.0)
    tried = [
        [each.combination for each in found(Proposals([REPS, MAP], seed=seed), Floors(), rules).tried]
        for seed in (1, 1, 2)
    ]
    assert tried[0] == tried[1] != tried[2]


def test_levers_without_more_values_end_the_search() -> None:
    """Asked for more than there is, proposals stop by themselves."""
    rules = Rules(trials=30, replications=2, finalists=2, first_look=5, most=20, least_difference=1.0)
    optimum = found(Proposals([MAP], seed=1), Floors(), rules)
    assert sorted(each.combination for each in optimum.tried[1:]) == [
        ("map=even",),
        ("map=tight",),
        ("map=today",),
    ]


def test_floors_that_nothing_keeps_choose_nothing() -> None:
    """No combination is called best; the one that misses by least is named."""
    optimum = found(EveryCombination([Lever("reps", ("20", "26"))]), Floors(0.1, None))
    assert optimum.chosen is None
    assert optimum.finalists == ()
    assert optimum.nearest is not None
    assert optimum.nearest.combination in {TODAY, ("reps=20",)}


def test_finalists_are_judged_by_runs_that_the_search_has_not_seen() -> None:
    """Fresh replications begin where those of the search end, and today's go as far as the chosen one's."""
    asked: list[tuple[int, int]] = []
    surface = Surface()

    def noted(combinations: Sequence[Combination], first: int, last: int) -> NDArray[np.float64]:
        asked.append((first, last))
        return surface(combinations, first, last)

    optimum = find_best(EveryCombination([MAP]), noted, Floors(), RULES)
    assert {first for first, _ in asked} >= {0, RULES.replications}
    assert optimum.chosen is not None
    assert len(optimum.fresh[TODAY]) >= RULES.first_look
    assert optimum.fresh[optimum.chosen][0, 0] == pytest.approx(
        surface([optimum.chosen], RULES.replications, RULES.replications + 1)[0, 0, 0]
    )


def test_a_run_without_a_result_takes_its_combination_out() -> None:
    """A combination that fails is tried, told as such, and never a finalist."""
    surface = Surface()

    def failing(combinations: Sequence[Combination], first: int, last: int) -> NDArray[np.float64]:
        values = surface(combinations, first, last)
        values[[each == ("map=even",) for each in combinations]] = np.nan
        return values

    optimum = find_best(Proposals([MAP], seed=1), failing, Floors(), RULES)
    assert optimum.chosen == ("map=tight",)
    assert ("map=even",) not in optimum.finalists


def test_levers_without_effect_do_not_hold_up_the_selection() -> None:
    """Two names for the same runs are one alternative, and today's settings stand for their like."""
    optimum = found(
        EveryCombination([Lever("reps", ("20",)), Lever("ghost", ("1", "2"))]), Floors(), noise=0.0
    )
    assert optimum.chosen == TODAY
    assert optimum.is_settled


def test_the_front_holds_whoever_is_best_in_something() -> None:
    """Equal ones stay together; those beaten in all, and those without a result, are off it."""
    means = np.array(
        [[3, 0.3, 0.7], [3, 0.3, 0.7], [2, 0.3, 0.7], [1, 0.1, 0.6], [np.nan, 0, 1]], dtype=float
    )
    assert pareto_front(means).tolist() == [True, True, False, True, False]


@pytest.mark.slow
def test_search_and_selection_choose_the_best_as_often_as_said() -> None:
    """Five finalists, the best ahead by the least difference: over 300 seeds it is chosen in at least 93.5 %.

    The procedure alone is held over 2,000 experiments in tests/statistics/test_procedures.py; at a true
    95 % this test fails by chance in about 9 % of seeds, and this seed is fixed.
    """
    rules = Rules(trials=5, replications=2, finalists=5, first_look=20, most=4000, least_difference=1.0)
    levers = [Lever("place", tuple("01234"))]
    right = []
    for seed in range(300):
        noise = Streams(seed, 0).generator("test optimum").normal(size=(4100, 7))

        def measure(
            combinations: Sequence[Combination], first: int, last: int, noise: NDArray[np.float64] = noise
        ) -> NDArray[np.float64]:
            places = [int(each[0][-1]) if each else 5 for each in combinations]
            gains = np.array([1.0 if place == 3 else 0.0 if place < 5 else -9.0 for place in places])
            money = gains[:, None] + noise[first:last, places].T + 2 * noise[first:last, 6]
            return np.stack([money, 0 * money, 0 * money], axis=2)

        right.append(find_best(EveryCombination(levers), measure, Floors(), rules).chosen == ("place=3",))
    assert np.mean(right) >= 0.935
