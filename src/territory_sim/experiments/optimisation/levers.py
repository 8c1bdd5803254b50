"""Levers: the settings that an optimisation may change, each with the values it may take."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from territory_sim.errors import Fault, ScenarioError
from territory_sim.experiments.sweeps.design_points import SampledInterval, read_intervals, written
from territory_sim.scenario.compose import expand_leniently
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.scenario import Scenario

Combination = tuple[str, ...]
"""One override for each lever, such as ``("staffing.reps=28", "territories=balanced")``; empty for today."""

TODAY: Final[Combination] = ()
"""The settings as they are without any lever."""

_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Lever:
    """One setting that may be changed.

    Args:
        key: The setting or config group.
        choices: The values of a list, as they are written; empty for an interval of real numbers.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """

    key: str
    choices: tuple[str, ...] = ()
    low: float = math.nan
    high: float = math.nan

    @property
    def count(self) -> float:
        """Number of values; infinite for an interval of real numbers."""
        return len(self.choices) or math.inf

    @property
    def is_ordered(self) -> bool:
        """Whether its choices are whole numbers at equal steps, so that near values are alike."""
        try:
            numbers = [int(text) for text in self.choices]
        except ValueError:
            return False
        steps = {after - before for before, after in pairwise(numbers)}
        return len(steps) == 1 and min(steps) > 0

    def override(self, value: object) -> str:
        """Write the override that sets the lever.

        Args:
            value: One of the choices, or a number of the interval.

        Returns:
            The override.
        """
        text = written(value, whole=False) if isinstance(value, float) else str(value)
        return f"{self.key}={text}"


@dataclass(frozen=True)
class Levers:
    """What an optimisation may change and what it may not.

    Args:
        levers: The levers.
        fixed: The other overrides, the same for all combinations.
        today: Settings without any lever; they say how to search.
    """

    levers: tuple[Lever, ...]
    fixed: tuple[str, ...]
    today: Scenario

    @property
    def combinations(self) -> float:
        """Number of combinations; infinite where a lever is an interval of real numbers."""
        return math.prod(lever.count for lever in self.levers)


def read_levers(overrides: Sequence[str], config_dirs: Sequence[str | Path] = ()) -> Levers:
    """Tell levers from fixed settings: whatever has a list or an interval of values is a lever.

    Args:
        overrides: Overrides in Hydra's grammar, such as ``staffing.reps=range(16,33,2)``,
            ``territories=history,balanced`` or ``territories.tolerance=interval(0.01,0.1)``.
        config_dirs: Folders with the user's own config groups.

    Returns:
        The levers; every value of each is valid beside today's values of the others.

    Raises:
        ScenarioError: With everything that is wrong with the overrides.
    """
    intervals, faults = read_intervals(overrides)
    sampled = {each.place: each for each in intervals}
    levers, fixed = [], []
    for place, text in enumerate(overrides):
        spelled = [each[0] for each in expand_leniently([text], config_dirs)]
        if place in sampled:
            levers.append(_of_interval(sampled[place]))
        elif len(spelled) >= _FEWEST:
            key = spelled[0].lstrip("+").partition("=")[0]
            levers.append(Lever(key, tuple(dict.fromkeys(each.partition("=")[2] for each in spelled))))
        elif not text.partition("=")[2].startswith("interval("):
            fixed.append(text)
    if not levers and not faults:
        allowed = "needs a lever: a setting with a list of values"
        hint = "'staffing.reps=range(20,33,2)' territories=history,balanced"
        faults.append(Fault(where="optimise", allowed=allowed, hint=hint))
    found: dict[Fault, None] = dict.fromkeys(faults)
    today: Scenario | None = None
    for extra in ([], *([override] for override in _each_value(levers))):
        try:
            loaded = load_scenarios([*fixed, *extra], config_dirs)[0]
            today = today or loaded
        except ScenarioError as broken:
            found.update(dict.fromkeys(broken.faults))
    if today is not None:
        found.update(dict.fromkeys(_rule_faults(today)))
    if found or today is None:
        raise ScenarioError(list(found))
    return Levers(tuple(levers), tuple(fixed), today)


def _of_interval(each: SampledInterval) -> Lever:
    if each.whole and each.low < each.high:
        return Lever(each.key, tuple(str(value) for value in range(int(each.low), int(each.high) + 1)))
    return Lever(each.key, (), each.low, each.high)


def _each_value(levers: Sequence[Lever]) -> Iterator[str]:
    for lever in levers:
        yield from (lever.override(value) for value in lever.choices or (lever.low, lever.high))


def _rule_faults(today: Scenario) -> Iterator[Fault]:
    rules = today.optimise
    if today.replications < _FEWEST:
        allowed = f"must be at least {_FEWEST}: finalists are compared by the spread of their differences"
        yield Fault(where="replications", given=str(today.replications), allowed=allowed)
    if rules.most_replications <= today.replications:
        allowed = f"must be more than replications, which is {today.replications}"
        yield Fault(where="optimise.most_replications", given=str(rules.most_replications), allowed=allowed)
    if rules.pay_opportunity_gini_at_most is not None and not today.opportunity:
        allowed = "needs the twin run with identical reps"
        where = "optimise.pay_opportunity_gini_at_most"
        yield Fault(where=where, allowed=allowed, hint="leave out opportunity=false")
    for key, value in (("sampling", today.sampling), ("points", today.points)):
        if value not in {"grid", None}:
            allowed = "belongs to sweep; optimise.trials says how many combinations are tried"
            yield Fault(where=key, given=str(value), allowed=allowed)
