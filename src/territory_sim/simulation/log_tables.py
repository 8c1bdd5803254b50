"""The truth log: tables of single occurrences, made only when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.simulation.day_log import deeds_of
from territory_sim.simulation.lead_book import LeadStatus
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.stops import CALL, LEAD, REQUEST
from territory_sim.simulation.table_frame import Columns, named, named_accounts, named_reps

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel

_PURPOSES: Final = {CALL: "call", REQUEST: "request", LEAD: "lead"}


def _visit(model: TerritoryModel) -> Columns:
    visits = deeds_of(model.log.all_visits)
    order = np.lexsort((visits.account, visits.rep, visits.minute))
    purposes = [_PURPOSES[kind] for kind in range(len(_PURPOSES))]
    return {
        "visit": np.arange(len(visits), dtype=np.int64),
        "account_id": named_accounts(model, visits.account[order]),
        "minute": visits.minute[order],
        "rep_id": named_reps(model, visits.rep[order]),
        "purpose": named(purposes, visits.kind[order]),
        "number": visits.number[order],
        "minutes_on_site": visits.duration_minutes[order],
    }


def _order(model: TerritoryModel) -> Columns:
    book = model.orders
    names = [status.name.lower() for status in OrderStatus]
    return {
        "order": np.arange(len(book.needs), dtype=np.int64),
        "account_id": named_accounts(model, book.needs.account),
        "minute": book.needs.minute,
        "size_cents": book.needs.size_cents,
        "status": named(names, book.status),
        "rep_id": named_reps(model, book.owner),
    }


def _lead_stage(model: TerritoryModel) -> Columns:
    book, visits = model.leads, deeds_of(model.log.all_visits).of(LEAD)
    visited = np.full(len(book.leads), np.nan)
    visited[visits.number] = visits.minute
    unanswered = np.isnan(book.answered_minute)
    lost = book.status == LeadStatus.LOST
    given_up = np.where(unanswered, book.leads.expiry_minute, book.visit_by)
    reached = {
        LeadStatus.OPEN: (book.status != LeadStatus.COMING, book.leads.minute),
        LeadStatus.QUALIFIED: (~unanswered & ~(lost & np.isnan(visited)), book.answered_minute),
        LeadStatus.WON: (book.status == LeadStatus.WON, visited),
        LeadStatus.LOST: (lost, np.where(np.isnan(visited), book.answered_minute, visited)),
        LeadStatus.EXPIRED: (book.status == LeadStatus.EXPIRED, given_up),
    }
    lead = [np.flatnonzero(happened) for happened, _ in reached.values()]
    minute = [when[which] for which, (_, when) in zip(lead, reached.values(), strict=True)]
    status = np.repeat(list(reached), [len(which) for which in lead])
    number = np.concatenate(lead)
    # By lead, then in the order of the stages; the same lead reaches each but once.
    order = np.lexsort((status, number))
    first = np.searchsorted(number[order], number[order])
    return {
        "lead": number[order],
        "step": np.arange(len(number)) - first,
        "stage": named([stage.name.lower() for stage in LeadStatus], status[order]),
        "minute": np.concatenate(minute)[order],
    }


def _survey_answer(model: TerritoryModel) -> Columns:
    results = model.surveys.results
    empty = np.empty(0, dtype=np.int64)
    asked = np.concatenate([empty, *(result.asked for result in results)])
    survey = np.repeat(np.arange(len(results)), [len(result.asked) for result in results])
    answered, points = np.zeros(len(asked), dtype=bool), np.full(len(asked), -1, dtype=np.int64)
    for number, result in enumerate(results):
        rows = np.flatnonzero(survey == number)
        who = rows[np.isin(asked[rows], result.answered)]
        answered[who], points[who] = True, result.points
    return {
        "survey": survey,
        "account_id": named_accounts(model, asked),
        "answered": answered,
        "points": points,
    }


LOG_MAKERS: Final = {
    "visit": _visit,
    "order": _order,
    "lead_stage": _lead_stage,
    "survey_answer": _survey_answer,
}
"""Makers of the tables of the truth log, by name."""
