"""The book of requests: every one comes in once and ends in exactly one state."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.requests import Requests
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
