"""Why a rep sells more than the average one: by cause, in cents that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from territory_sim.experiments.counterfactual_years import MEASURES, SALES, Year
from territory_sim.experiments.switches import (
    LUCK,
    PERSONAL,
    TERRITORY,
    Setting,
    seats,
    shifts,
    switches_of,
    territory_potential,
)
from territory_sim.statistics.intervals import mean_interval
from territory_sim.statistics.shapley import shapley

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.scenario.world import World

_CENTS: Final = ("cents", "low_cents", "high_cents")
REP_PART_COLUMNS: Final = ("scenario_id", "measure", "rep_id", "name", "part", *_CENTS)
DIFFERENCE: Final = "difference"
"""The part that is the sum of the others: the year's result less that of the average rep."""
NAIVE: Final = "crm"
"""The same as the CRM log has it, which a naive reading takes for merit."""


def rep_parts(world: World, years: Sequence[Year]) -> pd.DataFrame:
    """Split what each rep sold and was paid in the first year, beyond the average rep, by cause.

    Territory, skill, effort and marketing are Shapley values of the mean year: exact over all sets of
    switches, with a t interval over the years. Luck is what is left of the first year.

    Args:
        world: The world, every switch on.
        years: From :func:`~territory_sim.experiments.counterfactual_years.counterfactual_years`, from two.

    Returns:
        Table ``rep_parts``: a row per measure (``sales``, ``pay``), rep and part. For each rep the
        cents of the parts add up to those of ``difference``, and over reps every part adds up to 0 but
        for rounding. Part ``crm``, of sales alone, is the difference as the CRM log has it.
    """
    rows: list[tuple[object, ...]] = []
    for number, measure in enumerate(MEASURES):
        parts = _parts_by_year(world, years, number)
        full = Setting(frozenset(switches_of(world)))
        actual = _beyond_average(years[0].cents[full][number].astype(float))
        for place, rep in enumerate(world.reps):
            keys = (world.scenario.scenario_id, measure, rep.rep_id, rep.name or rep.rep_id)
            rows += [(*keys, *row) for row in _rows_of_rep(parts, float(actual[place]), place)]
            crm = years[0].crm_cents
            if measure == SALES and crm is not None:
                said = round(float(_beyond_average(crm.astype(float))[place]))
                rows.append((*keys, NAIVE, said, said, said))
    return pd.DataFrame(rows, columns=list(REP_PART_COLUMNS))


def _rows_of_rep(
    parts: dict[str, NDArray[np.float64]], actual: float, place: int
) -> list[tuple[str, int, int, int]]:
    rows = []
    for part, values in parts.items():
        found = mean_interval(values[:, place])
        rows.append((part, round(found.estimate), round(found.low), round(found.high)))
    mean = mean_interval(sum(values[:, place] for values in parts.values()))
    total = round(actual)
    # Luck takes the halves of cents, so that the parts add up exactly.
    luck = total - sum(cents for _, cents, _, _ in rows)
    half = round((mean.high - mean.low) / 2)
    return [*rows, (LUCK, luck, luck - half, luck + half), (DIFFERENCE, total, total, total)]


def _parts_by_year(world: World, years: Sequence[Year], measure: int) -> dict[str, NDArray[np.float64]]:
    """Shapley values of every year, shape (years, reps) for each switch and the territory."""
    switches = switches_of(world)
    moves = {shift: seats(territory_potential(world), shift) for shift in shifts(len(world.reps))[1:]}
    values = {
        frozenset(names): np.array([_worth(year, frozenset(names), measure, moves) for year in years])
        for count in range(len(switches) + 2)
        for names in combinations((TERRITORY, *switches), count)
    }
    return shapley((TERRITORY, *switches), values)


def _worth(
    year: Year, names: frozenset[str], measure: int, moves: Mapping[int, NDArray[np.int64]]
) -> NDArray[np.float64]:
    """What each rep makes beyond the average one when some causes are on, shape (reps,)."""
    on = names - {TERRITORY}
    if TERRITORY in names:
        return _beyond_average(year.cents[Setting(on)][measure].astype(float))
    typical = year.cents[Setting(on - PERSONAL)][measure]
    if not on & PERSONAL:
        return np.zeros(len(typical))
    gains = [year.cents[Setting(on)][measure] - typical]
    gains += [year.cents[Setting(on, shift)][measure] - typical[seat] for shift, seat in moves.items()]
    return _beyond_average(np.mean(gains, axis=0))


def _beyond_average(values: NDArray[np.float64]) -> NDArray[np.float64]:
    beyond: NDArray[np.float64] = values - values.mean()
    return beyond


def league_years(world: World, years: Sequence[Year]) -> pd.DataFrame:
    """Say who led the league table in each year, and whether that was earned.

    Args:
        world: The world.
        years: The years.

    Returns:
        Table ``league_years``: a row per year with its best seller, his place by mean sales over all
        years (``mean_place``) and by skill (``skill_place``), 1 the best.
    """
    full = Setting(frozenset(switches_of(world)))
    sales = np.array([year.cents[full][0] for year in years], dtype=float)
    by_mean = _places(sales.mean(axis=0))
    by_skill = _places(np.array([rep.skill for rep in world.reps]))
    best = sales.argmax(axis=1)
    return pd.DataFrame(
        {
            "scenario_id": world.scenario.scenario_id,
            "replication": [year.replication for year in years],
            "rep_id": [world.reps[place].rep_id for place in best.tolist()],
            "mean_place": by_mean[best],
            "skill_place": by_skill[best],
        }
    )


def campaign_parts(world: World, years: Sequence[Year]) -> pd.DataFrame:
    """Say what each campaign brought, and what the CRM log makes of it.

    Args:
        world: The world.
        years: The years, from two.

    Returns:
        Table ``campaign_parts``: a row per campaign and reading, means over years with t intervals, in
        cents: ``sales`` and ``contribution`` are true increments (with all campaigns less with all
        but this one), ``last_touch`` and ``before_after`` naive readings of its sales; and ``spend``.
    """
    rows = []
    for campaign in world.campaigns:
        for reading in ("spend", "sales", "contribution", "last_touch", "before_after"):
            found = mean_interval([getattr(year.campaigns[campaign.name], reading) for year in years])
            cents = (round(found.estimate), round(found.low), round(found.high))
            rows.append((world.scenario.scenario_id, campaign.name, reading, *cents))
    return pd.DataFrame(rows, columns=["scenario_id", "campaign", "reading", *_CENTS])


def _places(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Place of each value, 1 the largest; the first of equal ones comes first."""
    order = np.argsort(-values, kind="stable")
    places = np.empty(len(values), dtype=np.int64)
    places[order] = np.arange(1, len(values) + 1)
    return places
