"""Read ``reps.csv``: the reps a company brings, one a row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.region.csv_table import CsvTable, folded, read_csv_table
from territory_sim.region.nearest import located_units
from territory_sim.region.unit_table import Places

REP_ALIASES: Final[Mapping[str, str]] = {
    "Id": "rep_id",
    "Name": "name",
    "home": "unit_id",
    "home_unit_id": "unit_id",
    "home_lon": "lon",
    "home_lat": "lat",
    "PostalCode": "unit_id",
    "Longitude": "lon",
    "Latitude": "lat",
}
"""Our name of a column by another name under which it may come."""

WORKDAYS_PER_WEEK: Final = 5
_MINUTES_PER_HOUR: Final = 60
_OPTIONAL: Final = ("name", "skill", "shift_minutes", "hours_per_week", "base_salary")


@dataclass(frozen=True, slots=True)
class RepRow:
    """A rep as a user's file gives him or her.

    Args:
        rep_id: Id of the rep.
        home: Index of the basic unit of the rep's home; None where the file says nothing.
        name: Name; empty where the file says nothing.
        skill: Multiple of a typical rep's skill; None where the file says nothing.
        shift_minutes: Working minutes of a day; None where the file says nothing.
        base_salary: Base salary a year, in money; None where the file says nothing.
    """

    rep_id: str
    home: int | None
    name: str
    skill: float | None
    shift_minutes: float | None
    base_salary: float | None = None


def read_reps(path: Path, places: Places) -> tuple[RepRow, ...] | None:
    """Read a user's reps and find the basic unit of each one's home.

    Args:
        path: The file, with ``rep_id``; optional ``unit_id`` or ``lon`` and ``lat`` of the home,
            ``name``, ``skill``, ``base_salary``, and ``shift_minutes`` or ``hours_per_week`` (five
            days a week).
        places: The region, or the units that could be read of a faulty one.

    Returns:
        The reps in ascending text order of their ids, or None when there is no such file.

    Raises:
        DataError: With every fault of the file.
    """
    if not path.exists():
        return None
    faults: list[Fault] = []
    table = read_csv_table(path, faults, required=("rep_id",), optional=_OPTIONAL, aliases=REP_ALIASES)
    if table is None:
        raise DataError(folded(faults))
    rep_ids = table.ids("rep_id")
    homes = located_units(table, places, required=False)
    names = table.texts("name")
    skill = table.numbers(
        "skill", "a multiple of typical skill, 0.05 to 20, or empty", low=0.05, high=20, required=False
    )
    shift = _shift_minutes(table)
    salary = table.numbers(
        "base_salary", "money a year, 0 to 10,000,000, or empty", low=0, high=1e7, required=False
    )
    if not len(table):
        faults.append(Fault(where=path.name, given="no rows", allowed="at least one rep"))
    if faults:
        raise DataError(folded(faults))
    reps = [
        RepRow(
            rep_id=rep_id,
            home=int(homes[row]) if homes[row] >= 0 else None,
            name=names[row],
            skill=_known(skill[row]),
            shift_minutes=_known(shift[row]),
            base_salary=_known(salary[row]),
        )
        for row, rep_id in enumerate(rep_ids)
    ]
    return tuple(sorted(reps, key=lambda rep: rep.rep_id))


def _known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def _shift_minutes(table: CsvTable) -> NDArray[np.float64]:
    """Return the minutes of each rep's day; ``shift_minutes`` goes before ``hours_per_week``."""
    minutes = table.numbers(
        "shift_minutes", "minutes, 30 to 1440, or empty", low=30, high=1440, required=False
    )
    hours = table.numbers(
        "hours_per_week", "hours a week, 2.5 to 120, or empty", low=2.5, high=120, required=False
    )
    by_week = hours * _MINUTES_PER_HOUR / WORKDAYS_PER_WEEK
    return np.where(np.isnan(minutes), by_week, minutes)
