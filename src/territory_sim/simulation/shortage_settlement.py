"""Stock-outs: which needs ask for goods we do not have, and how that disappoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.scenario.event_dates import business_day_of
from territory_sim.simulation.course import Impulses
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.market.shortages import Shortages
    from territory_sim.scenario.world import World
    from territory_sim.simulation.settlement import Books, Stretch


class ShortageSettlement:
    """Settles stock-outs: before orders what cannot be had, after them who is disappointed.

    Args:
        world: The stock-outs and units.
        books: What settlement writes to.
        shortages: Which needs ask for what.
    """

    def __init__(self, world: World, books: Books, shortages: Shortages) -> None:
        scenario = world.scenario
        self._book, self._state = books.orders, books.state
        self._goods_mark = shortages.goods_mark
        self._service = scenario.service
        self._points = scenario.fulfilment.experience_out_of_stock
        self._stock_outs = scenario.fulfilment.stock_outs
        start = scenario.schedule.start_date
        self._first_day = [business_day_of(out.start, start) for out in self._stock_outs]
        self._hit = [_units_hit(out.units, world) for out in self._stock_outs]
        self._timeline = Timeline(books.orders.needs.minute)
        self._today: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def mark(self, stretch: Stretch) -> None:
        """Mark the needs of a part of the day that ask for what we do not have.

        Args:
            stretch: The part of the day.
        """
        book = self._book
        today = self._today = self._timeline.take(stretch.end)
        usual = today[book.launch[today] < 0]
        unit = self._state.unit[book.needs.account[usual]]
        for number, (out, first_day) in enumerate(zip(self._stock_outs, self._first_day, strict=True)):
            if first_day <= stretch.day < first_day + out.days:
                asks = self._goods_mark[number, book.row[usual]] < out.share
                book.out_of_stock[usual] |= asks & self._hit[number][unit]

    def disappoint(self, end: float) -> None:
        """Let those who wanted from us what we did not have feel it, once orders are settled.

        Args:
            end: Working minute at which the part of the day ends.
        """
        book, state = self._book, self._state
        missed = self._today[book.status[self._today] == OrderStatus.OUT_OF_STOCK]
        points = np.full(len(missed), self._points)
        felt = Impulses(book.needs.account[missed], book.needs.minute[missed], points)
        state.experience(end, self._service, felt)


def _units_hit(units: tuple[str, ...], world: World) -> NDArray[np.bool_]:
    hit = np.full(len(world.region), not units)
    hit[[world.region.index_of[unit] for unit in units]] = True
    return hit
