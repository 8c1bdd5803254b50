"""The truth log: tables of single occurrences, made only when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.market.attraction import firm_names
from territory_sim.market.lost_sales import CAUSES
from territory_sim.simulation.day_log import deeds_of
from territory_sim.simulation.lead_book import raised_leads
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.stops import CALL, EVENT, LEAD, REQUEST
from territory_sim.simulation.table_frame import Columns, named, named_accounts, named_reps

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel

_PURPOSES: Final = {CALL: "call", REQUEST: "request", LEAD: "lead"}


def _visit(model: TerritoryModel) -> Columns:
    visits = deeds_of(model.log.all_visits).but(EVENT)
    order = np.lexsort((visits.account, visits.rep, visits.minute))
    # Candidates that never became leads have no number in any table.
    _, number_of_lead = raised_leads(model.leads)
    to_leads = np.flatnonzero(visits.kind == LEAD)
    number = visits.number.copy()
    number[to_leads] = number_of_lead[number[to_leads]]
    purposes = [_PURPOSES[kind] for kind in range(len(_PURPOSES))]
    return {
        "visit": np.arange(len(visits), dtype=np.int64),
        "account_id": named_accounts(model, visits.account[order]),
        "minute": visits.minute[order],
        "rep_id": named_reps(model, visits.rep[order]),
        "purpose": named(purposes, visits.kind[order]),
        "number": number[order],
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
        "firm": named(firm_names(model.world.scenario.competitors), book.firm.astype(np.int64)),
        "cause": named(list(CAUSES), book.cause.astype(np.int64)),
        "rep_id": named_reps(model, book.owner),
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


def _assignment(model: TerritoryModel) -> Columns:
    found = model.owners.assignments()
    return {
        "account_id": named_accounts(model, found.account),
        "from_day": found.from_day,
        "to_day": found.to_day,
        "rep_id": named_reps(model, found.rep),
    }


LOG_MAKERS: Final = {
    "visit": _visit,
    "order": _order,
    "survey_answer": _survey_answer,
    "assignment": _assignment,
}
"""Makers of the tables of the truth log, by name."""
