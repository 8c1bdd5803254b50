"""Record a run day by day: where reps went, who asked, who was answered, who was left waiting.

Everything is whole numbers: minutes of the day, places of accounts and units in the record's lists.
What changes is noted on the day on which it changes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from territory_sim.simulation.observer import Leg, WatchedLog
from territory_sim.simulation.request_book import RequestStatus
from territory_sim.simulation.territory_tables import territory_run_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.simulation.day_log import DeedRow
    from territory_sim.simulation.model import TerritoryModel

Day = dict[str, list[int]]
"""One day of the record; see ``record.schema.json``."""

HOME: Final = 4
"""Kind of a stop that is the end of the day at home; the others are those of ``simulation.stops``."""
_HOME_PLACE: Final = -1
_DAYS_PER_WEEK: Final = 5


class DayRecorder:
    """Watches a run and writes down each of its days.

    Args:
        told: Called with each day as soon as it is over; None when nobody waits for it.
        moves: Whether to note movements too; without them a record has figures only.
    """

    def __init__(self, told: Callable[[Day], None] | None = None, *, moves: bool = True) -> None:
        self.log = WatchedLog()
        self.days: list[Day] = []
        self.calls_due: list[int] = []
        self.calls_on_time: list[int] = []
        self.worst_decile: list[float] = []
        self.booked_cents: list[int] = []
        self.required_hours: list[list[int]] = []
        """Hours of work that each territory has asked for so far, at the end of each week."""
        self._told = told
        self._moves = moves
        self._seen = [0, 0, 0]
        self._requests_known = 0
        self._status: NDArray[np.int8] = np.empty(0, dtype=np.int8)

    def open_run(self, model: TerritoryModel) -> None:
        """See the model before its first day.

        Args:
            model: The model.
        """
        count = len(model.world.accounts)
        self._every = np.arange(count)
        self._missed = np.zeros(count, dtype=bool)
        self._gone = np.zeros(count, dtype=bool)
        self._unit = model.state.unit.copy()
        self._held: list[Leg | None] = [None] * len(model.reps)
        self._requests_known = len(model.requests.requests)
        self._status = model.requests.status.copy()
        self._rivals = [rep for firm in model.rivalry.reps for rep in firm]
        self._territory_of_unit = model.state.alignment.territory_of_unit.copy()

    def close_day(self, model: TerritoryModel) -> None:
        """Write down the day that is over.

        Args:
            model: The model in the evening.
        """
        state = model.state
        self.calls_due.append(int(state.calls_due.sum()))
        self.calls_on_time.append(int(state.calls_on_time.sum()))
        self.worst_decile.append(_worst_decile(state.calls_due, state.calls_on_time))
        self.booked_cents.append(int(state.booked_cents.sum()))
        if model.day % _DAYS_PER_WEEK == 0 or model.day == model.calendar.days:
            self.required_hours.append(_required_hours(model))
        if not self._moves:
            self.log.legs.clear()
            return
        begin = (model.day - 1) * model.rules.day_minutes
        day = self._stops(model, begin) | self._accounts(model) | self._requests(model, begin)
        tours = sorted((int(m - begin), n, u) for n, rep in enumerate(self._rivals) for m, u in rep.tour)
        day["rivals"] = [value for minute, number, unit in tours for value in (number, minute, unit)]
        self.days.append({name: values for name, values in day.items() if values})
        if self._told is not None:
            self._told(self.days[-1])

    def close_run(self, model: TerritoryModel) -> None:
        """See the model after its last day: nothing is left to note.

        Args:
            model: The model.
        """

    def _stops(self, model: TerritoryModel, begin: float) -> Day:
        """Columns of the day's stops, rep after rep, each rep's in the order of time."""
        visits, answers = self.log.all_visits, self.log.all_answers
        pages: tuple[Sequence[Any], ...] = (self.log.legs, visits, answers)
        legs, stops, given = (page[seen:] for page, seen in zip(pages, self._seen, strict=True))
        self._seen = [len(page) for page in pages]
        of_rep: list[list[tuple[float, int, Any]]] = [[] for _ in model.reps]
        for leg in legs:
            of_rep[leg.rep].append((leg.minute, 1, leg))
        for visit in stops:
            of_rep[visit[1]].append((visit[4], 0, visit))
        columns: Day = {name: [] for name in ("stops", "gap", "way", "place", "kind", "stay")}
        for rep, deeds in enumerate(of_rep):
            rows = self._rows(rep, sorted(deeds, key=lambda deed: deed[:2]), begin)
            columns["stops"].append(len(rows))
            for row in rows:
                for name, value in zip(("gap", "way", "place", "kind", "stay"), row, strict=True):
                    columns[name].append(value)
        columns["answers"] = _answers(given, len(model.reps))
        return columns

    def _rows(
        self, rep: int, deeds: Sequence[tuple[float, int, Any]], begin: float
    ) -> list[tuple[int, int, int, int, int]]:
        rows, clock = [], 0
        for _, is_leg, deed in deeds:
            if is_leg:
                leg: Leg = deed
                # The way home has nobody at its end.
                if leg.account < 0 and not self._leads_to_event(leg, deeds):
                    leave = int(leg.minute - begin)
                    end = int(leg.minute + leg.minutes - begin)
                    rows.append((leave - clock, end - leave, _HOME_PLACE, HOME, 0))
                    clock = end
                else:
                    self._held[rep] = leg
                continue
            row, clock = self._visit_row(deed, self._held[rep], begin, clock)
            self._held[rep] = None
            rows.append(row)
        return rows

    @staticmethod
    def _leads_to_event(leg: Leg, deeds: Sequence[tuple[float, int, Any]]) -> bool:
        arrival = leg.minute + leg.minutes
        return any(not is_leg and deed[3] < 0 and deed[4] == arrival for _, is_leg, deed in deeds)

    @staticmethod
    def _visit_row(
        visit: DeedRow, leg: Leg | None, begin: float, clock: int
    ) -> tuple[tuple[int, int, int, int, int], int]:
        kind, _, _, account, minute, duration = visit
        leave = int((minute if leg is None else leg.minute) - begin)
        arrive, end = int(minute - begin), int(minute + duration - begin)
        unit = -1 if leg is None else leg.destination
        place = account if account >= 0 else -(unit + 2)
        return (leave - clock, arrive - leave, place, kind, end - arrive), end

    def _accounts(self, model: TerritoryModel) -> Day:
        """Which accounts changed: a call missed or made up for, lost or won back, moved."""
        missed, gone = model.calls.missed(self._every), ~model.state.is_customer
        moved = np.flatnonzero(model.state.unit != self._unit)
        day = {
            "missed": _steps(np.flatnonzero(missed != self._missed)),
            "gone": _steps(np.flatnonzero(gone != self._gone)),
            "moved": np.column_stack([moved, model.state.unit[moved]]).ravel().tolist(),
            "territories": self._new_map(model.state.alignment.territory_of_unit),
        }
        self._missed, self._gone, self._unit = missed, gone, model.state.unit.copy()
        return day

    def _new_map(self, territory_of_unit: NDArray[np.int32]) -> list[int]:
        """Units that changed hands since yesterday, each with its territory."""
        changed = np.flatnonzero(territory_of_unit != self._territory_of_unit)
        self._territory_of_unit = territory_of_unit
        pairs: list[int] = np.column_stack([changed, territory_of_unit[changed]]).astype(int).ravel().tolist()
        return pairs

    def _requests(self, model: TerritoryModel, begin: float) -> Day:
        """Which requests the run itself gave rise to, which were answered, which never made."""
        book = model.requests
        asked, known = book.requests, self._requests_known
        extra = np.column_stack(
            [
                asked.account[known:],
                asked.minute[known:],
                asked.on_site[known:],
                asked.deadline_minute[known:] - asked.minute[known:],
                asked.expiry_minute[known:] - asked.minute[known:],
            ]
        )
        self._requests_known = len(asked)
        before = np.zeros(len(book.status), dtype=np.int8)
        before[: len(self._status)] = self._status
        changed = np.flatnonzero(book.status != before)
        self._status = book.status.copy()
        answered = changed[book.status[changed] == RequestStatus.SERVED]
        minutes = book.answered_minute[answered] - begin
        return {
            "extra": extra.astype(np.int64).ravel().tolist(),
            "answered": _steps(answered),
            "answered_minute": minutes.astype(np.int64).tolist(),
            "never": _steps(changed[book.status[changed] == RequestStatus.NEVER_MADE]),
        }


def _answers(given: Sequence[DeedRow], reps: int) -> list[int]:
    """How many messages each field rep answered; none when nobody did."""
    count = np.bincount([row[1] for row in given if row[1] < reps], minlength=reps) if given else np.zeros(0)
    return count.astype(int).tolist() if count.any() else []


def _steps(ascending: NDArray[np.int64]) -> list[int]:
    """Differences from one to the next, the first from 0."""
    steps: list[int] = np.diff(ascending, prepend=0).tolist()
    return steps


def _worst_decile(due: NDArray[np.int64], on_time: NDArray[np.int64]) -> float:
    """Share of calls made in time over the worst-served tenth of accounts, as the scorecard has it."""
    planned = np.flatnonzero(due > 0)
    if not len(planned):
        return float("nan")
    due, on_time = due[planned], on_time[planned]
    worst = np.argsort(on_time / due, kind="stable")[: max(1, len(due) // 10)]
    return float(on_time[worst].sum() / due[worst].sum())


def _required_hours(model: TerritoryModel) -> list[int]:
    columns = territory_run_columns(model)
    hours, admin = (np.asarray(columns[name], dtype=float) for name in ("required_hours", "admin_hours"))
    # The table counts administration for the whole run.
    ahead = 1 - model.day / model.calendar.days
    whole: list[int] = np.rint(hours - admin * ahead).astype(int).tolist()
    return whole
