"""A hook for whoever wants to watch a run: every leg, visit and answer, and the model each evening.

Without an observer none of this is called: the reps' processes run as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from territory_sim.simulation.day_log import DeedRow, KeptLog
from territory_sim.simulation.rep_agent import TRAVEL, RepAgent

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel
    from territory_sim.simulation.workday import Worker


class Leg(NamedTuple):
    """A trip of a rep.

    Args:
        rep: Index of the rep.
        minute: Working minute at which the rep sets out.
        minutes: How long the trip takes.
        origin: Index of the unit left.
        destination: Index of the unit reached.
        account: Index of the account visited there; -1 for none, such as at home.
    """

    rep: int
    minute: float
    minutes: float
    origin: int
    destination: int
    account: int


class Observer(Protocol):
    """Watches a run; must change nothing in it and draw no random number."""

    log: WatchedLog

    def open_run(self, model: TerritoryModel) -> None:
        """See the model before its first day.

        Args:
            model: The model.
        """

    def close_day(self, model: TerritoryModel) -> None:
        """See the model in the evening of each day.

        Args:
            model: The model; ``model.day`` days are over.
        """

    def close_run(self, model: TerritoryModel) -> None:
        """See the model after its last day.

        Args:
            model: The model.
        """


class WatchedLog(KeptLog):
    """A log that forgets neither visits nor answers, and notes the legs of field reps too."""

    __slots__ = ("earlier_answers", "legs")

    def __init__(self) -> None:
        super().__init__()
        self.legs: list[Leg] = []
        self.earlier_answers: list[DeedRow] = []

    @property
    def all_answers(self) -> list[DeedRow]:
        """The answers of all pages, in the order in which they began within a page."""
        return self.earlier_answers + self.answers

    def clear(self) -> None:
        """Start a new page and file the old one."""
        self.earlier_answers += self.answers
        super().clear()

    def watched(self, worker: Worker) -> Worker:
        """Watch a worker.

        Args:
            worker: A rep about to begin work.

        Returns:
            The same rep, whose legs are noted from now on; inside reps go nowhere.
        """
        return _WatchedRep(worker, self.legs) if isinstance(worker, RepAgent) else worker


class _WatchedRep:
    """A rep with somebody on the passenger seat who takes notes."""

    def __init__(self, rep: RepAgent, legs: list[Leg]) -> None:
        self._rep = rep
        self._legs = legs

    def begin_shift(self, now: float, *, before_weekend: bool) -> float:
        return self._rep.begin_shift(now, before_weekend=before_weekend)

    def next_step(self, now: float) -> float | None:
        rep = self._rep
        origin, driven = rep.place, rep.spent[TRAVEL]
        minutes = rep.next_step(now)
        if minutes is not None and rep.spent[TRAVEL] > driven:
            stop = rep.heading
            destination, account = (rep.rep.home, -1) if stop is None else (stop.unit, stop.account)
            self._legs.append(Leg(rep.index, now, minutes, origin, destination, account))
        return minutes
