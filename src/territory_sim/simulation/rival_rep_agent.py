"""A rival's rep: a Mesa agent who tours the same network and calls on accounts."""

from __future__ import annotations

from collections.abc import Generator

import mesa
from simpy import Environment, Event


class RivalRepAgent(mesa.Agent):
    """One rep of a rival firm.

    Args:
        model: The model.
        firm: Number of the rival firm, from 0.
        home: Index of the unit the rep lives in.
    """

    def __init__(self, model: mesa.Model, firm: int, home: int) -> None:
        super().__init__(model)
        self.firm = firm
        self.home = home
        self.place = home
        self.tour: list[tuple[float, int]] = []
        """Working minute and unit of each call of the day, in the order of their time."""

    def go_to(self, unit: int) -> None:
        """Move to a unit.

        Args:
            unit: Index of the unit.
        """
        self.place = unit


def rival_tour(agent: RivalRepAgent, env: Environment, day_minutes: float) -> Generator[Event, None, None]:
    """Let a rival rep's days pass, call after call; at night the rep is at home.

    Args:
        agent: The rival rep.
        env: The clock, in working minutes.
        day_minutes: Business minutes of a day.

    Yields:
        One timeout for each call, and one for each night.
    """
    while True:
        day_end = (env.now // day_minutes + 1) * day_minutes
        for minute, unit in agent.tour:
            if minute > env.now:
                yield env.timeout(minute - env.now)
            agent.go_to(unit)
        yield env.timeout(day_end - env.now)
        agent.go_to(agent.home)
