"""What is proven about a map: floor, least disruption, exact bound, and its place among alternatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.disruption import disruption_bound
from territory_sim.design.ensemble import MAPS, Placing, draw_ensemble
from territory_sim.design.exact import MOST_UNITS, ExactBound, exact_bound
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.problem import DesignProblem


@dataclass(frozen=True, eq=False)
class Certificates:
    """Proofs about a map, and the place of today's.

    Args:
        figures: Figures of the map, the floor that no map avoids among them.
        least_moved: Part of the first activity that no redraw within the tolerance can leave with its
            rep; None without a map of today.
        exact: Bound of the exact model; None where the map is too large for it.
        today: Where today's map stands among alternatives drawn by chance; None without one.
    """

    figures: Figures
    least_moved: float | None
    exact: ExactBound | None
    today: Placing | None

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
        return tuple(told)

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
    maps: int = MAPS,
    seed: int = 1,
    seconds: float = 60.0,
) -> Certificates:
    """Prove what can be proven about a map.

    Args:
        problem: What was asked for.
        owner: The map, shape (n,).
        today: Today's map with as many territories, every unit owned, shape (n,); None for none.
        maps: Alternatives among which today's map is placed.
        seed: Seed of the alternatives.
        seconds: Time for the exact model, on maps small enough for it.

    Returns:
        The certificates.
    """
    figures = figures_of(problem, owner)
    is_small = problem.units <= MOST_UNITS and not figures.large
    placing = None
    if today is not None:
        placing = draw_ensemble(problem, maps=maps, seed=seed).placing(figures_of(problem, today))
    return Certificates(
        figures=figures,
        least_moved=None if today is None else _least_moved(problem, today),
        exact=exact_bound(problem, owner, seconds=seconds) if is_small else None,
        today=placing,
    )


def _least_moved(problem: DesignProblem, today: NDArray[np.int32]) -> float:
    weight = problem.weights[0] / problem.weights[0].sum()
    target = problem.shares / problem.shares.sum()
    slack = target * float(problem.tolerances[0])
    load = np.bincount(today, weights=weight, minlength=problem.territories).astype(np.float64)
    return disruption_bound(load, target - slack, target + slack)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
