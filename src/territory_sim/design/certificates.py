"""What is proven about a map: floor, least disruption, exact bound, and its place among alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.disruption import disruption_bound
from territory_sim.design.ensemble import MAPS, Placing, draw_ensemble
from territory_sim.design.exact import MOST_UNITS, ExactBound, proven_gap
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.problem import DesignProblem

_WORK: Final = 500_000_000
"""Units times territories times alternatives that take about ten seconds."""

_FEWEST: Final = 100
"""With fewer alternatives, shares of them say little."""


@dataclass(frozen=True, eq=False)
class Certificates:
    """Proofs about a map, and the place of today's.

    Args:
        figures: Figures of the map, the floor that no map avoids among them.
        least_moved: Part of the first activity that no redraw within the tolerance can leave with its
            rep; None without a map of today.
        exact: Bound of the exact model; None where the map is too large for it.
        today: Where today's map stands among alternatives drawn by chance; None without one.
        left_out: What was not proven, and why, a sentence each.
    """

    figures: Figures
    least_moved: float | None
    exact: ExactBound | None
    today: Placing | None
    left_out: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All certificates in words."""
        floor = self.figures.floor
        told = ["No unit is larger than a territory: even work is possible."]
        if floor > 0:
            told = [f"One unit alone passes a territory's share by {_percent(floor)}: no map can avoid that."]
        if self.least_moved is not None:
            told.append(f"Every redraw within the tolerance moves {_percent(self.least_moved)} or more.")
        if self.exact is not None:
            told.append(self.exact.sentence)
        if self.today is not None:
            told.append(self.today.sentence)
        return (*told, *self.left_out)

    def summary(self) -> dict[str, object]:
        """Return the certificates as plain values, ready for JSON."""
        exact, today = self.exact, self.today
        return {
            "floor": self.figures.floor,
            "disruption_bound": self.least_moved,
            "exact": None
            if exact is None
            else {"cost": exact.cost, "bound": exact.bound, "gap": exact.gap, "is_optimal": exact.is_optimal},
            "today": None
            if today is None
            else {
                "worse_balanced_than": today.worse_balanced_than,
                "less_even_than": today.less_even_than,
                "more_drawn_out_than": today.more_drawn_out_than,
                "maps": today.maps,
                "band": today.band,
            },
            "sentences": list(self.sentences),
        }


def certificates(
    problem: DesignProblem,
    owner: NDArray[np.int32],
    *,
    today: NDArray[np.int32] | None = None,
    today_problem: DesignProblem | None = None,
    maps: int = MAPS,
    seed: int = 1,
    seconds: float = 60.0,
) -> Certificates:
    """Prove what can be proven about a map.

    Args:
        problem: What was asked for; where loads depend on the map, those of this one.
        owner: The map, shape (n,).
        today: Today's map with as many territories, every unit owned, shape (n,); None for none.
        today_problem: The same with the loads of today's map; None where loads are the same on all maps.
        maps: Alternatives among which today's map is placed.
        seed: Seed of the alternatives.
        seconds: Time for the exact model, on maps small enough for it.

    Returns:
        The certificates; what takes too long is left out, and said.
    """
    figures = figures_of(problem, owner)
    before = today_problem or problem
    maps = affordable_maps(problem, maps)
    placing = None
    if today is not None and maps:
        placing = draw_ensemble(before, maps=maps, seed=seed).placing(figures_of(before, today))
    is_small = problem.units <= MOST_UNITS and not figures.large
    return Certificates(
        figures=figures,
        least_moved=None if today is None else _least_moved(before, today),
        exact=proven_gap(problem, owner, seconds=seconds) if is_small else None,
        today=placing,
        left_out=tuple(_left_out(problem, figures, today, maps)),
    )


def affordable_maps(problem: DesignProblem, maps: int = MAPS) -> int:
    """Say how many alternatives can be drawn in seconds.

    Args:
        problem: Units and territories.
        maps: How many are wanted.

    Returns:
        As many or fewer; 0 where they would be too few to say anything.
    """
    able = min(maps, _WORK // (problem.units * problem.territories))
    return able if able >= min(maps, _FEWEST) else 0


def _left_out(
    problem: DesignProblem, figures: Figures, today: NDArray[np.int32] | None, maps: int
) -> Iterator[str]:
    """Say what was not proven, and why."""
    if problem.units > MOST_UNITS:
        yield (
            f"Not proven: how much more compact a map could be; the exact model takes up to {MOST_UNITS} "
            f"units, and there are {problem.units:,}."
        )
    elif figures.large:
        yield "Not proven: how much more compact a map could be; a unit is larger than a territory."
    if today is None:
        yield "Nothing to place among alternatives: no map of today was given (territories.from)."
    elif not maps:
        yield (
            f"Not placed among alternatives: drawing maps of {problem.units:,} units in "
            f"{problem.territories} territories by chance would take minutes."
        )


def _least_moved(problem: DesignProblem, today: NDArray[np.int32]) -> float:
    target = problem.shares / problem.shares.sum()
    slack = target * float(problem.tolerances[0])
    load = problem.loads_of(today)[0] / float(problem.totals[0])
    return disruption_bound(load, target - slack, target + slack)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
