from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.design.sizing import Costs, Response, SizePoint, size_answer, smooth
from territory_sim.market.response import Adbudg, ModifiedExponential, Power, ResponseForm


def noiseless(reps: int, elasticity: float, scale: float, costs: Costs) -> SizePoint:
    """Make a point whose sales are a power of the number of reps, without travel."""
    sales = scale * reps**elasticity
    return SizePoint(
        reps=reps,
        sales=sales,
        sales_low=scale * reps**0.15,
        sales_high=scale * reps**0.5,
        contribution=costs.margin * sales - costs.rep_cost * reps,
        contribution_at_norm=costs.margin * min(sales, scale * 30**elasticity) - costs.rep_cost * reps,
        required_hours=60_000.0,
        travel_hours=0.0,
        capacity_hours=2_000.0 * reps,
        busiest=1.0,
        max_deviation=0.0,
    )


@given(
    elasticity=st.floats(0.15, 0.5),
    best=st.floats(15, 60),
    margin=st.floats(0.1, 0.9),
    rep_cost=st.floats(1e4, 2e5),
)
def test_the_best_number_meets_the_closed_form(
    elasticity: float, best: float, margin: float, rep_cost: float
) -> None:
    """At the best of a noiseless sweep the share of cost in margin is the elasticity: n c / (m S) = e.

    Dorfman and Steiner (1954). Whole reps leave half a rep of rounding.
    """
    costs = Costs(margin=margin, rep_cost=rep_cost)
    scale = rep_cost * best ** (1 - elasticity) / (margin * elasticity)
    points = [noiseless(reps, elasticity, scale, costs) for reps in range(5, 121, 5)]
    found = size_answer(points, costs).best
    assert abs(found - best) <= 1
    ratio = found * rep_cost / (margin * scale * found**elasticity)
    assert ratio == pytest.approx(elasticity, rel=1.2 / best)


@pytest.mark.parametrize(("part", "loss"), [(0.5, -0.056), (0.75, -0.011), (1.25, -0.009), (2.0, -0.102)])
def test_the_plateau_is_as_flat_as_published(part: float, loss: float) -> None:
    """With an elasticity of 0.31, a quarter more or fewer reps cost 1 % (Sinha and Zoltners 2001: flat)."""
    costs = Costs(margin=1.0, rep_cost=1.0)
    best = 400.0
    scale = best**0.69 / 0.31
    at, there = (noiseless(reps, 0.31, scale, costs).contribution for reps in (int(best), int(part * best)))
    assert there / at - 1 == pytest.approx(loss, abs=0.0005)


def test_the_plateau_holds_what_loses_a_hundredth() -> None:
    """Its ends are the last numbers within 1 % of the best, and it says when it may go on."""
    costs = Costs(margin=1.0, rep_cost=1.0)
    points = [noiseless(reps, 0.31, 40**0.69 / 0.31, costs) for reps in range(10, 101, 10)]
    answer = size_answer(points, costs)
    best = points[3].contribution
    low, high = answer.plateau
    for reps, inside in ((low, True), (low - 1, False), (high, True), (high + 1, False)):
        worth = noiseless(reps, 0.31, 40**0.69 / 0.31, costs).contribution
        assert (worth >= 0.99 * best) == inside
    assert (answer.best, answer.is_open) == (40, False)
    assert answer.best_low < answer.best < answer.best_high
    assert size_answer(points[:4], costs).is_open
    assert answer.build_up == 30
    assert answer.at_norm[0] <= 30 <= answer.at_norm[1]


def test_break_even_is_where_the_last_rep_returns_half_to_one_and_a_half() -> None:
    """The return falls with every rep; what lasts into later years widens the answer upwards."""
    costs = Costs(margin=1.0, rep_cost=1.0)
    points = [noiseless(reps, 0.31, 60**0.69 / 0.31, costs) for reps in range(5, 101, 5)]
    first, last = size_answer(points, costs).break_even or (0, 0)
    slope = (60 / np.array([first, last])) ** 0.69
    assert slope == pytest.approx([2.5, 1.5], rel=0.06)
    later = size_answer(points, dataclasses.replace(costs, kept=(0.5, 0.25))).break_even
    assert later is not None
    assert later[0] > first
    assert later[1] > last


@given(elasticity=st.floats(0.05, 0.9), scale=st.floats(1e-3, 1e9))
def test_a_power_of_the_reps_is_smooth_already(elasticity: float, scale: float) -> None:
    """Smoothing changes nothing where there is no noise."""
    reps = np.array([10.0, 20.0, 30.0, 45.0])
    every = np.arange(10, 46)
    assert smooth(reps, scale * reps**elasticity, every) == pytest.approx(scale * every**elasticity, rel=1e-6)


@pytest.mark.parametrize("form", [Adbudg(0.12, 0.38, 1.0), Power(0.31), ModifiedExponential(0.12, 0.31)])
def test_another_elasticity_sells_as_much_at_the_norm(form: ResponseForm) -> None:
    """The band of elasticities turns the response around the norm, whatever its form."""
    response = Response(form=form, elasticity=0.3)
    for elasticity in (0.15, 0.3, 0.5):
        sold = response.over_norm(np.array([1.0, 1.001]), elasticity)
        assert sold[0] == pytest.approx(1.0)
        assert np.log(sold[1]) / np.log(1.001) == pytest.approx(elasticity, rel=1e-2)
