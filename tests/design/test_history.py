"""Today's territories, grown by a history of hiring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory_sim.design.history import draw_history, hiring_places
from territory_sim.errors import InfeasibleDesignError
from territory_sim.territories.balance import balance_of
from territory_sim.territories.contiguity import pieces_per_territory
from territory_sim.territories.workload import territory_workload_hours

if TYPE_CHECKING:
    from tests.design.conftest import Ground, MakeGround


@pytest.mark.parametrize("seed", range(1, 9))
def test_texas_today_is_whole_but_out_of_balance(ground: MakeGround, seed: int) -> None:
    """24 territories, each in one piece, most outside +-15 %, none absurdly large or small: any market."""
    texas = ground("texas", seed=seed)
    today = draw_history(texas.region, texas.model, 24)
    hours = territory_workload_hours(texas.model, today.territory_of_unit, today.homes).total
    figures = balance_of(hours)
    assert (pieces_per_territory(texas.region.neighbours, today.territory_of_unit, 24) == 1).all()
    assert figures.outside_band > 0.5
    assert figures.max_over_mean <= 2.5
    assert figures.min_over_mean >= 0.25


@pytest.mark.parametrize(
    ("name", "territories"), [("texas_counties", 24), ("us48", 30), ("france", 12), ("france", 96)]
)
def test_every_region_has_a_history(ground: MakeGround, name: str, territories: int) -> None:
    """Whole territories, none empty, homes where they belong, also with one unit a territory."""
    there = ground(name)
    today = draw_history(there.region, there.model, territories)
    assert (pieces_per_territory(there.region.neighbours, today.territory_of_unit, territories) == 1).all()
    assert today.territory_of_unit[today.homes].tolist() == list(range(territories))


def test_the_first_is_hired_where_most_work_is_in_reach(ground: MakeGround) -> None:
    """In Texas that is Houston or Dallas; the two first hires are not in the same place."""
    texas = ground("texas")
    first, second = hiring_places(texas.model, texas.model.service_hours, 24)[:2].tolist()
    metros = {(-95.4, 29.8): "Houston", (-96.9, 32.9): "Dallas"}
    found = {
        name
        for (lon, lat), name in metros.items()
        for home in (first, second)
        if abs(texas.region.lon[home] - lon) < 0.8 and abs(texas.region.lat[home] - lat) < 0.8
    }
    assert found == {"Houston", "Dallas"}


@settings(max_examples=25)
@given(weights=st.lists(st.integers(0, 60), min_size=40, max_size=40), territories=st.integers(1, 40))
def test_any_market_gives_whole_territories(plain: Ground, weights: list[int], territories: int) -> None:
    """Also with no work at all, or all of it in one unit."""
    stops = np.array(weights, dtype=np.float64)
    model = replace(plain.model, service_hours=stops, stops_per_year=stops)
    today = draw_history(plain.region, model, territories)
    assert (pieces_per_territory(plain.region.neighbours, today.territory_of_unit, territories) == 1).all()
    assert len(set(today.homes.tolist())) == territories


def test_more_territories_than_units_are_refused(plain: Ground) -> None:
    """Nobody can own less than a unit."""
    with pytest.raises(InfeasibleDesignError, match="at most 40"):
        draw_history(plain.region, plain.model, 41)
