"""What answered and unanswered requests do to accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.satisfaction import experience
from territory_sim.simulation.course import Impulses

if TYPE_CHECKING:
    from territory_sim.market.parameters.service import ServiceParameters
    from territory_sim.simulation.day_log import Deeds
    from territory_sim.simulation.settlement import Books, Stretch


class RequestSettlement:
    """Settles requests.

    Args:
        books: What settlement writes to.
        service: What an answer does to satisfaction.
    """

    def __init__(self, books: Books, service: ServiceParameters) -> None:
        self._book, self._state, self._tally = books.requests, books.state, books.tally
        self._service = service

    def open_day(self, day: int, today: NDArray[np.int64]) -> None:
        """Count the day's requests and the work they require.

        Args:
            day: Business day, from 0.
            today: Numbers of the day's requests.
        """
        drawn, owner = self._book.requests, self._book.owner[today]
        self._tally.count(day, "requests_created", owner)
        self._tally.require("request", owner, drawn.handling_minutes[today], drawn.on_site[today])

    def settle(self, stretch: Stretch, visits: Deeds, answers: Deeds) -> None:
        """Let answers and vain waiting take effect.

        Args:
            stretch: The part of the day.
            visits: Visits for requests.
            answers: Answers to requests from afar.
        """
        book, state = self._book, self._state
        number = np.concatenate([visits.number, answers.number])
        minute = np.concatenate([visits.minute, answers.minute])
        rep = np.concatenate([visits.rep, answers.rep])
        served, expired = book.settle(number, minute, rep, stretch.end)
        drawn = book.requests
        ended = np.concatenate([served, expired])
        answered = book.answered_minute[ended]
        points = experience(answered, drawn.deadline_minute[ended], self._service)
        moment = np.where(np.isnan(answered), drawn.expiry_minute[ended], answered)
        state.remember(stretch, self._service)
        state.experience(stretch.end, self._service, Impulses(drawn.account[ended], moment, points))
        self._tally.count(stretch.day, "requests_served", book.owner[served])
        self._tally.count(stretch.day, "requests_expired", book.owner[expired])
