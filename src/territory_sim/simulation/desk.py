"""A desk: where an owner's or a pool's messages and visit requests of the day come in."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from territory_sim.simulation.stops import Message, Stop

if TYPE_CHECKING:
    from territory_sim.simulation.message_routing import MessageRouting


class Desk:
    """The queue that one rep serves alone, or all reps of a pool together.

    Arrivals of a day are known to the desk in the morning but not to reps: a rep sees what has
    come in by the minute at which he looks, and sleeps until the next arrival when idle.

    Args:
        claims: Shared by desks on which the same messages lie: those already taken from one of
            two desks, by kind and number. None when every message lies on one desk.
    """

    __slots__ = (
        "_arrivals",
        "_claims",
        "_coming",
        "_urgent",
        "_visits",
        "_waiting",
        "fresh",
        "next_minute",
        "waiting",
    )

    def __init__(self, claims: set[tuple[int, int]] | None = None) -> None:
        self._claims = claims
        self._waiting: deque[Message] = deque()
        self._urgent: deque[Message] = deque()
        self._arrivals: list[Message] = []
        self._visits: list[tuple[float, Stop]] = []
        self._coming = 0
        self.next_minute = math.inf
        """Working minute of the day's next arrival; infinite when nothing more comes today."""
        self.fresh: list[Stop] = []
        """On-site requests that have come in today."""
        self.waiting = 0
        """How many messages wait to be answered."""

    def open_day(self, messages: list[Message], visits: list[tuple[float, Stop]]) -> None:
        """Lay out the day's arrivals; what waited overnight still waits.

        Args:
            messages: Messages of the day in the order of their time.
            visits: Minute and stop of the day's on-site requests, latest first.
        """
        if self._coming < len(self._arrivals):
            for message in self._arrivals[self._coming :]:
                self._queue(message)
        self._arrivals = messages
        self._coming = 0
        self._visits = visits
        self.fresh = []
        self._look_ahead()

    def take(self, now: float) -> Message | None:
        """Let in what has arrived and hand out the message to answer next, if any waits.

        Args:
            now: Working minute.

        Returns:
            The oldest urgent message, else the oldest; never one whose sender has given up, nor one
            that was taken from another desk.
        """
        if self.next_minute <= now:
            self._let_in(now)
        for queue in (self._urgent, self._waiting):
            while queue:
                message = queue.popleft()
                self.waiting -= 1
                if message.expiry_minute > now and not self._is_taken(message):
                    return message
        return None

    def _is_taken(self, message: Message) -> bool:
        """Say whether it was taken from its other desk; if not, nobody will take it there."""
        if self._claims is None:
            return False
        key = message.kind, message.number
        if key in self._claims:
            self._claims.remove(key)
            return True
        self._claims.add(key)
        return False

    def _let_in(self, now: float) -> None:
        arrivals = self._arrivals
        while self._coming < len(arrivals) and arrivals[self._coming].minute <= now:
            self._queue(arrivals[self._coming])
            self._coming += 1
        while self._visits and self._visits[-1][0] <= now:
            self.fresh.append(self._visits.pop()[1])
        self._look_ahead()

    def _queue(self, message: Message) -> None:
        (self._urgent if message.urgent else self._waiting).append(message)
        self.waiting += 1

    def _look_ahead(self) -> None:
        self.next_minute = (
            self._arrivals[self._coming].minute if self._coming < len(self._arrivals) else math.inf
        )
        if self._visits and self._visits[-1][0] < self.next_minute:
            self.next_minute = self._visits[-1][0]


class Desks:
    """All desks of the sales force.

    Args:
        reps: Number of reps in the field.
        routing: Which messages lie where.
    """

    def __init__(self, reps: int, routing: MessageRouting) -> None:
        claims: set[tuple[int, int]] | None = set() if routing.twice else None
        self._pooled = routing.pooled
        self.common = Desk(claims) if routing.common else None
        """The desk of the pool or of the inside reps; None where there is neither."""
        self.own = [Desk(claims) for _ in range(reps)]
        """The desk of each rep in the field."""

    def of(self, rep: int) -> tuple[Desk, ...]:
        """Return the desks at which a rep answers, his own first.

        Args:
            rep: Index of the rep.

        Returns:
            One desk, or two in a pool.
        """
        return (self.own[rep], self.common) if self._pooled and self.common else (self.own[rep],)
