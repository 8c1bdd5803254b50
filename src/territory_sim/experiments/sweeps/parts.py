"""The parts of a sweep's tables: a batch of runs is there with all its tables, or not at all.

Each batch writes ``TABLE/part-NAME.parquet`` for each of its tables, ``runs`` last. The part of
``runs`` lists the other parts with their sizes: by it a batch is committed, and what no part of
``runs`` lists, or not in this size, does not count. So what is done is read off the results
themselves; there is no second ledger that could disagree.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.errors import Fault, UnfinishedError
from territory_sim.records.files import UNFINISHED, read_json, whole_files, write_columns, write_json
from territory_sim.records.schema import RUN_KEYS, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

RUNS: Final = "runs"
FAILURES: Final = "failures"
OF_THE_PLAN: Final = frozenset({"designs", "kpi_dictionary", "params"})
"""Tables that follow from the plan and are written with it."""

_PARTS: Final = "parts"
_DAMAGED: Final = "damaged"
_STAGING: Final = f"{UNFINISHED}compaction"
_SWAP: Final = ".compaction.json"
_ROWS_A_PART: Final = 2_000_000


@dataclass(frozen=True)
class Batch:
    """One committed batch.

    Args:
        name: File name of its parts.
        runs: Its part of ``runs``, columns design_id, replication, task_id and status.
        parts: All its files, relative to the folder, ``runs`` last.
    """

    name: str
    runs: pa.Table
    parts: tuple[str, ...]


@dataclass
class Found:
    """What a folder holds.

    Args:
        batches: Committed batches, by name.
        remarks: What was found damaged and set aside, a sentence each.
    """

    batches: list[Batch] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def status_by_task_id(self) -> dict[str, str]:
        """``done`` or ``failed`` by the id of each run that has ended."""
        status: dict[str, str] = {}
        for batch in self.batches:
            columns = (batch.runs[name].to_pylist() for name in ("task_id", "status"))
            status.update(zip(*columns, strict=True))
        return status


def write_batch(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Commit a batch of runs.

    Args:
        folder: The folder of the sweep.
        tables: Tables by name, ``runs`` among them with the columns task_id and status.

    Raises:
        UnfinishedError: When the disk is full or the folder cannot be written; the batch is not
            committed then, and no other is harmed.
    """
    ids = "\0".join(tables[RUNS]["task_id"].to_pylist())
    name = f"part-{hashlib.sha256(ids.encode()).hexdigest()[:16]}.parquet"
    try:
        # Half the time of a small part is its compression; the parts that are kept are compressed better.
        _write_tables(folder, {(table, name): columns for table, columns in tables.items()}, "snappy")
    except OSError as broken:
        allowed = f"cannot be written: {broken.strerror or broken}; the runs before it are kept"
        hint = f"make room, then territory-sim sweep --resume {folder}"
        raise UnfinishedError(
            [Fault(where=str(broken.filename or folder), allowed=allowed, hint=hint)]
        ) from None


def _write_tables(folder: Path, tables: Mapping[tuple[str, str], pa.Table], compression: str) -> None:
    # The part of `runs` goes last: it vouches for the others.
    names = sorted(tables, key=lambda entry: entry[0] == RUNS)
    for table, _ in names:
        (folder / table).mkdir(exist_ok=True)
    sizes: dict[str, int] = {}
    with whole_files([folder / table / name for table, name in names]) as unfinished:
        for (table, name), path in zip(names, unfinished, strict=True):
            notes = {_PARTS: json.dumps(sizes)} if table == RUNS else {}
            write_columns(tables[table, name], path, notes, compression)
            sizes[f"{table}/{name}"] = path.stat().st_size


