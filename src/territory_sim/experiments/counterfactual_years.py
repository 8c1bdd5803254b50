"""One year, run again with causes switched off: what each rep would have sold and been paid."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.crm.export import TABLES_NEEDED, crm_export
from territory_sim.experiments.crm_readings import before_after_cents, last_touch_cents, sales_by_owner
from territory_sim.experiments.switches import (
    Setting,
    seats,
    settings_needed,
    switches_of,
    territory_potential,
    world_under,
)
from territory_sim.experiments.workers import available_cores, run_tasks
from territory_sim.experiments.world_file import read_world, write_world
from territory_sim.metrics.sales import sales_lines
from territory_sim.simulation.engine import run_engine, world_demand
from territory_sim.simulation.tables import RUN_TABLES
from territory_sim.streams import Streams

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from territory_sim.experiments.replicate import Progress
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.scenario.world import World

SALES: Final = "sales"
PAY: Final = "pay"
MEASURES: Final = (SALES, PAY)
_FIRM_TABLES: Final = ("rep_month", "account_run", "rep_day", "inside_rep_day", "campaigns", "employment")


@dataclass(frozen=True, slots=True)
class CampaignYear:
    """What one campaign did in one year, in cents, and what the CRM log makes of it.

    Args:
        spend: What it cost.
        sales: Sales with all campaigns less sales with all but this one.
        contribution: The same of contribution, its cost taken off.
        last_touch: Orders that closed an opportunity of a campaign.
        before_after: Orders during it beyond those before it.
    """

    spend: int
    sales: int
    contribution: int
    last_touch: int
    before_after: int


@dataclass(frozen=True, eq=False)
class Year:
    """One year under every setting.

    Args:
        replication: Number of the year.
        cents: For each setting what each rep sold and was paid, shape (2, reps), whoever's seat it
            was in.
        crm_cents: What the CRM log says each rep sold, shape (reps,); None where none was made.
        campaigns: What each campaign did, by its name.
    """

    replication: int
    cents: Mapping[Setting, NDArray[np.int64]]
    crm_cents: NDArray[np.int64] | None
    campaigns: Mapping[str, CampaignYear]


def counterfactual_years(
    scenario: Scenario,
    replications: int,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[World, tuple[Year, ...]]:
    """Run some years with every set of causes switched off.

    Args:
        scenario: The settings.
        replications: Number of years.
        workers: Worker processes; None for one a core.
        progress: Told the finished years and all years.

    Returns:
        The world, and the years in order; all runs of a year share customers, requests and luck.

    Raises:
        TerritorySimError: When something the user gave cannot be used.
        RuntimeError: When a year comes to no result.
    """
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, replications)

    with tempfile.TemporaryDirectory(prefix="territory_sim-") as folder:
        path = Path(folder) / "world.pickle"
        write_world(scenario, path)
        tasks = {number: (path, number) for number in range(replications)}
        count = min(workers or available_cores(), replications)
        outcomes = run_tasks(year_of, tasks, count, step)
        world = read_world(path)
        read_world.cache_clear()
    years = []
    for number, outcome in outcomes.items():
        if outcome.result is None:
            raise RuntimeError(f"year {number} came to no result\n{outcome.failure}")
        years.append(outcome.result)
    return world, tuple(years)


def year_of(path: Path, replication: int) -> Year:
    """Run one year under every setting that the split needs.

    Args:
        path: File of the world.
        replication: Number of the year.

    Returns:
        The year.
    """
    world = read_world(path)
    streams = Streams(world.scenario.seed, replication)
    demand = world_demand(world, streams)
    potential = territory_potential(world)

    def run(changed: World, names: Collection[str]) -> dict[str, pd.DataFrame]:
        return run_engine(changed, streams, demand, names)

    cents = {}
    for setting in settings_needed(switches_of(world), len(world.reps)):
        months = run(world_under(world, setting), ["rep_month"])["rep_month"]
        cents[setting] = _by_rep(months, world)[:, seats(potential, setting.shift)]
    crm, campaigns = None, {}
    if replication == 0 or world.campaigns:
        tables = run(world, (*RUN_TABLES, *TABLES_NEEDED))
        crm = crm_export(tables, world, replication)
        full = sales_lines(tables, world.scenario)
        for campaign in world.campaigns:
            less = sales_lines(run(_without(world, campaign.name), _FIRM_TABLES), world.scenario)
            campaigns[campaign.name] = CampaignYear(
                spend=int(campaign.spend_cents(0, world.scenario.days).sum()),
                sales=round(100 * (full["revenue"] - less["revenue"])),
                contribution=round(100 * (full["contribution"] - less["contribution"])),
                last_touch=last_touch_cents(crm, campaign, world),
                before_after=before_after_cents(crm, campaign, world),
            )
    return Year(replication, cents, None if crm is None else sales_by_owner(crm, world), campaigns)


def _by_rep(months: pd.DataFrame, world: World) -> NDArray[np.int64]:
    """Sales and pay of each seat over the year, shape (2, reps)."""
    sums = months.groupby(months["rep_id"].astype("str"))[
        ["booked_cents", "base_cents", "variable_cents"]
    ].sum()
    rows = sums.reindex([rep.rep_id for rep in world.reps]).fillna(0).to_numpy(dtype=np.int64)
    return np.stack([rows[:, 0], rows[:, 1] + rows[:, 2]])


def _without(world: World, name: str) -> World:
    nowhere = np.zeros(len(world.region), dtype=bool)
    kept = tuple(one.only_in(nowhere) if one.name == name else one for one in world.campaigns)
    return replace(world, campaigns=kept)
