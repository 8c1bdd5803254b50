"""The report: one page for leaders, complete in one file, made of nothing but a study's folder."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from territory_sim.experiments.alignment_rows import rep_of_unit
from territory_sim.experiments.comparison import RANKING_HEADS, ranking_cells
from territory_sim.experiments.folder import load_study
from territory_sim.experiments.wording import label, number
from territory_sim.records.files import write_json, write_text
from territory_sim.reports.campaigns import campaign_plot, campaign_rows, reading_rows
from territory_sim.reports.colours import rep_fills
from territory_sim.reports.content import report_content
from territory_sim.reports.lorenz import lorenz_of, lorenz_plot
from territory_sim.reports.map_pair import map_pair
from territory_sim.reports.map_svg import MapSvg
from territory_sim.reports.money import money_rows
from territory_sim.reports.rep_changes import rep_changes
from territory_sim.reports.rows import (
    deciding_rows,
    firm_rows,
    lost_sales_rows,
    rep_rows,
    scorecard_groups,
    segment_rows,
)
from territory_sim.reports.sheets import report_sheets
from territory_sim.reports.style import figure_svg
from territory_sim.reports.workbook import write_workbook

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

REPORT: Final = "report.html"
REPORT_NUMBERS: Final = "report.json"
REPORT_SHEETS: Final = "report.xlsx"

_DAYS_PER_WEEK: Final = 5
_MOST_UNITS: Final = 20_000
"""A page with more outlines than this would be too large to send; it goes without maps."""


def write_report(folder: Path) -> Path:
    """Write ``report.html``, ``report.json`` and ``report.xlsx`` into the folder of a comparison.

    Nothing is simulated: the report is a function of the folder, and the same folder gives the same bytes.

    Args:
        folder: A folder that ``compare`` wrote.

    Returns:
        Path of the page.

    Raises:
        DataError: When it is no such folder, or a file in it is missing or broken.
    """
    comparison = load_study(folder)
    content = report_content(comparison)
    page = render_report(comparison, content)
    write_json(folder / REPORT_NUMBERS, content)
    write_workbook(report_sheets(content), folder / REPORT_SHEETS)
    write_text(folder / REPORT, page)
    return folder / REPORT


def render_report(comparison: Comparison, content: Mapping[str, Any] | None = None) -> str:
    """Make the page.

    Args:
        comparison: The comparison.
        content: From :func:`~territory_sim.reports.content.report_content`; None to gather it.

    Returns:
        A whole HTML document that refers to nothing outside itself.
    """
    from jinja2 import Environment, StrictUndefined

    said = report_content(comparison) if content is None else content
    package = files("territory_sim.reports")
    # Everything is escaped but what the template marks: our style sheet and our drawings, whose
    # texts were escaped when they were drawn.
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["label"] = label
    environment.filters["number"] = lambda value, decimals: "" if value is None else number(value, decimals)
    template = environment.from_string((package / "report.html.j2").read_text(encoding="utf-8"))
    maps = _maps(comparison)
    gains = [line["variance_reduction"] for option in said["options"] for line in option["lines"]]
    measured = [gain for gain in gains if isinstance(gain, float)]
    return template.render(
        said=said,
        css=(package / "report.css").read_text(encoding="utf-8"),
        shared=maps.definitions if maps else "",
        options=[
            _option(comparison, option, maps) | {"said": option, "anchor": f"option-{place}"}
            for place, option in enumerate(said["options"], start=1)
        ],
        gain=number(median(measured), 1) if measured else None,
        ranking_heads=RANKING_HEADS,
        ranking=[] if comparison.ranking is None else list(ranking_cells(comparison)),
        version=comparison.manifest["versions"].get("territory-sim", ""),
    )


def _maps(comparison: Comparison) -> MapSvg | None:
    region = comparison.region
    if len(region) > _MOST_UNITS:
        return None
    owners = [rep_of_unit(comparison.alignments[name], region.unit_ids) for name in comparison.scenario_ids]
    return MapSvg(region, rep_fills(region.edges, owners))


def _option(comparison: Comparison, said: Mapping[str, Any], maps: MapSvg | None) -> dict[str, Any]:
    option_id = str(said["scenario_id"])
    changes = rep_changes(comparison, option_id)
    caption = (
        "Lorenz curves of variable pay, baseline and option; the further from the diagonal, the less equal."
    )
    dictionary = comparison.tables["kpi_dictionary"].to_dict("records")
    rows = [{str(name): value for name, value in row.items()} for row in dictionary]
    groups = scorecard_groups(said["lines"], rows, comparison.currency)
    return {
        "groups": groups,
        "deciding": deciding_rows(groups),
        "maps": [] if maps is None else map_pair(comparison, option_id, maps, changes),
        "lorenz": figure_svg(lorenz_plot(lorenz_of(comparison, option_id)), f"lorenz-{option_id}", caption),
        "reps": rep_rows(changes),
        "segments": segment_rows(said["segments"]),
        "campaigns": campaign_rows(said["campaigns"], comparison.currency),
        "readings": reading_rows(said["geo_test"]),
        "spending": _spending(comparison, said),
        "money": money_rows(said["money"], comparison.currency),
        "transition": said["transition"],
        "lost_sales": lost_sales_rows(said["lost_sales"]),
        "firms": firm_rows(said["firms"]),
    }


def _spending(comparison: Comparison, said: Mapping[str, Any]) -> str:
    if not said["campaigns"]:
        return ""
    weeks = math.ceil(comparison.config(comparison.baseline_id)["days"] / _DAYS_PER_WEEK)
    axes = campaign_plot(said["campaigns"], comparison.currency, weeks)
    caption = "What campaigns spend each week, and how far they lift the odds of an order where they run."
    return figure_svg(axes, f"campaigns-{said['scenario_id']}", caption)
