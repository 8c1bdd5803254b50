"""Result files that are there whole or not at all, with the same bytes for the same content."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.errors import DataError, Fault

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MANIFEST: Final = "manifest.json"
"""The file by which a folder is known to hold results."""

UNFINISHED: Final = ".unfinished-"
"""How the names of files begin that are not whole yet."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name to write to; the file takes its real name only when all of it is on the disk.

    Args:
        path: The file to be written; its folder must exist.

    Yields:
        A name in the same folder, to be written by the caller.

    Raises:
        OSError: When the disk is full or the folder cannot be written; nothing is left behind.
    """
    with whole_files([path]) as (unfinished,):
        yield unfinished


@contextmanager
def whole_files(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Give names to write to; files take their real names, in this order, when all are on the disk.

    Waiting for the disk once for all of them is cheaper than once for each.

    Args:
        paths: The files to be written; their folders must exist.

    Yields:
        A name in the same folder for each of them, to be written by the caller.

    Raises:
        OSError: When the disk is full or a folder cannot be written; nothing is left behind.
    """
    unfinished = tuple(path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}") for path in paths)
    try:
        yield unfinished
        for each in unfinished:
            _to_disk(each)
        for each, path in zip(unfinished, paths, strict=True):
            each.replace(path)
    finally:
        for each in unfinished:
            each.unlink(missing_ok=True)
    for folder in dict.fromkeys(path.parent for path in paths):
        _to_disk(folder)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes its real name only when all of it is on the disk.

    Args:
        path: The folder to be written. An earlier result there is replaced, anything else is refused.

    Yields:
        An empty folder beside it, to be filled by the caller.

    Raises:
        DataError: When the folder holds something that is not a result.
        OSError: When the disk is full or the place cannot be written; nothing is left behind.
    """
    path = path.absolute()
    refuse_foreign_folder(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}")
    replaced = path.with_name(f"{UNFINISHED}{os.getpid()}-replaced-{path.name}")
    try:
        unfinished.mkdir()
        yield unfinished
        for written in sorted(unfinished.rglob("*")):
            _to_disk(written)
        _to_disk(unfinished)
        if path.exists():
            path.rename(replaced)
        unfinished.rename(path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if replaced.exists() and not path.exists():
            replaced.rename(path)
        shutil.rmtree(replaced, ignore_errors=True)
    _to_disk(path.parent)


def refuse_foreign_folder(path: Path) -> None:
    """Refuse to write results over something that is not a result.

    Args:
        path: The folder that is to hold results.

    Raises:
        DataError: When it is a file, or a folder with content but without a manifest.
    """
    if not path.exists() or (path / MANIFEST).is_file():
        return
    if path.is_dir() and not any(path.iterdir()):
        return
    what = "a folder that holds other files" if path.is_dir() else "a file"
    allowed = f"is {what}; a new, an empty or an earlier result folder is allowed"
    raise DataError([Fault(where="out", given=str(path), allowed=allowed, hint="choose another name")])


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 with plain line ends, whole or not at all.

    Args:
        path: The file to be written.
        text: Its content.
    """
    with whole_file(path) as unfinished:
        unfinished.write_bytes(text.encode())


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file that a person can read too, whole or not at all.

    Args:
        path: The file to be written.
        content: What JSON can hold; numbers must be finite.

    Raises:
        ValueError: When a number is not finite.
    """
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON file that holds one object.

    Args:
        path: The file.

    Returns:
        The object.

    Raises:
        DataError: When the file is missing or not such a file.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        allowed = "no such file; a result folder of run or compare has one"
        raise DataError([Fault(where=str(path), allowed=allowed)]) from None
    except (OSError, ValueError) as broken:
        raise DataError([Fault(where=str(path), allowed=f"not readable as JSON: {broken}")]) from None
    if not isinstance(content, dict):
        raise DataError([Fault(where=str(path), allowed="must hold one JSON object")])
    return content


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet: compressed, without index, with nothing in it that tells time or place.

    Args:
        table: Columns of text, numbers or truth values.
        path: The file to be written.
    """
    import pyarrow as pa

    with whole_file(path) as unfinished:
        write_columns(pa.Table.from_pandas(table, preserve_index=False), unfinished)


def write_columns(
    columns: pa.Table, path: Path, notes: Mapping[str, str] | None = None, compression: str = "zstd"
) -> None:
    """Write Arrow columns as Parquet, as :func:`write_table` does.

    Args:
        columns: The columns.
        path: The file to be written; whole or not at all is up to the caller's :func:`whole_files`.
        notes: Texts to keep beside the columns, by name; None also leaves out the checksums of pages.
        compression: Name of the method.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Pandas' own description of the table names its version, which would change the bytes.
    columns = columns.replace_schema_metadata(None)
    writer = pq.ParquetWriter(
        path,
        columns.schema,
        compression=compression,
        store_schema=False,
        write_page_checksum=notes is not None,
    )
    with writer:
        writer.write_table(columns)
        if notes:
            writer.add_key_value_metadata(dict(notes))
    del columns
    pa.default_memory_pool().release_unused()


def read_table(path: Path) -> pd.DataFrame:
    """Read a table: one Parquet file, or all the parts of a folder in the order of their names.

    Args:
        path: ``TABLE.parquet``, or a folder with ``part-*.parquet``.

    Returns:
        The table with a plain index from 0.

    Raises:
        DataError: When there is no such table or a part of it is broken.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    if not parts or not parts[0].is_file():
        raise DataError([Fault(where=str(path), allowed="no such table")])
    tables, faults = [], []
    for part in parts:
        try:
            table: pd.DataFrame = pq.read_table(part).to_pandas()
            tables.append(table)
        except (pa.ArrowException, OSError) as broken:
            reason = str(broken).splitlines()[0]
            faults.append(Fault(where=str(part), allowed=f"not readable as Parquet: {reason}"))
    if faults:
        raise DataError(faults)
    return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every table of a result folder.

    Args:
        folder: Folder of ``run`` (``TABLE.parquet``) or ``compare`` (``TABLE/part-*.parquet``).

    Returns:
        Tables by name, in the order of their names.

    Raises:
        DataError: When a table is broken.
    """
    names = {file.stem: file for file in folder.glob("*.parquet")}
    names |= {part.parent.name: part.parent for part in folder.glob("*/part-*.parquet")}
    return {name: read_table(names[name]) for name in sorted(names)}


def _to_disk(path: Path) -> None:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except PermissionError:  # some systems do not open folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
