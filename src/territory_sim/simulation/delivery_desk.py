"""The delivery desk: a SimPy resource whose clerks work through the orders, first come first served."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable

import simpy


class DeliveryDesk:
    """Clerks who share one pile of orders.

    A clerk takes the desk for as long as there are orders, one timeout an order. Business minutes
    alone pass on the clock, so that what is not finished tonight is gone on with in the morning.

    Args:
        env: The clock, in working minutes.
        staff: Number of clerks.
    """

    def __init__(self, env: simpy.Environment, staff: int) -> None:
        self._env = env
        self._pile: deque[tuple[int, float]] = deque()
        self.places = simpy.Resource(env, capacity=staff)
        self.handled: list[tuple[int, float]] = []
        """Number and working minute of each order handled since somebody last looked."""

    def __len__(self) -> int:
        """Return how many orders wait for a clerk."""
        return len(self._pile)

    def hand_in(self, orders: Iterable[tuple[int, float]]) -> None:
        """Put orders on the pile and call clerks to the desk.

        Args:
            orders: Number and handling minutes of each, in the order in which they came.
        """
        self._pile.extend(orders)
        wanted = min(self.places.capacity - len(self.places.queue), len(self._pile))
        for _ in range(wanted):
            self._env.process(self._clerk())

    def _clerk(self) -> Generator[simpy.Event, None, None]:
        with self.places.request() as place:
            yield place
            while self._pile:
                number, minutes = self._pile.popleft()
                yield self._env.timeout(minutes)
                self.handled.append((number, self._env.now))
