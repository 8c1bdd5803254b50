"""One run: a scenario, a seed and a replication in; tables and a scorecard out."""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from territory_sim.crm.export import TABLES_NEEDED
from territory_sim.metrics.conservation import check_conservation
from territory_sim.metrics.finance import finance_table
from territory_sim.metrics.geo_test import geo_test_table
from territory_sim.metrics.scorecard import scorecard
from territory_sim.scenario.world import World, build_world
from territory_sim.simulation.engine import Progress, run_engine, world_demand
from territory_sim.simulation.log_tables import LOG_MAKERS
from territory_sim.simulation.tables import RUN_TABLES
from territory_sim.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.market.demand import Demand
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.simulation.observer import Observer


@dataclass(frozen=True, eq=False)
class Run:
    """What one run gave.

    Args:
        scenario: The settings.
        replication: Number of the replication, from 0.
        tables: The usual tables by name; see ``records.schema``.
        cpu_seconds: Processor time of the simulation: demand, every day of it, tables. The
            building of the world and the twin are not in it.
        rep_days: Rep-days simulated in that time.
        peak_mb: Most memory the process has held so far, in megabytes.
        logs: Tables of the truth log, as far as the scenario's ``export`` needs them.
        twin: Table ``rep_month`` of the twin run with equally able reps; None without one.
    """

    scenario: Scenario
    replication: int
    tables: Mapping[str, pd.DataFrame]
    cpu_seconds: float
    rep_days: int
    peak_mb: float
    logs: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    twin: pd.DataFrame | None = None

    @property
    def kpis(self) -> pd.DataFrame:
        """The scorecard: one row for each line."""
        return self.tables["kpis"]

    @property
    def rep_days_per_second(self) -> float:
        """Rep-days simulated in a second of processor time."""
        return self.rep_days / self.cpu_seconds if self.cpu_seconds > 0 else 0.0

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(str(row.kpi))}</td><td style='text-align:right'>{row.value:,.4g}</td></tr>"
            for row in self.kpis.itertuples()
        )
        title = f"{html.escape(self.scenario.scenario_id)}, replication {self.replication}"
        return f"<table><caption>{title}</caption><tr><th>line</th><th>value</th></tr>{rows}</table>"


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    replication: int = 0,
    *,
    world: World | None = None,
    progress: Progress | None = None,
    observe: Observer | None = None,
) -> Run:
    """Simulate one scenario once.

    Args:
        scenario: The settings.
        seed: Root seed, in place of the scenario's own.
        replication: Number of the replication: other customers' luck in the same world.
        world: The scenario's world when it is at hand; otherwise it is built.
        progress: Told the number of finished days and of all days after each, those of the twin included.
        observe: Watches the run, not its twin, without changing it.

    Returns:
        The run: a function of scenario, seed and replication alone, but for its timing.

    Raises:
        TerritorySimError: When something the user gave cannot be used.

    Example:
        >>> from territory_sim import load_scenario
        >>> simulate(load_scenario("status_quo", ["days=5"]), seed=7).kpis.columns.tolist()
        ['scenario_id', 'design_id', 'replication', 'kpi', 'value']
    """
    if seed is not None and seed != scenario.seed:
        scenario, world = replace(scenario, seed=seed), None
    if world is None:
        world = build_world(scenario)
    streams = Streams(scenario.seed, replication)
    begun = time.process_time()
    demand = world_demand(world, streams)
    logged = _logs_needed(scenario)
    doubled = scenario.opportunity
    told = progress and _part_of(progress, scenario.days, parts=1 + doubled)
    made = run_engine(world, streams, demand, (*RUN_TABLES, *logged), told, observe)
    tables = {name: made[name] for name in RUN_TABLES}
    cpu_seconds = time.process_time() - begun
    check_conservation(tables, scenario.commission)
    told = progress and _part_of(progress, scenario.days, parts=2, over=1)
    twin = _twin_statements(world, streams, demand, told) if doubled else None
    tables["geo_test"] = geo_test_table(
        tables["geo_test_units"], _units_without_campaigns(world, streams, demand)
    )
    tables["finance"] = finance_table(tables, scenario)
    return Run(
        scenario=scenario,
        replication=replication,
        tables={"kpis": scorecard(tables, scenario, twin)} | tables,
        cpu_seconds=cpu_seconds,
        rep_days=len(world.reps) * scenario.days,
        peak_mb=peak_mb(),
        logs={name: made[name] for name in logged},
        twin=twin,
    )


def _logs_needed(scenario: Scenario) -> tuple[str, ...]:
    if "truth" in scenario.export:
        return tuple(LOG_MAKERS)
    return TABLES_NEEDED if "crm" in scenario.export else ()


def _part_of(progress: Progress, days: int, *, parts: int, over: int = 0) -> Progress:
    """Count the days of one engine run among those of all that make a run."""
    return lambda done, _: progress(over * days + done, parts * days)


def _twin_statements(
    world: World, streams: Streams, demand: Demand, progress: Progress | None
) -> pd.DataFrame:
    """Pay equally able reps in the same territories with the same luck: territory without talent."""
    twin = world.with_identical_reps()
    return run_engine(twin, streams, demand, ["rep_month"], progress)["rep_month"]


def _units_without_campaigns(world: World, streams: Streams, demand: Demand) -> pd.DataFrame | None:
    """Run the same luck without campaigns: what a geo-test would read if the campaign did nothing."""
    if not (world.campaigns and world.scenario.marketing.geo_test.active):
        return None
    return run_engine(world.without_campaigns(), streams, demand, ["geo_test_units"])["geo_test_units"]


def peak_mb() -> float:
    """Return the most memory this process has held so far.

    Returns:
        Megabytes (2**20 bytes); nan on Windows, which does not tell.
    """
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
