"""The picture of a design: its map, beside today's where there is one, same rep same colour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from territory_sim.records.files import whole_file
from territory_sim.reports.colours import AFTER, BEFORE, INK, rep_fills
from territory_sim.reports.maps import draw_territories
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from territory_sim.experiments.territory_design import TerritoryDesign


def design_picture(design: TerritoryDesign, path: Path) -> Path:
    """Draw the map of a design; with a map of today, both side by side, what changes hands hatched.

    Args:
        design: The design.
        path: The file; its ending names the format, such as ``.png`` or ``.svg``.

    Returns:
        The file.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    task = design.task
    region, today = task.region, task.today
    owner = design.alignment.reps_of_units()
    owners = [owner] if today is None else [today.reps_of_units(), owner]
    fills = rep_fills(region.edges, owners)
    with house_style(), mpl.rc_context({"svg.hashsalt": "territory_sim-design"}):
        figure = Figure(figsize=(5.6 * len(owners), 6.0), dpi=130)
        figure.set_layout_engine("none")
        width = 1 / len(owners)
        for place, shown in enumerate(owners):
            axes = figure.add_axes((place * width + 0.01, 0.1, width - 0.02, 0.8))
            is_after = place == len(owners) - 1
            moved = None
            if is_after and today is not None:
                moved = [ours != theirs for ours, theirs in zip(owners[0], owner, strict=True)]
            draw_territories(axes, region, shown, fills, moved)
            title, colour = _title(design, is_after=is_after)
            axes.set_title(title, color=colour, fontsize=13, loc="center")
            note = _note(design, is_after=is_after)
            figure.text((place + 0.5) * width, 0.05, note, ha="center", color=INK, fontsize=10)
        with whole_file(path) as unfinished:
            metadata: dict[str, Any] = {"Date": None} if path.suffix == ".svg" else {"Software": None}
            figure.savefig(unfinished, format=path.suffix.removeprefix("."), metadata=metadata)
    return path


def _title(design: TerritoryDesign, *, is_after: bool) -> tuple[str, str]:
    if design.task.today is None:
        return f"{design.task.region.name}: {len(design.alignment)} territories", INK
    if not is_after:
        return "Today", BEFORE
    return ("Redesigned" if design.task.keeps else "Drawn anew"), AFTER


def _note(design: TerritoryDesign, *, is_after: bool) -> str:
    figures = design.figures if is_after or design.before is None else design.before
    text = f"{' and '.join(design.problem.names)} within {figures.max_deviation:.1%} of the mean"
    if is_after and design.objective == "profit":
        text = f"for profit: {text}"
    if is_after and design.change is not None:
        text += f"; {design.change.moved_share:.0%} changes hands (hatched)"
    return text
