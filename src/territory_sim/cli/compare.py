"""``territory-sim compare``: scenarios side by side, on the same customers and the same luck."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import Cell, note, print_json, print_table, program, progress
from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

SOME_FAILED: Final = 3
_SHARED: Final = ("seed", "days", "replications", "precision")
_MOST_PAIRS: Final = 4
"""Up to so many scenarios are each compared with the baseline line by line; more are only ranked."""
_DEFAULT_PAIR: Final = "scenario=status_quo,balanced"
_STYLES: Final = {"better": "green", "worse": "red", "shifted": "cyan"}


def execute(request: Request) -> int:
    """Compare the scenarios, write the study with its report, and print what differs.

    Args:
        request: What the command asks for.

    Returns:
        Exit code: 0 done, 3 when some runs failed and the others were compared.

    Raises:
        TerritorySimError: When something the user gave cannot be used; nothing is written then.
    """
    scenarios = load_scenarios(request.overrides, request.config_dirs)
    if len(scenarios) == 1 and not _names_scenario(request.overrides):
        # The question most people come with: is it worth redrawing today's map?
        scenarios = load_scenarios([_DEFAULT_PAIR, *request.overrides], request.config_dirs)
    _check(scenarios)
    folder = results_folder("compare", scenarios)
    count = scenarios[0].replications
    announce_first_use(scenarios)
    least = "" if scenarios[0].precision is None else "at first "
    with progress(f"Comparing {len(scenarios)} scenarios, {least}{count} paired replications") as advance:
        from territory_sim.experiments.compare import compare
        from territory_sim.experiments.folder import write_study
        from territory_sim.reports.html import write_report

        comparison = compare(scenarios, progress=advance, command=request.command)
        write_study(comparison, folder)
        report = write_report(folder)
    if request.as_json:
        print_json(_summary(comparison, folder))
    else:
        _print_tables(comparison)
        _print_next(comparison, request, folder, report)
    return SOME_FAILED if len(comparison.failures) else 0


def _names_scenario(overrides: Sequence[str]) -> bool:
    return any(text.lstrip("+").partition("=")[0] == "scenario" for text in overrides)


def _check(scenarios: Sequence[Scenario]) -> None:
    faults: list[Fault] = []
    ids = [scenario.scenario_id for scenario in scenarios]
    if len(scenarios) < 2:
        allowed = "compare needs two scenarios or more"
        faults.append(Fault(where=ids[0], allowed=allowed, hint="such as scenario=status_quo,balanced"))
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        faults.append(
            Fault(where=twice, allowed="stands for two scenarios", hint="each needs a name of its own")
        )
    if scenarios[0].replications < 2:
        given = str(scenarios[0].replications)
        faults.append(
            Fault(where="replications", given=given, allowed="compare needs 2 or more for an interval")
        )
    wanted = scenarios[0].baseline
    if wanted is not None and wanted not in ids:
        hint = nearest_name(wanted, ids)
        faults.append(
            Fault(where="baseline", given=wanted, allowed=f"must be one of {', '.join(ids)}", hint=hint)
        )
    differing = [key for key in _SHARED if len({getattr(scenario, key) for scenario in scenarios}) > 1]
    allowed = "must be the same for all scenarios that are compared"
    faults += [Fault(where=key, allowed=allowed) for key in differing]
    if faults:
        raise ScenarioError(faults)


def _summary(comparison: Comparison, folder: Path) -> dict[str, object]:
    return {
        "baseline": comparison.baseline_id,
        "scenarios": list(comparison.scenario_ids),
        "verdict": comparison.verdict,
        "comparisons": comparison.table.to_dict("records"),
        "ranking": [] if comparison.ranking is None else comparison.ranking.to_dict("records"),
        "failures": comparison.failures.to_dict("records"),
        "report": str(folder / "report.html"),
        "out": str(folder),
    }


def _print_tables(comparison: Comparison) -> None:
    # Of a whole class of maps the ranking is what is looked for; the report has every pair.
    shown = comparison.option_ids if len(comparison.scenario_ids) <= _MOST_PAIRS else ()
    for option_id in shown:
        option, baseline = comparison.title(option_id), comparison.title(comparison.baseline_id)
        columns = {
            "scorecard line": "left",
            comparison.baseline_id: "right",
            option_id: "right",
            "difference": "right",
            "95 % interval": "right",
            "odds": "right",
            "big?": "left",
            "verdict": "left",
            "gain": "right",
        }
        print_table(f"{option} against {baseline}", columns, _rows(comparison, option_id))
    if comparison.ranking is not None:
        _print_ranking(comparison)


def _print_ranking(comparison: Comparison) -> None:
    from territory_sim.experiments.comparison import RANKING_HEADS, ranking_cells

    sides = ("left", "right", "left", "right", "right", "right", "left")
    rows, last = [], ""
    for line, *cells in ranking_cells(comparison):
        rows.append(("" if line == last else line, *cells))
        last = line
    print_table("All scenarios ranked", dict(zip(RANKING_HEADS, sides, strict=True)), rows)


def _rows(comparison: Comparison, option_id: str) -> Iterator[tuple[Cell, ...]]:
    from territory_sim.experiments.comparison import line_cells

    table = comparison.table
    for row in table[table["scenario_id"] == option_id].to_dict("records"):
        cells = line_cells({str(column): value for column, value in row.items()}, comparison.currency)
        unit = cells.difference.partition(" ")[2]
        # The unit stands beside the difference; a second time it would only widen the table.
        between = cells.interval.removesuffix(f" {unit}") if unit else cells.interval
        # What is too small to matter is told, but not in the colour of what matters.
        verdict = (cells.verdict, _STYLES.get(cells.verdict, "dim"))
        numbers = (cells.before, cells.after, cells.difference, between, cells.odds)
        yield cells.name, *numbers, cells.big_enough, verdict, cells.gain


def _print_next(comparison: Comparison, request: Request, folder: Path, report: Path) -> None:
    if len(comparison.scenario_ids) <= _MOST_PAIRS:
        note(comparison.verdict)
    else:
        for option_id in comparison.option_ids:
            note(comparison.answer_on(option_id))
    _explain_columns(comparison)
    for failure in comparison.failures.to_dict("records"):
        reason = str(failure["reason"]).strip().splitlines()[-1]
        note(f"Failed: {failure['scenario_id']}, replication {failure['replication']}: {reason}")
    narrower = _again(request, replications=2 * comparison.manifest["replications"])
    note(f"\nReport: {report}\nTables: {folder}\n\nWorth typing next:")
    note(f"  python3 -m webbrowser {shlex.quote(str(report))}   # maps, pay, who wins and who loses")
    note(f"  {narrower}   # narrower intervals")
    note("  {}   # {}".format(*_other_question(request, comparison)))


def _explain_columns(comparison: Comparison) -> None:
    note("Odds: how probable it is that the option is better. Gain: how many times as many unpaired runs")
    note("would give as narrow an interval. Big?: yes when the whole interval is more than would matter; no,")
    note("and then it is a tie, when all of it is less. Open: these runs cannot tell; so many would.")
    if comparison.ranking is not None:
        note("Ranked: a place is 1 plus the number of scenarios shown to be better; = shares it with others.")
    wanted = comparison.config(comparison.baseline_id).get("precision")
    if wanted is not None:
        note(f"Replicated {comparison.manifest['replications']} times for precision={wanted}.")


def _other_question(request: Request, comparison: Comparison) -> tuple[str, str]:
    """Give the command of the next question a leader would ask, and the question."""
    if any(text.partition("=")[0] == "staffing.reps" for text in request.overrides):
        pair = _DEFAULT_PAIR.partition("=")[2]
        return _again(request, without="staffing.reps", scenario=pair), "redraw instead?"
    baseline = comparison.baseline_id
    name = comparison.config(baseline)["scenario"]["name"]
    reps = int((comparison.tables["reps"]["scenario_id"] == baseline).sum())
    hire = {"scenario": name, "staffing.reps": f"{reps},{reps + 2}"}
    return _again(request, **hire), "hire two instead?"


def _again(request: Request, *, without: str = "", **changes: object) -> str:
    """Write the command anew with other values of some settings, and without one of them."""
    replaced = {"out", "label", without, *changes}
    kept = [text for text in request.overrides if text.lstrip("+").partition("=")[0] not in replaced]
    flags = [word for folder in request.config_dirs for word in ("--config-dir", folder)]
    changed = [f"{key}={value}" for key, value in changes.items()]
    return shlex.join([program(), "compare", *kept, *changed, *flags])
