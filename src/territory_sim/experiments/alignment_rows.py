"""Alignments as the rows of alignment.csv, ready to load back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from territory_sim.errors import DataError, Fault
from territory_sim.records.files import write_text
from territory_sim.territories.alignment_file import ALIGNMENT_COLUMNS, HOME, csv_of_rows

if TYPE_CHECKING:
    from territory_sim.region.network import Region
    from territory_sim.territories.alignment import Alignment


def alignment_rows(alignment: Alignment, region: Region) -> pd.DataFrame:
    """Return an alignment as a table.

    Args:
        alignment: The alignment.
        region: Its region.

    Returns:
        Columns unit_id, account_id, territory_id, rep_id and home_unit_id, all text; one of the
        first two is empty.
    """
    return pd.DataFrame(alignment.to_rows(region.unit_ids), columns=list(ALIGNMENT_COLUMNS), dtype="str")


def write_alignment(rows: pd.DataFrame, path: Path) -> None:
    """Write alignment.csv, in the form that a scenario reads back.

    Args:
        rows: From :func:`alignment_rows`.
        path: The file to be written.
    """
    write_text(path, csv_of_rows(list(rows[list(ALIGNMENT_COLUMNS)].itertuples(index=False, name=None))))


def read_alignment(path: Path) -> pd.DataFrame:
    """Read an alignment.csv that :func:`write_alignment` wrote.

    Args:
        path: The file.

    Returns:
        The rows as they were written.

    Raises:
        DataError: When the file is missing or lacks a column.
    """
    try:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as broken:
        raise DataError([Fault(where=str(path), allowed=f"not readable as CSV: {broken}")]) from None
    missing = [name for name in ALIGNMENT_COLUMNS if name not in rows and name not in ("account_id", HOME)]
    if missing:
        raise DataError([Fault(where=f"{path}:1", allowed=f"column {name} is missing") for name in missing])
    return rows.reindex(columns=list(ALIGNMENT_COLUMNS), fill_value="")


def rep_of_unit(rows: pd.DataFrame, unit_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the rep who owns each unit.

    Args:
        rows: From :func:`alignment_rows`.
        unit_ids: Ids of the units, in the order wanted.

    Returns:
        Rep ids; an empty text where nobody owns the unit.
    """
    owners = dict(zip(rows["unit_id"], rows["rep_id"], strict=True))
    return tuple(str(owners.get(unit_id, "")) for unit_id in unit_ids)
