"""What a result depends on as a picture: a bar for each assumption, with intervals and the noise floor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.experiments.sensitivity.study_tables import FIRST, STRENGTH, TOTAL, unit_of
from territory_sim.experiments.sensitivity.wording import value_text
from territory_sim.experiments.wording import label
from territory_sim.records.files import whole_file
from territory_sim.reports.colours import AFTER, BEFORE, INK
from territory_sim.reports.style import house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from territory_sim.experiments.sensitivity.study import AssumptionStudy

_BARS: Final = {
    "morris": ((STRENGTH, "mean size of the effect of the whole range", BEFORE),),
    "sobol": ((TOTAL, "in total", BEFORE), (FIRST, "alone", AFTER)),
}


def sensitivity_plot(study: AssumptionStudy) -> Figure:
    """Draw a study.

    Args:
        study: A study by Morris screening or Sobol' indices.

    Returns:
        The figure, the strongest assumption on top.
    """
    from matplotlib.figure import Figure

    table, bars = study.tables["sensitivity"], _BARS[study.method]
    unit = unit_of(study.line) if study.method == "morris" else "share of variance"
    scale = 1e-3 if unit == "money" else 1.0
    keys = list(dict.fromkeys(table["key"]))
    by_key = {each.key: each for each in study.looked_at}
    with house_style():
        figure = Figure(figsize=(8.6, 1.7 + 0.34 * len(keys) * len(bars) ** 0.5))
        axes = figure.subplots()
        height = 0.7 / len(bars)
        for number, (measure, name, colour) in enumerate(bars):
            rows = table[table["measure"] == measure].set_index("key").loc[keys]
            places = np.arange(len(keys)) + (number - (len(bars) - 1) / 2) * height
            middle = scale * rows["estimate"].to_numpy()
            ends = scale * rows[["low", "high"]].to_numpy().T
            # Of a resampled share the interval may leave out the estimate; the whisker then ends at it.
            reach = np.maximum(np.abs(ends - middle), 0.0) * (np.sign(ends - middle) == [[-1], [1]])
            axes.barh(places, middle, height, color=colour, label=name)
            axes.errorbar(middle, places, xerr=reach, color=INK, linestyle="none", capsize=2.5)
            if number == 0:
                floor = scale * rows["noise_floor"].to_numpy()
                axes.plot(
                    floor, places, linestyle="none", marker="|", markersize=14, color=INK, label="noise floor"
                )
        texts = [
            f"{key}  ({value_text(e.low, e)} to {value_text(e.high, e)})"
            for key, e in ((key, by_key[key]) for key in keys)
        ]
        axes.set_yticks(np.arange(len(keys)), texts)
        axes.invert_yaxis()
        axes.set_xlim(left=0.0)
        currency = study.scenarios[0].commission.currency
        axes.set_xlabel(f"Thousand {currency}" if unit == "money" else unit)
        names = " against ".join(each.scenario_id for each in reversed(study.scenarios))
        axes.set_title(f"What {label(study.line).lower()} of {names} depends on", loc="left")
        axes.grid(visible=True, axis="x")
        # Below the axis, where no bar can reach it.
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.55 / len(keys) - 0.12), ncols=3, labelcolor=INK
        )
    return figure


def write_sensitivity_plot(study: AssumptionStudy, path: Path) -> Path:
    """Write the picture of a study to a file.

    Args:
        study: A study by Morris screening or Sobol' indices.
        path: The file; its ending says the format, such as ``.svg`` or ``.png``.

    Returns:
        The file.
    """
    with whole_file(path) as unfinished, house_style():
        kind = path.suffix.lstrip(".")
        figure = sensitivity_plot(study)
        figure.savefig(unfinished, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return path
