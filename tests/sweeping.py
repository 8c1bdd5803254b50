"""Very small sweeps for tests, and a look at what a folder of one holds."""

from __future__ import annotations

from pathlib import Path

from territory_sim.records.files import read_table

TINY = (
    "region=synthetic",
    "region.synthetic_units=12",
    "market.accounts=30",
    "territories.count=null",
    "territories.starts=1",
    "days=2",
    "opportunity=false",
)
"""Runs of a few hundredths of a second."""

TABLES = ("kpis", "rep_month", "territory_run")


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every table of a sweep that tells no time."""
    names = (*TABLES, "designs", "params", "kpi_dictionary")
    return {
        f"{name}/{path.name}": path.read_bytes()
        for name in names
        for path in sorted((folder / name).glob("part-*.parquet"))
    }


def ended(folder: Path) -> list[tuple[int, int]]:
    """Give design point and replication of every run in table ``runs``, in its order."""
    runs = read_table(folder / "runs")
    return list(zip(runs["design_id"].tolist(), runs["replication"].tolist(), strict=True))


def files(folder: Path) -> set[str]:
    """Give the names of all files of a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


COMPLETE = {
    ".lock",
    "manifest.json",
    "plan.json",
    *(f"{name}/part-00000.parquet" for name in (*TABLES, "runs", "designs", "params", "kpi_dictionary")),
}
"""All files of a small sweep that has come to its end."""
