"""Result folders: written whole or not at all, and read again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.crm.export import crm_export
from territory_sim.crm.files import write_crm
from territory_sim.errors import DataError, Fault
from territory_sim.experiments.alignment_rows import alignment_rows, read_alignment, write_alignment
from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.region_file import read_region, write_region
from territory_sim.experiments.result_tables import content_hashes, tables_of_run
from territory_sim.records.crm_schema import CRM_FOLDER
from territory_sim.records.files import (
    MANIFEST,
    read_json,
    read_tables,
    whole_folder,
    write_json,
    write_table,
)
from territory_sim.records.manifest import SCHEMA_VERSION, manifest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.experiments.run import Run
    from territory_sim.scenario.world import World

REGION_FILE: Final = "region.json"
TRUTH_FOLDER: Final = "truth"
"""Folder of the truth log inside the folder of a run, apart from what analysis may read."""
_UNSAFE: Final = re.compile(r"[^\w.=+,-]+")


def write_run(
    run: Run, world: World, path: Path, *, command: Sequence[str] | None = None, started_utc: str = ""
) -> Path:
    """Write the folder of one run: ``TABLE.parquet``, ``alignment.csv``, ``manifest.json``.

    With ``export`` it has a folder ``crm`` of CSV files too, or a folder ``truth`` of tables.

    Args:
        run: The run.
        world: The world it happened in.
        path: The folder; an earlier result there is replaced.
        command: Words of the command that makes the same run again.
        started_utc: When the run began, for the table ``runs``.

    Returns:
        The folder.

    Raises:
        DataError: When the folder holds something that is not a result.
    """
    with whole_folder(path) as folder:
        for name, table in tables_of_run(run, world, started_utc).items():
            write_table(table, folder / f"{name}.parquet")
        _write_logs(run, world, folder)
        write_alignment(alignment_rows(world.alignment, world.region), folder / "alignment.csv")
        content = manifest(
            verb="run",
            scenarios={run.scenario.scenario_id: run.scenario.to_tree()},
            seed=run.scenario.seed,
            replications=1,
            hashes=content_hashes([world]),
            command=command,
        )
        write_json(folder / MANIFEST, content)
    return path


def _write_logs(run: Run, world: World, folder: Path) -> None:
    if "crm" in run.scenario.export:
        (folder / CRM_FOLDER).mkdir()
        frames = crm_export({**run.tables, **run.logs}, world, run.replication)
        write_crm(frames, run.scenario.management, folder / CRM_FOLDER)
    if "truth" in run.scenario.export:
        (folder / TRUTH_FOLDER).mkdir()
        for name, table in run.logs.items():
            write_table(table, folder / TRUTH_FOLDER / f"{name}.parquet")


def write_study(comparison: Comparison, path: Path) -> Path:
    """Write the folder of a comparison; :func:`load_study` reads it again.

    Args:
        comparison: The comparison.
        path: The folder; an earlier result there is replaced.

    Returns:
        The folder: ``TABLE/part-*.parquet``, ``alignment/SCENARIO.csv``, ``region.json``, ``manifest.json``.

    Raises:
        DataError: When the folder holds something that is not a result.
    """
    names = file_names(comparison.scenario_ids)
    with whole_folder(path) as folder:
        for name, table in comparison.tables.items():
            (folder / name).mkdir()
            write_table(table, folder / name / "part-00000.parquet")
        (folder / "alignment").mkdir()
        for scenario_id, rows in comparison.alignments.items():
            write_alignment(rows, folder / "alignment" / f"{names[scenario_id]}.csv")
        write_region(comparison.region, folder / REGION_FILE)
        write_json(folder / MANIFEST, comparison.manifest)
    return path


def load_study(path: Path) -> Comparison:
    """Read the folder of a comparison.

    Args:
        path: A folder that :func:`write_study` wrote.

    Returns:
        The comparison as it was written.

    Raises:
        DataError: When it is no such folder, or a file in it is missing or broken.
    """
    content = read_json(path / MANIFEST)
    if content.get("verb") != "compare":
        given = str(content.get("verb"))
        raise DataError([Fault(where=f"{path / MANIFEST}:verb", given=given, allowed="a folder of compare")])
    if content.get("schema") != SCHEMA_VERSION:
        given = str(content.get("schema"))
        allowed = f"{SCHEMA_VERSION}: this version reads no other"
        raise DataError([Fault(where=f"{path / MANIFEST}:schema", given=given, allowed=allowed)])
    tables = read_tables(path)
    needed = ("comparisons", "kpis", "kpi_dictionary", "moves", "rep_month", "territory_run")
    missing = [
        Fault(where=str(path / name), allowed="no such table") for name in needed if name not in tables
    ]
    if missing:
        raise DataError(missing)
    names = file_names(content["scenarios"])
    return Comparison(
        tables=tables,
        manifest=content,
        region=read_region(path / REGION_FILE),
        alignments={
            scenario_id: read_alignment(path / "alignment" / f"{name}.csv")
            for scenario_id, name in names.items()
        },
    )


def file_names(scenario_ids: Iterable[str]) -> dict[str, str]:
    """Return a file name for each scenario, safe on every system and each used once.

    Args:
        scenario_ids: Ids in order.

    Returns:
        Names without an ending, by id.

    Example:
        >>> file_names(["status_quo staffing.reps=26", "a/b", "a b"])
        {'status_quo staffing.reps=26': 'status_quo_staffing.reps=26', 'a/b': 'a_b', 'a b': 'a_b-2'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for scenario_id in scenario_ids:
        plain = _UNSAFE.sub("_", scenario_id).strip(".")[:80] or "scenario"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names[scenario_id] = name
    return names
