"""The working day as a SimPy process: one process a rep, one timeout an activity."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappush
from typing import Protocol

from simpy import Environment, Event
from simpy.events import NORMAL

from territory_sim.simulation.calendar import BusinessCalendar


class Worker(Protocol):
    """Whoever works by the day: a field rep or an inside rep."""

    def begin_shift(self, now: float, *, before_weekend: bool) -> float:
        """Start the day.

        Args:
            now: Working minute.
            before_weekend: Whether a weekend follows.

        Returns:
            Minutes until whoever it is comes.
        """

    def next_step(self, now: float) -> float | None:
        """Decide what to do next and book it.

        Args:
            now: Working minute.

        Returns:
            Minutes it takes; None when the day is over.
        """


class Pause(Event):
    """A timeout that one process sets again and again.

    A process waits for one timeout at a time, so one object serves it for good; making a new one
    for each of millions of activities would cost a fifth more.

    Args:
        env: The clock.
    """

    def __init__(self, env: Environment) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        self._queue, self._numbers = env._queue, env._eid  # noqa: SLF001 - see ``of``

    def of(self, minutes: float) -> Pause:
        """Set the timeout.

        Args:
            minutes: Minutes from now; the last one must be over.

        Returns:
            The same object, to be yielded.
        """
        self.callbacks = []
        # What Environment.schedule does, without the call: it is made for every activity of a run.
        heappush(self._queue, (self.env._now + minutes, NORMAL, next(self._numbers), self))  # noqa: SLF001
        return self


def workday(
    agent: Worker, env: Environment, calendar: BusinessCalendar, *, closing_hours: bool
) -> Generator[Event, None, None]:
    """Let a rep's days pass, one after another, to the end of the run.

    Args:
        agent: The rep, who decides.
        env: The clock, in working minutes.
        calendar: Says which day it is and whether a weekend follows.
        closing_hours: Whether work stops at the end of the day. What then still has to be done,
            such as the way home, happens in the evening, off the clock, and is overtime.

    Yields:
        One timeout for each activity, and one for each night.
    """
    next_step, pause = agent.next_step, Pause(env).of
    while True:
        now = env.now
        day = int(now // calendar.day_minutes)
        if day >= calendar.days:
            return
        day_end = (day + 1) * calendar.day_minutes
        late = agent.begin_shift(now, before_weekend=calendar.is_before_weekend(day))
        if late:
            now += late
            yield pause(late)
        while (minutes := next_step(now)) is not None:
            now += minutes
            if now < day_end or not closing_hours:
                yield pause(minutes)
        if env.now < day_end:
            yield pause(day_end - env.now)
