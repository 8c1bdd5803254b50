"""``territory-sim sweep``: every point of a design, each with its replications, resumable."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.folders import results_folder
from territory_sim.cli.sweep_progress import watching
from territory_sim.cli.terminal import Cell, note, print_json, print_table, program
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.experiments.sweeps.plateau import SweepFindings
    from territory_sim.experiments.sweeps.sweep import Sweep

SOME_FAILED: Final = 3
STOPPED: Final = 130
_MOST_ROWS: Final = 30
_MOST_FAILURES: Final = 5


def execute(request: Request) -> int:
    """Run or go on with a sweep, and print what it found.

    Args:
        request: What the command asks for.

    Returns:
        Exit code: 0 done, 3 when some runs failed, 130 stopped by Ctrl-C.

    Raises:
        TerritorySimError: When something given cannot be used, or the sweep had to stop midway.
    """
    folder = Path(request.resume) if request.resume else _new_folder(request)
    try:
        done = _sweep(request, folder)
    except KeyboardInterrupt:
        note(f"\nStopped. What is done is kept: {program()} sweep --resume {shlex.quote(str(folder))}")
        return STOPPED
    _tell(request, done)
    return SOME_FAILED if done.progress.failed else 0


def _new_folder(request: Request) -> Path:
    out = [text.partition("=")[2] for text in request.overrides if text.startswith("out=")]
    if out:
        return Path(load_scenarios([f"out={out[-1]}"])[0].out or out[-1])
    named = [text for text in request.overrides if "=interval(" not in text]
    return results_folder("sweep", load_scenarios(named, request.config_dirs)[:3])


def _sweep(request: Request, folder: Path) -> Sweep:
    from territory_sim.experiments.sweeps.sweep import resume, sweep

    with watching(f"Sweeping into {folder}") as watcher:
        if not request.resume:
            return sweep(request.overrides, folder, config_dirs=request.config_dirs, watcher=watcher)
        if request.config_dirs:
            allowed = "is kept from the start of the sweep"
            raise ScenarioError([Fault(where="--config-dir", allowed=allowed, hint="leave it out")])
        return resume(folder, request.overrides, retry_failed=request.retry_failed, watcher=watcher)


def _tell(request: Request, done: Sweep) -> None:
    folder, progress = done.folder, done.progress
    if progress.failed == progress.total:
        _print_failures(folder)
        return
    from territory_sim.experiments.sweeps.plateau import findings, sentences
    from territory_sim.records.files import write_text
    from territory_sim.reports.sweep_plot import write_sweep_plot

    found = findings(folder)
    currency = done.plan.designs[0].scenario.commission.currency
    summary = found.designs.merge(found.lines, on=["scenario_id", "design_id"])
    write_text(folder / "summary.csv", summary.to_csv(index=False, lineterminator="\n"))
    picture = write_sweep_plot(found, folder / "sweep.svg", currency)
    if request.as_json:
        counts = {
            "runs": progress.total,
            "failed": progress.failed,
            "made_now": progress.done - progress.before,
        }
        print_json(
            {**counts, "points": summary.to_dict("records"), "picture": str(picture), "out": str(folder)}
        )
        return
    _print_points(found, currency)
    for sentence in (*progress.remarks, *sentences(found, currency)):
        note(sentence)
    if progress.failed:
        _print_failures(folder)
    note(f"\nPicture: {picture}\nTables: {folder}\n\nWorth typing next:")
    for command, purpose in _next(done, found):
        note(f"  {command}   # {purpose}")


def _print_points(found: SweepFindings, currency: str) -> None:
    from territory_sim.experiments.sweeps.plateau import headline

    kpi = headline(found)
    table = found.of(kpi)
    rows = list(_rows(found, kpi, currency))
    columns = dict.fromkeys(found.swept, "right") or {"point": "right"}
    columns |= {"mean": "right", "±": "right", "from the best": "right", "± ": "right"}
    others = [line for line in found.drawn if line != kpi]
    columns |= {**dict.fromkeys(others, "right"), "": "left"}
    print_table(f"{kpi} over {len(table)} points", columns, rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        note(f"The {_MOST_ROWS} best points; all {len(rows)} stand in summary.csv.")


def _rows(found: SweepFindings, kpi: str, currency: str) -> Iterator[tuple[Cell, ...]]:
    import math

    from territory_sim.experiments.wording import quantities

    units = found.dictionary.set_index("kpi")["unit"]
    table = found.of(kpi)
    if len(table) > _MOST_ROWS:
        down = found.dictionary.set_index("kpi")["better"].get(kpi) == "down"
        table = table.sort_values("mean", ascending=bool(down))
    beside = {line: found.of(line).set_index("design_id")["mean"] for line in found.drawn if line != kpi}
    for row in table.to_dict("records"):
        named = [str(row[key]) for key in found.swept] or [str(row["design_id"])]
        mean, gap, half, gap_half = quantities(
            [
                row["mean"],
                row["from_best"],
                row["high"] - row["mean"],
                row["from_best_high"] - row["from_best"],
            ],
            str(units.get(kpi, "1")),
            currency,
        )
        known = not math.isnan(row["low"])
        others = [
            quantities([values[row["design_id"]]], str(units.get(line, "1")), currency)[0]
            if row["design_id"] in values.index
            else ""
            for line, values in beside.items()
        ]
        is_best = row["from_best"] == 0.0 and row["from_best_low"] == 0.0
        mark: Cell = ("best", "green") if is_best else (("could be best", "green") if row["plateau"] else "")
        apart = ("", "") if is_best else (gap, gap_half if known else "")
        yield (*named, mean, half if known else "", *apart, *others, mark)


def _print_failures(folder: Path) -> None:
    from territory_sim.records.files import read_table

    failures = read_table(folder / "failures")
    note(f"{len(failures)} runs came to no result (table failures):")
    for reason, rows in failures.groupby("reason", sort=False):
        first = rows.iloc[0]
        last_line = str(reason).strip().splitlines()[-1]
        note(f"  {len(rows)} x, first at point {first['design_id']}: {last_line}")
        if rows.index[0] >= _MOST_FAILURES:
            break
    note(f"  {program()} sweep --resume {shlex.quote(str(folder))} --retry-failed   # tries them again")


def _next(done: Sweep, found: SweepFindings) -> Iterator[tuple[str, str]]:
    from territory_sim.experiments.sweeps.plateau import headline

    place = shlex.quote(str(done.folder))
    table = found.of(headline(found))
    if int(table["plateau"].sum()) > 1:
        more = max(8, 2 * done.plan.replications)
        yield f"{program()} sweep --resume {place} replications={more}", "narrower intervals"
    query = f"import territory_sim as t; print(t.Study.load({str(done.folder)!r}).kpis)"
    yield f"python3 -c {shlex.quote(query)}", "the table of all scorecards"
