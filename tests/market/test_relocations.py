"""Relocations are rare, and lead next door."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.worlds import equal_accounts, loaded

from territory_sim.market.occurrences import business_horizon
from territory_sim.market.relocations import draw_relocations, neighbour_reached
from territory_sim.streams import Streams

MARKET = loaded("status_quo").market


def test_as_many_move_as_the_rate_says() -> None:
    """Of 20,000 accounts 200 move in a year, within 4 standard errors; none when nobody does."""
    accounts, horizon = equal_accounts(20_000), business_horizon(250, 540)
    moves = draw_relocations(accounts, MARKET, Streams(1, 0), horizon)
    assert abs(len(moves) - 200) < 4 * np.sqrt(200)
    assert (np.diff(moves.minute) >= 0).all()
    still = replace(MARKET, relocations_per_year=0.0)
    assert len(draw_relocations(accounts, still, Streams(1, 0), horizon)) == 0


def test_every_neighbour_has_an_equal_share_of_the_mark() -> None:
    """The mark's range is cut into as many equal parts as there are neighbours."""
    marks = np.arange(0, 1, 1 / 64).tolist()
    reached = [neighbour_reached((3, 5, 8, 9), mark) for mark in marks]
    assert reached == [3] * 16 + [5] * 16 + [8] * 16 + [9] * 16
    assert neighbour_reached((3, 5), np.nextafter(1.0, 0.0)) == 5


def test_an_island_is_never_left() -> None:
    """Without a neighbour there is nowhere to go."""
    assert neighbour_reached((), 0.5) is None
