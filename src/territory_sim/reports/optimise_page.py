"""An optimisation as a picture and a page: what the floors cost, and what was tried."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.experiments.optimisation.words import answer
from territory_sim.experiments.wording import label, quantities
from territory_sim.records.files import whole_file, write_text
from territory_sim.reports.colours import AFTER, BEFORE, INK
from territory_sim.reports.style import figure_svg, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from territory_sim.experiments.optimisation.optimise import Optimisation

PAGE: Final = "optimise.html"
PICTURE: Final = "optimise.svg"
_MONEY: Final = 1e6
_TODAY: Final = "#8A6D00"
_OTHERS: Final = "#9AA3AE"


def front_plot(found: Optimisation) -> Figure:
    """Draw contribution against inequality and against coverage, the Pareto front picked out.

    Args:
        found: What was found.

    Returns:
        The figure; values are the means of the search, alike for all that was tried.
    """
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(9.0, 3.8))
        left, right = figure.subplots(1, 2, sharey=True)
        floors = found.optimum.floors
        _panel(left, found, "inequality", 1.0, floors.inequality_at_most, above=True)
        left.set(title="Fairness", xlabel=f"{label(found.fairness)} (less is fairer)")
        left.set_ylabel(f"Contribution, million {found.levers.today.commission.currency}")
        _panel(right, found, "coverage", 100.0, floors.coverage_at_least, above=False)
        right.set(title="Coverage", xlabel="Planned calls made in time, %")
        handles, names = right.get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=len(names), labelcolor=INK)
    return figure


def _panel(
    axes: Axes, found: Optimisation, column: str, scale: float, floor: float | None, *, above: bool
) -> None:
    table = found.candidates
    front = table["on_front"]
    looks: list[tuple[Any, str, str, float, str]] = [
        (~front, "o", _OTHERS, 3.5, "tried"),
        (front, "o", BEFORE, 5.5, "on the front: no other is better in all three"),
        (table["round"] == 0, "D", _TODAY, 6.5, "today"),
        (table["chosen"], "*", AFTER, 13.0, "chosen"),
    ]
    for chosen, marker, colour, size, name in looks:
        rows = table[chosen]
        if len(rows):
            axes.plot(
                scale * rows[column],
                rows["contribution"] / _MONEY,
                linestyle="none",
                marker=marker,
                color=colour,
                markersize=size,
                label=name,
            )
    axes.margins(0.08)
    if floor is not None:
        low, high = axes.get_xlim()
        edge = scale * floor
        low, high = min(low, edge - 0.05 * (high - low)), max(high, edge + 0.05 * (high - low))
        axes.axvspan(
            *((edge, high) if above else (low, edge)),
            color="#C44E52",
            alpha=0.10,
            linewidth=0,
            label="misses the floor",
        )
        axes.set_xlim(low, high)
    axes.grid(visible=True)


def write_optimise_page(found: Optimisation, folder: Path) -> Path:
    """Write ``optimise.svg`` and ``optimise.html``.

    Args:
        found: What was found.
        folder: Where to.

    Returns:
        The page: one file that refers to nothing outside itself.
    """
    from jinja2 import Environment, StrictUndefined

    figure = front_plot(found)
    with whole_file(folder / PICTURE) as unfinished, house_style():
        figure.savefig(unfinished, format="svg", metadata={"Date": None})
    package = files("territory_sim.reports")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((package / "optimise.html.j2").read_text(encoding="utf-8"))
    caption = "Contribution of every combination tried, against inequality of pay and against coverage."
    today = found.levers.today
    page = template.render(
        answer=answer(found),
        region=today.region.name,
        days=today.days,
        css=(package / "report.css").read_text(encoding="utf-8"),
        picture=figure_svg(figure.axes[0], "front", caption),
        fairness=label(found.fairness),
        replications=today.optimise.replications,
        finalists=_finalists(found),
        rows=_tried(found),
    )
    write_text(folder / PAGE, page)
    return folder / PAGE


def _finalists(found: Optimisation) -> list[dict[str, str]]:
    currency = found.levers.today.commission.currency
    table = found.candidates[found.candidates["fresh_replications"] > 0]
    rows: list[dict[Any, Any]] = table.sort_values("gain", ascending=False, kind="stable").to_dict("records")
    return [
        {
            "name": row["combination"],
            "chosen": "chosen" if row["chosen"] else "",
            "runs": str(row["fresh_replications"]),
            "contribution": quantities([row["fresh_contribution"]], "money", currency)[0],
            "gain": "{} ({} to {})".format(
                *quantities([row["gain"], row["gain_low"], row["gain_high"]], "money", signed=True)
            )
            if row["round"]
            else "",
            "inequality": quantities([row["fresh_inequality"]], "0-1")[0],
            "coverage": quantities([row["fresh_coverage"]], "share")[0],
        }
        for row in rows
    ]


def _tried(found: Optimisation) -> list[dict[str, str]]:
    currency = found.levers.today.commission.currency
    table = found.candidates.sort_values("contribution", ascending=False, kind="stable")
    rows: list[dict[Any, Any]] = table.to_dict("records")
    return [
        {
            "name": row["combination"],
            "contribution": quantities([row["contribution"]], "money", currency)[0],
            "inequality": quantities([row["inequality"]], "0-1")[0],
            "coverage": quantities([row["coverage"]], "share")[0],
            "floors": "kept" if row["keeps_floors"] else "missed",
            "front": "on the front" if row["on_front"] else "",
        }
        for row in rows
    ]
