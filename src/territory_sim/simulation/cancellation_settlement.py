"""Cancelled sales: what was booked is taken off again, and the plan takes its credit back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.deal_credit import Part
from territory_sim.simulation.lead_book import LeadStatus
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.market.cancellations import Cancellations
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.simulation.settlement import Books, Stretch


@dataclass(frozen=True, eq=False)
class _Sales:
    """Sales that will be cancelled, with the parts that others have in them."""

    minute: NDArray[np.float64]
    is_clawed: NDArray[np.bool_]
    account: NDArray[np.int64]
    rep: NDArray[np.int64]
    hires: NDArray[np.int64]
    """How many had been hired for the rep's seat by then: who it was that sold."""
    cents: NDArray[np.int64]
    parts: tuple[Part, ...]

    def of(self, wanted: NDArray[np.bool_]) -> _Sales:
        """Return some of the sales."""
        parts = tuple(Part(part.rep[wanted], part.share) for part in self.parts)
        columns = (self.minute, self.is_clawed, self.account, self.rep, self.hires, self.cents)
        return _Sales(*(column[wanted] for column in columns), parts)


class CancellationSettlement:
    """Settles cancellations.

    Args:
        books: What settlement writes to.
        cancellations: How long each sale would last.
        scenario: Within which time a cancellation takes credit back.
    """

    def __init__(self, books: Books, cancellations: Cancellations, scenario: Scenario) -> None:
        self._books = books
        self._need_minutes = cancellations.need_minutes[books.orders.row]
        self._lead_minutes = cancellations.lead_minutes
        day_minutes = grid_minutes(scenario.schedule.day_minutes)
        self._claw_minutes = scenario.commission.clawback.within_days * day_minutes
        self._settled = 0
        self._noted = np.zeros(len(self._lead_minutes), dtype=bool)
        self._coming: list[_Sales] = []

    def settle(self, stretch: Stretch) -> None:
        """Note what will be cancelled of today's sales, and cancel what is due.

        Args:
            stretch: The part of the day; its sales are booked already.
        """
        found = (self._orders(stretch), self._deals(stretch))
        self._coming += [sales for sales in found if len(sales.minute)]
        left: list[_Sales] = []
        for sales in self._coming:
            due = sales.minute <= stretch.end
            if due.any():
                self._cancel(stretch.day, sales.of(due))
            if not due.all():
                left.append(sales.of(~due))
        self._coming = left

    def _orders(self, stretch: Stretch) -> _Sales:
        book = self._books.orders
        new = np.arange(self._settled, book.settled)
        self._settled = book.settled
        lasting = self._need_minutes[new]
        new = new[(book.status[new] == OrderStatus.OURS) & np.isfinite(lasting)]
        account = book.needs.account[new]
        parts = self._books.credit.of_orders(account, stretch.day)
        # Orders are booked to whoever has the account when they are settled.
        rep, cents = self._books.state.owner[account], book.needs.size_cents[new]
        return self._sales(book.needs.minute[new], self._need_minutes[new], (account, rep, cents), parts)

    def _deals(self, stretch: Stretch) -> _Sales:
        book = self._books.leads
        new = np.flatnonzero((book.status == LeadStatus.WON) & ~self._noted & np.isfinite(self._lead_minutes))
        self._noted[new] = True
        account = book.leads.account[new]
        parts = self._books.credit.of_deals(account, stretch.day, book.answering_rep[new])
        sold = (account, book.owner[new], book.leads.value_cents[new] - book.discount_cents[new])
        return self._sales(book.ended_minute[new], self._lead_minutes[new], sold, parts)

    def _sales(
        self,
        minute: NDArray[np.float64],
        lasting: NDArray[np.float64],
        sold: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
        parts: tuple[Part, ...],
    ) -> _Sales:
        account, rep, cents = sold
        hires = self._books.tally.payroll.hires[rep]
        return _Sales(minute + lasting, lasting < self._claw_minutes, account, rep, hires, cents, parts)

    def _cancel(self, day: int, sales: _Sales) -> None:
        state = self._books.state
        np.subtract.at(state.bought_cents, sales.account, sales.cents)
        np.subtract.at(state.booked_cents, sales.account, sales.cents)
        self._books.tally.count(day, "booked_cents", sales.rep, -sales.cents)
        payroll = self._books.tally.payroll
        payroll.cancel(sales.rep, sales.cents)
        # Nothing is taken from a successor for what somebody else sold.
        is_there = payroll.employed[sales.rep] & (payroll.hires[sales.rep] == sales.hires)
        clawed = sales.of(sales.is_clawed & is_there)
        payroll.claw_back(clawed.rep, clawed.cents, clawed.parts)
