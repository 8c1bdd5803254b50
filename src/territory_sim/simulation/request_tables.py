"""Tables of requests, leads and the stages of deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.leads import LeadSource
from territory_sim.simulation.deal_timing import before_deadline
from territory_sim.simulation.inside_staff import inside_rep_ids
from territory_sim.simulation.lead_book import LeadCause, LeadStatus, raised_leads
from territory_sim.simulation.request_book import RequestCause, RequestStatus
from territory_sim.simulation.table_frame import (
    Columns,
    named,
    named_accounts,
    named_reps,
    rep_ids,
)

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


def request_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``request``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    book = model.requests
    drawn = book.requests
    names = [status.name.lower() for status in RequestStatus]
    columns: Columns = {
        "request": np.arange(len(drawn), dtype=np.int64),
        "account_id": named_accounts(model, drawn.account),
        "minute": drawn.minute,
        "on_site": drawn.on_site,
        "high_priority": drawn.high_priority,
        "handling_minutes": drawn.handling_minutes,
        "deadline_minute": drawn.deadline_minute,
        "expiry_minute": drawn.expiry_minute,
        "answered_minute": book.answered_minute,
        "status": named(names, book.status),
        "rep_id": named(
            [*rep_ids(model), *inside_rep_ids(len(model.inside), rep_ids(model))], book.answering_rep
        ),
        "cause": named([cause.name.lower() for cause in RequestCause], book.cause),
    }
    made = book.status != RequestStatus.NEVER_MADE
    return columns if made.all() else {name: column[made] for name, column in columns.items()}


def lead_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``lead``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    book, deals = model.leads, model.deals
    raised, number = raised_leads(model.leads)
    drawn, stage = book.leads, deals.stage[raised]
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
        "discount_cents": np.where(book.status[raised] == LeadStatus.WON, book.discount_cents[raised], 0),
        "at_deadline": before_deadline(
            book.ended_minute[raised], model.calendar, model.tally.payroll.last_days
        ),
        "answering_rep_id": named(
            [*rep_ids(model), *inside_rep_ids(len(model.inside), rep_ids(model))], book.answering_rep[raised]
        ),
        "rep_id": named_reps(model, book.owner[raised]),
    }


def lead_stage_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``lead_stage``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
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
    _, number = raised_leads(model.leads)
    return {
        "lead": number[lead[order]],
        "step": step[order],
        "stage": named(list(deals.pipeline.names), stage[order]),
        "entered_minute": entered[order],
        "visited_minute": visited[order],
        "left_minute": left[order],
        "next": named([*deals.pipeline.names, *ends], following[order]),
    }
