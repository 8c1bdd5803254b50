"""What stands in the way of an even map, and the nearest that can be had instead."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import solve
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.territories.parameters import TerritoryParameters

if TYPE_CHECKING:
    from territory_sim.experiments.territory_design import TerritoryDesign

_NAMED: Final = 3
"""Obstacles named before the rest are only counted."""

_TRIALS: Final = 3
"""Numbers of territories that are tried out, the largest first."""


def nearest_offer(design: TerritoryDesign, parameters: TerritoryParameters) -> dict[str, Any] | None:
    """Say why a map cannot be as even as asked for, and what can be had.

    Args:
        design: The design.
        parameters: Seed of the trials with fewer territories, and number of starts.

    Returns:
        Ready for JSON: ``obstacles``, and offers each of which alone would do: ``count`` with the
        deviation ``count_reaches`` of a trial, ``tolerance``, ``split_large``, ``starts``; None where
        that does not help; and all of it as a ``sentence``. None for a map as even as asked for
        without a unit larger than a territory.
    """
    task, figures = design.task, design.figures
    # Travel counts as on this map, spread over its units.
    problem = task.loads.levelled(design.alignment.territory_of_unit)
    tolerances = design.problem.tolerances
    is_met = bool(np.all(np.array(figures.deviations) <= tolerances))
    obstacles = [*_large_units(problem, tolerances), *_heavy_locks(design, problem, tolerances)]
    if is_met and not obstacles:
        return None
    told: dict[str, Any] = {
        "obstacles": obstacles,
        "count": None,
        "count_reaches": None,
        "tolerance": None if is_met else math.ceil(100 * figures.max_deviation) / 100,
        "split_large": not design.is_split and any(split.parts for split in design.splits),
        "starts": None if is_met or obstacles or task.keeps else 4 * parameters.starts,
    }
    is_free = task.today is None and not (problem.anchors != FREE).any() and not np.ptp(problem.shares)
    if obstacles and is_free and not design.is_split:
        told |= _fewer(problem, tolerances, parameters.seed)
    told["sentence"] = _sentence(design, told, tolerances)
    return told


def _large_units(problem: DesignProblem, tolerances: NDArray[np.float64]) -> Iterator[str]:
    """Name units that alone pass what the largest territory may hold."""
    widest = float(problem.shares.max() / problem.shares.sum())
    for row, weights in enumerate(problem.weights):
        worth = weights / (problem.totals[row] * widest)
        for unit in np.argsort(-worth, kind="stable").tolist():
            if worth[unit] <= 1 + tolerances[row]:
                break
            name = problem.unit_ids[unit] if problem.unit_ids else str(unit)
            yield f"unit {name} alone holds {worth[unit]:.2g} territories of {_measure(problem, row)}"


def _heavy_locks(
    design: TerritoryDesign, problem: DesignProblem, tolerances: NDArray[np.float64]
) -> Iterator[str]:
    """Name territories that hold too much by locks, homes and named accounts alone."""
    fixed = np.flatnonzero(problem.anchors != FREE)
    count = problem.territories
    for row, weights in enumerate(problem.weights):
        own = problem.held_loads[row] + np.bincount(
            problem.anchors[fixed], weights=weights[fixed], minlength=count
        )
        worth = own / (problem.totals[row] * problem.shares / problem.shares.sum())
        for territory in np.flatnonzero(worth > 1 + tolerances[row]).tolist():
            locked = fixed[problem.anchors[fixed] == territory]
            if len(locked) == 1 and not problem.held_loads[row][territory]:
                continue  # the unit itself is named
            yield (
                f"locks, homes and named accounts give {design.task.territory_ids[territory]} "
                f"{worth[territory]:.2g} times its target of {_measure(problem, row)}"
            )


def _measure(problem: DesignProblem, row: int) -> str:
    return problem.names[row] if problem.names else f"measure {row + 1}"


def _fewer(problem: DesignProblem, tolerances: NDArray[np.float64], seed: int) -> dict[str, Any]:
    """Try numbers of territories for which no unit is too large."""
    heaviest = problem.weights.max(axis=1)
    most = int(np.floor(problem.totals * (1 + tolerances) / heaviest).min())
    counts = sorted({most, most - 1, round(0.8 * most)}, reverse=True)
    for count in [each for each in counts if each >= 1][:_TRIALS]:
        asked = replace(
            problem,
            shares=np.ones(count),
            tolerances=tolerances,
            locked=np.empty(0, np.int32),
            homes=np.empty(0, np.int32),
            held=np.empty((0, 0)),
            least=np.empty((0, 0)),
            most=np.empty((0, 0)),
        )
        figures = solve(asked, seed=seed).figures
        if np.all(np.array(figures.deviations) <= tolerances) and not figures.large:
            return {"count": count, "count_reaches": round(figures.max_deviation, 6)}
    return {}


def _sentence(design: TerritoryDesign, told: dict[str, Any], tolerances: NDArray[np.float64]) -> str:
    count, within = design.problem.territories, " and ".join(f"{100 * each:g} %" for each in tolerances)
    obstacles, offers = told["obstacles"], list(_offers(design, told))
    if obstacles:
        more = f" and {len(obstacles) - _NAMED} more" if len(obstacles) > _NAMED else ""
        said = f"{count} territories all within {within} cannot be: {'; '.join(obstacles[:_NAMED])}{more}."
    else:
        said = f"No map of {count} territories within {within} was found."
    return f"{said} Nearest: {', or '.join(offers)}." if offers else said


def _offers(design: TerritoryDesign, told: dict[str, Any]) -> Iterator[str]:
    if told["count"] is not None:
        yield f"territories.count={told['count']} (a trial reached {told['count_reaches']:.1%})"
    if told["tolerance"] is not None and told["tolerance"] <= 1:
        beside = " beside the large ones" if design.figures.large else ""
        key = "profit_tolerance" if design.objective == "profit" else "tolerance"
        yield f"territories.{key}={told['tolerance']:g}{beside}"
    if told["starts"] is not None:
        yield f"territories.starts={told['starts']}"
    if told["split_large"]:
        yield "territories.split_large=true"
    if any(text.startswith("locks") for text in told["obstacles"]):
        yield "fewer locks"
