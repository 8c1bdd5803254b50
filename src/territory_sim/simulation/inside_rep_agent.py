"""An inside rep at work: a Mesa agent who answers from a desk in the office and never travels.

Like a field rep he decides step after step; the same SimPy process in ``workday`` lets the time
pass. He answers what waits at the common desk, oldest first, or waits for the next message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from territory_sim.simulation.day_log import DayLog
from territory_sim.simulation.desk import Desk

if TYPE_CHECKING:
    from territory_sim.simulation.rep_agent import WorkRules

ANSWERING, WAITING = range(2)
"""The two ways to spend working time, as places in ``InsideRepAgent.spent``."""


class InsideRepAgent(mesa.Agent):
    """One inside rep.

    Args:
        model: The model.
        index: Index under which the log knows him: those of the field reps come before.
        office: Index of the unit in which the office stands.
        shift_minutes: Working minutes of a day.
        rules: What holds for every rep's day.
        desk: The common desk.
        log: Where answers are noted.
    """

    def __init__(
        self,
        model: mesa.Model,
        index: int,
        office: int,
        shift_minutes: float,
        rules: WorkRules,
        desk: Desk,
        log: DayLog,
    ) -> None:
        super().__init__(model)
        self.index = index
        self.place = office
        self.spent = [0.0, 0.0]
        self.shift_minutes = shift_minutes
        self.shift_end = 0.0
        self._rules = rules
        self._desk = desk
        self._log = log
        self._doing = WAITING

    def begin_shift(self, now: float, *, before_weekend: bool) -> float:  # noqa: ARG002
        """Start the day.

        Args:
            now: Working minute.
            before_weekend: Whether a weekend follows; all the same to who is home every night.

        Returns:
            0: whoever sits in the office is there on time.
        """
        day_minutes = self._rules.day_minutes
        self.shift_end = now // day_minutes * day_minutes + self.shift_minutes
        return 0.0

    def next_step(self, now: float) -> float | None:
        """Decide what to do next and book it.

        Args:
            now: Working minute.

        Returns:
            Minutes it takes; None when the day is over.
        """
        if now >= self.shift_end:
            return None
        desk = self._desk
        if (desk.waiting or desk.next_minute <= now) and (message := desk.take(now)) is not None:
            self._log.answers.append((message.kind, self.index, message.number, -1, now, message.minutes))
            return self._spend(ANSWERING, message.minutes)
        return self._spend(WAITING, min(desk.next_minute, self.shift_end) - now)

    def close_day(self) -> list[float]:
        """Hand over the day's minutes and start a new page.

        Returns:
            Minutes of answering and of waiting. Where work goes on through the night, what an
            answer takes beyond midnight is left for the next day.
        """
        row, self.spent = self.spent, [0.0, 0.0]
        if not self._rules.closing_hours:
            beyond = max(sum(row) - self._rules.day_minutes, 0.0)
            row[self._doing] -= beyond
            self.spent[self._doing] = beyond
        return row

    def _spend(self, kind: int, minutes: float) -> float:
        self._doing = kind
        self.spent[kind] += minutes
        return minutes
