"""Fulfilment: orders go to the delivery desk, and what comes late or never costs goodwill and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.deliveries import desk_staff, questions_about
from territory_sim.market.satisfaction import updated_satisfaction
from territory_sim.simulation.delivery_book import DeliveryBook
from territory_sim.simulation.delivery_desk import DeliveryDesk
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.request_book import RequestCause
from territory_sim.simulation.timeline import Timeline
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    import simpy

    from territory_sim.market.deliveries import Deliveries
    from territory_sim.scenario.world import World
    from territory_sim.simulation.settlement import Books


class DeliverySettlement:
    """Settles deliveries. Orders of a day reach the desk with the next morning's post.

    Args:
        env: The clock, in working minutes.
        world: Settings and accounts.
        books: What settlement writes to.
        deliveries: What each delivery is like.
    """

    def __init__(self, env: simpy.Environment, world: World, books: Books, deliveries: Deliveries) -> None:
        scenario = world.scenario
        self._fulfilment, self._service = scenario.fulfilment, scenario.service
        self._orders, self._state, self._requests = books.orders, books.state, books.requests
        self._deliveries = deliveries
        self._day_minutes = grid_minutes(scenario.schedule.day_minutes)
        staff = desk_staff(world.accounts, scenario.market, scenario.fulfilment, self._day_minutes)
        self.desk = DeliveryDesk(env, staff)
        row, placed = self._orders.row, self._orders.needs.minute
        promise = scenario.fulfilment.promise_days * self._day_minutes
        self.book = DeliveryBook(placed, deliveries.transit_minutes[row], deliveries.missing[row], promise)
        self._timeline = Timeline(placed)

    def begin_day(self, day: int) -> None:
        """Send yesterday's orders to the desk, and let customers notice what has not come.

        Args:
            day: Business day, from 0.
        """
        now = day * self._day_minutes
        self.send_handled()
        self._notice(self.book.overdue(now), now)
        yesterday = self._timeline.take(now)
        ours = yesterday[self._orders.status[yesterday] == OrderStatus.OURS]
        self.book.take_in(ours)
        minutes = self._deliveries.handling_minutes[self._orders.row[ours]]
        self.desk.hand_in(ours, minutes)

    def send_handled(self) -> None:
        """Send off what the desk has handled."""
        for orders, minute in self.desk.take_handled():
            self.book.send(orders, minute)

    def _notice(self, overdue: NDArray[np.int64], now: float) -> None:
        if not len(overdue):
            return
        state, settings = self._state, self._fulfilment
        account = self._orders.needs.account[overdue]
        missing = self.book.is_missing(overdue)
        points = np.where(missing, settings.experience_missing, settings.experience_late)
        state.satisfaction = updated_satisfaction(state.satisfaction, account, points, self._service)
        row = self._orders.row[overdue]
        asks = missing | (self._deliveries.complaint_mark[row] < settings.complaint_share)
        questions, order = questions_about(
            row[asks], account[asks], self._deliveries, self._service, now, self._day_minutes
        )
        cause = np.where(missing[asks], RequestCause.MISSING_ORDER, RequestCause.LATE_ORDER)
        self._requests.add(questions, cause[order].astype(np.int8))
