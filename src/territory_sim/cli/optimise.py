"""``territory-sim optimise``: the best combination of levers within floors."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.folders import results_folder
from territory_sim.cli.sweep_progress import watching
from territory_sim.cli.terminal import Cell, note, print_json, print_table, program

if TYPE_CHECKING:
    from territory_sim.experiments.optimisation.optimise import Optimisation

SOME_FAILED: Final = 3
STOPPED: Final = 130
_MOST_ROWS: Final = 15


def execute(request: Request) -> int:
    """Search the levers, or go on with a search, and print what it found.

    Args:
        request: What the command asks for.

    Returns:
        Exit code: 0 done, 3 when some runs failed, 130 stopped by Ctrl-C.

    Raises:
        TerritorySimError: When something given cannot be used, or the runs had to stop midway.
    """
    folder = Path(request.resume) if request.resume else _new_folder(request)
    try:
        found = _optimise(request, folder)
    except KeyboardInterrupt:
        note(f"\nStopped. What is done is kept: {program()} optimise --resume {shlex.quote(str(folder))}")
        return STOPPED
    _tell(request, found)
    return SOME_FAILED if found.failed else 0


def _new_folder(request: Request) -> Path:
    from territory_sim.experiments.optimisation.levers import read_levers

    return results_folder("optimise", [read_levers(request.overrides, request.config_dirs).today])


def _optimise(request: Request, folder: Path) -> Optimisation:
    from territory_sim.experiments.optimisation.optimise import optimise, resume

    with watching(f"Optimising into {folder}") as watcher:
        if request.resume:
            return resume(folder, watcher=watcher)
        return optimise(request.overrides, folder, config_dirs=request.config_dirs, watcher=watcher)


def _tell(request: Request, found: Optimisation) -> None:
    from territory_sim.experiments.optimisation.option_file import write_option
    from territory_sim.experiments.optimisation.words import answer
    from territory_sim.reports.optimise_page import write_optimise_page

    folder = found.folder
    page = write_optimise_page(found, folder)
    option = write_option(found)
    if request.as_json:
        rows = found.candidates.to_dict("records")
        print_json({"answer": answer(found), "candidates": rows, "page": str(page), "out": str(folder)})
        return
    columns = {"": "left", "tried": "left", "contribution": "right", "over today": "right"}
    columns |= {found.fairness: "right", "coverage": "right", "floors": "left"}
    print_table(_title(found), columns, _rows(found))
    print(f"\n{answer(found)}")
    if found.failed:
        note(f"{found.failed} runs came to no result (table failures).")
    note(f"\nPage: {page}\nTables: {folder}\n\nWorth typing next:")
    if option is not None:
        note(f"  {program()} {shlex.join(option)}   # the decision page")
    else:
        note(f"  {program()} sweep {shlex.join(_given(found))}   # the whole plateau, with intervals")


def _given(found: Optimisation) -> tuple[str, ...]:
    from territory_sim.experiments.sweeps.plan import read_plan

    overrides = read_plan(found.folder).overrides
    return tuple(text for text in overrides if not text.startswith(("optimise.", "out=")))


def _title(found: Optimisation) -> str:
    tried, total = len(found.candidates) - 1, found.levers.combinations
    of = f" of {total:,.0f}" if total < float("inf") else ""
    return f"{tried}{of} combinations tried, {int(found.candidates['keeps_floors'].sum())} keep the floors"


def _rows(found: Optimisation) -> Iterator[tuple[Cell, ...]]:
    from territory_sim.experiments.wording import quantities

    currency = found.levers.today.commission.currency
    order = ["chosen", "finalist", "keeps_floors", "contribution"]
    table = found.candidates.sort_values(order, ascending=False, kind="stable").head(_MOST_ROWS)
    records: list[dict[Any, Any]] = table.to_dict("records")
    for row in records:
        fresh = "fresh_" if row["fresh_replications"] else ""
        (money,) = quantities([row[f"{fresh}contribution"]], "money", currency)
        gain = quantities([row["gain"]], "money", signed=True)[0] if row["gain"] == row["gain"] else ""
        (inequality,) = quantities([row[f"{fresh}inequality"]], "0-1")
        (coverage,) = quantities([row[f"{fresh}coverage"]], "share")
        mark: Cell = ("best", "green") if row["chosen"] else "finalist" if row["finalist"] else ""
        floors: Cell = "kept" if row["keeps_floors"] else ("missed", "dim")
        yield mark, row["combination"], money, gain, inequality, coverage, floors
