"""The two fronts as a picture: contribution against even work, and fairness against contribution."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from territory_sim.records.files import whole_file
from territory_sim.reports.colours import AFTER, BEFORE, GAIN, INK
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from territory_sim.experiments.fronts import Fronts, PricedMap

_MONEY = 1e6

_APART = (0.18, 0.09)
"""Parts of the width and height within which only one point of the front has its name."""


def fronts_plot(fronts: Fronts) -> Figure:
    """Draw both fronts side by side.

    Args:
        fronts: Today's map, the even one and the most profitable ones.

    Returns:
        The figure.
    """
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(8.2, 3.6))
        left, right = figure.subplots(1, 2)
        _front(left, fronts, lambda each: 100 * each.max_deviation)
        left.set(title="What even work costs", xlabel="Largest deviation from even work, %")
        left.set_ylabel(f"Contribution, million {fronts.currency} a year")
        _front(right, fronts, lambda each: each.pay_gini)
        right.set(title="What profit costs", xlabel="Gini of sales between equally able reps")
        handles, labels = left.get_legend_handles_labels()
        right.legend(handles, labels, loc="lower left", labelcolor=INK)
    return figure


def _front(axes: Axes, fronts: Fronts, across: Any) -> None:  # noqa: ANN401 - a small function of a map
    xs = [across(row) for row in fronts.rows]
    ys = [row.contribution / _MONEY for row in fronts.rows]
    axes.plot(xs, ys, color=BEFORE, marker="o", markersize=4, label="most profitable within a tolerance")
    shown = [(across(each), each.contribution / _MONEY) for each in fronts.maps]
    width, height = (max(np.ptp(axis), 1e-9) for axis in np.array(shown).T)
    labelled: list[tuple[float, float]] = []
    # From the wide end, which matters most; the names of maps beside each other would cover each other.
    for tolerance, x, y in reversed(list(zip(fronts.tolerances, xs, ys, strict=True))):
        if any(abs(x - a) < _APART[0] * width and abs(y - b) < _APART[1] * height for a, b in labelled):
            continue
        labelled.append((x, y))
        axes.annotate(
            f"±{100 * tolerance:.0f} %", (x, y), xytext=(5, -10), textcoords="offset points", fontsize=7.5
        )
    if fronts.drawn is not None:
        _point(axes, across, fronts.drawn, "*", GAIN)
    _point(axes, across, fronts.balanced, "s", AFTER)
    if fronts.today is not None:
        _point(axes, across, fronts.today, "D", "#8A6D00")
    axes.grid(visible=True)
    axes.margins(0.14)


def _point(axes: Axes, across: Any, each: PricedMap, marker: str, colour: str) -> None:  # noqa: ANN401
    at = across(each), each.contribution / _MONEY
    axes.plot(*at, linestyle="none", marker=marker, markersize=6, color=colour, label=each.name)


def write_fronts_plot(fronts: Fronts, path: Path) -> Path:
    """Write the picture to a file.

    Args:
        fronts: What it shows.
        path: The file; its ending says the format, such as ``.svg`` or ``.png``.

    Returns:
        The file.
    """
    with whole_file(path) as unfinished, house_style():
        figure = fronts_plot(fronts)
        kind = path.suffix.lstrip(".")
        figure.savefig(unfinished, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return path