def recover(folder: Path) -> Found:
    """Bring a folder into order after whatever has happened to it.

    A compaction that was cut off is ended or undone, files that belong to no committed batch are
    deleted, damaged batches are set aside in the folder ``damaged``.

    Args:
        folder: The folder of a sweep, held by this process.

    Returns:
        What is left.
    """
    if (folder / _SWAP).is_file():
        _swap(folder)
    shutil.rmtree(folder / _STAGING, ignore_errors=True)
    for file in (*folder.glob(f"{UNFINISHED}*"), *folder.glob(f"*/{UNFINISHED}*")):
        file.unlink()
    found = Found()
    for path in sorted(folder.glob(f"{RUNS}/part-*.parquet")):
        batch, reason = _read_batch(folder, path)
        if batch is not None:
            found.batches.append(batch)
        else:
            _set_aside(folder, path.name)
            found.remarks.append(f"{reason}: its runs are made again; the files are kept in {_DAMAGED}")
    counted = {part for batch in found.batches for part in batch.parts}
    for path in folder.glob("*/part-*.parquet"):
        if path.parent.name not in OF_THE_PLAN and path.relative_to(folder).as_posix() not in counted:
            path.unlink()
    return found


def committed(folder: Path) -> Found:
    """Read which runs have ended, changing nothing.

    Args:
        folder: The folder of a sweep.

    Returns:
        The committed batches.
    """
    found = Found()
    for path in sorted(folder.glob(f"{RUNS}/part-*.parquet")):
        batch, reason = _read_batch(folder, path)
        if batch is not None:
            found.batches.append(batch)
        else:
            found.remarks.append(reason)
    return found


def forget_failures(folder: Path, found: Found) -> Found:
    """Strike failed runs off, so that they are tried again.

    Args:
        folder: The folder of a sweep, held by this process.
        found: What it holds.

    Returns:
        What it holds now.
    """
    import pyarrow.compute as pc

    if "failed" not in found.status_by_task_id.values():
        return found
    _compact(folder, found, keep=lambda runs: pc.equal(runs["status"], "done"))
    return recover(folder)


def compact(folder: Path, found: Found) -> None:
    """Put all batches together: each table in one sorted part, or a few where it is large.

    Args:
        folder: The folder of a sweep, held by this process.
        found: What it holds.

    Raises:
        UnfinishedError: When the disk is full or a part is damaged within; nothing is lost then.
    """
    if [batch.name for batch in found.batches] not in ([], ["part-00000.parquet"]):
        _compact(folder, found)


def _compact(folder: Path, found: Found, keep: object = None) -> None:
    import pyarrow as pa

    winners = _winners(found.batches, keep)
    staging = folder / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir()
        tables: dict[tuple[str, str], pa.Table] = {}
        names = sorted({part.partition("/")[0] for batch in found.batches for part in batch.parts})
        for table in names:
            for number, columns in enumerate(_sorted_columns(folder, found.batches, table, winners)):
                tables[table, f"part-{number:05d}.parquet"] = columns
        kept = {key: columns for key, columns in tables.items() if len(columns) or key[0] == RUNS}
        _write_tables(staging, kept, "zstd")
        new = {path.relative_to(staging).as_posix() for path in staging.glob("*/part-*.parquet")}
        old = {part for batch in found.batches for part in batch.parts}
        # From here on the new parts count; a reader or a resume that finds this file ends the swap.
        write_json(folder / _SWAP, {"obsolete": sorted(old - new)})
    except (OSError, pa.ArrowException) as broken:
        shutil.rmtree(staging, ignore_errors=True)
        reason = str(getattr(broken, "strerror", None) or broken).splitlines()[0]
        hint = f"then territory-sim sweep --resume {folder}"
        allowed = f"the parts cannot be put together: {reason}; all of them are kept"
        raise UnfinishedError([Fault(where=str(folder), allowed=allowed, hint=hint)]) from None
    _swap(folder)


