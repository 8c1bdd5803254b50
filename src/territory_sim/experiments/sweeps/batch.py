"""A batch of runs, as a worker makes and commits it."""

from __future__ import annotations

import functools
import json
import time
import traceback
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pandas as pd

from territory_sim.errors import TerritorySimError
from territory_sim.experiments.result_tables import speed_of, this_machine, utc_now
from territory_sim.experiments.run import Run, simulate
from territory_sim.experiments.sweeps.parts import FAILURES, RUNS, write_batch
from territory_sim.experiments.sweeps.plan import Plan, Task, read_plan
from territory_sim.experiments.workers import Tell
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World, build_world

if TYPE_CHECKING:
    import pyarrow as pa

Results: TypeAlias = list[tuple[int, pd.DataFrame]]
"""Design point and one table, of each run that has it."""

WATCHED: Final = "contribution"
"""The scorecard line by which progress names the best point so far."""

_WORLDS_KEPT: Final = 4
_NOT_OF_THE_WORLD: Final = ("label", "scenario", "opportunity", "fulfilment", "optimise")
"""Settings that decide nothing about region, accounts, territories and reps."""


@dataclass(slots=True)
class BatchReport:
    """What a batch came to.

    Args:
        runs: Number of runs that are committed now.
        failed: Of them, those without a result.
        seconds: Time it took to make them, on the clock of the wall.
        watched: Sum of the watched line, and number of runs that have it, by design point.
    """

    runs: int = 0
    failed: int = 0
    seconds: float = 0.0
    watched: dict[int, tuple[float, int]] = field(default_factory=dict)


def run_batch(tell: Tell, folder: str, config_hash: str, tasks: Sequence[Task]) -> BatchReport:
    """Make some runs and commit them together.

    A run that fails, whatever the reason, costs a row in table ``failures``.

    Args:
        tell: Told the number of each run when it begins.
        folder: The folder of the sweep, on a disk that all workers share.
        config_hash: Hash of the plan there.
        tasks: The runs.

    Returns:
        What they came to.

    Raises:
        UnfinishedError: When they cannot be written.
    """
    plan = _plan(folder, config_hash)
    begun = time.perf_counter()
    gathered: dict[str, Results] = {name: [] for name in plan.tables}
    rows, failures = [], []
    report = BatchReport(runs=len(tasks))
    at = -1
    world: World | str = ""
    for number, task in enumerate(tasks):
        tell(number)
        design_id, replication = task
        started_utc = utc_now()
        if design_id != at:
            at, world = design_id, _world(plan.designs[design_id].scenario)
        run, reason = _run(world, replication)
        rows.append(run_row(plan, task, run, started_utc))
        if run is None:
            failures.append(failure_row(plan, task, reason))
            continue
        for name, results in gathered.items():
            if len(run.tables.get(name, ())):
                results.append((design_id, run.tables[name]))
    tables = batch_tables(rows, failures, gathered)
    report.failed = len(failures)
    report.watched = _watched(tables.get("kpis"))
    report.seconds = time.perf_counter() - begun
    # Whoever is not listened to any more must not write either: its runs have been given to others.
    tell(len(tasks))
    write_batch(Path(folder), tables)
    return report


def run_row(plan: Plan, task: Task, run: Run | None, started_utc: str) -> dict[str, object]:
    """Make the row of table ``runs`` of one run.

    Args:
        plan: The plan.
        task: The run.
        run: Its result; None when it failed.
        started_utc: When it began.

    Returns:
        The columns.
    """
    design_id, replication = task
    point = plan.designs[design_id]
    missing = dict.fromkeys(("cpu_seconds", "rep_days_per_second", "peak_mb"), float("nan"))
    return {
        "scenario_id": point.scenario_id,
        "design_id": design_id,
        "replication": replication,
        "task_id": plan.task_id(task),
        "status": "failed" if run is None else "done",
        "seed": point.tree["seed"],
        "started_utc": started_utc,
        **(missing if run is None else speed_of(run)),
        **this_machine(),
    }


