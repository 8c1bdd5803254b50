"""Units: whole cents, minutes on a grid on which sums are exact, settings that know their range."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.units import (
    BUSINESS_DAYS_PER_MONTH,
    BUSINESS_DAYS_PER_YEAR,
    MINUTE_GRID,
    PerSegment,
    cents,
    grid_minutes,
    parameter,
    settings,
)

MINUTES = st.floats(0, 1e6)


@given(MINUTES)
def test_grid_minutes_are_the_nearest_multiples(minutes: float) -> None:
    """The result is a whole multiple of 1/1024, nowhere further than half of that, and stays put."""
    rounded = grid_minutes(minutes)
    assert (rounded * MINUTE_GRID).is_integer()
    assert abs(Fraction(rounded) - Fraction(minutes)) <= Fraction(1, 2 * MINUTE_GRID)
    assert grid_minutes(rounded) == rounded


@given(st.lists(MINUTES, max_size=200), st.randoms(use_true_random=False))
def test_sums_of_grid_minutes_are_exact_in_any_order(minutes: list[float], shuffled: st.DrawFn) -> None:
    """Adding doubles gives the true sum, whichever comes first."""
    on_grid = [float(grid_minutes(value)) for value in minutes]
    exact = float(sum(map(Fraction, on_grid)))
    assert sum(on_grid) == exact
    shuffled.shuffle(on_grid)  # type: ignore[attr-defined]
    assert sum(on_grid) == exact


@given(st.integers(-(10**13), 10**13))
def test_whole_cents_survive_a_way_through_money(whole: int) -> None:
    """Cents written as units of the currency and read again are the same cents."""
    assert cents(whole / 100) == whole


def test_a_tie_goes_to_the_even_cent() -> None:
    """Half a cent is rounded to even, so that rounding does not favour one side."""
    assert [cents(money) for money in (0.125, 0.375, -0.125)] == [12, 38, -12]


def test_a_month_is_a_twelfth_of_the_business_year() -> None:
    """Rates per year and per month agree."""
    assert math.isclose(12 * BUSINESS_DAYS_PER_MONTH, BUSINESS_DAYS_PER_YEAR)


def test_segments_come_in_the_order_a_b_c() -> None:
    """Index 0 is A, as in the column ``segment`` of accounts."""
    assert PerSegment(C=3, A=1, B=2).as_tuple() == (1, 2, 3)


def test_settings_are_frozen_and_by_keyword_and_describe_themselves() -> None:
    """A class of settings carries unit, range and evidence of every field, but no default."""

    @settings
    class Kettle:
        """Something with one setting."""

        litres: float = parameter("l", "how much it holds", low=0.5, high=3, grade="vendor", source="its box")

    kettle = Kettle(litres=1.5)
    described = dataclasses.fields(Kettle)[0].metadata["parameter"]
    assert (described.unit, described.low, described.high, described.grade) == ("l", 0.5, 3, "vendor")
    with pytest.raises(dataclasses.FrozenInstanceError):
        kettle.litres = 2.0  # type: ignore[misc]
    with pytest.raises(TypeError, match="litres"):
        Kettle()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Kettle(1.5)  # type: ignore[call-arg]
