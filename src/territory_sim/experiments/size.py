"""How many reps: sweep the headcount, draw the territories anew each time, read the plateau."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from territory_sim.design.feasibility import require_feasible
from territory_sim.design.plane import plane_of
from territory_sim.design.problem import equal_problem
from territory_sim.design.sizing import (
    ELASTICITIES,
    Costs,
    Response,
    SizeAnswer,
    SizePoint,
    size_answer,
    size_point,
)
from territory_sim.errors import Fault, ScenarioError
from territory_sim.experiments.profit_model import mean_elasticity, profit_model
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.response import RESPONSE_FORMS
from territory_sim.records.files import MANIFEST, whole_file, whole_folder, write_json
from territory_sim.records.manifest import manifest
from territory_sim.records.schema import SIZE_COLUMNS
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import build_world

_USUAL_SPAN = (0.5, 1.5)
_USUAL_POINTS = 7
_WIDEN = 1.25
_WIDEST = 6.0
"""A sweep nobody gave a range for goes on until the plateau ends, up to so many times today's reps."""


@dataclass(frozen=True, kw_only=True)
class SizeStudy:
    """A sweep over the number of reps and what it says.

    Args:
        scenario: The settings.
        today: Reps that the settings describe.
        points: One row for each number of reps, ascending.
        answer: The three answers.
        costs: What they were reckoned with.
        response: How sales answer to time at the accounts.
    """

    scenario: Scenario
    today: int
    points: tuple[SizePoint, ...]
    answer: SizeAnswer
    costs: Costs
    response: Response

    @property
    def sentence(self) -> str:
        """The answer in one sentence: a range with a band, never one number."""
        answer, last = self.answer, self.points[-1].reps
        low, high = self.response.band
        often, best = _span(answer.plateau, last), _span((answer.best_low, answer.best_high), last, " and ")
        return (
            f"At today's call norms, {_span(answer.at_norm, last)} reps bring a contribution within 1 % of "
            f"the best; if more reps also call more often, {often} do, and elasticities of "
            f"{low:.2f} to {high:.2f} in place of {self.response.elasticity:.2f} move that best "
            f"between {best}."
        )

    @property
    def methods(self) -> tuple[tuple[str, str, str], ...]:
        """Each method, its answer, and what the answer means."""
        answer, last = self.answer, self.points[-1].reps
        covered = "more than tried" if answer.build_up is None else f"{answer.build_up} or more"
        worthy = "none tried" if answer.break_even is None else _span(answer.break_even, last)
        return (
            (
                "workload build-up",
                covered,
                "calls at the norm, requests, leads and travel fit the reps' hours",
            ),
            ("break-even", worthy, "the last rep returns 50 to 150 % over three years"),
            (
                "marginal return",
                _span(answer.plateau, last),
                "within 1 % of the best; more reps call more often",
            ),
            (
                "the same at the norm",
                _span(answer.at_norm, last),
                "no account is called on more often than today",
            ),
        )

    def summary(self) -> dict[str, object]:
        """Return all of it as plain values, ready for JSON."""
        return {
            "sentence": self.sentence,
            "today": self.today,
            "currency": self.scenario.commission.currency,
            "elasticity": self.response.elasticity,
            "elasticity_band": list(self.response.band),
            "answer": dataclasses.asdict(self.answer),
            "methods": [dict(zip(("method", "reps", "meaning"), row, strict=True)) for row in self.methods],
            "points": [point_row(point) for point in self.points],
        }


def _span(reps: tuple[int, int], last: int, word: str = " to ") -> str:
    """Write a range of reps; one that ends with the last number tried may go on."""
    first, final = reps
    more = " or more" if final == last else ""
    return f"{first}{more}" if first == final else f"{first}{word}{final}{more}"


def point_row(point: SizePoint) -> dict[str, float | int]:
    """Return a point as a row of ``size.csv``.

    Args:
        point: The point.

    Returns:
        Value by column.
    """
    return {column: getattr(point, column) for column in SIZE_COLUMNS}


