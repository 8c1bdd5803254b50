"""A sweep as a picture: scorecard lines over the swept number, with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from territory_sim.experiments.sweeps.plateau import SweepFindings
from territory_sim.experiments.wording import label
from territory_sim.records.files import whole_file
from territory_sim.reports.colours import AFTER, BEFORE, INK
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LOOKS: Final = ((BEFORE, "-", "o"), (AFTER, "--", "s"), ("#8A6D00", "-.", "^"), (INK, ":", "D"))
_MOST_CURVES: Final = 8


def sweep_plot(found: SweepFindings, currency: str) -> Figure:
    """Draw a sweep.

    Args:
        found: What it found.
        currency: Currency of amounts of money.

    Returns:
        The figure, one panel for each drawn scorecard line.
    """
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(3.3 * len(found.drawn) + 0.6, 3.4))
        panels = figure.subplots(1, len(found.drawn), squeeze=False)[0]
        for axes, kpi in zip(panels, found.drawn, strict=True):
            _panel(axes, found, kpi, currency)
        handles, names = panels[0].get_legend_handles_labels()
        if len(names) > 1:
            panels[0].legend(handles, names, loc="best", labelcolor=INK)
    return figure


def write_sweep_plot(found: SweepFindings, path: Path, currency: str) -> Path:
    """Write the picture of a sweep to a file.

    Args:
        found: What it found.
        path: The file; its ending says the format, such as ``.svg`` or ``.png``.
        currency: Currency of amounts of money.

    Returns:
        The file.
    """
    with whole_file(path) as unfinished, house_style():
        kind = path.suffix.lstrip(".")
        figure = sweep_plot(found, currency)
        figure.savefig(unfinished, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return path


def _panel(axes: Axes, found: SweepFindings, kpi: str, currency: str) -> None:
    table = found.of(kpi)
    unit = str(found.dictionary.set_index("kpi")["unit"].get(kpi, ""))
    scale = 1e-6 if unit == "money" else 1.0
    axis = found.axis or "design_id"
    for number, (name, rows) in enumerate(_curves(table, found, axis)):
        colour, line, marker = _LOOKS[number % len(_LOOKS)]
        ordered = rows.sort_values(axis)
        low = (ordered["mean"] - ordered["low"]).fillna(0.0)
        high = (ordered["high"] - ordered["mean"]).fillna(0.0)
        axes.errorbar(
            ordered[axis],
            scale * ordered["mean"],
            yerr=scale * pd.concat([low, high], axis=1).to_numpy().T,
            color=colour,
            linestyle=line if found.axis else "none",
            marker=marker,
            markersize=3.5,
            capsize=2.5,
            label=name,
        )
    axes.set(title=label(kpi), xlabel=axis if found.axis else "Point")
    axes.set_ylabel(f"Million {currency}" if unit == "money" else unit)
    axes.grid(visible=True)


def _curves(table: pd.DataFrame, found: SweepFindings, axis: str) -> list[tuple[str, pd.DataFrame]]:
    others = [key for key in found.swept if key != axis and 1 < table[key].nunique() <= _MOST_CURVES]
    # Sampled numbers differ at every point: they are the scatter of one curve, not curves.
    others = [key for key in others if len(table) > table[key].nunique()]
    if not others or not found.axis:
        return [("", table)]
    groups = table.groupby(others, sort=False)
    return [(", ".join(map(str, key)), rows) for key, rows in list(groups)[:_MOST_CURVES]]
