"""The number of reps as a picture: the plateau of the contribution, the hours, and the last rep's return."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from territory_sim.design.sizing import RETURNS, last_hire_returns, smooth
from territory_sim.records.files import whole_file
from territory_sim.reports.colours import AFTER, BEFORE, INK
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from territory_sim.experiments.size import SizeStudy

_MONEY = 1e6
_BAND = "#8FB6DA"


def size_plot(study: SizeStudy) -> Figure:
    """Draw the three answers.

    Args:
        study: The sweep.

    Returns:
        The figure.
    """
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(9.4, 3.3))
        money, hours, last = figure.subplots(1, 3)
        _contribution(money, study)
        _hours(hours, study)
        _returns(last, study)
        for axes in (money, hours, last):
            axes.set_xlabel("Reps")
            axes.grid(visible=True)
    return figure


def write_size_plot(study: SizeStudy, path: Path) -> Path:
    """Write the picture to a file.

    Args:
        study: What it shows.
        path: The file; its ending says the format, such as ``.svg`` or ``.png``.

    Returns:
        The file.
    """
    with whole_file(path) as unfinished, house_style():
        kind = path.suffix.lstrip(".")
        size_plot(study).savefig(unfinished, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return path


def _contribution(axes: Axes, study: SizeStudy) -> None:
    reps = [point.reps for point in study.points]
    low, high = study.answer.plateau
    axes.axvspan(low, high, color=_BAND, alpha=0.35, linewidth=0, label="within 1 % of the best")
    values = np.array([point.contribution for point in study.points])
    every = np.arange(reps[0], reps[-1] + 1)
    if (values > 0).all():
        curve = smooth(np.array(reps, dtype=float), values, every)
        axes.plot(every, curve / _MONEY, color=BEFORE, linestyle="-")
    axes.plot(reps, values / _MONEY, color=BEFORE, linestyle="none", marker="o", markersize=3.5)
    capped = [point.contribution_at_norm / _MONEY for point in study.points]
    axes.plot(reps, capped, color=AFTER, linestyle="--", marker="o", markersize=3, label="calls at the norm")
    axes.axvline(study.today, color="#8A6D00", linestyle=":", linewidth=1.4, label=f"today: {study.today}")
    least, most = min(*capped, *(values / _MONEY)), max(*capped, *(values / _MONEY))
    # Room for the legend below the curves.
    axes.set(title="Marginal return", ylim=(least - 0.55 * (most - least), most + 0.08 * (most - least)))
    axes.set_ylabel(f"Contribution, million {study.scenario.commission.currency} a year")
    axes.legend(loc="lower right", labelcolor=INK)


def _hours(axes: Axes, study: SizeStudy) -> None:
    reps = [point.reps for point in study.points]
    required = [point.required_hours / 1000 for point in study.points]
    axes.plot(reps, required, color=AFTER, linestyle="--", marker="o", markersize=3.5, label="required")
    axes.plot(
        reps,
        [point.travel_hours / 1000 for point in study.points],
        color="#8A6D00",
        linestyle="-.",
        marker="o",
        markersize=3.5,
        label="travel in it",
    )
    axes.plot(
        reps,
        [point.capacity_hours / 1000 for point in study.points],
        color=BEFORE,
        linestyle="-",
        label="worked",
    )
    axes.set(title="Workload build-up", ylim=(0, None))
    axes.set_ylabel("Thousand hours a year")
    axes.legend(loc="upper left", labelcolor=INK)


def _returns(axes: Axes, study: SizeStudy) -> None:
    reps = np.array([point.reps for point in study.points], dtype=float)
    every = np.arange(int(reps[0]), int(reps[-1]) + 1)
    costs = study.costs
    sales = smooth(reps, np.array([point.sales for point in study.points]), every)
    travel = np.array(
        [costs.margin * each.sales - each.reps * costs.rep_cost - each.contribution for each in study.points]
    )
    returns = last_hire_returns(every, sales, smooth(reps, travel, every), costs)
    low, high = (100 * each for each in RETURNS)
    axes.axhspan(low, high, color=_BAND, alpha=0.35, linewidth=0, label="50 to 150 %: right size")
    axes.plot(every[1:], 100 * returns, color=BEFORE, linestyle="-")
    axes.set(title="Break-even: the last rep")
    axes.set_ylabel("Three-year return, %")
    axes.legend(loc="upper right", labelcolor=INK)
