"""Lorenz curves of variable pay: how unequally it is shared out, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.reports.colours import AFTER, BEFORE, INK
from territory_sim.reports.style import house_style
from territory_sim.statistics.inequality import gini, lorenz

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from territory_sim.experiments.comparison import Comparison

_BAND: Final = (2.5, 97.5)
"""Percentiles over replications between which the band lies."""


@dataclass(frozen=True, eq=False)
class LorenzCurve:
    """The Lorenz curve of one scenario over its replications.

    Args:
        reps: Shares of reps, poorest first, from 0 to 1, shape (n+1,).
        held: Mean share of variable pay that they hold, shape (n+1,).
        low: Lower end of the band over replications, shape (n+1,).
        high: Upper end of the band, shape (n+1,).
        gini: Mean corrected Gini coefficient.
    """

    reps: NDArray[np.float64]
    held: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    gini: float


def lorenz_curve(rep_month: pd.DataFrame, scenario_id: str) -> LorenzCurve:
    """Take the Lorenz curve of a scenario's variable pay.

    Args:
        rep_month: Table ``rep_month`` of all scenarios.
        scenario_id: The scenario.

    Returns:
        Mean and band over replications.
    """
    rows = rep_month[rep_month["scenario_id"] == scenario_id]
    pay = rows.pivot_table(index="replication", columns="rep_id", values="variable_cents", aggfunc="sum")
    amounts = np.maximum(pay.fillna(0).to_numpy(dtype=float), 0.0)
    curves = np.array([lorenz(row)[1] for row in amounts])
    low, high = np.percentile(curves, _BAND, axis=0)
    return LorenzCurve(
        reps=lorenz(amounts[0])[0],
        held=curves.mean(axis=0),
        low=low,
        high=high,
        gini=float(np.mean([gini(row) for row in amounts])),
    )


def lorenz_plot(curves: Mapping[str, LorenzCurve], ax: Axes | None = None) -> Axes:
    """Draw Lorenz curves of variable pay.

    Args:
        curves: Up to three curves by the name the legend gives them, the baseline first.
        ax: Axes to draw on; None for a new figure.

    Returns:
        The axes.
    """
    from matplotlib.figure import Figure

    with house_style():
        axes = Figure(figsize=(3.9, 3.9)).subplots() if ax is None else ax
        axes.plot([0, 1], [0, 1], color="#8A93A3", linewidth=1, linestyle=":")
        turned: dict[str, Any] = {"rotation": 45, "rotation_mode": "anchor", "ha": "center", "va": "bottom"}
        axes.text(0.49, 0.51, "all the same", fontsize=8, color="#5B6474", **turned)
        looks = ((BEFORE, "-"), (AFTER, (0, (5, 2))), ("#8A6D00", (0, (5, 2, 1, 2))))
        for (name, curve), (colour, dashes) in zip(curves.items(), looks, strict=False):
            axes.fill_between(curve.reps, curve.low, curve.high, color=colour, alpha=0.15, linewidth=0)
            axes.plot(
                curve.reps, curve.held, color=colour, linestyle=dashes, label=f"{name}: Gini {curve.gini:.2f}"
            )
        axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", title="Variable pay shared among reps")
        axes.set_xlabel("Share of reps, lowest paid first")
        axes.set_ylabel("Share of variable pay")
        ticks = (0, 0.25, 0.5, 0.75, 1)
        names = [f"{100 * tick:.0f} %" for tick in ticks]
        axes.set_xticks(ticks, names)
        axes.set_yticks(ticks, names)
        axes.grid(visible=True)
        axes.legend(loc="upper left", labelcolor=INK, handlelength=2.6)
    return axes


def lorenz_of(comparison: Comparison, option_id: str) -> dict[str, LorenzCurve]:
    """Take the curves of the baseline and of one option, named for a legend.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        Two curves by title.
    """
    rep_month = comparison.tables["rep_month"]
    return {
        comparison.title(scenario_id): lorenz_curve(rep_month, scenario_id)
        for scenario_id in (comparison.baseline_id, option_id)
    }
