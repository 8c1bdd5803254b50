"""The pipeline: the stages through which a qualified lead becomes an order or is lost.

A semi-Markov chain: a deal stays in a stage for a lognormal time and then goes to another stage,
or ends. It may come back to a stage. How long and where to is decided by the deal's own marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.leads import win_probability
from territory_sim.market.parameters.leads import LeadStage
from territory_sim.statistics.inverse_cdf import lognormal, on_minute_grid

WON: Final = -1
LOST: Final = -2
STALLED: Final = -3
ENDS: Final = {"won": WON, "lost": LOST, "stalled": STALLED}
"""The ends of a deal by name; stages are numbered from 0 on."""


class Pipeline:
    """The stages in arrays.

    Args:
        stages: Stages and where each leads; checked.
        day_minutes: Business minutes of a day.
    """

    def __init__(self, stages: Sequence[LeadStage], day_minutes: float) -> None:
        number = {stage.name: place for place, stage in enumerate(stages)} | ENDS
        self.names = tuple(stage.name for stage in stages)
        self.needs_visit = np.array([stage.visit for stage in stages])
        self.takes_time = any(stage.days > 0 for stage in stages)
        self._minutes = np.array([stage.days * day_minutes for stage in stages])
        self._cv = tuple(stage.cv for stage in stages)
        self._won = np.array([_share_of(stage, "won") for stage in stages])
        self.win_share, self.may_win = self._won, self._won > 0
        others = [[out for out in stage.next if out.to != "won" and out.share > 0] for stage in stages]
        width = max(1, *(len(outs) for outs in others))
        self._target = np.full((len(stages), width), LOST)
        self._upper = np.full((len(stages), width), np.inf)
        for place, outs in enumerate(others):
            self._target[place, : len(outs)] = [number[out.to] for out in outs]
            cumulative = np.cumsum([out.share for out in outs])
            # The last bound stays infinite: sums that round to less than 1 leave no gap.
            self._upper[place, : max(len(outs) - 1, 0)] = (cumulative / cumulative[-1:])[:-1]

    def stay_minutes(self, stage: NDArray[np.int64], mark: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how long deals stay in their stages.

        Args:
            stage: Number of each deal's stage, shape (k,).
            mark: Uniform of each stay, shape (k,).

        Returns:
            Working minutes, shape (k,).
        """
        minutes = np.zeros(len(stage))
        for place, cv in enumerate(self._cv):
            here = stage == place
            if self._minutes[place] > 0 and here.any():
                minutes[here] = lognormal(mark[here], float(self._minutes[place]), cv)
        return on_minute_grid(minutes)

    def next_of(
        self, stage: NDArray[np.int64], mark: NDArray[np.float64], odds_factor: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Return where deals go when their stages end.

        Args:
            stage: Number of the stage that ends, shape (k,).
            mark: Uniform that decides, shape (k,); the lowest marks win.
            odds_factor: What multiplies the odds to win, shape (k,).

        Returns:
            Number of the next stage, or one of ``ENDS``, shape (k,). Who does not win goes to the
            other outcomes in the proportion of their shares.
        """
        won = win_probability(self._won[stage], odds_factor)
        rest = (mark - won) / np.maximum(1 - won, 1e-300)
        place = (rest[:, None] >= self._upper[stage]).sum(axis=1)
        return np.where(mark < won, WON, self._target[stage, place])


def _share_of(stage: LeadStage, end: str) -> float:
    return sum(outcome.share for outcome in stage.next if outcome.to == end)


def expected_entries(stages: Sequence[LeadStage]) -> NDArray[np.float64]:
    """Return how often a deal is expected to enter each stage.

    Args:
        stages: Stages and where each leads; checked, so that every deal comes to an end.

    Returns:
        Entries per qualified lead at skill 1, shape (stages,): the first row of (I - Q)**-1.

    Source:
        Fundamental matrix of an absorbing Markov chain (Kemeny and Snell 1960).
    """
    number = {stage.name: place for place, stage in enumerate(stages)}
    moves = np.zeros((len(stages), len(stages)))
    for place, stage in enumerate(stages):
        for outcome in stage.next:
            if outcome.to in number:
                moves[place, number[outcome.to]] += outcome.share
    first = np.zeros(len(stages))
    first[0] = 1.0
    return np.asarray(np.linalg.solve((np.eye(len(stages)) - moves).T, first), dtype=np.float64)


def expected_visits(stages: Sequence[LeadStage]) -> float:
    """Return how many visits a qualified lead is expected to need.

    Args:
        stages: Stages and where each leads; checked.

    Returns:
        Visits per qualified lead at skill 1.
    """
    return float(expected_entries(stages) @ np.array([float(stage.visit) for stage in stages]))


def expected_win(stages: Sequence[LeadStage]) -> float:
    """Return how likely a qualified lead is to be won.

    Args:
        stages: Stages and where each leads; checked.

    Returns:
        Probability at skill 1, when every visit is made in time and nothing is handed over.
    """
    return float(expected_entries(stages) @ np.array([_share_of(stage, "won") for stage in stages]))
