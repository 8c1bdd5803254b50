"""The roster: who sits in each seat, since when, and whether he is at work today.

A seat is a territory, and keeps its index and its rep_id for good; the person in it may change.
Whoever leaves does so in the evening; whoever is hired starts on the first business day of a
month, so that no month's pay is divided between two persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.absence import away_days
from territory_sim.salesforce.learning import months_to_full, proficiency
from territory_sim.salesforce.reps import drawn_skill
from territory_sim.salesforce.turnover import exit_candidates, exit_hazard, tenure_years, vacancy_months
from territory_sim.streams import Streams, entity_keys
from territory_sim.units import BUSINESS_DAYS_PER_MONTH, BUSINESS_DAYS_PER_YEAR, cents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.scenario.world import World
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.payroll import Payroll
    from territory_sim.simulation.rep_agent import RepAgent
    from territory_sim.simulation.team import Team

OF_OLD: Final = "of old"
HIRED: Final = "hired"
STAYS: Final = "stays"
QUIT: Final = "quit"
DATED: Final = "dated exit"


@dataclass(slots=True)
class Employment:
    """One person in one seat.

    Args:
        seat: Index of the territory.
        person_id: Id of the person: the seat's rep_id, with ``.2``, ``.3`` ... for those who follow.
        from_day: First business day in the seat; 0 for who was there before.
        began: How it began: of old or hired.
        skill: What the person can do in full, relative to the typical rep.
        hiring_cost_cents: What it cost to hire the person.
        to_day: Last business day in the seat.
        ended: How it ended: stays, quit or dated exit.
    """

    seat: int
    person_id: str
    from_day: int
    began: str
    skill: float
    hiring_cost_cents: int = 0
    to_day: int = -1
    ended: str = STAYS


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody leaves this evening.

    Args:
        seat: Index of the territory.
        successor_day: Business day on which somebody else starts; beyond the run for nobody.
    """

    seat: int
    successor_day: int


