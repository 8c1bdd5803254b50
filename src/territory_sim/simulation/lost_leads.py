"""Leads that were not won, each with its cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.lost_sales import Cause
from territory_sim.simulation.lead_book import LeadBook, LeadCause

_LEDGER_CAUSE: Final = np.full(len(LeadCause), Cause.MERIT, dtype=np.int8)
_LEDGER_CAUSE[LeadCause.LATE_ANSWER] = Cause.LATE_ANSWER
_LEDGER_CAUSE[LeadCause.NO_CAPACITY] = Cause.NO_CAPACITY
_LEDGER_CAUSE[LeadCause.HANDOVER] = Cause.HANDOVER


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


def lost_leads(book: LeadBook) -> LostLeads:
    """Take the cause of every lead that was not won to the ledger.

    Args:
        book: The book of leads at the end of the run.

    Returns:
        The leads, each under the ledger's word for its own cause: merit where it would not have qualified, or
        went all the way and was lost or stalled.
    """
    ended = np.flatnonzero(book.cause >= 0)
    cause = _LEDGER_CAUSE[book.cause[ended]]
    return LostLeads(book.owner[ended], cause, book.leads.value_cents[ended])
