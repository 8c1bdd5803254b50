"""The tables of leads and of the stages through which deals went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.leads import LeadSource
from territory_sim.simulation.inside_staff import inside_rep_ids
from territory_sim.simulation.lead_book import LeadCause, LeadStatus
from territory_sim.simulation.table_frame import Columns, named, named_accounts, named_reps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.simulation.model import TerritoryModel


def lead_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``lead``.

    Args:
        model: The model after its last day.

    Returns:
        A row for each lead that was raised, in the order of their time.
    """
    book, deals = model.leads, model.deals
    raised, number = _raised_leads(model)
    drawn, stage = book.leads, deals.stage[raised]
    reps = [rep.rep_id for rep in model.world.reps]
    everybody = [*reps, *inside_rep_ids(len(model.inside), reps)]
    return {
        "lead": number[raised],
        "account_id": named_accounts(model, drawn.account[raised]),
        "source": named([source.name.lower() for source in LeadSource], drawn.source[raised]),
        "minute": drawn.minute[raised],
        "value_cents": drawn.value_cents[raised],
        "answered_minute": book.answered_minute[raised],
        "ended_minute": book.ended_minute[raised],
        "status": named([status.name.lower() for status in LeadStatus], book.status[raised]),
        "cause": named([cause.name.lower() for cause in LeadCause], book.cause[raised]),
        "stage": named(list(deals.pipeline.names), stage),
        "handed_over": deals.handed_over[raised],
        "answering_rep_id": named(everybody, book.answering_rep[raised]),
        "rep_id": named_reps(model, book.owner[raised]),
    }


def _raised_leads(model: TerritoryModel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the candidates that became leads, and the number of each candidate as a lead."""
    is_raised = model.leads.status != LeadStatus.UNRAISED
    return np.flatnonzero(is_raised), np.cumsum(is_raised) - 1


def lead_stage_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``lead_stage``.

    Args:
        model: The model after its last day.

    Returns:
        A row for each stage that a deal was in, those under way included.
    """
    deals = model.deals
    live = deals.live
    present = (live, deals.step[live], deals.stage[live], deals.entered_minute[live])
    still = (*present, deals.visited_minute[live], np.full(len(live), np.nan), np.full(len(live), -1))
    # What comes next is numbered from 0: the stages, then the ends from the last one on.
    ends = ("expired", "stalled", "lost", "won")
    parts = zip(*deals.history, still, strict=True)
    lead, step, stage, entered, visited, left, after = (np.concatenate(column) for column in parts)
    following = np.where(after < 0, len(deals.pipeline.names) + len(ends) + after, after)
    following[len(following) - len(live) :] = -1
    order = np.lexsort((step, lead))
    _, number = _raised_leads(model)
    return {
        "lead": number[lead[order]],
        "step": step[order],
        "stage": named(list(deals.pipeline.names), stage[order]),
        "entered_minute": entered[order],
        "visited_minute": visited[order],
        "left_minute": left[order],
        "next": named([*deals.pipeline.names, *ends], following[order]),
    }
