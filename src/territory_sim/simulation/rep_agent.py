"""A rep at work: a Mesa agent that decides, step after step, how to spend the day.

``next_step`` decides what the rep does from this minute on, books it, and says how long it
takes. The SimPy process in ``workday`` only lets that time pass. In the order of preference a
rep answers messages, goes to the best next stop, does his administration, waits, goes home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.call_policy import CALL_POLICIES, score
from territory_sim.simulation.day_log import DayLog
from territory_sim.simulation.desk import Desk
from territory_sim.simulation.stops import Appointment, Stop
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.salesforce.parameters import ScheduleParameters
    from territory_sim.salesforce.reps import Rep

TRAVEL, MEETING, ADMIN, IDLE = range(4)
"""The four ways to spend working time, as places in ``RepAgent.spent``."""


@dataclass(frozen=True, eq=False)
class WorkRules:
    """What holds for every rep's day.

    Args:
        day_minutes: Business minutes of a day.
        closing_hours: Whether work stops at the end of the shift.
        admin_minutes: Administration of a full day.
        overnight_minutes: Way home above which a rep stays away, except before a weekend.
        points_per_minute: Points that a minute of travel costs in the score of a stop.
        travel_minutes: Minutes between units, shape (n, n).
    """

    day_minutes: float
    closing_hours: bool
    admin_minutes: float
    overnight_minutes: float
    points_per_minute: float
    travel_minutes: NDArray[np.float32]

    @classmethod
    def of(cls, schedule: ScheduleParameters, travel_minutes: NDArray[np.float32]) -> WorkRules:
        """Take the rules from the settings.

        Args:
            schedule: Settings of the working day.
            travel_minutes: Minutes between units, shape (n, n).

        Returns:
            The rules, with minutes on the grid of 1/1024.
        """
        travel_share = CALL_POLICIES[schedule.policy].travel_share
        return cls(
            day_minutes=grid_minutes(schedule.day_minutes),
            closing_hours=schedule.closing_hours,
            admin_minutes=grid_minutes(schedule.admin_minutes),
            overnight_minutes=schedule.overnight_minutes,
            points_per_minute=travel_share * schedule.travel_weight / 60,
            travel_minutes=travel_minutes,
        )


class RepAgent(mesa.Agent):
    """One rep, at a place of the network or on a leg between two.

    Args:
        model: The model.
        rep: Who it is.
        index: Index of the rep, which is that of the territory.
        rules: What holds for every rep's day.
        desks: The rep's own desk and, where reps back each other up, the pool's.
        log: Where visits and answers are noted.
    """

    def __init__(
        self,
        model: mesa.Model,
        rep: Rep,
        index: int,
        rules: WorkRules,
        desks: tuple[Desk, ...],
        log: DayLog,
    ) -> None:
        super().__init__(model)
        self.rep = rep
        self.index = index
        self.place = rep.home
        self.stops: list[Stop] = []
        self.appointment: Appointment | None = None
        self.spent = [0.0, 0.0, 0.0, 0.0]
        self.shift_end = 0.0
        self.late_minutes = 0.0
        """How much later than the shift begins the rep comes, by his own will."""
        self._rules = rules
        self._minutes_between = rules.travel_minutes.item
        self._closing_hours = rules.closing_hours
        self._desks = desks
        self._own = desks[0]
        self._log = log
        self.admin_minutes = grid_minutes(rules.admin_minutes * rep.shift_minutes / rules.day_minutes)
        self.is_present = True
        self.coaching_minutes = 0.0
        """Minutes of today that a meeting with a colleague takes."""
        self.briefing_minutes = 0.0
        """What leadership takes of today: reviews, meetings, joint visits before a handover."""
        self._admin_left = 0.0
        self.heading: Stop | None = None
        self._going_home = False
        self._left_at = 0.0
        self._longest_way_home = np.inf
        self._doing = IDLE

    @property
    def leg(self) -> tuple[int, int, float, float] | None:
        """The trip under way: units of origin and destination, working minutes of both; else None."""
        if self.heading is not None:
            destination = self.heading.unit
        elif self._going_home:
            destination = self.rep.home
        else:
            return None
        minutes = self._minutes_between(self.place, destination)
        return (self.place, destination, self._left_at, self._left_at + minutes)

    @property
    def free_minutes(self) -> float:
        """Minutes of today for stops and travel; minus infinity for who is away."""
        if not self.is_present:
            return -np.inf
        booked = 0.0 if self.appointment is None else self.appointment.stop.minutes
        return self.rep.shift_minutes - self.admin_minutes - self._meeting_minutes - booked

    @property
    def _meeting_minutes(self) -> float:
        return self.coaching_minutes + self.briefing_minutes

    def attend(self, *, present: bool, employed: bool) -> None:
        """Say whether anybody works in this seat from this morning on.

        Args:
            present: Whether somebody works today.
            employed: Whether the seat has somebody at all; a new one comes from home.
        """
        self.is_present = present
        if not employed:
            self.place = self.rep.home

    def shift_end_of(self, day: int) -> float:
        """Return when the rep's shift of a day ends.

        Args:
            day: Business day, from 0.

        Returns:
            Working minute; the begin of the day for who is away.
        """
        return day * self._rules.day_minutes + self.rep.shift_minutes * self.is_present

    def begin_shift(self, now: float, *, before_weekend: bool) -> float:
        """Start the day.

        Args:
            now: Working minute.
            before_weekend: Whether the rep must be home tonight.

        Returns:
            Minutes until the rep comes.
        """
        rules = self._rules
        self.shift_end = self.shift_end_of(int(now // rules.day_minutes))
        # Who falls ill away from home goes there before anything else.
        must_return = before_weekend or not self.is_present
        self._longest_way_home = np.inf if must_return else rules.overnight_minutes
        self._admin_left = (self.admin_minutes + self._meeting_minutes) * self.is_present
        late = self.late_minutes * self.is_present
        return self._spend(IDLE, late) if late else 0.0

    def next_step(self, now: float) -> float | None:
        """Decide what to do next and book it.

        Args:
            now: Working minute.

        Returns:
            Minutes it takes; None when the day is over.
        """
        if self.heading is not None:
            return self._meet(self.heading, now)
        if now >= self.shift_end:
            return self._finish(now)
        if self.appointment is not None and now >= self._leave_by():
            return self._attend(now)
        for desk in self._desks:
            if (desk.waiting or desk.next_minute <= now) and (message := desk.take(now)):
                self._log.answers.append((message.kind, self.index, message.number, -1, now, message.minutes))
                return self._spend(MEETING, message.minutes)
        minutes = self._set_out(now)
        if minutes is not None:
            return minutes
        return self._administer(now) if self._admin_left > 0 else self._wait(now)

    def close_day(self) -> list[float]:
        """Hand over the day's minutes and start a new page.

        Returns:
            Minutes of travel, meeting, administration and idling. Where work goes on through
            the night, what an activity takes beyond midnight is left for the next day.
        """
        row, self.spent = self.spent, [0.0, 0.0, 0.0, 0.0]
        if not self._closing_hours:
            beyond = max(sum(row) - self._rules.day_minutes, 0.0)
            row[self._doing] -= beyond
            self.spent[self._doing] = beyond
        return row

    def pass_night(self) -> bool:
        """Let the night begin.

        Returns:
            Whether the rep spends it away from home.
        """
        return self._closing_hours and self.place != self.rep.home

    def _spend(self, kind: int, minutes: float) -> float:
        self._doing = kind
        self.spent[kind] += minutes
        return minutes

    def _set_out(self, now: float) -> float | None:
        """Take the next stop of the plan that still fits, unless one that just came in beats it."""
        if self.appointment is not None:
            return self._set_out_before(self.appointment, now)
        place, minutes_between, stops = self.place, self._minutes_between, self.stops
        if self._own.fresh:
            self._weigh_fresh(now)
        while stops:
            stop = stops.pop()
            if stop.expiry_minute <= now:
                continue
            minutes = minutes_between(place, stop.unit)
            if now + minutes + stop.needed_minutes <= self.shift_end or not self._closing_hours:
                if minutes == 0.0:
                    return self._meet(stop, now)
                # As in ``_go``: two calls saved for each of a run's many thousand trips.
                self.heading = stop
                self._left_at = now
                self._doing = TRAVEL
                self.spent[TRAVEL] += minutes
                return minutes
        return None

    def _set_out_before(self, appointment: Appointment, now: float) -> float | None:
        """Make the next stop of the plan if it leaves time for the appointment; else it comes after that."""
        if not self.stops:
            return None
        stop, there = self.stops[-1], appointment.stop.unit
        minutes = self._minutes_between(self.place, stop.unit)
        on_site = stop.needed_minutes - self._way_home_from(stop.unit)
        there_minute = now + minutes + on_site + self._minutes_between(stop.unit, there)
        if there_minute > appointment.minute or not self._fits(stop, now):
            return None
        return self._go(self.stops.pop(), minutes, now)

    def _go(self, stop: Stop, minutes: float, now: float) -> float:
        if minutes == 0.0:
            return self._meet(stop, now)
        self.heading = stop
        self._left_at = now
        return self._spend(TRAVEL, minutes)

    def _leave_by(self) -> float:
        """Return the minute at which the rep must set out for the appointment."""
        assert self.appointment is not None
        return self.appointment.minute - self._minutes_between(self.place, self.appointment.stop.unit)

    def _attend(self, now: float) -> float | None:
        """Go to the event; who was kept and would come when it is over does not go at all."""
        assert self.appointment is not None
        (begin, stop), self.appointment = self.appointment, None
        minutes = self._minutes_between(self.place, stop.unit)
        left = begin + stop.minutes - (now + minutes)
        if left <= 0:
            return self.next_step(now)
        return self._go(stop._replace(minutes=min(stop.minutes, left)), minutes, now)

    def _weigh_fresh(self, now: float) -> None:
        """Put the best stop that just came in before the next one of the plan, if it beats that."""
        best, best_score = None, -np.inf
        for stop in self._own.fresh:
            if self._fits(stop, now) and (value := self._score(stop)) > best_score:
                best, best_score = stop, value
        while self.stops and not self._fits(self.stops[-1], now):
            self.stops.pop()
        if best is not None and (not self.stops or best_score > self._score(self.stops[-1])):
            self._own.fresh.remove(best)
            self.stops.append(best)

    def _fits(self, stop: Stop, now: float) -> bool:
        if stop.expiry_minute <= now:
            return False
        minutes = self._minutes_between(self.place, stop.unit)
        return now + minutes + stop.needed_minutes <= self.shift_end or not self._closing_hours

    def _score(self, stop: Stop) -> float:
        minutes = self._minutes_between(self.place, stop.unit)
        return score(stop.standing, minutes, self._rules.points_per_minute)

    def _meet(self, stop: Stop, now: float) -> float:
        self.heading = None
        self.place = stop.unit
        minutes = stop.minutes
        self._log.visits.append((stop.kind, self.index, stop.number, stop.account, now, minutes))
        self._doing = MEETING
        self.spent[MEETING] += minutes
        return minutes

    def _administer(self, now: float) -> float:
        minutes = self._admin_left
        if self.appointment is not None:
            minutes = min(minutes, self._leave_by() - now)
        self._admin_left -= minutes
        return self._spend(ADMIN, minutes)

    def _wait(self, now: float) -> float | None:
        waited_for = self.appointment is not None
        until = self._leave_by() if waited_for else self.shift_end - self._way_home()
        for desk in self._desks:
            until = min(until, desk.next_minute)
        if until <= now:
            return self._finish(now)
        return self._spend(IDLE, until - now)

    def _way_home(self) -> float:
        if not self._closing_hours:
            return 0.0
        return self._way_home_from(self.place)

    def _way_home_from(self, unit: int) -> float:
        minutes = self._minutes_between(unit, self.rep.home)
        return 0.0 if minutes > self._longest_way_home or unit == self.rep.home else minutes

    def _finish(self, now: float) -> float | None:
        self.appointment = None
        if self._admin_left > 0:
            return self._administer(now)
        if not self._closing_hours:
            return None
        if self._going_home:
            self._going_home = False
            self.place = self.rep.home
            return None
        minutes = self._way_home()
        if minutes == 0.0:
            return None
        self._going_home = True
        self._left_at = now
        return self._spend(TRAVEL, minutes)
