"""The book of leads: who asked, who answered when, and how each one ended."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.lead_decay import qualify_probability
from territory_sim.market.leads import Leads, LeadSource
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.simulation.market_state import MarketState


class LeadStatus(IntEnum):
    """In which state a lead is; every lead ends in exactly one."""

    COMING = 0
    OPEN = 1
    QUALIFIED = 2
    WON = 3
    LOST = 4
    STALLED = 5
    EXPIRED = 6
    UNRAISED = 7
    """A candidate that nothing made a lead of; it stands in no table."""


class LeadCause(IntEnum):
    """Why a lead was not won; every one that ended without an order has exactly one cause."""

    NO_NEED = 0
    """It would not have qualified at the quickest answer either."""
    LATE_ANSWER = 1
    """It would have qualified if it had been answered at once."""
    NO_CAPACITY = 2
    """Nobody answered it, or nobody came in time."""
    LOST_TO_RIVAL = 3
    STALLED = 4
    HANDOVER = 5
    """It would have been won if its rep had kept it."""


class LeadBook:
    """State of every lead of a run.

    Args:
        leads: The candidates, drawn beforehand.
        parameters: How leads qualify.
    """

    def __init__(self, leads: Leads, parameters: LeadParameters) -> None:
        count = len(leads)
        self.leads = leads
        self.status = np.zeros(count, dtype=np.int8)
        self.cause = np.full(count, -1, dtype=np.int8)
        self.answered_minute = np.full(count, np.nan)
        self.ended_minute = np.full(count, np.nan)
        self.answering_rep = np.full(count, -1, dtype=np.int32)
        self.owner = np.full(count, -1, dtype=np.int64)
        self.discount_cents = np.zeros(count, dtype=np.int64)
        """What is let off the price of a deal that is signed before a quota period ends."""
        self._parameters = parameters
        self._unanswered: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._timeline = Timeline(leads.minute)

    def open_day(self, day_end: float, state: MarketState) -> NDArray[np.int64]:
        """Let in the leads of a day.

        Args:
            day_end: Working minute at which the day ends.
            state: The accounts as they stand: their owners, and how many leads each source brings.

        Returns:
            Numbers of the day's leads in the order of their time.
        """
        candidates = self._timeline.take(day_end)
        raised = self._raised(candidates, state)
        self.status[candidates] = np.where(raised, LeadStatus.OPEN, LeadStatus.UNRAISED)
        today = candidates[raised]
        self.owner[today] = state.owner[self.leads.account[today]]
        self._unanswered = np.concatenate([self._unanswered, today])
        return today

    def _raised(self, candidates: NDArray[np.int64], state: MarketState) -> NDArray[np.bool_]:
        account, source = self.leads.account[candidates], self.leads.source[candidates]
        rate = np.zeros(len(candidates))
        for number, rates in (
            (LeadSource.CAMPAIGN, state.campaign_lead_rate),
            (LeadSource.REFERRAL, state.referral_lead_rate),
            (LeadSource.PROSPECTING, state.prospecting_lead_rate),
        ):
            here = source == number
            rate[here] = rates[account[here]]
        return np.asarray(self.leads.level[candidates] < rate, dtype=np.bool_)

    def answer(
        self, answered: NDArray[np.int64], minute: NDArray[np.float64], rep: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Decide which of the leads answered now qualify.

        Args:
            answered: Numbers of the leads, shape (k,).
            minute: Working minute at which each answer began, shape (k,).
            rep: Index of the rep who gave it, shape (k,).

        Returns:
            Numbers of those that qualify, and the minutes of their answers.
        """
        self.answered_minute[answered] = minute
        self.answering_rep[answered] = rep
        wait_hours = (minute - self.leads.minute[answered]) / 60
        qualifies = self.leads.qualify_mark[answered] < qualify_probability(wait_hours, self._parameters)
        self.status[answered] = LeadStatus.QUALIFIED
        turned_away = answered[~qualifies]
        cause = np.where(self._would_qualify(turned_away), LeadCause.LATE_ANSWER, LeadCause.NO_NEED)
        self.end(turned_away, LeadStatus.LOST, cause, minute[~qualifies])
        return answered[qualifies], minute[qualifies]

    def end(
        self,
        numbers: NDArray[np.int64],
        status: int | NDArray[np.integer],
        cause: int | NDArray[np.integer],
        minute: NDArray[np.float64],
    ) -> None:
        """End leads.

        Args:
            numbers: Numbers of the leads, shape (k,).
            status: In which state each ends.
            cause: Why it was not won; -1 if it was.
            minute: Working minute of the end, shape (k,).
        """
        self.status[numbers] = status
        self.cause[numbers] = cause
        self.ended_minute[numbers] = minute

    def give_up(self, until: float) -> None:
        """Give up the leads that nobody answered in time.

        Args:
            until: Working minute.
        """
        open_still = self._unanswered[self.status[self._unanswered] == LeadStatus.OPEN]
        gone = self.leads.expiry_minute[open_still] <= until
        expired = open_still[gone]
        cause = np.where(self._would_qualify(expired), LeadCause.NO_CAPACITY, LeadCause.NO_NEED)
        self.end(expired, LeadStatus.EXPIRED, cause, self.leads.expiry_minute[expired])
        self._unanswered = open_still[~gone]

    def _would_qualify(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.asarray(self.leads.qualify_mark[numbers] < self._parameters.qualify_at_once, dtype=np.bool_)


def raised_leads(book: LeadBook) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tell the candidates that became leads from those that did not.

    Args:
        book: The book at the end of a run.

    Returns:
        Numbers of the candidates that became leads, and the number of each candidate as a lead.
    """
    is_raised = book.status != LeadStatus.UNRAISED
    return np.flatnonzero(is_raised), np.cumsum(is_raised) - 1
