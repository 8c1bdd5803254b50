"""Tables of a result folder that describe the runs: settings, reps, machines, the meaning of lines."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pandas as pd

from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY
from territory_sim.records.manifest import package_versions
from territory_sim.records.schema import RUN_KEYS
from territory_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from territory_sim.experiments.run import Run
    from territory_sim.scenario.world import World

_NOT_PARAMETERS: Final = frozenset(
    {"out", "workers", "executor", "scheduler", "path", "export", "tables", "sampling", "points", "optimise"}
)
"""Where results go, which are kept, who computes them and where files lie: not part of what was simulated."""


def tables_of_run(run: Run, world: World, started_utc: str = "") -> dict[str, pd.DataFrame]:
    """Return all tables of the folder of one run.

    Args:
        run: The run.
        world: The world it happened in.
        started_utc: When it began.

    Returns:
        Tables by name, in the order of their names.
    """
    tables = dict(run.tables)
    tables["kpi_dictionary"] = kpi_dictionary_table(run.tables["kpis"]["kpi"].tolist())
    tables["params"] = params_table([run.scenario])
    tables["reps"] = reps_table([world])
    tables["runs"] = runs_table([run], [started_utc])
    return dict(sorted(tables.items()))


def joined_tables(runs: Iterable[Run]) -> dict[str, pd.DataFrame]:
    """Put the tables of many runs under each other.

    Args:
        runs: The runs.

    Returns:
        Tables by name, sorted by scenario and replication, then by the keys of each table; text
        columns are plain text.
    """
    ordered = sorted(runs, key=lambda run: (run.scenario.scenario_id, run.replication))
    names = dict.fromkeys(name for run in ordered for name in run.tables)
    return {
        name: pd.concat(
            [_plain_text(run.tables[name]) for run in ordered if name in run.tables], ignore_index=True
        )
        for name in names
    }


def kpi_dictionary_table(kpis: Iterable[str] | None = None) -> pd.DataFrame:
    """Return table ``kpi_dictionary``: what each scorecard line means.

    Args:
        kpis: Lines wanted; None for all.

    Returns:
        Columns kpi, unit, better, meaning and threshold, in the order of the scorecard.
    """
    table = pd.DataFrame([dataclasses.asdict(definition) for definition in KPI_DICTIONARY])
    if kpis is not None:
        table = table[table["kpi"].isin(list(kpis))]
    return table.reset_index(drop=True)


def params_table(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Return table ``params``: every setting that can change a result.

    Args:
        scenarios: The scenarios.

    Returns:
        Columns scenario_id, key and value, all text, sorted by scenario and key.
    """
    rows = [
        (scenario.scenario_id, key, value)
        for scenario in scenarios
        for key, value in scenario.to_rows()
        if _NOT_PARAMETERS.isdisjoint((key.partition(".")[0], key.rpartition(".")[2]))
    ]
    return pd.DataFrame(sorted(rows), columns=["scenario_id", "key", "value"], dtype="str")


def reps_table(worlds: Sequence[World]) -> pd.DataFrame:
    """Return table ``reps``: who the reps are.

    Args:
        worlds: The world of each scenario.

    Returns:
        Columns scenario_id, rep_id, name, home_unit_id, skill and shift_minutes, sorted by keys.
    """
    rows = [
        (
            world.scenario.scenario_id,
            rep.rep_id,
            rep.name,
            world.region.unit_ids[rep.home],
            rep.skill,
            rep.shift_minutes,
        )
        for world in worlds
        for rep in world.reps
    ]
    columns = ["scenario_id", "rep_id", "name", "home_unit_id", "skill", "shift_minutes"]
    return pd.DataFrame(sorted(rows), columns=columns)


def runs_table(runs: Sequence[Run], started_utc: Sequence[str]) -> pd.DataFrame:
    """Return table ``runs``: when, where and how fast each run was; the one table that tells times.

    Args:
        runs: The runs.
        started_utc: When each of them began, in the same order; empty where it is not known.

    Returns:
        One row per run, sorted by scenario and replication.
    """
    rows = [
        {
            "scenario_id": run.scenario.scenario_id,
            "design_id": 0,
            "replication": run.replication,
            "seed": run.scenario.seed,
            "started_utc": started,
            **speed_of(run),
            **this_machine(),
        }
        for run, started in zip(runs, started_utc, strict=True)
    ]
    return pd.DataFrame(rows).sort_values([*RUN_KEYS], kind="stable", ignore_index=True)


def speed_of(run: Run) -> dict[str, float]:
    """Return how fast a run was.

    Args:
        run: The run.

    Returns:
        Columns of table ``runs``.
    """
    return {
        "cpu_seconds": run.cpu_seconds,
        "rep_days_per_second": run.rep_days_per_second,
        "peak_mb": run.peak_mb,
    }


@functools.cache
def this_machine() -> Mapping[str, str]:
    """Return where runs are made and by what: columns of table ``runs``."""
    versions = {name.replace("-", "_"): number for name, number in package_versions().items()}
    return {"host": platform.node(), **versions}


def utc_now() -> str:
    """Return the time of day to the second, for the table ``runs`` alone.

    Returns:
        Such as ``2026-01-31T12:00:00+00:00``.
    """
    return datetime.now(UTC).isoformat(timespec="seconds")


def content_hashes(worlds: Sequence[World]) -> dict[str, str]:
    """Return a hash of what each scenario took from files or drew once: region, accounts, territories.

    Args:
        worlds: The world of each scenario.

    Returns:
        SHA-256 by scenario id.
    """
    hashes = {}
    for world in worlds:
        digest = hashlib.sha256(world.region.content_hash.encode())
        digest.update("\0".join(world.accounts.account_ids.tolist()).encode())
        maps = [world.alignment] if world.later is None else [world.alignment, world.later]
        digest.update(world.accounts.unit.tobytes())
        digest.update(world.accounts.potential_cents.tobytes())
        for alignment in maps:
            digest.update(alignment.territory_of_unit.tobytes())
        hashes[world.scenario.scenario_id] = digest.hexdigest()
    return hashes


def _plain_text(table: pd.DataFrame) -> pd.DataFrame:
    categories = table.select_dtypes("category").columns
    return table.astype(dict.fromkeys(categories, "str"))
