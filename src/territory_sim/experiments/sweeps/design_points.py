"""The points of a sweep: every combination of lists, at every sample between the ends of intervals."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.compose import expand_leniently
from territory_sim.scenario.load import load_each, load_scenarios
from territory_sim.scenario.parse import parameters, parse_scenario
from territory_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_INTERVAL: Final = re.compile(r"\+?([\w.]+)=interval\(\s*([^(),\s]+)\s*,\s*([^(),\s]+)\s*\)")


@dataclass(frozen=True)
class DesignPoint:
    """One point of a sweep.

    Args:
        design_id: Its number, from 0.
        settings: Value of each swept setting as it was written, by its key.
        tree: All settings as plain values.
    """

    design_id: int
    settings: Mapping[str, str]
    tree: Mapping[str, Any]

    @functools.cached_property
    def scenario(self) -> Scenario:
        """All settings; read when they are first needed, which for most points is in one worker alone."""
        return parse_scenario(self.tree)

    @property
    def scenario_id(self) -> str:
        """Name under which tables know the point, together with its number."""
        return str(self.tree["label"] or self.tree["scenario"]["name"])


@dataclass(frozen=True, slots=True)
class SampledInterval:
    """A setting that is drawn between two ends, such as ``market.accounts=interval(1000,4000)``.

    Args:
        place: Its place among the overrides.
        key: The setting.
        low: Lower end, in the setting's unit.
        high: Upper end.
        whole: Whether only whole numbers are allowed.
    """

    place: int
    key: str
    low: float
    high: float
    whole: bool


def design_points(
    overrides: Sequence[str], config_dirs: Sequence[str | Path] = ()
) -> tuple[tuple[DesignPoint, ...], Scenario]:
    """Lay out the points of a sweep.

    Lists multiply, the first varies slowest. Intervals are sampled together, ``points`` times, by
    Latin hypercube or by Sobol's sequence; each sample meets every combination of the lists, so
    that what the lists name is compared at equal values of the rest.

    Args:
        overrides: Overrides in Hydra's grammar; ``market.accounts=interval(1000,4000)`` is sampled.
        config_dirs: Folders with the user's own config groups.

    Returns:
        The points in order, and the first one's settings, which say how to run the sweep.

    Raises:
        ScenarioError: With everything that is wrong with the overrides.
    """
    intervals, faults = read_intervals(overrides)
    lists = [text for place, text in enumerate(overrides) if place not in {each.place for each in intervals}]
    lows = [f"{each.key}={written(each.low, whole=each.whole)}" for each in intervals]
    # Whatever is wrong with one of the combinations shows at the lower ends already.
    try:
        scenarios = load_scenarios([*lists, *lows], config_dirs)
    except ScenarioError as broken:
        raise ScenarioError([*faults, *broken.faults]) from None
    first = scenarios[0]
    faults += _sampling_faults(first, intervals)
    if faults:
        raise ScenarioError(faults)
    combinations = expand_leniently(lists, config_dirs)
    if intervals:
        samples = _samples(first, len(intervals)).tolist()
        combinations = [
            [*combination, *(_at(each, level) for each, level in zip(intervals, sample, strict=True))]
            for sample, combination in itertools.product(samples, combinations)
        ]
    scenarios = load_each(combinations, [None] * len(combinations), config_dirs)
    swept = _swept(lists, combinations, intervals)
    points = tuple(
        DesignPoint(number, dict(settings), scenario.to_tree())
        for number, (settings, scenario) in enumerate(zip(swept, scenarios, strict=True))
    )
    return points, first


def read_intervals(overrides: Sequence[str]) -> tuple[list[SampledInterval], list[Fault]]:
    """Find the overrides that are intervals.

    Args:
        overrides: Overrides in Hydra's grammar.

    Returns:
        The intervals in their order, and what is wrong with them.
    """
    kinds = {path: kind for path, _, kind in parameters()}
    found, faults = [], []
    for place, text in enumerate(overrides):
        matched = _INTERVAL.fullmatch(text)
        if matched is None:
            continue
        key, *ends = matched.groups()
        try:
            low, high = map(float, ends)
        except ValueError:
            faults.append(Fault(where=text, allowed="interval needs two numbers, such as interval(0.2,0.4)"))
            continue
        if not low < high:
            faults.append(Fault(where=text, allowed="the first number must lie below the second"))
        found.append(SampledInterval(place, key, low, high, kinds.get(key) in {int, int | None}))
    return found, faults


def _sampling_faults(first: Scenario, intervals: Sequence[SampledInterval]) -> Iterator[Fault]:
    if first.sampling == "grid":
        for each in intervals:
            hint = f"sampling=lhs points=64, or a list: {each.key}=range({each.low:g},{each.high:g},STEP)"
            yield Fault(where=each.key, given="interval(...)", allowed="a grid has no intervals", hint=hint)
        if first.points is not None:
            allowed = "a grid has as many points as its lists have combinations"
            yield Fault(where="points", given=str(first.points), allowed=allowed, hint="sampling=sobol")
        return
    if not intervals:
        allowed = "needs a setting to sample, such as staffing.reps=interval(16,32)"
        yield Fault(where="sampling", given=first.sampling, allowed=allowed)
    if first.points is None:
        hint = "points=64; a power of 2 suits sobol best"
        yield Fault(where="points", allowed=f"sampling={first.sampling} needs a number of points", hint=hint)


def _samples(first: Scenario, factors: int) -> NDArray[np.float64]:
    """Draw points of the unit cube; under sobol more points keep those that were there before."""
    from scipy.stats import qmc

    from territory_sim.streams import Streams

    count = first.points or 1
    # scipy makes children of its generator, which one with a key of its own cannot have.
    seed = int(Streams(first.seed).generator("design of a sweep", first.sampling).integers(2**63))
    drawn: NDArray[np.float64]
    if first.sampling == "lhs":
        optimise = "random-cd" if count > 1 else None
        drawn = qmc.LatinHypercube(factors, optimization=optimise, rng=seed).random(count)
    else:
        # Sobol's points are even in whole powers of two; taking the first of them draws the same ones.
        drawn = qmc.Sobol(factors, scramble=True, rng=seed).random_base2((count - 1).bit_length())
    return drawn[:count]


def _at(interval: SampledInterval, level: float) -> str:
    low, high = interval.low, interval.high
    value = low + level * (high - low)
    if interval.whole:
        value = min(int(low + level * (high - low + 1)), int(high))
    return f"{interval.key}={written(value, whole=interval.whole)}"


def written(value: float, *, whole: bool) -> str:
    """Write a value of an interval.

    Args:
        value: The value.
        whole: Whether only whole numbers are allowed.

    Returns:
        Its text.

    Example:
        >>> written(0.123456789, whole=False), written(16.0, whole=True)
        ('0.123457', '16')
    """
    # Six digits are plenty for an assumption, and a person can type them again.
    return str(int(value)) if whole else repr(float(f"{value:.6g}"))


def _swept(
    lists: Sequence[str], combinations: Sequence[Sequence[str]], intervals: Sequence[SampledInterval]
) -> Iterator[list[tuple[str, str]]]:
    columns = list(zip(*combinations, strict=True))
    differ = {place for place, column in enumerate(columns) if len(set(column)) > 1}
    differ |= set(range(len(lists), len(lists) + len(intervals)))
    for combination in combinations:
        texts = [text.lstrip("+") for place, text in enumerate(combination) if place in differ]
        yield [(key, value) for key, _, value in (text.partition("=") for text in texts)]
