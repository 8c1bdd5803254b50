"""The book of deals: qualified leads on their way through the stages of the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.pipeline import LOST, STALLED, WON
from territory_sim.simulation.lead_book import LeadCause, LeadStatus

if TYPE_CHECKING:
    from territory_sim.market.parameters.leads import LeadParameters
    from territory_sim.market.pipeline import Pipeline
    from territory_sim.simulation.lead_book import LeadBook
    from territory_sim.streams import Streams

EXPIRED: Final = -4
"""Stands in the history of stages where a deal ended because nobody came."""
_STATUS = {WON: LeadStatus.WON, LOST: LeadStatus.LOST, STALLED: LeadStatus.STALLED}
_CAUSE = {WON: -1, LOST: int(LeadCause.LOST_TO_RIVAL), STALLED: int(LeadCause.STALLED)}
_NONE = np.empty(0, dtype=np.int64)


class DealBook:
    """State of every deal of a run, by the number of its lead.

    Args:
        leads: The book of leads, where a deal's end is noted.
        pipeline: The stages.
        parameters: How long a deal waits for a visit, and what a handover does to it.
        streams: Streams of the replication; each step of a deal has marks of its own.
        account_keys: Stream keys of the accounts, shape (n_accounts,).
    """

    def __init__(
        self,
        leads: LeadBook,
        pipeline: Pipeline,
        parameters: LeadParameters,
        streams: Streams,
        account_keys: NDArray[np.uint64],
    ) -> None:
        count = len(leads.leads)
        self.leads, self.pipeline = leads, pipeline
        self.stage = np.full(count, -1, dtype=np.int64)
        self.step = np.full(count, -1, dtype=np.int64)
        self.entered_minute = np.full(count, np.nan)
        self.visited_minute = np.full(count, np.nan)
        self.visit_by = np.full(count, np.inf)
        self.handed_over = np.zeros(count, dtype=bool)
        self._stays = np.zeros(count, dtype=bool)
        self.history: list[tuple[NDArray[np.generic], ...]] = []
        """Stages that have ended: lead, step, stage, minutes of entry, visit and end, what came next."""
        self._ends_minute = np.full(count, np.inf)
        self._outcome_mark = np.zeros(count)
        self._would_have_won = np.zeros(count, dtype=bool)
        self._stay_minutes = np.zeros(count)
        self._live = self._called_for = _NONE
        self._wait_minutes = 60 * parameters.visit_within_hours
        self._handover_odds = 1 - parameters.handover_loss
        self._protected = parameters.protection == "open_deals"
        self._streams, self._account_keys = streams, account_keys

    @property
    def live(self) -> NDArray[np.int64]:
        """Numbers of the deals that have not ended."""
        return self._live

    def begin(
        self, qualified: NDArray[np.int64], minute: NDArray[np.float64], owner: NDArray[np.int64]
    ) -> None:
        """Let leads that qualify enter the first stage.

        Args:
            qualified: Numbers of the leads, shape (k,).
            minute: Working minute of each first answer, shape (k,).
            owner: Index of the rep who owns each account now and takes the deal, shape (k,).
        """
        self.leads.owner[qualified] = owner
        if not len(qualified):
            return
        self._live = np.concatenate([self._live, qualified])
        self._enter(qualified, np.zeros(len(qualified), dtype=np.int64), minute)

    def to_visit(self) -> NDArray[np.int64]:
        """Return the numbers of the deals that wait for a visit."""
        waiting: NDArray[np.int64] = self._live[np.isinf(self._ends_minute[self._live])]
        return waiting

    def take_called_for(self) -> NDArray[np.int64]:
        """Return the deals that have come to need a visit since this was asked last."""
        numbers, self._called_for = self._called_for, _NONE
        return numbers

    def keep(self) -> None:
        """Let every rep bring the deals to their end that are open now, whoever gets the account."""
        self._stays[self._live] = True

    def hand_over(self, owner_of_account: NDArray[np.int64]) -> None:
        """Give deals to the new owners of their accounts, unless the old ones are protected.

        Args:
            owner_of_account: Index of the rep who owns each account now, shape (n_accounts,).
        """
        if self._protected or not len(self._live):
            return
        old = self.leads.owner[self._live]
        now = np.where(self._stays[self._live], old, owner_of_account[self.leads.leads.account[self._live]])
        passed_on = now != old
        self.handed_over[self._live[passed_on]] = True
        self.leads.owner[self._live] = now

    def under_way(self) -> NDArray[np.int64]:
        """Return the numbers of the deals that may end with an order and need no further visit."""
        running = self._live[np.isfinite(self._ends_minute[self._live])]
        last: NDArray[np.int64] = running[self.pipeline.may_win[self.stage[running]]]
        return last

    def sign_by(self, numbers: NDArray[np.int64], minute: NDArray[np.float64]) -> None:
        """Let stages end earlier than they would.

        Args:
            numbers: Numbers of deals under way, shape (k,).
            minute: Working minute by which each customer decides, shape (k,).
        """
        self._ends_minute[numbers] = np.minimum(self._ends_minute[numbers], minute)

    def marks_of(self, numbers: NDArray[np.int64], purpose: str, draws: int) -> NDArray[np.float64]:
        """Draw marks of deals that belong to the leads themselves, whoever works on them.

        Args:
            numbers: Numbers of the leads, shape (k,).
            purpose: Stable name of what is drawn.
            draws: How many uniforms each gets.

        Returns:
            Uniforms, shape (k, draws).
        """
        drawn = self.leads.leads
        keys = self._account_keys[drawn.account[numbers]] ^ drawn.win_mark[numbers].view(np.uint64)
        return self._streams.rows(purpose, keys, draws)

    def lose_rep(self, owner: int) -> None:
        """Let whoever follows a leaver take over his open deals.

        Args:
            owner: Index of the rep whose place somebody else takes.
        """
        self.handed_over[self._live[self.leads.owner[self._live] == owner]] = True

    def visit(self, visited: NDArray[np.int64], minute: NDArray[np.float64]) -> None:
        """Let the time of a stage begin with its visit.

        Args:
            visited: Numbers of the deals visited, shape (k,).
            minute: Working minute at which each visit began, shape (k,).
        """
        # Whoever gave up while a rep was on the way cannot be won any more.
        in_time = minute < self.visit_by[visited]
        visited, minute = visited[in_time], minute[in_time]
        self.visited_minute[visited] = minute
        self._ends_minute[visited] = minute + self._stay_minutes[visited]

    def settle(self, until: float, ability: NDArray[np.float64]) -> NDArray[np.int64]:
        """End the stages whose time is over, one after the other, and the waits that were in vain.

        Args:
            until: Working minute.
            ability: What every rep brings today, shape (reps,).

        Returns:
            Numbers of the deals won.
        """
        won = [_NONE]
        while True:
            over = self._live[self._ends_minute[self._live] <= until]
            if not len(over):
                break
            won.append(self._end_stages(over, ability[self.leads.owner[over]]))
        waiting = self.to_visit()
        forgotten = waiting[self.visit_by[waiting] <= until]
        if len(forgotten):
            self._note(forgotten, self.visit_by[forgotten], np.full(len(forgotten), EXPIRED))
            cause = self._cause_of(forgotten, LeadCause.NO_CAPACITY)
            self.leads.end(forgotten, LeadStatus.EXPIRED, cause, self.visit_by[forgotten])
            self._forget_ended()
        return np.concatenate(won)

    def _enter(
        self, numbers: NDArray[np.int64], stage: NDArray[np.int64], minute: NDArray[np.float64]
    ) -> None:
        self.stage[numbers] = stage
        self.step[numbers] += 1
        self.entered_minute[numbers] = minute
        self.visited_minute[numbers] = np.nan
        marks = self._marks(numbers)
        self._outcome_mark[numbers] = marks[:, 0]
        self._stay_minutes[numbers] = self.pipeline.stay_minutes(stage, marks[:, 1])
        needs_visit = self.pipeline.needs_visit[stage]
        self.visit_by[numbers] = np.where(needs_visit, minute + self._wait_minutes, np.inf)
        self._ends_minute[numbers] = np.where(needs_visit, np.inf, minute + self._stay_minutes[numbers])
        self._called_for = np.concatenate([self._called_for, numbers[needs_visit]])

    def _marks(self, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what decides how the present stage ends and how long it lasts: functions of the lead alone.

        The key is made of the account's key and of a mark of the lead, so that neither the number
        of the lead nor who works on it has any part in it.
        """
        drawn, step = self.leads.leads, self.step[numbers]
        first = step == 0
        marks = np.zeros((len(numbers), 2))
        if self.pipeline.takes_time or not first.all():
            keys = self._account_keys[drawn.account[numbers]] ^ drawn.win_mark[numbers].view(np.uint64)
            for present in np.unique(step).tolist():
                here = step == present
                marks[here] = self._streams.rows("deal steps", keys[here], 2, period=present)
        marks[first, 0] = drawn.win_mark[numbers[first]]
        return marks

    def _end_stages(self, over: NDArray[np.int64], ability: NDArray[np.float64]) -> NDArray[np.int64]:
        stage, mark, minute = self.stage[over], self._outcome_mark[over], self._ends_minute[over]
        after = self.pipeline.next_of(stage, mark, ability)
        handed = self.handed_over[over]
        if handed.any():
            self._would_have_won[over[handed & (after == WON)]] = True
            after = self.pipeline.next_of(
                stage, mark, np.where(handed, ability * self._handover_odds, ability)
            )
        self._note(over, minute, after)
        for end, status in _STATUS.items():
            here = after == end
            cause = _CAUSE[end] if end == WON else self._cause_of(over[here], _CAUSE[end])
            self.leads.end(over[here], status, cause, minute[here])
        if (going_on := after >= 0).any():
            self._enter(over[going_on], after[going_on], minute[going_on])
        self._forget_ended()
        won: NDArray[np.int64] = over[after == WON]
        return won

    def _cause_of(self, numbers: NDArray[np.int64], usual: int) -> NDArray[np.int64]:
        """A deal that its first rep would have won has been lost by the handover, however it ends."""
        return np.where(self._would_have_won[numbers], int(LeadCause.HANDOVER), usual)

    def _note(
        self, numbers: NDArray[np.int64], minute: NDArray[np.float64], after: NDArray[np.int64]
    ) -> None:
        columns = (self.step, self.stage, self.entered_minute, self.visited_minute)
        self.history.append((numbers, *(column[numbers] for column in columns), minute, after))

    def _forget_ended(self) -> None:
        self._live = self._live[self.leads.status[self._live] == LeadStatus.QUALIFIED]
