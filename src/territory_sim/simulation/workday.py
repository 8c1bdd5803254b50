"""The working day as a SimPy process: one process a rep, one timeout an activity."""

from __future__ import annotations

from collections.abc import Generator

from simpy import Environment, Event, Timeout

from territory_sim.simulation.calendar import BusinessCalendar
from territory_sim.simulation.rep_agent import RepAgent


def workday(
    agent: RepAgent, env: Environment, calendar: BusinessCalendar, *, closing_hours: bool
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
    next_step = agent.next_step
    while True:
        day = int(env.now // calendar.day_minutes)
        if day >= calendar.days:
            return
        day_end = (day + 1) * calendar.day_minutes
        now = env.now
        agent.begin_shift(now, before_weekend=calendar.is_before_weekend(day))
        while (minutes := next_step(now)) is not None:
            now += minutes
            if now < day_end or not closing_hours:
                yield Timeout(env, minutes)
        if env.now < day_end:
            yield Timeout(env, day_end - env.now)
