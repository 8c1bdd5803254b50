"""Folders of a region in which every territory is known: its accounts, its rep, its roads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

SILENT = (
    "service.requests_per_year={A: 0, B: 0, C: 0}",
    "service.churn.active=false",
    "service.experience_missed_call=null",
    "service.memory_half_months=null",
    "leads=one_visit",
    "leads.leads_per_year={A: 0, B: 0, C: 0}",
    "competitors.active=false",
    "word_of_mouth.active=false",
    "fulfilment.active=false",
    "marketing.active=false",
    "management.surveys=[]",
    "market.relocations_per_year=0",
    "market.new_account_share=0",
    "people=settled",
    "people.effort.active=false",
    "people.morale.active=false",
    "commission=linear",
    "management.review_minutes=0",
    "schedule.admin_minutes=0",
    "schedule.closing_hours=true",
    "territories=file",
    "region.weight=accounts",
    "opportunity=false",
)
"""Every mechanism off but calls and orders: what is left has a closed form."""


def lognormal_quantiles(cv: float, count: int) -> NDArray[np.float64]:
    """Give amounts of mean near 1 at the quantiles of a lognormal distribution, its log spread exact."""
    normal = ndtri((np.arange(count) + 0.5) / count)
    spread = np.sqrt(np.log1p(cv * cv))
    return np.asarray(np.exp(spread * normal / normal.std() - spread**2 / 2), dtype=np.float64)


def write_region(
    folder: Path,
    places: Sequence[tuple[float, float]],
    accounts_of_unit: Sequence[int],
    territory_of_unit: Sequence[int],
    homes: Iterable[int],
    potential_of_unit: Sequence[float],
) -> None:
    """Write units, neighbours, accounts, reps and today's map; units stand in a line of neighbours.

    Args:
        folder: An empty folder.
        places: Longitude and latitude of each unit.
        accounts_of_unit: How many equal accounts lie in each.
        territory_of_unit: Number of the territory that each belongs to.
        homes: Unit in which the rep of each territory lives.
        potential_of_unit: Potential a year of each unit's accounts together.
    """
    count = len(places)
    files = {
        "units.csv": [
            "unit_id,lon,lat,accounts",
            *(
                f"U{unit:04d},{lon:.9f},{lat:.9f},{accounts_of_unit[unit]}"
                for unit, (lon, lat) in enumerate(places)
            ),
        ],
        "adjacency.csv": ["unit_a,unit_b", *(f"U{unit:04d},U{unit + 1:04d}" for unit in range(count - 1))],
        "accounts.csv": [
            "account_id,unit_id,segment,annual_potential",
            *(
                f"A{unit:04d}-{number:04d},U{unit:04d},A,{potential_of_unit[unit] / accounts:.2f}"
                for unit, accounts in enumerate(accounts_of_unit)
                for number in range(accounts)
            ),
        ],
        "reps.csv": [
            "rep_id,unit_id,skill",
            *(f"R{rep:04d},U{home:04d},1" for rep, home in enumerate(homes)),
        ],
        "alignment.csv": [
            "unit_id,territory_id,rep_id",
            *(f"U{unit:04d},T{rep:04d},R{rep:04d}" for unit, rep in enumerate(territory_of_unit)),
        ],
    }
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def settings_of(folder: Path, *others: str) -> list[str]:
    """Give the overrides under which a folder runs with every mechanism off but calls and orders."""
    return [*SILENT, f"region.path={folder}", f"territories.path={folder / 'alignment.csv'}", *others]
