"""Experiments on campaigns whose outcome is known from theory or from published studies.

    PYTHONPATH=src:. python -m tests.theory.campaigns

prints the figures of docs/market/marketing.md.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import World, build_world
from territory_sim.statistics.fieller import delta_method, fieller
from territory_sim.statistics.intervals import Interval, mean_interval
from territory_sim.streams import Streams

COVERAGE_TESTS: Final = 20_000
COVERAGE_PAIRS: Final = 20
_STRENGTH: Final = 2.5
"""Standard errors between zero and the denominator's true mean: weak."""
_RATIO: Final = 2.0
_FEW: Final = ("opportunity=false",)
_UNEVEN: Final = (*_FEW, "market.order_size_cv=1.6")
"""Orders twice as uneven as usual, towards the CV near 10 of Lewis and Rao's customers."""


def coverage(tests: int, pairs: int) -> tuple[float, float]:
    """Give the share of intervals of a ratio that hold the true one: Fieller's, and the delta method's."""
    draws = Streams(1).generator("fieller coverage").standard_normal((tests, 2, pairs))
    denominator = draws[:, 0] + _STRENGTH / math.sqrt(pairs)
    numerator = draws[:, 1] + _RATIO * _STRENGTH / math.sqrt(pairs)
    held, held_by_delta = 0, 0
    for top, bottom in zip(numerator, denominator, strict=True):
        held += fieller(top, bottom).holds(_RATIO)
        low, high = delta_method(top, bottom)
        held_by_delta += low <= _RATIO <= high
    return held / tests, held_by_delta / tests


def ad_elasticity(channel: str, replications: int) -> Interval:
    """Give the elasticity of sales to advertising about ``half_spend``, over replications.

    One campaign runs in all units all year; half and double the spend at which half of its effect
    is reached are compared on the same customers and luck.
    """
    accounts = build_world(load_scenario("status_quo", _FEW)).accounts
    half_spend = load_scenario().marketing.channels.mail.half_spend
    weekly = half_spend * float(accounts.potential_cents.sum()) / 100 / 50
    worlds = [_advertised(channel, weekly * factor) for factor in (0.5, 2.0)]
    found = []
    for replication in range(replications):
        low, high = (
            int(
                simulate(world.scenario, replication=replication, world=world)
                .tables["account_run"]["booked_cents"]
                .sum()
            )
            for world in worlds
        )
        found.append(math.log(high / low) / math.log(4))
    return mean_interval(found)


def _advertised(channel: str, spend_per_week: float) -> World:
    campaign = (
        f"marketing.campaigns=[{{name: all year, channel: {channel}, places: [], choose: largest, share: 1,"
        f" start: day 0, days: 250, spend_per_week: {spend_per_week}, spread: potential}}]"
    )
    return build_world(load_scenario("status_quo", [campaign, *_FEW]))


@cache
def geo_tests(replications: int) -> tuple[pd.DataFrame, float, float]:
    """Give all readings of geo-tests of the spring campaign, the CV of customers' sales, and the margin."""
    scenario = load_scenario("spring_campaign", ["marketing.geo_test.active=true", "days=130", *_UNEVEN])
    world = build_world(scenario)
    readings = [
        simulate(scenario, replication=replication, world=world).tables["geo_test"]
        for replication in range(replications)
    ]
    test_days = scenario.marketing.campaigns[0].days + scenario.marketing.geo_test.cooldown_days
    short = build_world(load_scenario("status_quo", [f"days={test_days}", *_UNEVEN]))
    spreads = []
    for replication in range(3):
        sales = simulate(short.scenario, replication=replication, world=short).tables["account_run"][
            "booked_cents"
        ]
        spreads.append(float(sales.std() / sales.mean()))
    return pd.concat(readings, ignore_index=True), float(np.mean(spreads)), scenario.market.gross_margin


def _print_figures() -> None:
    print("Fieller, delta method:", coverage(COVERAGE_TESTS, COVERAGE_PAIRS))  # noqa: T201
    for channel in ("search", "mail", "print", "radio", "tv", "fair"):
        print(channel, ad_elasticity(channel, 8))  # noqa: T201
    tables, sales_cv, margin = geo_tests(25)
    print("CV of customers' sales:", sales_cv)  # noqa: T201
    width = 100 * margin * (tables["high"] - tables["low"])
    print(tables.assign(width=width).groupby("reading")[["iroas", "width"]].median())  # noqa: T201


if __name__ == "__main__":
    _print_figures()
