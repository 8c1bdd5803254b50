"""Search, then settle: many combinations on few replications, the finalists on fresh ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from territory_sim.experiments.optimisation.floors import Floors
from territory_sim.experiments.optimisation.levers import TODAY, Combination
from territory_sim.experiments.optimisation.search import ROUND, Search
from territory_sim.statistics.best import select_the_best

Measure = Callable[[Sequence[Combination], int, int], "NDArray[np.float64]"]
"""Runs combinations on the replications from a first up to (not with) a last, the same luck for all;
gives shape (combinations, replications, 3) with the columns of :data:`.floors.MEASURED`, nan where a
run came to no result."""

_AHEAD = 5
"""Replications measured together while finalists are told apart, so that workers have something to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How much is tried.

    Args:
        trials: Combinations tried at most, today's settings aside.
        replications: Replications of each in the search.
        finalists: Combinations that are settled by selection.
        first_look: Fresh replications of each finalist before the first look, from 2.
        most: Fresh replications of a finalist after which the leader is taken.
        least_difference: Least difference of contribution worth finding, money.
    """

    trials: int
    replications: int
    finalists: int
    first_look: int
    most: int
    least_difference: float


@dataclass(frozen=True, eq=False)
class Tried:
    """A combination that was tried.

    Args:
        combination: Its overrides.
        round_: Round of the search, from 1; 0 for today's settings.
        measured: What its replications came to, shape (n, 3).
    """

    combination: Combination
    round_: int
    measured: NDArray[np.float64]

    @property
    def is_whole(self) -> bool:
        """Whether every run of it came to a result."""
        return bool(np.isfinite(self.measured[:, 0]).all())


@dataclass(frozen=True, eq=False)
class Optimum:
    """What a search found.

    Args:
        tried: Today's settings first, then what was tried in its order.
        floors: The floors.
        finalists: Those that were settled by selection.
        fresh: What fresh replications of finalists, and of today's settings, came to.
        chosen: The best; None when no combination keeps the floors.
        is_settled: Whether the selection ended before its last replication.
    """

    tried: tuple[Tried, ...]
    floors: Floors
    finalists: tuple[Combination, ...] = ()
    fresh: dict[Combination, NDArray[np.float64]] = field(default_factory=dict)
    chosen: Combination | None = None
    is_settled: bool = True

    @property
    def nearest(self) -> Tried | None:
        """The one that misses the floors by least; None when no combination came to a result."""
        whole = [each for each in self.tried if each.is_whole]
        return min(whole, key=lambda each: max(self.floors.misses(each.measured)), default=None)


def leader(tried: Sequence[Tried], floors: Floors) -> Tried | None:
    """Find the combination of most contribution within the floors.

    Args:
        tried: What was tried.
        floors: The floors.

    Returns:
        The leader; None when none keeps the floors.
    """
    kept = [each for each in tried if floors.kept(each.measured)]
    return max(kept, key=lambda each: float(each.measured[:, 0].mean()), default=None)


def find_best(
    search: Search,
    measure: Measure,
    floors: Floors,
    rules: Rules,
    tell: Callable[[Sequence[Tried]], None] = lambda _: None,
) -> Optimum:
    """Find the combination of most contribution within the floors.

    Args:
        search: Proposes combinations.
        measure: Runs them.
        floors: What a combination must keep.
        rules: How much is tried.
        tell: Told what has been tried after each round.

    Returns:
        What was found. The finalists are judged by replications that the search has not seen, so
        that luck in the search does not count twice.
    """
    tried = [Tried(TODAY, 0, measure([TODAY], 0, rules.replications)[0])]
    tell(tried)
    for round_ in range(1, rules.trials + 1):
        asked = search.ask(min(ROUND, rules.trials + 1 - len(tried)))
        if not asked:
            break
        measured = measure(asked, 0, rules.replications)
        for combination, values in zip(asked, measured, strict=True):
            each = Tried(combination, round_, values)
            tried.append(each)
            contribution = float(values[:, 0].mean()) if each.is_whole else None
            search.tell(combination, contribution, floors.misses(values))
        tell(tried)
        if len(tried) > rules.trials:
            break
    return _settled(tuple(tried), measure, floors, rules)


def _settled(tried: tuple[Tried, ...], measure: Measure, floors: Floors, rules: Rules) -> Optimum:
    kept = [each for each in tried if floors.kept(each.measured)]
    kept.sort(key=lambda each: -float(each.measured[:, 0].mean()))
    finalists = tuple(each.combination for each in kept[: rules.finalists])
    if not finalists:
        return Optimum(tried, floors)
    fresh = _Fresh(measure, rules.replications, rules.most)
    fresh.extend((*finalists, TODAY), rules.first_look)
    inside = _different([each for each in finalists if floors.kept(fresh.values[each])], fresh)
    if not inside:
        return Optimum(tried, floors, finalists, fresh.values)

    def replicate(number: int, places: tuple[int, ...]) -> NDArray[np.float64]:
        combinations = [inside[place] for place in places]
        return np.array([fresh.contribution(each, number, combinations) for each in combinations])

    best, taken = select_the_best(
        replicate, len(inside), rules.least_difference, first=rules.first_look, most=rules.most
    )
    chosen = inside[best]
    others = np.delete(taken, best)
    fresh.extend((chosen, TODAY), int(taken[best]))
    is_settled = not others.size or int(others.max()) < rules.most
    return Optimum(tried, floors, finalists, fresh.values, chosen, is_settled)


class _Fresh:
    """Replications of finalists that the search has not seen, measured when they are first asked for."""

    def __init__(self, measure: Measure, before: int, most: int) -> None:
        self._measure = measure
        self._before = before
        self._most = most
        self.values: dict[Combination, NDArray[np.float64]] = {}

    def extend(self, combinations: Sequence[Combination], count: int) -> None:
        behind: dict[int, list[Combination]] = {}
        for each in dict.fromkeys(combinations):
            has = len(self.values.get(each, ()))
            if has < count:
                behind.setdefault(has, []).append(each)
        for has, those in behind.items():
            found = self._measure(those, self._before + has, self._before + count)
            for each, values in zip(those, found, strict=True):
                self.values[each] = np.concatenate([self.values[each], values]) if has else values

    def contribution(self, combination: Combination, number: int, all_inside: Sequence[Combination]) -> float:
        if number >= len(self.values[combination]):
            self.extend(all_inside, min(number + _AHEAD, self._most))
        # A run without a result after so many with one is worth no more than the worst of them.
        values = self.values[combination][:, 0]
        value = float(values[number])
        return value if np.isfinite(value) else float(np.nanmin(values))


def _different(combinations: Sequence[Combination], fresh: _Fresh) -> list[Combination]:
    """Leave out what gives the very same runs as another, such as a lever without an effect."""
    kept: dict[bytes, Combination] = {}
    for each in sorted(combinations, key=len):  # today's settings stand for their like
        kept.setdefault(fresh.values[each].tobytes(), each)
    return [each for each in combinations if each in kept.values()]