class Roster:
    """Persons in seats, day by day.

    Args:
        world: Reps, their settings and the exits known beforehand.
        streams: Streams of the replication.
        calendar: The business days of the run.
        team: What each person brings; follows who sits where.
        payroll: Pays whoever sits there.

    Attributes:
        employed: Whether each seat has somebody, shape (seats,).
        present: Whether somebody works in each seat today, shape (seats,).
        was_present: The same for every day so far, shape (days, seats).
        answering: Index of the seat on whose desk each seat's messages of today are laid, shape (seats,).
        employment: Every person of the run, in the order of their start.
        own_skill: Skill of the person in each seat, apart from what others taught him, shape (seats,).
    """

    def __init__(
        self, world: World, streams: Streams, calendar: BusinessCalendar, team: Team, payroll: Payroll
    ) -> None:
        reps, self._people = world.reps, world.scenario.people
        seats, days = len(reps), calendar.days
        self._streams, self._calendar, self._team, self._payroll = streams, calendar, team, payroll
        self._rep_ids = [rep.rep_id for rep in reps]
        self.employed = payroll.employed
        self.present = np.ones(seats, dtype=np.bool_)
        self.was_present = np.ones((days, seats), dtype=np.bool_)
        self.answering = np.arange(seats)
        self._homes, self._minutes = np.array([rep.home for rep in reps]), np.asarray(world.travel.minutes)
        self.own_skill = team.skill[:seats].copy()
        self.employment = [
            Employment(seat, rep.rep_id, 0, HIRED if rep.is_new else OF_OLD, rep.skill)
            for seat, rep in enumerate(reps)
        ]
        self._current = list(self.employment)
        is_new = np.array([rep.is_new for rep in reps], dtype=np.bool_)
        self._start_day = np.zeros(seats)
        self._learns = is_new.copy()
        keys = entity_keys(self._rep_ids)
        self._away = away_days(self._people.absence, streams, keys, days)
        self._months_to_full = self._drawn_months_to_full(keys)
        self._tenure_at_start = np.where(is_new, 0.0, tenure_years(Streams(streams.seed), keys))
        self._candidates = exit_candidates(self._people.turnover, streams, keys, days)
        self._next = np.zeros(seats, dtype=np.int64)
        self._dated = {(exit_.day, exit_.seat): exit_ for exit_ in world.exits}
        self._successor_day = np.full(seats, days, dtype=np.int64)
        self._month_starts = [
            day for day in range(days) if day == 0 or calendar.months[day] != calendar.months[day - 1]
        ]
        half_life = self._people.turnover.peer_half_life_months * BUSINESS_DAYS_PER_MONTH
        self._exits_kept = 0.5 ** (1 / half_life)
        for seat in np.flatnonzero(is_new).tolist():
            self._engage(seat, 0)

    def months_employed(self, seat: int, day: int) -> int:
        """Return for how many calendar months the person in a seat has been there.

        Args:
            seat: Index of the territory.
            day: Business day, from 0.

        Returns:
            Months before the one of that day; very many for reps of old.
        """
        return self._payroll.months_employed(seat, day)

    def open_day(self, day: int, agents: Sequence[RepAgent]) -> None:
        """Let the day's new hires start, and tell everybody whether he works today.

        Args:
            day: Business day, from 0.
            agents: The reps.
        """
        for seat in np.flatnonzero(~self.employed & (self._successor_day <= day)).tolist():
            self._hire(seat, day)
        present = self.employed & ~self._away[:, day]
        for seat in np.flatnonzero(present != self.present).tolist():
            agents[seat].attend(present=bool(present[seat]), employed=bool(self.employed[seat]))
        if (present != self.present).any():
            self._redirect(present)
        self.present = present
        self.was_present[day] = present
        learning = self._people.learning
        if learning.active and self._learns.any():
            months = (day - self._start_day[self._learns]) / BUSINESS_DAYS_PER_MONTH
            learnt = proficiency(months, self._months_to_full[self._learns], learning)
            self._team.proficiency[: len(self._learns)][self._learns] = learnt

    def close_day(self, day: int) -> list[Departure]:
        """Decide who leaves this evening.

        Args:
            day: Business day, from 0.

        Returns:
            Those who leave, in the order of their seats.
        """
        team, seats = self._team, len(self.employed)
        team.exits *= self._exits_kept
        if self._calendar.ends_month(day):
            missed = team.missed_quota_months[:seats]
            missed[:] = np.where(self.employed & ~self._payroll.on_pace, missed + 1, 0)
        first = [person is self.employment[seat] for seat, person in enumerate(self._current)]
        leaving = {seat: dated for (on, seat), dated in self._dated.items() if on == day and first[seat]}
        quitting = self._quitting(day) if self._people.turnover.active else ()
        gone = []
        for seat in sorted({*leaving, *quitting}):
            if self.employed[seat]:
                dated = leaving.get(seat)
                months = None if dated is None else dated.vacant_months
                gone.append(self._leave(seat, day, QUIT if dated is None else DATED, months))
        return gone

    def paid_persons(self, months: Sequence[str]) -> NDArray[np.int64]:
        """Tell who is paid each month in each seat.

        Args:
            months: The months of the run in their order.

        Returns:
            Place of the person in ``employment``; -1 where nobody was employed in the month, by
            month and then by seat, shape (months x seats,).
        """
        number_of = {month: number for number, month in enumerate(months)}
        month_of_day = [number_of[month] for month in self._calendar.months]
        paid = np.full((len(months), len(self.employed)), -1, dtype=np.int64)
        for place, person in enumerate(self.employment):
            paid[month_of_day[person.from_day] : month_of_day[person.to_day] + 1, person.seat] = place
        return paid.ravel()

    def close(self) -> None:
        """End the run: whoever is still there stays."""
        for person in self._current:
            if self.employed[person.seat]:
                person.to_day = self._calendar.days - 1

    def _redirect(self, present: NDArray[np.bool_]) -> None:
        """Let the nearest colleague at work answer for who is not; nobody where none is."""
        self.answering = np.arange(len(present))
        away = np.flatnonzero(~present)
        if self._people.absence.cover == "nearest" and len(away) and present.any():
            minutes = self._minutes[np.ix_(self._homes[away], self._homes)]
            self.answering[away] = np.where(present, minutes, np.inf).argmin(axis=1)

    def _quitting(self, day: int) -> list[int]:
        """Ask those whose next moment to leave has come whether they do, moment after moment."""
        moments, levels = self._candidates
        seats = np.arange(len(self.employed))
        found: list[int] = []
        while True:
            place = np.minimum(self._next, moments.shape[1] - 1)
            due = np.flatnonzero(
                self.employed & (self._start_day + moments[seats, place] < day + 1) & (place == self._next)
            )
            due = due[~np.isin(due, found)]
            if not len(due):
                return found
            hazard = self._hazard(due, day)
            found += due[levels[due, self._next[due]] < hazard].tolist()
            self._next[due] += 1

    def _hazard(self, seats: NDArray[np.int64], day: int) -> NDArray[np.float64]:
        team = self._team
        tenure = self._tenure_at_start[seats] + (day - self._start_day[seats]) / BUSINESS_DAYS_PER_YEAR
        return exit_hazard(
            team.morale[seats],
            team.missed_quota_months[seats],
            team.exits[seats],
            tenure,
            self._people.turnover,
        )

    def _leave(self, seat: int, day: int, why: str, months: float | None) -> Departure:
        person, team = self._current[seat], self._team
        person.to_day, person.ended = day, why
        if months is None:
            months = vacancy_months(self._people.hiring, self._streams, person.person_id)
        self._successor_day[seat] = self._start_after(day, months)
        self.employed[seat] = False
        others = np.arange(len(self.employed)) != seat
        team.exits[: len(others)][others] += 1 / max(len(others) - 1, 1)
        return Departure(seat, int(self._successor_day[seat]))

    def _start_after(self, day: int, months: float) -> int:
        """Return the first of a month that is nearest to the end of the vacancy, after the exit."""
        wanted = day + 1 + months * BUSINESS_DAYS_PER_MONTH
        starts = [start for start in self._month_starts if start > day]
        if not starts or wanted > starts[-1] + BUSINESS_DAYS_PER_MONTH / 2:
            return self._calendar.days
        return min(starts, key=lambda start: (abs(start - wanted), start))

    def _hire(self, seat: int, day: int) -> None:
        """Let somebody new start."""
        number = sum(person.seat == seat for person in self.employment) + 1
        person_id = f"{self._rep_ids[seat]}.{number}"
        skill = drawn_skill(person_id, self._people, self._streams)
        self._current[seat] = Employment(seat, person_id, day, HIRED, skill)
        self.employment.append(self._current[seat])
        self.employed[seat] = True
        keys = entity_keys([person_id])
        self._away[seat] = away_days(self._people.absence, self._streams, keys, self._calendar.days)[0]
        self._months_to_full[seat] = self._drawn_months_to_full(keys)[0]
        moments, levels = exit_candidates(self._people.turnover, self._streams, keys, self._calendar.days)
        self._candidates[0][seat], self._candidates[1][seat] = moments[0], levels[0]
        self._next[seat] = self._tenure_at_start[seat] = 0
        self._start_day[seat], self._learns[seat] = day, True
        self.own_skill[seat] = self._team.skill[seat] = skill
        self._team.proficiency[seat], self._team.effort[seat], self._team.morale[seat] = 1.0, 1.0, 0.0
        self._team.guidance[seat] = 1.0
        self._team.missed_quota_months[seat] = 0
        self._engage(seat, day)

    def _engage(self, seat: int, day: int) -> None:
        """Pay for the hire, and start a pay account of his own."""
        self._current[seat].hiring_cost_cents = cents(self._people.hiring.cost)
        self._payroll.hire(seat, day)

    def _drawn_months_to_full(self, keys: NDArray[np.uint64]) -> NDArray[np.float64]:
        marks = self._streams.rows("learning", keys, 1)[:, 0]
        return months_to_full(marks, self._people.learning)
