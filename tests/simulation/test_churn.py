"""An account that leaves is called on no more, asks no more and buys elsewhere, until a lead wins it back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from tests.simulation.diary import model_of
from tests.worlds import loaded, small_world

from territory_sim.market.churn import LeavingCause
from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.request_book import RequestStatus
from territory_sim.units import PerSegment

OFTEN = replace(loaded("status_quo").service.churn, hazard_per_year=1.5)
NO_LEADS = PerSegment(A=0, B=0, C=0)
DAYS = 40


@cache
def finished(leads: bool = False) -> TerritoryModel:
    """Run forty days in which accounts leave ten times as often as usual, with many leads or none."""
    changes = {"leads__leads_per_year": PerSegment(A=30, B=30, C=30) if leads else NO_LEADS}
    model = model_of(small_world(days=DAYS, service__churn=OFTEN, **changes))
    for _ in range(DAYS):
        model.step()
    return model


def end_of_leaving(model: TerritoryModel) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give the evening on which each account left; infinity for those who stayed."""
    day = model.rules.day_minutes
    evening = (np.nan_to_num(model.state.left_minute) // day + 1) * day
    return np.where(model.state.is_customer, np.inf, evening)


def test_many_leave_and_each_for_a_cause() -> None:
    """A fifth of the accounts or so; minute and cause are set for those who left and for nobody else."""
    state = finished().state
    gone = ~state.is_customer
    assert 30 < gone.sum() < 150
    np.testing.assert_array_equal(gone, ~np.isnan(state.left_minute))
    np.testing.assert_array_equal(gone, state.leaving_cause != LeavingCause.NONE)


def test_who_left_asks_for_nothing_more() -> None:
    """Requests up to the evening of leaving come in; those after it are never made, and stand in no book."""
    model = finished()
    drawn, status = model.requests.requests, model.requests.status
    after = drawn.minute >= end_of_leaving(model)[drawn.account]
    np.testing.assert_array_equal(after, status == RequestStatus.NEVER_MADE)
    assert after.sum() > 10
    assert (status != RequestStatus.COMING).all()


def test_who_left_buys_elsewhere() -> None:
    """No need after the evening of leaving is ours, and it still counts as bought."""
    model = finished()
    needs, status = model.demand.needs, model.orders.status
    after = needs.minute >= end_of_leaving(model)[needs.account]
    assert (status[after] == OrderStatus.ELSEWHERE).all()
    assert after.sum() > 20
    assert model.state.bought_cents.sum() == needs.size_cents.sum()


def test_who_left_is_called_on_no_more() -> None:
    """It is never due again, and its intervals pass uncounted."""
    model = model_of(small_world(days=DAYS, service__churn=OFTEN, leads__leads_per_year=NO_LEADS))
    due_before = model.state.calls_due.copy()
    for day in range(DAYS):
        gone = ~model.state.is_customer
        assert not gone[model.calls.due(day)].any()
        model.step()
        assert (model.state.calls_due[gone] == due_before[gone]).all()
        due_before = model.state.calls_due.copy()


def test_a_lead_that_is_won_wins_the_account_back() -> None:
    """Satisfaction starts afresh, the cause is forgotten, and the call plan has the account again."""
    model = model_of(small_world(days=DAYS, service__churn=OFTEN))
    state, account = model.state, np.array([0, 1, 2])
    state.leave(account, np.full(3, 5.0), np.full(3, LeavingCause.RIVAL, dtype=np.int8))
    state.satisfaction[:3] = 2.0
    model.step()
    assert not np.isin([0, 1, 2], model.calls.due(1)).any()
    state.win_back(np.array([0, 1]), np.array([9e9, 9e9]))
    assert state.is_customer[:3].tolist() == [True, True, False]
    assert state.leaving_cause[:3].tolist() == [0, 0, LeavingCause.RIVAL]
    assert state.satisfaction[:2].tolist() == [7.0, 7.0]
    model.step()
    later = np.concatenate([model.calls.due(day) for day in range(2, DAYS)])
    assert {0, 1} & set(later.tolist())
    assert 2 not in later


def test_won_leads_bring_accounts_back_in_a_run() -> None:
    """With many leads some of those who left are customers again."""
    with_leads, without = finished(leads=True), finished()
    assert with_leads.state.is_customer.sum() > without.state.is_customer.sum()
