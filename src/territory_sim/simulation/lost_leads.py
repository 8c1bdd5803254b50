"""Leads that were not won, each with its cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.leads import qualify_probability
from territory_sim.market.lost_sales import Cause
from territory_sim.simulation.lead_book import LeadBook, LeadStatus

if TYPE_CHECKING:
    from territory_sim.market.parameters.leads import LeadParameters


@dataclass(frozen=True, eq=False)
class LostLeads:
    """Leads that were lost or given up.

    Args:
        owner: Index of the rep who owned each, shape (k,).
        cause: Why it was not won, one of ``Cause``, shape (k,).
        value_cents: What it would have sold, shape (k,).
    """

    owner: NDArray[np.int64]
    cause: NDArray[np.int8]
    value_cents: NDArray[np.int64]


def lost_leads(book: LeadBook, parameters: LeadParameters) -> LostLeads:
    """Find the cause of every lead that was not won.

    Args:
        book: The book of leads at the end of the run.
        parameters: How answers in time qualify.

    Returns:
        The leads: a late answer where nobody answered in time, or where the lead's own mark would have
        qualified at once but not after the wait; no capacity where it qualified and the visit never came;
        merit where it was answered in time or visited, and lost.
    """
    ended = np.flatnonzero((book.status == LeadStatus.LOST) | (book.status == LeadStatus.EXPIRED))
    answered = book.answered_minute[ended]
    wait_hours = np.where(np.isnan(answered), np.inf, answered - book.leads.minute[ended]) / 60
    mark = book.leads.qualify_mark[ended]
    at_once = mark < qualify_probability(np.zeros(len(ended)), parameters)
    qualified = ~np.isnan(answered) & (mark < qualify_probability(wait_hours, parameters))
    expired = book.status[ended] == LeadStatus.EXPIRED
    cause = np.select(
        [expired & qualified, expired | (at_once & ~qualified)],
        [Cause.NO_CAPACITY, Cause.LATE_ANSWER],
        Cause.MERIT,
    )
    return LostLeads(book.owner[ended], cause.astype(np.int8), book.leads.value_cents[ended])
