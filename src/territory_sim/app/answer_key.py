"""The figures of the lessons' answer keys: simulated, never typed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.app.lesson import lesson_names, load_lesson
from territory_sim.app.recording import REPLICATIONS
from territory_sim.experiments.replicate import in_each_world
from territory_sim.experiments.result_tables import kpi_dictionary_table
from territory_sim.experiments.run import simulate
from territory_sim.experiments.transition import DAYS_PER_WEEK, transition_of
from territory_sim.experiments.wording import quantities
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.app.lesson import Lesson
    from territory_sim.experiments.run import Run
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.scenario.world import World

Observation = dict[str, float | list[float]]
"""What one run gave: lines of the scorecard, and where a key asks for it sales week by week."""

SIDES: Final = ("left", "right")
_OF_THE_TWIN: Final = frozenset({"pay_opportunity_gini", "quota_difficulty"})
_OF_THE_TRANSITION: Final = frozenset({"dip", "payback_month", "ahead_share"})
_WEEKLY: Final = "booked_by_week"
_FIRST_WEEK: Final = "first_week"


@dataclass(frozen=True)
class Side:
    """A scenario that one or more lessons show.

    Args:
        scenario: The scenario; its twin is run only where a key names what the twin gives.
        shown: Lesson and side for each place at which it is shown.
        lines: What the keys ask of it.
    """

    scenario: Scenario
    shown: tuple[tuple[str, str], ...]
    lines: frozenset[str]


def lesson_sides(names: Sequence[str] | None = None) -> list[Side]:
    """List the scenarios of lessons, each once however many lessons show it.

    Args:
        names: The lessons; None for all.

    Returns:
        The scenarios.

    Example:
        >>> [len(side.shown) for side in lesson_sides(["too_big_an_area", "top_seller"])]
        [2, 1, 1]
    """
    found: list[Side] = []
    for name in names or lesson_names():
        lesson = load_lesson(name)
        asked = _lines_of(lesson)
        for place, scenario in zip(SIDES, load_scenarios(lesson.overrides), strict=True):
            plain = replace(scenario, opportunity=False)
            known = next((side for side in found if side.scenario == plain), None)
            if known is None:
                found.append(Side(plain, ((name, place),), asked[place]))
            else:
                both = Side(plain, (*known.shown, (name, place)), known.lines | asked[place])
                found[found.index(known)] = both
    return [
        replace(side, scenario=replace(side.scenario, opportunity=bool(side.lines & _OF_THE_TWIN)))
        for side in found
    ]


def observe_lessons(
    names: Sequence[str], replications: int = REPLICATIONS, progress: Callable[[int, int], None] | None = None
) -> dict[str, dict[str, list[Observation]]]:
    """Simulate lessons and take down what each run gave.

    Args:
        names: The lessons.
        replications: Replications of each side; those that ``play lesson=`` records, unless said otherwise.
        progress: Told after each finished step.

    Returns:
        By lesson and side: an observation for each replication.

    Raises:
        RuntimeError: When a run came to no result.
    """
    sides = lesson_sides(names)
    scenarios = [side.scenario for side in sides]
    _, outcomes = in_each_world(observe, scenarios, replications, progress=progress)
    made: dict[str, dict[str, list[Observation]]] = {name: {} for name in names}
    for number, side in enumerate(sides):
        each = []
        for replication in range(replications):
            outcome = outcomes[number, replication]
            if outcome.result is None:
                raise RuntimeError(f"{side.scenario.scenario_id}, {replication}: {outcome.failure}")
            each.append(outcome.result)
        for name, place in side.shown:
            asked = _lines_of(load_lesson(name))[place]
            made[name][place] = [{line: seen[line] for line in sorted(asked)} for seen in each]
    return made


def observe(world: World, replication: int) -> Observation:
    """Run one side once.

    Args:
        world: The world of its scenario.
        replication: Number of the replication.

    Returns:
        All lines of the scorecard; ``reps``; ``mean_pay``, variable pay of a rep in units of the currency;
        and booked sales week by week in the same units, with the week of the first handover.
    """
    run = simulate(world.scenario, replication=replication, world=world)
    seen: Observation = {str(row["kpi"]): float(row["value"]) for row in run.kpis.to_dict("records")}
    paid = run.tables["rep_month"]["variable_cents"].sum() / run.rep_days * run.scenario.days
    weekly = run.tables["territory_week"].groupby("week")["booked_cents"].sum() / 100
    return seen | {
        "reps": float(len(world.reps)),
        "mean_pay": float(paid / 100),
        _WEEKLY: weekly.tolist(),
        _FIRST_WEEK: _first_week(run),
    }


def key_figures(lesson: Lesson, observed: Mapping[str, Sequence[Observation]]) -> dict[str, str]:
    """Put observations into the words of a lesson's key.

    Args:
        lesson: The lesson.
        observed: Observations of each side, one a replication.

    Returns:
        The figures that the key names, as text: means over replications of lines of the scorecard,
        by side and line, such as ``left_coverage``; ``left_reps`` and ``left_mean_pay`` with their like;
        and ``dip``, ``payback_month`` and ``ahead_share`` of a redesign within the year, right against left.
    """
    units = {str(row["kpi"]): str(row["unit"]) for row in kpi_dictionary_table().to_dict("records")}
    units |= {"mean_pay": "money"}
    currency = load_scenarios(lesson.overrides)[0].commission.currency
    figures: dict[str, str] = {}
    for figure in sorted(_named_in(lesson.key)):
        place, _, line = figure.partition("_")
        if place not in SIDES:
            continue
        value = float(np.mean([seen[line] for seen in observed[place]]))
        figures[figure] = f"{value:.0f}" if line == "reps" else quantities([value], units[line], currency)[0]
    wanted = _named_in(lesson.key) & _OF_THE_TRANSITION
    if wanted:
        figures |= {name: text for name, text in _transition(observed, currency).items() if name in wanted}
    return figures


def _transition(observed: Mapping[str, Sequence[Observation]], currency: str) -> dict[str, str]:
    left, right = (np.array([seen[_WEEKLY] for seen in observed[place]]) for place in SIDES)
    first = min(float(np.min(seen[_FIRST_WEEK])) for seen in observed["right"])
    found = transition_of(right - left, int(first), margin=1.0)
    (dip,) = quantities([found.dip.estimate], "money", currency)
    month = found.payback_month
    return {
        "dip": dip,
        "payback_month": f"month {month:.0f}" if math.isfinite(month) else "no month of the year",
        "ahead_share": f"{round(found.paid_back * len(left))} of {len(left)}",
    }


def _first_week(run: Run) -> float:
    days = run.tables["handover"]["day"]
    return float(days.min() // DAYS_PER_WEEK) if len(days) else math.inf


def _lines_of(lesson: Lesson) -> dict[str, frozenset[str]]:
    """Say what the key asks of each side."""
    named = _named_in(lesson.key)
    course = {_WEEKLY, _FIRST_WEEK} if named & _OF_THE_TRANSITION else set()
    of_right = {"left": course - {_FIRST_WEEK}, "right": course}
    return {
        place: frozenset({name.removeprefix(f"{place}_") for name in named if name.startswith(f"{place}_")})
        | of_right[place]
        for place in SIDES
    }


def _named_in(sentences: Sequence[str]) -> set[str]:
    return {name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name}
