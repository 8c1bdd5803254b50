"""``territory-sim size``: how many reps, as a plateau with a band."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from territory_sim.cli.arguments import Request
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import Cell, note, print_json, print_table, program, progress
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.experiments.size import SizeStudy


def execute(request: Request) -> int:
    """Sweep the number of reps, write the study and print its answers.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When something the user gave cannot be used; nothing is written then.
    """
    scenarios = load_scenarios(request.overrides, request.config_dirs)
    folder = results_folder("size", scenarios[:1])
    with progress("Drawing territories for each number of reps") as advance:
        from territory_sim.experiments.size import size, write_size
        from territory_sim.reports.size_plot import write_size_plot

        study = size(scenarios, progress=advance)
        write_size(study, folder, command=request.command)
        picture = write_size_plot(study, folder / "size.svg")
    if request.as_json:
        print_json({**study.summary(), "picture": str(picture), "out": str(folder)})
        return 0
    columns = {
        "reps": "right",
        "sales": "right",
        "contribution": "right",
        "travel, h a rep": "right",
        "work over hours": "right",
        "fullest": "right",
        "best within 1 %": "left",
    }
    print_table(f"How many reps for {study.scenario.region.name}?", columns, _rows(study))
    print_table("Three methods", {"method": "left", "reps": "left", "where": "left"}, study.methods)
    print(f"\n{study.sentence}")
    low, high = study.answer.plateau
    note(f"\nTable and picture: {folder}\n\nWorth typing next:")
    note(f"  {program()} compare staffing.reps={study.today},{low if low != study.today else high}")
    return 0


def _rows(study: SizeStudy) -> Iterator[tuple[Cell, ...]]:
    from territory_sim.experiments.wording import quantities

    currency = study.scenario.commission.currency
    spans = {"at the norm": study.answer.at_norm, "plateau": study.answer.plateau}
    for point in study.points:
        sales, contribution = (
            quantities([value], "money", currency)[0] for value in (point.sales, point.contribution)
        )
        remarks = [name for name, (low, high) in spans.items() if low <= point.reps <= high]
        if point.reps == study.today:
            remarks.append("today")
        yield (
            str(point.reps),
            sales,
            contribution,
            f"{point.travel_hours / point.reps:,.0f}",
            f"{100 * point.utilisation:.0f} %",
            f"{100 * point.busiest:.0f} %",
            (", ".join(remarks), "green" if set(remarks) & set(spans) else "dim"),
        )
