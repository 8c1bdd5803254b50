"""The tables of campaigns: what each spent and did, and what a geo-test reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.market.campaigns import DAYS_PER_WEEK
from territory_sim.records.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.simulation.model import TerritoryModel

Columns: TypeAlias = "dict[str, NDArray[Any] | pd.Categorical[object] | list[str]]"

_FORGOTTEN = 0.01
"""Share of a campaign's highest adstock under which a week is not listed any more."""


def campaign_columns(model: TerritoryModel) -> Columns:
    """Return table ``campaigns``: each campaign in each of its units, week by week.

    Args:
        model: The model after its last day.

    Returns:
        Columns; adstock, lift and lead rate are those in the middle of the week.
    """
    plan = model.campaigns.plan
    days, unit_ids = model.calendar.days, model.world.region.unit_ids
    parts: list[tuple[NDArray[Any], ...]] = []
    highest = [0.0] * len(plan.campaigns)
    for week in range(model.calendar.week(days - 1) + 1):
        first, end = week * DAYS_PER_WEEK, min((week + 1) * DAYS_PER_WEEK, days)
        shares = plan.shares((first + end) / 2)
        for place, (campaign, share) in enumerate(zip(plan.campaigns, shares, strict=True)):
            spend = campaign.spend_cents(first, end)
            largest = float(share.adstock.max(initial=0.0))
            highest[place] = max(highest[place], largest)
            if not spend.any() and largest <= _FORGOTTEN * highest[place]:
                continue
            runs = campaign.weekly_cents > 0
            rows = int(runs.sum())
            read = (spend, share.adstock, share.appeal, share.leads_per_year)
            keys = np.full(rows, place), np.full(rows, week), campaign.units[runs]
            parts.append((*keys, *(column[runs] for column in read)))
    empty = tuple(np.empty(0, dtype=kind) for kind in (int, int, int, np.int64, float, float, float))
    which, weeks, units, spend_cents, adstock, lift, leads = (
        np.concatenate(columns) for columns in zip(empty, *parts, strict=True)
    )
    return {
        "campaign": _named([campaign.name for campaign in plan.campaigns], which),
        "unit_id": _named(unit_ids, units),
        "week": weeks.astype(np.int32),
        "spend_cents": spend_cents,
        "adstock": adstock,
        "lift": lift,
        "leads_per_year": leads,
    }


def geo_unit_columns(model: TerritoryModel) -> Columns:
    """Return table ``geo_test_units``: what a geo-test reads in each unit that has accounts.

    Args:
        model: The model after its last day.

    Returns:
        Columns; no row without a test. An account counts where it stood at the start of the run.
    """
    world, design = model.world, model.campaigns.design
    unit_ids = world.region.unit_ids
    if design is None:
        none = np.empty(0, dtype=np.int64)
        columns: Columns = {"unit_id": _named(unit_ids, none), "is_treated": none.astype(bool)}
        return dict.fromkeys(TABLES["geo_test_units"].columns, none) | columns
    before, during = model.campaigns.watch.booked_cents()
    spend = np.zeros(len(unit_ids), dtype=np.int64)
    for place in design.campaigns:
        campaign = model.campaigns.plan.campaigns[place]
        spend[campaign.units] += campaign.spend_cents(design.first_day, design.end_day)
    potential = world.unit_potential_cents
    listed = np.flatnonzero(potential > 0)
    by_unit = {"potential_cents": potential, "spend_cents": spend}
    for name, booked in (("before_cents", before), ("during_cents", during)):
        # Whole cents below 2**53 add up exactly as doubles.
        by_unit[name] = np.bincount(world.accounts.unit, weights=booked, minlength=len(unit_ids))
    columns = {
        "unit_id": _named(unit_ids, listed),
        "block": design.block[listed],
        "is_treated": design.is_treated[listed],
        "before_days": np.full(len(listed), design.first_day - design.pre_day),
        "during_days": np.full(len(listed), design.end_day - design.first_day),
    }
    return columns | {name: column[listed].astype(np.int64) for name, column in by_unit.items()}


def _named(names: Sequence[str], index: NDArray[np.integer]) -> pd.Categorical[object]:
    """Name rows by index; the categories stand in the order of text, so that codes sort as names do."""
    order = np.argsort(np.array(names, dtype=str), kind="stable")
    code = np.empty(len(names), dtype=np.int64)
    code[order] = np.arange(len(names))
    categories = pd.Index([names[place] for place in order.tolist()], dtype="str")
    return pd.Categorical.from_codes(code[index], categories)
