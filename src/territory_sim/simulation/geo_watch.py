"""What a geo-test reads: the sales of every account before, during and after the campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.market.geo_test import GeoDesign
    from territory_sim.simulation.market_state import MarketState


class GeoWatch:
    """Notes what was booked up to the turning points of a test.

    Args:
        design: The test; None when there is none.
        state: The accounts as they stand.
    """

    def __init__(self, design: GeoDesign | None, state: MarketState) -> None:
        self._state = state
        self._days = () if design is None else (design.pre_day, design.first_day, design.end_day)
        self._booked: dict[int, NDArray[np.int64]] = {}

    def open_day(self, day: int) -> None:
        """Take note on the morning of a turning point.

        Args:
            day: Business day, from 0.
        """
        if day in self._days:
            self._booked[day] = self._state.booked_cents.copy()

    def booked_cents(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return what each account bought from us before the campaign and from its start on.

        Returns:
            Cents by account before and since, each of shape (n,); a test that ends with the run is
            read on its last evening.
        """
        before, first, end = (self._booked.get(day, self._state.booked_cents) for day in self._days)
        return first - before, end - first
