"""The log of a day keeps what was done in its order, kind by kind."""

from __future__ import annotations

from territory_sim.simulation.day_log import DayLog, deeds_of
from territory_sim.simulation.stops import CALL, LEAD, REQUEST


def test_deeds_come_back_in_the_order_in_which_they_were_done() -> None:
    """Every column survives, minutes to the last bit; of one kind, in the same order."""
    rows = [(LEAD, 1, 7, 70, 10.5, 60.0), (CALL, 0, 3, 3, 20.0, 45.5), (LEAD, 0, 8, 80, 1 / 1024, 2.0)]
    deeds = deeds_of(rows)
    columns = (deeds.kind, deeds.rep, deeds.number, deeds.account, deeds.minute, deeds.duration_minutes)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == rows
    assert deeds.of(LEAD).number.tolist() == [7, 8]
    assert deeds.of(LEAD).minute.tolist() == [10.5, 1 / 1024]
    assert len(deeds.of(REQUEST)) == 0


def test_a_new_page_is_empty() -> None:
    """Clearing forgets the day, and no list handed out before changes; an empty day has columns too."""
    log = DayLog()
    log.answers.append((REQUEST, 0, 1, -1, 5.0, 12.0))
    yesterday = log.answers
    log.clear()
    assert len(deeds_of(log.answers)) == 0
    assert len(deeds_of(yesterday)) == 1
