"""Maps of territories as matplotlib figures, for notebooks and for the picture in the README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from territory_sim.experiments.alignment_rows import rep_of_unit
from territory_sim.experiments.wording import quantities
from territory_sim.records.files import whole_file
from territory_sim.reports.colours import AFTER, BEFORE, INK, UNOWNED, rep_fills
from territory_sim.reports.geometry import Loop, sheet_for, union, unit_loops
from territory_sim.reports.labels import Label, place_labels
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path as Outline

    from territory_sim.experiments.comparison import Comparison
    from territory_sim.region.network import Region
    from territory_sim.territories.alignment import Alignment

_LETTERS = 26
"""Height of labels in drawing units, of a map 1000 wide."""

_PICTURED = {
    "pay_opportunity_gini": "Inequality of pay opportunity (Gini)",
    "workload_spread": "Fullest territory over mean",
    "coverage_worst_decile": "Calls on time, worst-served tenth",
}
"""What the picture tells beside the maps."""


def territory_map(
    region: Region,
    alignment: Alignment,
    ax: Axes | None = None,
    *,
    before: Alignment | None = None,
    title: str = "",
) -> Axes:
    """Draw the territories of an alignment.

    Args:
        region: The region.
        alignment: The alignment.
        ax: Axes to draw on; None for a new figure.
        before: An alignment to compare with: units whose rep changes are hatched, and a rep has the
            colour that suits both maps.
        title: Title of the map; empty for the region's name.

    Returns:
        The axes.

    Example:
        ``territory_map(world.region, world.alignment)``
    """
    from matplotlib.figure import Figure

    owner = alignment.reps_of_units()
    owners = [owner] if before is None else [before.reps_of_units(), owner]
    with house_style():
        axes = Figure(figsize=(6, 6)).subplots() if ax is None else ax
        moved = None if before is None else alignment.moved_units(before).tolist()
        draw_territories(axes, region, owner, rep_fills(region.edges, owners), moved)
        axes.set_title(title or f"{region.name}: {len(alignment)} territories")
    return axes


def draw_territories(
    axes: Axes,
    region: Region,
    owner: Sequence[str],
    fills: Mapping[str, str],
    moved: Sequence[bool] | None = None,
) -> None:
    """Draw territories on axes: fills, outlines, labels, and a hatch over units that changed hands.

    Args:
        axes: The axes; they lose their frame and get equal scales.
        region: The region; units without an outline are drawn as points.
        owner: The rep who owns each unit, empty where nobody does.
        fills: Colour by rep id.
        moved: Units to hatch; None for none.
    """
    from matplotlib.collections import LineCollection
    from matplotlib.patches import PathPatch

    sheet = sheet_for(region)
    points = sheet.place(np.column_stack([region.lon, region.lat]))
    owners = np.array(owner, dtype=object)
    if region.shapes is None:
        colours = [fills.get(rep, UNOWNED) for rep in owner]
        axes.scatter(points[:, 0], points[:, 1], c=colours, s=20, edgecolors=INK, linewidths=0.5)
    else:
        loops = unit_loops(region.shapes, sheet)
        for rep in sorted(set(owner)):
            outline = _outline([loops[unit] for unit in np.flatnonzero(owners == rep)])
            axes.add_patch(
                PathPatch(outline, facecolor=fills.get(rep, UNOWNED), edgecolor=INK, linewidth=0.9)
            )
        if moved is not None and any(moved):
            outline = _outline([loop for loop, wanted in zip(loops, moved, strict=True) if wanted])
            axes.add_patch(PathPatch(outline, fill=False, hatch="//////", edgecolor=f"{INK}66", linewidth=0))
    if region.background is not None:
        lines = [
            sheet.place(line)
            for line in region.background.outline(np.arange(len(region.background.unit_ids)))
        ]
        axes.add_collection(LineCollection(lines, colors="white", linewidths=0.4, alpha=0.5))
    _draw_labels(axes, place_labels(points, owner, region.land_km2, _LETTERS, (sheet.width, sheet.height)))
    axes.set(xlim=(0, sheet.width), ylim=(sheet.height, 0), aspect="equal")
    axes.axis("off")


def redraw_picture(study: Comparison, path: Path, *, option_id: str | None = None) -> Path:
    """Draw the maps before and after with the numbers that changed most, as one picture.

    Args:
        study: The comparison.
        path: The file; its ending names the format, such as ``.png`` or ``.svg``.
        option_id: The option; None for the first.

    Returns:
        The file.
    """
    from matplotlib.figure import Figure

    option = option_id or study.option_ids[0]
    region = study.region
    owners = [rep_of_unit(study.alignments[name], region.unit_ids) for name in (study.baseline_id, option)]
    fills = rep_fills(region.edges, owners)
    moved = [ours != theirs for ours, theirs in zip(*owners, strict=True)]
    with house_style():
        figure = Figure(figsize=(10.5, 6.2))
        figure.set_layout_engine("none")
        looks = ((study.baseline_id, BEFORE, None), (option, AFTER, moved))
        for left, owner, (name, colour, hatched) in zip((0.01, 0.51), owners, looks, strict=True):
            axes = figure.add_axes((left, 0.16, 0.48, 0.76))
            draw_territories(axes, region, owner, fills, hatched)
            axes.set_title(study.title(name), color=colour, fontsize=14, loc="center")
        strip = figure.add_axes((0.01, 0.01, 0.98, 0.13))
        strip.axis("off")
        changes = _changes(study, option)
        for place, (name, before, after) in enumerate(changes):
            middle = (place + 0.5) / len(changes)
            at: dict[str, Any] = {
                "transform": strip.transAxes,
                "va": "center",
                "fontsize": 15,
                "fontweight": "bold",
            }
            strip.text(middle - 0.02, 0.28, before, ha="right", color=BEFORE, **at)
            strip.text(middle, 0.28, "\N{RIGHTWARDS ARROW}", ha="center", color=INK, **at)
            strip.text(middle + 0.02, 0.28, after, ha="left", color=AFTER, **at)
            strip.text(middle, 0.85, name, ha="center", **at | {"fontsize": 10.5, "fontweight": "normal"})
        with whole_file(path) as unfinished:
            metadata: dict[str, Any] = {"Date": None} if path.suffix == ".svg" else {"Software": None}
            figure.savefig(unfinished, format=path.suffix.removeprefix("."), metadata=metadata)
    return path


def _changes(study: Comparison, option_id: str) -> list[tuple[str, str, str]]:
    """Name, value before and value after of the lines that a redesign is meant to change."""
    table = study.table[study.table["scenario_id"] == option_id]
    rows = {str(row["kpi"]): row for row in table.to_dict("records")}
    found = []
    for kpi, name in _PICTURED.items():
        if kpi in rows:
            row = rows[kpi]
            before, after = quantities([row["baseline"], row["option"]], str(row["unit"]), study.currency)
            found.append((name, before, after))
    return found


def _outline(units: Sequence[Sequence[Loop]]) -> Outline:
    from matplotlib.path import Path as Outline

    loops = union(units)
    corners = [corner for loop in loops for corner in (*loop, loop[0])]
    codes = [
        code
        for loop in loops
        for code in (Outline.MOVETO, *[Outline.LINETO] * (len(loop) - 1), Outline.CLOSEPOLY)
    ]
    return Outline(np.array(corners, dtype=float).reshape(-1, 2), codes)


def _draw_labels(axes: Axes, labels: Sequence[Label]) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.2, foreground="white", alpha=0.8)]
    for name in labels:
        if name.anchor is not None:
            x, y = zip((name.x, name.y), name.anchor, strict=True)
            axes.plot(x, y, color=INK, linewidth=0.7, linestyle="-", marker=".", markersize=4, markevery=[1])
    for name in labels:
        axes.text(
            name.x, name.y, name.text, ha="center", va="center", fontsize=7.5, fontweight="bold", color=INK,
            path_effects=halo,
        )  # fmt: skip