def size(scenarios: Sequence[Scenario], *, progress: Callable[[int, int], None] | None = None) -> SizeStudy:
    """Sweep the number of reps.

    Args:
        scenarios: One, for a usual range around its reps; or several that differ in
            ``staffing.reps`` alone, for these numbers.
        progress: Called with (points done, points in all) after each.

    Returns:
        The study.

    Raises:
        ScenarioError: If the scenarios differ in anything else.
        InfeasibleDesignError: If there cannot be that many territories.
    """
    _check(scenarios)
    first = scenarios[0]
    world = build_world(first)
    today = len(world.alignment)
    given = sorted({each.staffing.reps for each in scenarios if each.staffing.reps is not None})
    if len(scenarios) == 1:
        given = usual_counts(today, len(world.region))
    require_feasible(world.region, given[-1], where="staffing.reps")
    model, plane = profit_model(world), plane_of(world.region)
    kept = first.market.carry_over
    costs = Costs(margin=model.margin, rep_cost=model.rep_cost, kept=(kept**12, kept**24))
    response = response_of(first.market)
    points: list[SizePoint] = []
    while given:
        reps = given.pop(0)
        problem = equal_problem(
            plane.x,
            plane.y,
            world.region.edges,
            model.work.service_hours,
            reps,
            first.territories.tolerance[0],
        )
        points.append(size_point(problem, model, response, seed=first.territories.seed))
        if progress is not None:
            progress(len(points), len(points) + len(given))
        if len(scenarios) == 1 and not given and size_answer(points, costs).is_open:
            wider = min(max(reps + 1, round(reps * _WIDEN)), len(world.region))
            given = [wider] if reps < wider <= _WIDEST * today else []
    answer = size_answer(points, costs)
    return SizeStudy(
        scenario=first,
        today=today,
        points=tuple(points),
        answer=answer,
        costs=costs,
        response=response,
    )


def response_of(market: MarketParameters) -> Response:
    """Return how sales of a market answer to time at its accounts.

    Args:
        market: Form, shares and elasticity.

    Returns:
        The response of the average account; the band of elasticities ends where the form does.
    """
    form = RESPONSE_FORMS[market.response](market)
    low, high = ELASTICITIES
    if market.response == "modified_exponential":
        # It is steepest when it rises in a straight line from the floor through the norm.
        high = min(high, 0.98 * (1 - market.choice_floor / market.choice_at_norm))
    return Response(form=form, elasticity=mean_elasticity(market), band=(min(low, high), high))


def usual_counts(today: int, units: int) -> list[int]:
    """Return numbers of reps from half to one and a half times today's.

    Args:
        today: Reps today.
        units: Units of the region, the most territories there can be.

    Returns:
        Ascending numbers, today's among them.

    Example:
        >>> usual_counts(4, 100)
        [2, 3, 4, 5, 6]
    """
    low, high = (max(1, round(today * factor)) for factor in _USUAL_SPAN)
    step = max(1, round((high - low) / (_USUAL_POINTS - 1)))
    counts = {*range(today, low - 1, -step), *range(today, high + 1, step), low, high}
    return sorted(count for count in counts if count <= units)


def write_size(study: SizeStudy, path: Path, *, command: Sequence[str] | None = None) -> Path:
    """Write the folder of a study: ``size.json``, ``size.csv``, ``manifest.json``.

    Args:
        study: The study.
        path: The folder; an earlier result there is replaced.
        command: Words of the command that makes the same study again.

    Returns:
        The folder.

    Raises:
        DataError: When the folder holds something that is not a result.
    """
    scenario = study.scenario
    with whole_folder(path) as folder:
        write_json(folder / "size.json", study.summary())
        with (
            whole_file(folder / "size.csv") as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as text,
        ):
            table = csv.DictWriter(text, SIZE_COLUMNS, lineterminator="\n")
            table.writeheader()
            table.writerows(point_row(point) for point in study.points)
        content = manifest(
            verb="size",
            scenarios={scenario.scenario_id: scenario.to_tree()},
            seed=scenario.seed,
            replications=1,
            hashes={},
            command=command,
        )
        write_json(folder / MANIFEST, content)
    return path


def _check(scenarios: Sequence[Scenario]) -> None:
    """Refuse scenarios that differ in more than the number of reps."""

    def rest(each: Scenario) -> Scenario:
        return dataclasses.replace(each, label=None, staffing=dataclasses.replace(each.staffing, reps=None))

    differing = [each.scenario_id for each in scenarios if rest(each) != rest(scenarios[0])]
    if differing:
        allowed = "size varies staffing.reps alone, and these settings differ in more"
        raise ScenarioError([Fault(where=differing[0], allowed=allowed, hint="run size for each of them")])
