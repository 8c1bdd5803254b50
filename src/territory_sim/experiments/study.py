"""A folder of results as tables: what analysts work with, whatever verb wrote it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from territory_sim.errors import DataError, Fault, nearest_name
from territory_sim.records.files import MANIFEST, UNFINISHED, read_json, read_table
from territory_sim.records.manifest import SCHEMA_VERSION

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_VERBS = ("run", "compare", "sweep", "sensitivity", "optimise")


@dataclass(frozen=True, eq=False)
class Study:
    """The tables of a result folder; each is read when it is first asked for.

    A table is an attribute (``study.kpis``) or :meth:`table`; :meth:`sql` queries them all.

    Args:
        folder: A folder that ``run``, ``compare`` or ``sweep`` wrote.
        manifest: What it takes to make the same results again.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path | str) -> Study:
        """Open a result folder.

        Args:
            folder: A folder that ``run``, ``compare`` or ``sweep`` wrote.

        Returns:
            The study; no table is read yet.

        Raises:
            DataError: When it is no such folder, or one of another schema.
        """
        path = Path(folder)
        content = read_json(path / MANIFEST)
        faults = []
        if content.get("verb") not in _VERBS:
            allowed = f"a folder of {', '.join(_VERBS)}"
            faults.append(
                Fault(where=f"{path / MANIFEST}:verb", given=str(content.get("verb")), allowed=allowed)
            )
        if content.get("schema") != SCHEMA_VERSION:
            allowed = f"{SCHEMA_VERSION}: this version reads no other"
            faults.append(
                Fault(where=f"{path / MANIFEST}:schema", given=str(content.get("schema")), allowed=allowed)
            )
        if any(path.glob(".compaction.json")):
            hint = f"territory-sim sweep --resume {path}"
            faults.append(
                Fault(where=str(path), allowed="was cut off while its parts were put together", hint=hint)
            )
        if faults:
            raise DataError(faults)
        return cls(path, content)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, sorted."""
        single = {file.stem for file in self.folder.glob("*.parquet") if not file.name.startswith(UNFINISHED)}
        return tuple(sorted(single | {part.parent.name for part in self.folder.glob("*/part-*.parquet")}))

    @cached_property
    def _read(self) -> dict[str, pd.DataFrame]:
        return {}

    def table(self, name: str) -> pd.DataFrame:
        """Read a table.

        Args:
            name: Its name, such as ``kpis``, ``runs``, ``designs``, ``params`` or ``rep_month``.

        Returns:
            The table; the same object when it is asked for again.

        Raises:
            DataError: When there is none of that name, or a part of it is broken.
        """
        if name not in self._read:
            self._read[name] = read_table(self._place(name))
        return self._read[name]

    def arrow(self, name: str) -> pa.Table:
        """Read a table for whoever takes Arrow: ``polars.from_arrow(study.arrow("kpis"))``.

        Args:
            name: Its name.

        Returns:
            The table as Arrow columns.

        Raises:
            DataError: When there is none of that name.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        parts = [pq.read_table(path) for path in self._parts(name)]
        return pa.concat_tables(parts, promote_options="permissive")

    def sql(self, query: str) -> pd.DataFrame:
        """Query the tables with DuckDB; each is a view of its name.

        Args:
            query: SQL, such as ``select design_id, avg(value) from kpis group by all``.

        Returns:
            The answer.

        Raises:
            DataError: When DuckDB is not installed or cannot answer the query.
        """
        duckdb = _duckdb()
        with duckdb.connect(":memory:") as connection:
            for name in self.tables:
                files = ", ".join(_quoted(str(path)) for path in self._parts(name))
                connection.execute(
                    f'create view "{name}" as select * from read_parquet([{files}], union_by_name=true)'  # noqa: S608
                )
            try:
                answer: pd.DataFrame = connection.execute(query).df()
            except duckdb.Error as broken:
                reason = str(broken).strip().splitlines()[0]
                hint = f"tables: {', '.join(self.tables)}"
                raise DataError([Fault(where="sql", given=query, allowed=reason, hint=hint)]) from None
        return answer

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Give a table by its name."""
        if not name.startswith("_") and name in self.tables:
            return self.table(name)
        raise AttributeError(f"no table {name!r}: there are {', '.join(self.tables)}")

    def __dir__(self) -> list[str]:
        """List the tables beside what every study has."""
        return sorted({*super().__dir__(), *self.tables})

    def __repr__(self) -> str:
        return f"Study({str(self.folder)!r}: {self.manifest['verb']}, tables {', '.join(self.tables)})"

    def _place(self, name: str) -> Path:
        if name not in self.tables:
            hint = nearest_name(name, self.tables) or f"there are {', '.join(self.tables)}"
            raise DataError([Fault(where=str(self.folder), given=name, allowed="no such table", hint=hint)])
        single = self.folder / f"{name}.parquet"
        return single if single.is_file() else self.folder / name

    def _parts(self, name: str) -> list[Path]:
        place = self._place(name)
        return sorted(place.glob("part-*.parquet")) if place.is_dir() else [place]


def _duckdb() -> ModuleType:
    if importlib.util.find_spec("duckdb") is None:
        allowed = "needs the package duckdb, which is not installed"
        raise DataError([Fault(where="sql", allowed=allowed, hint="pip install 'territory-sim[sql]'")])
    return importlib.import_module("duckdb")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
