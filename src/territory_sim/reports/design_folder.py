"""The folder of a design: map, moves, figures and pictures, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.experiments.design_tables import (
    MOVE_COLUMNS,
    district_rows,
    large_units,
    move_rows,
    pareto_table,
    summary,
    territory_rows,
)
from territory_sim.experiments.offers import nearest_offer
from territory_sim.records.files import MANIFEST, whole_folder, write_json, write_text
from territory_sim.records.manifest import manifest
from territory_sim.reports.design_picture import design_picture
from territory_sim.reports.fronts_plot import write_fronts_plot
from territory_sim.reports.territory_geojson import territory_geojson
from territory_sim.territories.alignment_file import csv_of_rows

if TYPE_CHECKING:
    from territory_sim.experiments.fronts import Fronts
    from territory_sim.experiments.territory_design import TerritoryDesign
    from territory_sim.scenario.scenario import Scenario

_MOST_DRAWN: Final = 20_000
"""Units up to which pictures and outlines are made."""


def design_record(design: TerritoryDesign) -> dict[str, Any]:
    """Tell everything about a design.

    Args:
        design: The design.

    Returns:
        The content of design.json.
    """
    return {
        **summary(design),
        "territories": territory_rows(design),
        "districts": district_rows(design),
        "splits": large_units(design),
        "pareto": pareto_table(design),
        "certificates": design.certificates.summary(),
    }


def write_design(
    design: TerritoryDesign,
    scenario: Scenario,
    path: Path,
    *,
    fronts: Fronts | None = None,
    command: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Write the folder of a design.

    Args:
        design: The design.
        scenario: The settings it was made with.
        path: The folder; an earlier result there is replaced.
        fronts: Fairness against profit; None for a region too large for it.
        command: Words of the command that makes the same design again.

    Returns:
        The content of design.json.

    Raises:
        DataError: When the folder holds something that is not a result.
    """
    record = design_record(design) | {
        "offer": nearest_offer(design, scenario.territories),
        "fronts": None if fronts is None else fronts.summary(),
    }
    region, alignment = design.task.region, design.alignment
    with whole_folder(path) as folder:
        write_text(folder / "alignment.csv", csv_of_rows(design.alignment_rows()))
        write_text(folder / "moves.csv", _csv(MOVE_COLUMNS, move_rows(design)))
        if region.shapes is not None:
            told = [_flat(row) for row in record["territories"]]
            outlines = territory_geojson(region.shapes, alignment.territory_of_unit, told)
            write_text(folder / "territories.geojson", json.dumps(outlines, ensure_ascii=False) + "\n")
        if len(region) <= _MOST_DRAWN:
            for ending in ("png", "svg"):
                design_picture(design, folder / f"map.{ending}")
        if fronts is not None and fronts.is_full:
            write_fronts_plot(fronts, folder / "fronts.svg")
        write_text(folder / "certificates.txt", "\n".join(design.certificates.sentences) + "\n")
        write_json(folder / "design.json", record)
        content = manifest(
            verb="design",
            scenarios={scenario.scenario_id: scenario.to_tree()},
            seed=scenario.territories.seed,
            replications=1,
            hashes={scenario.scenario_id: region.content_hash},
            command=command,
        )
        write_json(folder / MANIFEST, content)
    return record


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a map program can show of a territory: single values."""
    flat = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
    for name, told in row["measures"].items():
        flat |= {f"{name}_{key}": value for key, value in told.items()}
    return flat