def _swap(folder: Path) -> None:
    obsolete = read_json(folder / _SWAP)["obsolete"]
    staging = folder / _STAGING
    # The part of `runs` goes last: it vouches for the others.
    fresh = sorted(staging.glob("*/part-*.parquet"), key=lambda path: path.parent.name == RUNS)
    for path in fresh:
        target = folder / path.relative_to(staging)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    for part in obsolete:
        (folder / part).unlink(missing_ok=True)
        with suppress(OSError):
            (folder / part).parent.rmdir()  # of a table that has no rows left
    shutil.rmtree(staging, ignore_errors=True)
    (folder / _SWAP).unlink()


def _read_batch(folder: Path, path: Path) -> tuple[Batch | None, str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            sizes: dict[str, int] = json.loads(file.metadata.metadata[_PARTS.encode()])
            runs = file.read(["design_id", "replication", "task_id", "status"], use_threads=False)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError):
        return None, f"{RUNS}/{path.name} is damaged"
    for part, size in sizes.items():
        found = (folder / part).stat().st_size if (folder / part).is_file() else 0
        if found != size:
            return None, f"{part} is damaged ({found:,} of {size:,} bytes)"
    return Batch(path.name, runs, (*sizes, f"{RUNS}/{path.name}")), ""


def _set_aside(folder: Path, name: str) -> None:
    place = folder / _DAMAGED
    place.mkdir(exist_ok=True)
    for path in sorted(folder.glob(f"*/{name}")):
        if path.parent.name not in OF_THE_PLAN:
            path.replace(place / f"{path.parent.name}-{name}")


def _winners(batches: Iterable[Batch], keep: object) -> dict[str, dict[tuple[int, int], bool]]:
    """Say which batch counts for a run that two hold, as when a worker was given up too soon."""
    seen: set[str] = set()
    winners: dict[str, dict[tuple[int, int], bool]] = {}
    for batch in batches:
        runs = batch.runs if keep is None else batch.runs.filter(keep(batch.runs))  # type: ignore[operator]
        rows = zip(*(runs[name].to_pylist() for name in ("design_id", "replication", "task_id")), strict=True)
        winners[batch.name] = {}
        for design_id, replication, task_id in rows:
            if task_id not in seen:
                seen.add(task_id)
                winners[batch.name][design_id, replication] = True
    return winners


def _sorted_columns(
    folder: Path,
    batches: Sequence[Batch],
    table: str,
    winners: Mapping[str, Mapping[tuple[int, int], bool]],
) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys = TABLES[table].keys if table in TABLES else RUN_KEYS
    sources = [
        (folder / part, winners[batch.name], len(winners[batch.name]) == len(batch.runs))
        for batch in batches
        for part in batch.parts
        if part.startswith(f"{table}/")
    ]
    rows = sum(pq.read_metadata(path).num_rows for path, _, _ in sources)
    designs = sorted({design_id for mine in winners.values() for design_id, _ in mine})
    pieces = 1 if table == RUNS else max(1, min(-(-rows // _ROWS_A_PART), len(designs)))
    for piece in range(pieces):
        first, last = (len(designs) * (piece + side) // pieces for side in (0, 1))
        span = (designs[first], designs[last - 1]) if designs else (0, -1)
        read = [
            _read_part(path, mine, whole=whole, span=span if pieces > 1 else None)
            for path, mine, whole in sources
        ]
        together = pa.concat_tables(read, promote_options="permissive")
        yield together.sort_by([(key, "ascending") for key in keys]).combine_chunks()


def _read_part(
    path: Path, mine: Mapping[tuple[int, int], bool], *, whole: bool, span: tuple[int, int] | None
) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if span is None:
        # Half as dear for a small file as opening it as a data set, which alone can leave rows out.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            columns = file.read(use_threads=False)
    else:
        filters = [("design_id", ">=", span[0]), ("design_id", "<=", span[1])]
        columns = pq.read_table(path, page_checksum_verification=True, filters=filters)
    columns = columns.replace_schema_metadata(None)
    if whole:
        return columns
    runs = zip(columns["design_id"].to_pylist(), columns["replication"].to_pylist(), strict=True)
    return columns.filter(pa.array([run in mine for run in runs], pa.bool_()))