def failure_row(plan: Plan, task: Task, reason: str) -> dict[str, object]:
    """Make the row of table ``failures`` of one run.

    Args:
        plan: The plan.
        task: The run.
        reason: A traceback, or one line.

    Returns:
        The columns.
    """
    design_id, replication = task
    scenario_id = plan.designs[design_id].scenario_id
    return {
        "scenario_id": scenario_id,
        "design_id": design_id,
        "replication": replication,
        "reason": reason,
    }


def batch_tables(
    rows: Sequence[dict[str, object]],
    failures: Sequence[dict[str, object]],
    gathered: Mapping[str, Results],
) -> dict[str, pa.Table]:
    """Put the tables of a batch together.

    Args:
        rows: Rows of ``runs``.
        failures: Rows of ``failures``.
        gathered: Design point and table of each run that has one, by name of the table.

    Returns:
        Arrow tables by name; those without rows are left out, ``runs`` is always there.
    """
    import pyarrow as pa

    made = {RUNS: _narrow(pa.Table.from_pylist(list(rows)))}
    if failures:
        made[FAILURES] = _narrow(pa.Table.from_pylist(list(failures)))
    for name, results in gathered.items():
        if results:
            made[name] = _together(results)
    return made


def _narrow(columns: pa.Table) -> pa.Table:
    """Give the run keys the type they have in all other tables."""
    import pyarrow as pa

    for name in ("design_id", "replication"):
        place = columns.schema.get_field_index(name)
        columns = columns.set_column(place, name, columns[name].cast(pa.int32()))
    return columns


def _together(results: Results) -> pa.Table:
    """Put the tables of many runs together: once for a batch costs a tenth of once for each run."""
    import pyarrow as pa

    table = pd.concat([each for _, each in results], ignore_index=True)
    designs = np.array([design_id for design_id, _ in results], dtype=np.int32)
    table["design_id"] = np.repeat(designs, [len(each) for _, each in results])
    return pa.table(
        {str(name): pa.array(values.to_numpy(), from_pandas=True) for name, values in table.items()}
    )


def _watched(kpis: pa.Table | None) -> dict[int, tuple[float, int]]:
    """Sum the watched line over the runs of each design point."""
    import pyarrow.compute as pc

    if kpis is None:
        return {}
    mine = kpis.filter(pc.equal(kpis["kpi"], WATCHED))
    sums = mine.group_by("design_id").aggregate([("value", "sum"), ("value", "count")])
    return {
        row["design_id"]: (row["value_sum"], row["value_count"])
        for row in sums.to_pylist()
        if row["value_count"]
    }


@functools.lru_cache(maxsize=2)
def _plan(folder: str, config_hash: str) -> Plan:
    plan = read_plan(Path(folder))
    assert plan.config_hash == config_hash, "the plan has changed since this batch was given out"
    return plan


def _run(world: World | str, replication: int) -> tuple[Run | None, str]:
    if isinstance(world, str):
        return None, world
    try:
        run = simulate(world.scenario, replication=replication, world=world)
        return replace(run, logs={}), ""
    except TerritorySimError as broken:
        return None, str(broken)
    except Exception:  # noqa: BLE001 - whatever goes wrong in one run must not end the others
        return None, traceback.format_exc()


_worlds: OrderedDict[str, World | str] = OrderedDict()
"""Worlds this process has built last, or why one could not be built, by the settings they depend on."""


def _world(scenario: Scenario) -> World | str:
    key = world_key(scenario)
    if key not in _worlds:
        try:
            _worlds[key] = build_world(scenario)
        except TerritorySimError as broken:
            _worlds[key] = str(broken)
        except Exception:  # noqa: BLE001 - a world that cannot be built fails its own runs alone
            _worlds[key] = traceback.format_exc()
        while len(_worlds) > _WORLDS_KEPT:
            _worlds.popitem(last=False)
    _worlds.move_to_end(key)
    world = _worlds[key]
    return world if isinstance(world, str) else replace(world, scenario=scenario)


def world_key(scenario: Scenario) -> str:
    """Name what the world of a scenario depends on: scenarios with equal keys share one world.

    Args:
        scenario: The scenario.

    Returns:
        Its settings as text, less those that decide nothing about the world.
    """
    tree: dict[str, Any] = scenario.to_tree()
    for name in _NOT_OF_THE_WORLD:
        del tree[name]
    tree["commission"] = tree["commission"]["quota"]
    return json.dumps(tree, sort_keys=True)
