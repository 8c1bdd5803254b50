"""Product launches: who adopts today, and which candidates so become needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.adoption import Adoption
from territory_sim.scenario.event_dates import business_day_of
from territory_sim.simulation.timeline import Timeline
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, grid_minutes

if TYPE_CHECKING:
    from territory_sim.scenario.world import World
    from territory_sim.simulation.order_book import OrderBook
    from territory_sim.simulation.settlement import Stretch


class LaunchSettlement:
    """Lets products spread. Without a customer network everybody looks at everybody.

    Args:
        world: Launches and network.
        book: The book of orders.
        resistance_mark: Uniform of each account for each launch, shape (launches, n).
    """

    def __init__(self, world: World, book: OrderBook, resistance_mark: NDArray[np.float64]) -> None:
        schedule, launches = world.scenario.schedule, world.scenario.fulfilment.launches
        self._book, self._network = book, world.network
        self._day_minutes = grid_minutes(schedule.day_minutes)
        self._first_day = [business_day_of(launch.start, schedule.start_date) for launch in launches]
        self.adoptions = [
            Adoption(marks, launch.innovation, launch.imitation)
            for launch, marks in zip(launches, resistance_mark, strict=True)
        ]
        self._candidates = np.flatnonzero(book.not_adopted)
        self._timeline = Timeline(book.needs.minute[self._candidates])

    def settle(self, stretch: Stretch) -> None:
        """Let accounts adopt in a part of the day, and need what they have adopted.

        Args:
            stretch: The part of the day.
        """
        for first_day, adoption in zip(self._first_day, self.adoptions, strict=True):
            if stretch.day >= first_day:
                share = self._seen_share(adoption.adopted)
                adoption.step(share, stretch.days / BUSINESS_DAYS_PER_YEAR)
        book = self._book
        today = self._candidates[self._timeline.take(stretch.end)]
        for number, (first_day, adoption) in enumerate(zip(self._first_day, self.adoptions, strict=True)):
            mine = today[book.launch[today] == number]
            years = adoption.adopted_years[book.needs.account[mine]]
            from_minute = (first_day + years * BUSINESS_DAYS_PER_YEAR) * self._day_minutes
            book.not_adopted[mine] = book.needs.minute[mine] < from_minute

    def _seen_share(self, adopted: NDArray[np.bool_]) -> NDArray[np.float64] | float:
        if self._network is None:
            return float(adopted.mean())
        return self._network.heard_share(adopted.astype(np.float64))
