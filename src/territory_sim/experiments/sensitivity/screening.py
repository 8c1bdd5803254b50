"""The first look: each assumption alone at both ends of its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.experiments.sensitivity.assumptions import Assumption
from territory_sim.experiments.sensitivity.paired_runs import Point, Results


@dataclass(frozen=True, eq=False)
class Screening:
    """What one replication shows of each assumption alone.

    Args:
        assumptions: The assumptions.
        usual: The result where nothing is changed.
        ends: The result with each assumption at its lower and upper end, shape (assumptions, 2);
            nan where the run had no result.
    """

    assumptions: tuple[Assumption, ...]
    usual: float
    ends: NDArray[np.float64]

    @property
    def shifts(self) -> NDArray[np.float64]:
        """How far each end moves the result, shape (assumptions, 2)."""
        return self.ends - self.usual

    def strongest(self, most: int) -> tuple[Assumption, ...]:
        """Choose the assumptions that move the result furthest.

        Args:
            most: How many at most.

        Returns:
            They in the order of the settings; those that move nothing at all are never among them.
        """
        reach = np.nan_to_num(np.abs(self.shifts)).max(axis=1)
        order = sorted(range(len(reach)), key=lambda place: (-reach[place], place))[:most]
        return tuple(self.assumptions[place] for place in sorted(order) if reach[place] > 0.0)


def screen(assumptions: Sequence[Assumption], results: Results) -> Screening:
    """Try each assumption alone at both ends of its range, once.

    Both ends meet the same customers and the same luck as the usual point, so that an assumption
    on which nothing depends moves nothing, not even a digit.

    Args:
        assumptions: The assumptions.
        results: Makes the runs.

    Returns:
        What was seen.
    """
    points: list[Point] = [{}, *({each.key: end} for each in assumptions for end in each.ends)]
    values = results("ends", points, 1)[:, 0]
    return Screening(tuple(assumptions), float(values[0]), values[1:].reshape(-1, 2))
