"""The inside staff: who answers from the office, and what their days were like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.inside_rep_agent import InsideRepAgent
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    import mesa

    from territory_sim.scenario.world import World
    from territory_sim.simulation.day_log import DayLog
    from territory_sim.simulation.desk import Desk
    from territory_sim.simulation.rep_agent import WorkRules

INSIDE_DAY_MINUTES: Final = ("answering_minutes", "idle_minutes")
INSIDE_DAY_COUNTS: Final = ("answers", "leads")


class InsideStaff:
    """All inside reps, with their minutes and answers by day.

    Args:
        model: The model the agents live in.
        world: How many there are, and where the region's weight lies.
        rules: What holds for every rep's day.
        desk: The common desk; None where there is none, and so no inside reps.
        log: Where answers are noted.
    """

    def __init__(
        self, model: mesa.Model, world: World, rules: WorkRules, desk: Desk | None, log: DayLog
    ) -> None:
        scenario = world.scenario
        self.agents: list[InsideRepAgent] = []
        self.first_index = len(world.reps)
        """Index of the first of them in the log."""
        if desk is not None and scenario.staffing.inside_reps:
            office = int(np.argmin(world.travel_minutes @ world.region.weight))
            shift = grid_minutes(min(scenario.staffing.shift_minutes, scenario.schedule.day_minutes))
            self.agents = [
                InsideRepAgent(model, self.first_index + number, office, shift, rules, desk, log)
                for number in range(scenario.staffing.inside_reps)
            ]
        days, count = scenario.days, len(self.agents)
        self.minutes = np.zeros((days, count, len(INSIDE_DAY_MINUTES)))
        self.counts = np.zeros((days, count, len(INSIDE_DAY_COUNTS)), dtype=np.int32)

    def __len__(self) -> int:
        """Return how many inside reps there are."""
        return len(self.agents)

    def count(self, day: int, what: str, done: NDArray[np.integer]) -> None:
        """Add to the counts of a day.

        Args:
            day: Business day, from 0.
            what: What was counted; passed over unless it is one of ``INSIDE_DAY_COUNTS``.
            done: How many each inside rep did, shape (inside reps,).
        """
        if what in INSIDE_DAY_COUNTS:
            self.counts[day, :, INSIDE_DAY_COUNTS.index(what)] += done

    def close_day(self, day: int) -> None:
        """Take down the day's minutes.

        Args:
            day: Business day, from 0.
        """
        for number, agent in enumerate(self.agents):
            self.minutes[day, number] = agent.close_day()


def inside_rep_ids(count: int, taken: list[str]) -> list[str]:
    """Name the inside reps.

    Args:
        count: How many there are.
        taken: Ids of the field reps.

    Returns:
        Ids that no field rep has, in ascending order.

    Example:
        >>> inside_rep_ids(2, ["R01"])
        ['inside-01', 'inside-02']
    """
    prefix = "inside-"
    while any(rep_id.startswith(prefix) for rep_id in taken):
        prefix = f"_{prefix}"
    digits = max(2, len(str(count)))
    return [f"{prefix}{number:0{digits}d}" for number in range(1, count + 1)]
