"""The log of a day keeps what was done in its order, kind by kind."""

from __future__ import annotations

from territory_sim.simulation.day_log import DayLog, deeds_of
from territory_sim.simulation.stops import CALL, LEAD, REQUEST


def test_deeds_come_back_by_kind_in_the_order_in_which_they_were_done() -> None:
    """Every column survives, minutes to the last bit."""
    log = DayLog()
    log.visits += [(LEAD, 1, 7, 70, 10.5), (CALL, 0, 3, 3, 20.0), (LEAD, 0, 8, 80, 1 / 1024)]
    calls, requests, leads = (deeds_of(log.visits).of(kind) for kind in (CALL, REQUEST, LEAD))
    assert len(requests) == 0
    assert (calls.rep.tolist(), calls.number.tolist(), calls.account.tolist()) == ([0], [3], [3])
    assert leads.number.tolist() == [7, 8]
    assert leads.minute.tolist() == [10.5, 1 / 1024]
    assert len(deeds_of(log.answers)) == 0


def test_a_new_page_is_empty() -> None:
    """Clearing forgets the day, and no list handed out before changes."""
    log = DayLog()
    log.answers.append((REQUEST, 0, 1, -1, 5.0))
    yesterday = log.answers
    log.clear()
    assert len(deeds_of(log.answers)) == 0
    assert len(yesterday) == 1
