"""The book of leads: answered, qualified, visited, won or lost."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.leads import Leads, qualify_probability, win_probability
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.simulation.timeline import Timeline


class LeadStatus(IntEnum):
    """In which state a lead is; every lead ends in exactly one."""

    COMING = 0
    OPEN = 1
    QUALIFIED = 2
    WON = 3
    LOST = 4
    EXPIRED = 5


class LeadBook:
    """State of every lead of a run.

    Args:
        leads: The leads, drawn beforehand.
        parameters: How leads qualify and are won.
    """

    def __init__(self, leads: Leads, parameters: LeadParameters) -> None:
        self.leads = leads
        self.status = np.zeros(len(leads), dtype=np.int8)
        self.answered_minute = np.full(len(leads), np.nan)
        self.owner = np.full(len(leads), -1, dtype=np.int64)
        self.visit_by = np.full(len(leads), np.inf)
        self._parameters = parameters
        self._live: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._timeline = Timeline(leads.minute)

    def open_day(self, day_end: float, owner_of_account: NDArray[np.int64]) -> NDArray[np.int64]:
        """Let in the leads of a day.

        Args:
            day_end: Working minute at which the day ends.
            owner_of_account: Index of the rep who owns each account today.

        Returns:
            Numbers of the day's leads in the order of their time.
        """
        today = self._timeline.take(day_end)
        self.status[today] = LeadStatus.OPEN
        self.owner[today] = owner_of_account[self.leads.account[today]]
        self._live = np.concatenate([self._live, today])
        return today

    def to_visit(self) -> NDArray[np.int64]:
        """Return the numbers of the qualified leads that wait for their visit."""
        waiting: NDArray[np.int64] = self._live[self.status[self._live] == LeadStatus.QUALIFIED]
        return waiting

    def answer(self, answered: NDArray[np.int64], minute: NDArray[np.float64]) -> NDArray[np.int64]:
        """Decide which of the leads answered today qualify.

        Args:
            answered: Numbers of the leads, shape (k,).
            minute: Working minute at which each answer began, shape (k,).

        Returns:
            Numbers of those that qualify.
        """
        self.answered_minute[answered] = minute
        wait_hours = (minute - self.leads.minute[answered]) / 60
        qualifies = self.leads.qualify_mark[answered] < qualify_probability(wait_hours, self._parameters)
        self.status[answered] = np.where(qualifies, LeadStatus.QUALIFIED, LeadStatus.LOST)
        self.visit_by[answered] = minute + 60 * self._parameters.visit_within_hours
        qualified: NDArray[np.int64] = answered[qualifies]
        return qualified

    def visit(
        self, visited: NDArray[np.int64], minute: NDArray[np.float64], skill: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Decide which of the leads visited today are won.

        Args:
            visited: Numbers of the leads, shape (k,).
            minute: Working minute at which each visit began, shape (k,).
            skill: Skill of the rep who came, shape (k,).

        Returns:
            Numbers of those that are won.
        """
        # Whoever gave up while a rep was on the way cannot be won any more.
        waited = minute < self.visit_by[visited]
        visited, skill = visited[waited], skill[waited]
        won = self.leads.win_mark[visited] < win_probability(skill, self._parameters)
        self.status[visited] = np.where(won, LeadStatus.WON, LeadStatus.LOST)
        return visited[won]

    def give_up(self, until: float) -> NDArray[np.int64]:
        """Give up the leads that waited too long.

        Args:
            until: Working minute.

        Returns:
            Numbers of the leads given up.
        """
        live = self._live
        status = self.status[live]
        unanswered = (status == LeadStatus.OPEN) & (self.leads.expiry_minute[live] <= until)
        unvisited = (status == LeadStatus.QUALIFIED) & (self.visit_by[live] <= until)
        expired: NDArray[np.int64] = live[unanswered | unvisited]
        self.status[expired] = LeadStatus.EXPIRED
        status = self.status[live]
        self._live = live[(status == LeadStatus.OPEN) | (status == LeadStatus.QUALIFIED)]
        return expired
