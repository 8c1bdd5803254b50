"""The diary of local events: which organisation meets when, and which rep goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from territory_sim.scenario.event_dates import event_days
from territory_sim.simulation.stops import EVENT, Appointment, Stop
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.market.parameters.word_of_mouth import OrganisationParameters
    from territory_sim.scenario.world import World
    from territory_sim.simulation.day_log import Deeds
    from territory_sim.simulation.rep_agent import RepAgent


@dataclass(frozen=True, slots=True)
class LocalEvent:
    """One event of an organisation.

    Args:
        organisation: Place of the organisation in the settings.
        day: Business day, from 0.
        unit: Index of the unit where it is held.
        begin_minute: Working minute at which it begins.
        minutes: How long it takes.
    """

    organisation: int
    day: int
    unit: int
    begin_minute: float
    minutes: float


class EventDiary:
    """The events of a run, and which of them a rep attended.

    The rep who owns the unit of the seat goes, when the event ends within the shift and no other
    event of the day came first.

    Args:
        world: Organisations, their seats and the owners of units.
    """

    def __init__(self, world: World) -> None:
        self.owner = world.alignment.territory_of_unit
        """Who owns each unit, and so goes to the events there, shape (n_units,)."""
        self.events = _events_of(world)
        self.attended_minute = np.full(len(self.events), np.nan)
        self.rep = np.full(len(self.events), -1, dtype=np.int64)
        self._by_day: dict[int, list[int]] = {}
        for number, event in enumerate(self.events):
            self._by_day.setdefault(event.day, []).append(number)
        self._booked: list[RepAgent] = []

    def open_day(self, day: int, agents: Sequence[RepAgent]) -> None:
        """Give reps their appointments of the day.

        Args:
            day: Business day, from 0.
            agents: The reps.
        """
        for agent in self._booked:
            agent.appointment = None
        self._booked = []
        for number in self._by_day.get(day, ()):
            event = self.events[number]
            agent = agents[int(self.owner[event.unit])]
            end = event.begin_minute + event.minutes
            if agent.appointment is None and end <= agent.shift_end_of(day):
                stop = Stop(0.0, event.unit, event.minutes, event.minutes, EVENT, number, -1)
                agent.appointment = Appointment(event.begin_minute, stop)
                self._booked.append(agent)

    def note(self, attended: Deeds) -> None:
        """Note who came.

        Args:
            attended: Stops at events.
        """
        self.attended_minute[attended.number] = attended.minute
        self.rep[attended.number] = attended.rep


def _events_of(world: World) -> list[LocalEvent]:
    scenario, network = world.scenario, world.network
    if network is None or not scenario.schedule.closing_hours:
        return []  # where work never stops, there is no hour at which people meet
    day_minutes = grid_minutes(scenario.schedule.day_minutes)
    found = [
        LocalEvent(
            number,
            day,
            seat,
            day * day_minutes + grid_minutes(60 * one.begins_hour),
            grid_minutes(one.minutes),
        )
        for number, (one, seat) in enumerate(
            zip(scenario.word_of_mouth.organisations, network.seats.tolist(), strict=True)
        )
        for day in _days_of(one, world)
    ]
    return sorted(found, key=lambda event: (event.begin_minute, event.organisation))


def _days_of(organisation: OrganisationParameters, world: World) -> tuple[int, ...]:
    scenario = world.scenario
    start = scenario.schedule.start_date
    return event_days(organisation.first_event, organisation.every_days, start, scenario.days)
