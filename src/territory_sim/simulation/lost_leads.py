"""Leads that were not won, by the causes of lost sales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.lost_sales import Cause
from territory_sim.simulation.lead_book import LeadCause

if TYPE_CHECKING:
    from territory_sim.simulation.lead_book import LeadBook

_CAUSE: Final = {
    LeadCause.NO_NEED: Cause.MERIT,
    LeadCause.LATE_ANSWER: Cause.LATE_ANSWER,
    LeadCause.NO_CAPACITY: Cause.NO_CAPACITY,
    LeadCause.LOST_TO_RIVAL: Cause.RIVAL,
    LeadCause.STALLED: Cause.MERIT,
    LeadCause.HANDOVER: Cause.HANDOVER,
}
"""Whoever needed nothing, or went quiet by himself, would not have bought anyway."""


@dataclass(frozen=True, eq=False)
class LostLeads:
    """Leads that ended without an order.

    Args:
        owner: Index of the rep who owned each, shape (k,).
        cause: Why it was not won, one of ``Cause``, shape (k,).
        value_cents: What it would have sold, shape (k,).
    """

    owner: NDArray[np.int64]
    cause: NDArray[np.int8]
    value_cents: NDArray[np.int64]


def lost_leads(book: LeadBook) -> LostLeads:
    """Find every lead that ended without an order.

    Args:
        book: The book of leads at the end of the run.

    Returns:
        The leads with their causes.
    """
    lost = np.flatnonzero(book.cause >= 0)
    of_ledger = np.array([_CAUSE[cause] for cause in LeadCause], dtype=np.int8)
    return LostLeads(book.owner[lost], of_ledger[book.cause[lost]], book.leads.value_cents[lost])
