"""A desk hands out messages in order, never before they came, never after their sender gave up."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from territory_sim.simulation.desk import Desk
from territory_sim.simulation.stops import CALL, REQUEST, Message, Stop


def message(number: int, minute: float, *, expiry: float = math.inf, urgent: bool = False) -> Message:
    """Give a message of ten minutes."""
    return Message(minute, REQUEST, number, 10.0, expiry, urgent)


def taken(desk: Desk, now: float) -> int | None:
    """Give the number of the message handed out."""
    found = desk.take(now)
    return None if found is None else found.number


def test_first_come_first_served() -> None:
    """Messages come out in the order of their time, one at a time, and then there are none."""
    desk = Desk()
    desk.open_day([message(0, 1.0), message(1, 2.0), message(2, 3.0)], [])
    assert [taken(desk, 5.0) for _ in range(4)] == [0, 1, 2, None]
    assert desk.waiting == 0


def test_a_message_is_not_seen_before_it_came() -> None:
    """It can be taken at its own minute, not before; until then its minute is known as the next."""
    desk = Desk()
    desk.open_day([message(0, 1.0), message(1, 2.0)], [])
    assert desk.next_minute == 1.0
    assert taken(desk, 0.999) is None
    assert taken(desk, 1.0) == 0
    assert desk.next_minute == 2.0
    assert taken(desk, 1.5) is None
    assert taken(desk, 2.0) == 1
    assert desk.next_minute == math.inf


def test_urgent_messages_go_first_among_those_that_came() -> None:
    """Priority orders who waits; it makes nobody wait for an urgent message that has not come yet."""
    desk = Desk()
    desk.open_day(
        [message(0, 1.0), message(1, 2.0), message(2, 2.5, urgent=True), message(3, 9.0, urgent=True)], []
    )
    assert [taken(desk, 3.0) for _ in range(4)] == [2, 0, 1, None]
    assert taken(desk, 9.0) == 3


def test_whoever_gave_up_is_passed_over() -> None:
    """At the minute of expiry a message is gone, and the next one is handed out in its place."""
    desk = Desk()
    desk.open_day([message(0, 1.0, expiry=4.0), message(1, 2.0, expiry=6.0)], [])
    assert taken(desk, 4.0) == 1
    assert desk.waiting == 0


def test_what_was_not_taken_waits_for_the_next_day() -> None:
    """Messages let in and messages never looked at both wait overnight, in their order."""
    desk = Desk()
    desk.open_day([message(0, 1.0), message(1, 2.0), message(2, 8.0), message(3, 9.0)], [])
    assert taken(desk, 2.0) == 0
    desk.open_day([message(4, 11.0)], [])
    assert desk.waiting == 3
    assert [taken(desk, 11.0) for _ in range(5)] == [1, 2, 3, 4, None]


def test_on_site_requests_show_up_when_they_come() -> None:
    """Stops of the day are fresh from their minute on; the next morning starts without them."""
    stops = [Stop(1.0, 2, 40.0, 25.0, REQUEST, number, 7) for number in range(2)]
    desk = Desk()
    desk.open_day([], [(6.0, stops[1]), (5.0, stops[0])])
    assert desk.next_minute == 5.0
    desk.take(5.0)
    assert desk.fresh == [stops[0]]
    desk.take(7.0)
    assert desk.fresh == stops
    desk.open_day([], [])
    assert desk.fresh == []
    assert stops[0].kind != CALL


def test_a_message_on_two_desks_is_handed_out_once() -> None:
    """Whichever desk is asked first gives it; the other passes it over and gives its own next one."""
    claims: set[tuple[int, int]] = set()
    office, owner = Desk(claims), Desk(claims)
    office.open_day([message(0, 1.0), message(1, 2.0), message(2, 3.0)], [])
    owner.open_day([message(0, 1.0), message(1, 2.0), message(2, 3.0)], [])
    assert taken(owner, 2.0) == 0
    assert taken(office, 2.0) == 1
    assert taken(office, 3.0) == 2
    assert taken(owner, 9.0) is None
    assert taken(office, 9.0) is None
    assert claims == set()


@given(
    arrivals=st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.integers(1, 30)), max_size=15),
    looks=st.lists(st.integers(0, 45), max_size=20),
)
def test_every_message_comes_out_at_most_once_and_in_order(
    arrivals: list[tuple[int, bool, int]], looks: list[int]
) -> None:
    """Each look gets the oldest waiting urgent message, else the oldest waiting one, else none."""
    rows = sorted(arrivals)
    messages = [
        message(number, minute, expiry=minute + patience, urgent=urgent)
        for number, (minute, urgent, patience) in enumerate(rows)
    ]
    desk = Desk()
    desk.open_day(messages, [])
    left = list(messages)
    for now in sorted(looks):
        here = [m for m in left if m.minute <= now < m.expiry_minute]
        expected = min(here, key=lambda m: (not m.urgent, m.number), default=None)
        assert desk.take(now) == expected
        if expected is not None:
            left.remove(expected)
