"""The accounts as they stand on a day: place, owner, goodwill, satisfaction, and running totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.attraction import OURS
from territory_sim.market.orders import goodwill_kept_per_day, goodwill_of_a_call
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.response import Response
from territory_sim.market.satisfaction import disconfirmation, memory_kept_per_day
from territory_sim.simulation.course import NO_IMPULSES, Course, Impulses

if TYPE_CHECKING:
    from territory_sim.simulation.settlement import Stretch
    from territory_sim.territories.alignment import Alignment


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Our visits of a stretch of time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        ability: What the rep brought to each, relative to the typical rep, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    ability: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RivalVisits:
    """The rivals' calls of a stretch of time.

    Args:
        rival: Number of the firm, from 0, shape (k,).
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
    """

    rival: NDArray[np.int64]
    account: NDArray[np.int64]
    minute: NDArray[np.float64]


class MarketState:
    """One column for each thing that changes about an account.

    Args:
        accounts: The accounts as they start.
        alignment: Which territory owns which unit.
        market: Call norms, response and carry-over.
        service: Satisfaction at the start.
        new_accounts: Whether each account is new, shape (n,).
        rivals: Number of rival firms.
    """

    def __init__(
        self,
        accounts: Accounts,
        alignment: Alignment,
        market: MarketParameters,
        service: ServiceParameters,
        new_accounts: NDArray[np.bool_],
        rivals: int = 0,
    ) -> None:
        count = len(accounts)
        self.unit = accounts.unit.copy()
        self.owner = alignment.assign(accounts).astype(np.int64)
        self.response = Response(market, new_accounts)
        self.goodwill_of_firms = np.zeros((1 + rivals, count))
        """Goodwill of every firm's calls, one row a firm, ours first."""
        self.goodwill[:] = 1  # As if every account had been called on at its norm before the run.
        self.is_customer = np.ones(count, dtype=bool)
        """False once an account has left us for good; a lead that is won brings it back."""
        self.left_minute = np.full(count, np.nan)
        """When an account left; nan while it is a customer."""
        self.leaving_cause = np.zeros(count, dtype=np.int8)
        """Why it left, one of ``LeavingCause``; NONE while it is a customer."""
        self.rep_since = np.full(count, -np.inf)
        """Working minute since which an account has its rep; minus infinity for the rep of old."""
        self.handover_felt = np.ones(count)
        """Share of the loss of a change of rep that each account feels: less after a warm handover."""
        self.campaign_appeal = np.zeros(count)
        """What campaigns add to the log odds of an order."""
        self.word_appeal = np.zeros(count)
        """What others say of us adds to the log odds of an order."""
        self.campaign_lead_rate = np.zeros(count)
        """Leads a year that campaigns bring now."""
        self.referral_lead_rate = np.zeros(count)
        """Leads a year that other accounts bring now by speaking for us."""
        self.prospecting_lead_rate = np.zeros(count)
        """Leads a year that reps find now by looking for them."""
        self.satisfaction = np.full(count, service.satisfaction_start)
        self._satisfaction_start = service.satisfaction_start
        self._course_of_goodwill = Course(self.goodwill_of_firms.ravel(), 0.0, 1.0)
        self.course_of_satisfaction = Course(self.satisfaction, 0.0, 1.0)
        self._felt = NO_IMPULSES
        self.call_impact = goodwill_of_a_call(accounts, market)
        self.goodwill_kept = goodwill_kept_per_day(market)
        self.calls_made = np.zeros(count, dtype=np.int64)
        self.visits = np.zeros(count, dtype=np.int64)
        self.calls_due = np.zeros(count, dtype=np.int64)
        self.calls_on_time = np.zeros(count, dtype=np.int64)
        self.bought_cents = np.zeros(count, dtype=np.int64)
        self.booked_cents = np.zeros(count, dtype=np.int64)
        self.alignment = alignment
        """The map in force."""
        self._named = frozenset(alignment.territory_of_account)
        self._account_ids = accounts.account_ids

    @property
    def goodwill(self) -> NDArray[np.float64]:
        """Goodwill of our calls, shape (n,)."""
        ours: NDArray[np.float64] = self.goodwill_of_firms[OURS]
        return ours

    @property
    def goodwill_of_rivals(self) -> NDArray[np.float64]:
        """Goodwill of each rival's calls, shape (rivals, n)."""
        return self.goodwill_of_firms[1:]

    def relocate(self, account: int, unit: int, minute: float) -> None:
        """Move an account to another unit, and so perhaps to another rep.

        Args:
            account: Index of the account.
            unit: Index of the unit it moves to.
            minute: Working minute.
        """
        self.unit[account] = unit
        if not self._named or str(self._account_ids[account]) not in self._named:
            owner = self.alignment.territory_of_unit[unit]
            if owner != self.owner[account]:
                self.rep_since[account] = minute
                self.handover_felt[account] = 1.0
            self.owner[account] = owner

    def owners_under(self, alignment: Alignment) -> NDArray[np.int64]:
        """Say who would own the accounts, where they lie now, under an alignment.

        Args:
            alignment: The alignment.

        Returns:
            Index of the rep of each account, shape (n,).
        """
        owner = alignment.territory_of_unit[self.unit].astype(np.int64)
        named = alignment.territory_of_account
        for account in np.flatnonzero(np.isin(self._account_ids, list(named))).tolist() if named else ():
            owner[account] = named[str(self._account_ids[account])]
        return owner

    def realign(self, alignment: Alignment, minute: float) -> NDArray[np.int64]:
        """Put another alignment in force.

        Args:
            alignment: The alignment, of the same territories and reps.
            minute: Working minute.

        Returns:
            Indices of the accounts that get another rep, ascending.
        """
        owner = self.owners_under(alignment)
        moved = np.flatnonzero(owner != self.owner)
        self.rep_since[moved] = minute
        self.handover_felt[moved] = 1.0
        self.owner = owner
        self.alignment = alignment
        self._named = frozenset(alignment.territory_of_account)
        return moved

    def leave(self, account: NDArray[np.int64], minute: NDArray[np.float64], cause: NDArray[np.int8]) -> None:
        """Let customers leave us for good.

        Args:
            account: Index of each account, shape (k,).
            minute: Working minute of each, shape (k,).
            cause: Why, one of ``LeavingCause`` each, shape (k,).
        """
        self.is_customer[account] = False
        self.left_minute[account] = minute
        self.leaving_cause[account] = cause

    def win_back(self, account: NDArray[np.int64], minute: NDArray[np.float64]) -> None:
        """Make accounts that bought an offer customers again, who expect what they did at first.

        Args:
            account: Indices of accounts, customers or not, shape (k,).
            minute: Working minute at which each bought; whoever left later is not back, shape (k,).
        """
        back = account[~self.is_customer[account] & (self.left_minute[account] <= minute)]
        self.is_customer[back] = True
        self.left_minute[back] = np.nan
        self.leaving_cause[back] = 0
        self.satisfaction[back] = self._satisfaction_start

    def choice_share(self, account: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the probability that an account orders from us, by goodwill of calls alone.

        Args:
            account: Indices of accounts, shape (k,).

        Returns:
            Probabilities, shape (k,).
        """
        return self.response.share(account, self.goodwill[account])

    def live_through(self, stretch: Stretch, ours: Visits, of_rivals: RivalVisits) -> None:
        """Let the goodwill of calls fade over a stretch, and add that of the visits made in it.

        Args:
            stretch: The part of the day.
            ours: Our visits.
            of_rivals: The rivals' calls, each of which leaves one point.
        """
        kept = self.goodwill_kept ** (stretch.days / (stretch.end - stretch.begin))
        visits = Impulses(
            account=np.concatenate([ours.account, self._cells(1 + of_rivals.rival, of_rivals.account)]),
            minute=np.concatenate([ours.minute, of_rivals.minute]),
            size=np.concatenate(
                [self.call_impact[ours.account] * ours.ability, np.ones(len(of_rivals.account))]
            ),
        )
        begin = self.goodwill_of_firms.ravel()
        self._course_of_goodwill = Course(begin, stretch.begin, kept, impulses=visits)
        ends = self._course_of_goodwill.end(stretch.end)
        self.goodwill_of_firms = ends.reshape(self.goodwill_of_firms.shape)
        np.add.at(self.visits, ours.account, 1)

    def goodwill_at(self, account: NDArray[np.int64], minute: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the goodwill of every firm's calls at moments of the stretch that ends.

        Args:
            account: Index of the account of each moment, shape (k,).
            minute: Working minute of each moment, shape (k,).

        Returns:
            Goodwill, one row a firm, ours first, shape (1 + rivals, k).
        """
        firm = np.arange(len(self.goodwill_of_firms))
        return self._course_of_goodwill.at(self._cells(firm[:, None], account), minute)

    def _cells(self, firm: NDArray[np.int64], account: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of accounts among all firms' goodwill, row after row."""
        return firm * self.goodwill_of_firms.shape[1] + account

    def remember(self, stretch: Stretch, service: ServiceParameters) -> None:
        """Let memories fade over a stretch, before anything is experienced in it.

        Args:
            stretch: The part of the day.
            service: How long experiences are remembered.
        """
        kept = memory_kept_per_day(service) ** (stretch.days / (stretch.end - stretch.begin))
        course = Course(self.satisfaction, stretch.begin, kept, rest=self._satisfaction_start)
        self.course_of_satisfaction, self.satisfaction = course, course.end(stretch.end)
        self._felt = NO_IMPULSES

    def experience(self, end: float, service: ServiceParameters, felt: Impulses) -> None:
        """Add what was experienced in a stretch.

        Args:
            end: Working minute at which the stretch ends.
            service: What experiences weigh.
            felt: Points of each experience at its moment.
        """
        course, known = self.course_of_satisfaction, self._felt
        self._felt = known.and_then(felt)
        again = np.isin(known.account, felt.account)
        if again.any():
            # What is settled last may have been felt first: these accounts go through the stretch anew.
            accounts = np.unique(known.account[again])
            faded = replace(course, impulses=NO_IMPULSES)
            self.satisfaction[accounts] = faded.end(end)[accounts]
            course.impulses = course.impulses.but_of(accounts)
            felt = felt.and_then(known.of(accounts))
        for turn in felt.one_by_one():
            before = np.clip(course.at(turn.account, turn.minute), 0, 10)
            moves = Impulses(turn.account, turn.minute, disconfirmation(before, turn.size, service))
            course.impulses = course.impulses.and_then(moves)
            np.add.at(self.satisfaction, moves.account, moves.left_at(end, course.kept_per_minute))
        np.clip(self.satisfaction, 0, 10, out=self.satisfaction)

    def was_customer(self, account: NDArray[np.int64], minute: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Say whether accounts were our customers at moments of the stretch that ends.

        Args:
            account: Index of the account of each moment, shape (k,).
            minute: Working minute of each moment, shape (k,).

        Returns:
            Whether each was, shape (k,).
        """
        return self.is_customer[account] | (self.left_minute[account] > minute)
