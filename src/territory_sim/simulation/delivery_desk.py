"""The delivery desk: a SimPy resource whose clerks work through each morning's orders."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import simpy
from numpy.typing import NDArray


class DeliveryDesk:
    """Clerks with places at one desk; each takes a share of the morning's orders, in turn.

    One process a share, not one an order: a clerk's share has one request of the resource and one
    timeout, and the minutes at which its orders are done follow from it. Business minutes alone
    pass on the clock, so that what is not finished tonight is gone on with in the morning, and
    the shares of later days wait behind it.

    Args:
        env: The clock, in working minutes.
        staff: Number of clerks.
    """

    def __init__(self, env: simpy.Environment, staff: int) -> None:
        self._env = env
        self._staff = staff
        self.places = simpy.Resource(env, capacity=staff)
        self._handled: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []

    def hand_in(self, orders: NDArray[np.int64], minutes: NDArray[np.float64]) -> None:
        """Give every clerk a share of the morning's orders.

        Args:
            orders: Numbers of the orders, in the order in which they came, shape (k,).
            minutes: Handling minutes of each, shape (k,).
        """
        for clerk in range(min(self._staff, len(orders))):
            share = slice(clerk, None, self._staff)
            self._env.process(self._share(orders[share], minutes[share]))

    def take_handled(self) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Hand out what clerks have taken up since the last time.

        Returns:
            Numbers of orders and the working minutes at which each is, or will be, done.
        """
        handled, self._handled = self._handled, []
        return handled

    def _share(
        self, orders: NDArray[np.int64], minutes: NDArray[np.float64]
    ) -> Generator[simpy.Event, None, None]:
        with self.places.request() as place:
            yield place
            self._handled.append((orders, self._env.now + np.cumsum(minutes)))
            yield self._env.timeout(float(minutes.sum()))
