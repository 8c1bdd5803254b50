"""The books of requests and leads: every one comes in once and ends in exactly one state."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tests.worlds import loaded

from territory_sim.market.leads import Leads
from territory_sim.market.requests import Requests
from territory_sim.simulation.lead_book import LeadBook, LeadStatus
from territory_sim.simulation.request_book import RequestBook, RequestStatus

OWNER = np.array([0, 1])
ALL = np.ones(2, dtype=bool)


def whole(*numbers: int) -> NDArray[np.int64]:
    """Give whole numbers as a column."""
    return np.array(numbers, dtype=np.int64)


def request_book() -> RequestBook:
    """Give four requests of two accounts; the third is on site, the last comes on the second day."""
    minute = np.array([10.0, 20.0, 30.0, 110.0])
    return RequestBook(
        Requests(
            account=np.array([0, 1, 1, 0]),
            minute=minute,
            on_site=np.array([False, False, True, False]),
            high_priority=np.zeros(4, dtype=bool),
            handling_minutes=np.full(4, 5.0),
            deadline_minute=minute + 50,
            expiry_minute=minute + 90,
        )
    )


def test_requests_live_from_their_day_to_their_end() -> None:
    """Coming, open, then served or expired: by the minute of the answer and of giving up."""
    book = request_book()
    today = book.open_day(100.0, OWNER, ALL)
    assert today.tolist() == [0, 1, 2]
    assert book.owner.tolist() == [0, 1, 1, -1]
    served, expired = book.settle(whole(0), np.array([12.0]), whole(1), 100.0)
    assert (served.tolist(), expired.tolist()) == ([0], [])
    assert book.open_day(200.0, OWNER[::-1], ALL).tolist() == [3]
    assert book.open_on_site().tolist() == [2]
    served, expired = book.settle(whole(2), np.array([115.0]), whole(0), 200.0)
    assert (served.tolist(), expired.tolist()) == ([2], [1, 3])
    states = [RequestStatus(state).name for state in book.status.tolist()]
    assert states == ["SERVED", "EXPIRED", "SERVED", "EXPIRED"]
    assert book.answering_rep.tolist() == [1, -1, 0, -1]
    assert book.owner.tolist() == [0, 1, 1, 1]


def test_who_comes_after_the_account_gave_up_has_not_served_it() -> None:
    """A visit at or after the minute of expiry changes nothing; the request expires."""
    book = request_book()
    book.open_day(100.0, OWNER, ALL)
    book.settle(whole(), np.array([]), whole(), 99.0)
    served, expired = book.settle(whole(2), np.array([120.0]), whole(0), 150.0)
    assert served.tolist() == []
    assert sorted(expired.tolist()) == [0, 1, 2]
    assert np.isnan(book.answered_minute).all()


def lead_book() -> LeadBook:
    """Give four leads at minute 0: sure to qualify and to be won, the last two sure not to."""
    leads = Leads(
        account=np.zeros(4, dtype=np.int64),
        minute=np.zeros(4),
        value_cents=np.full(4, 100),
        qualify_mark=np.array([0.0, 0.0, 0.0, 0.999]),
        win_mark=np.array([0.0, 0.0, 0.999, 0.0]),
        visit_minutes=np.full(4, 60.0),
        expiry_minute=np.full(4, 45.0 * 60),
    )
    book = LeadBook(leads, loaded("status_quo").leads)
    book.open_day(540.0, OWNER)
    return book


def names(book: LeadBook) -> list[str]:
    """Give the states by name."""
    return [LeadStatus(state).name for state in book.status.tolist()]


def test_leads_qualify_then_are_won_or_lost() -> None:
    """Marks decide: at the answer whether a lead qualifies, at the visit whether it is won."""
    book = lead_book()
    assert book.answer(whole(0, 2, 3), np.full(3, 10.0)).tolist() == [0, 2]
    assert names(book) == ["QUALIFIED", "OPEN", "QUALIFIED", "LOST"]
    assert book.to_visit().tolist() == [0, 2]
    assert book.visit(whole(0, 2), np.full(2, 600.0), np.ones(2)).tolist() == [0]
    assert names(book) == ["WON", "OPEN", "LOST", "LOST"]
    assert book.give_up(540.0).tolist() == []
    assert book.to_visit().tolist() == []


def test_leads_expire_without_answer_and_without_visit() -> None:
    """Each at its own limit; a visit after that wins nothing."""
    book = lead_book()
    book.answer(whole(0), np.array([10.0]))
    assert book.give_up(45 * 60 - 1.0).tolist() == []
    assert book.give_up(45 * 60.0).tolist() == [1, 2, 3]
    late = book.visit(whole(0), np.array([10.0 + 90 * 60]), np.ones(1))
    assert late.tolist() == []
    assert book.give_up(10.0 + 90 * 60).tolist() == [0]
    assert set(names(book)) == {"EXPIRED"}
