"""``territory-sim sensitivity``: what a result depends on, and what would turn an answer."""

from __future__ import annotations

import math
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.folders import results_folder
from territory_sim.cli.sensitivity_words import Asked, read_words
from territory_sim.cli.sweep_progress import watching
from territory_sim.cli.terminal import Cell, note, print_json, print_table, program
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from territory_sim.experiments.sensitivity.paired_runs import StageWatcher
    from territory_sim.experiments.sensitivity.study import AssumptionStudy
    from territory_sim.experiments.sweeps.sweep import SweepProgress

SOME_FAILED: Final = 3
STOPPED: Final = 130
_STAGES: Final = {
    "ends": "Each assumption at both ends",
    "usual": "The answer itself",
    "close": "The ends that come nearest",
    "morris": "Walks through the ranges",
    "sobol": "Samples of the ranges",
}
_RUNS: Final = "sensitivity"
"""Folder of the runs inside the folder of a comparison."""


def execute(request: Request) -> int:
    """Study the assumptions behind a scenario, a difference, or a comparison that was made before.

    Args:
        request: What the command asks for.

    Returns:
        Exit code: 0 done, 3 when some runs failed, 130 stopped by Ctrl-C.

    Raises:
        TerritorySimError: When something the user gave cannot be used.
    """
    asked = read_words(request.overrides)
    if request.places:
        return _of_comparison(request, asked)
    scenarios = load_scenarios(asked.overrides, request.config_dirs)
    _check(scenarios)
    method = asked.method or ("flips" if len(scenarios) > 1 else "morris")
    if method == "flips" and len(scenarios) < 2:
        hint = "scenario=status_quo,balanced, or the folder of a comparison"
        allowed = "needs a baseline and an option"
        raise ScenarioError([Fault(where="method", given="flips", allowed=allowed, hint=hint)])
    folder = results_folder("sensitivity", scenarios, earlier="are kept where they fit")
    from territory_sim.experiments.sensitivity.study import begin_folder, write_part

    begin_folder(folder, scenarios, request.command)
    study = _studied(scenarios, folder / "runs", asked, method, scenarios[0])
    if study is None:
        return _stopped(request, folder)
    for name, table in study.tables.items():
        write_part(table, folder, name)
    picture = None
    if study.flips is None:
        from territory_sim.reports.sensitivity_plot import write_sensitivity_plot

        picture = write_sensitivity_plot(study, folder / "sensitivity.svg")
    _tell(request, [study], folder, picture)
    return SOME_FAILED if study.failed else 0


def _of_comparison(request: Request, asked: Asked) -> int:
    """Find what would flip the decisions of a comparison, and put it on its page."""
    folder = _comparison_folder(request, asked)
    import pandas as pd

    from territory_sim.experiments.folder import load_study
    from territory_sim.experiments.sensitivity.study import write_part
    from territory_sim.reports.html import write_report
    from territory_sim.scenario.parse import parse_scenario

    comparison = load_study(folder)
    machine = load_scenarios(asked.overrides, request.config_dirs)[0]
    of_machine = {"workers": machine.workers, "executor": machine.executor, "scheduler": machine.scheduler}
    trees = {name: comparison.config(name) for name in comparison.scenario_ids}
    baseline, *options = (parse_scenario({**tree, **of_machine}) for tree in trees.values())
    studies = []
    for option in options:
        study = _studied((baseline, option), folder / _RUNS, asked, "flips", machine)
        if study is None:
            return _stopped(request, folder)
        studies.append(study)
    write_part(pd.concat([study.tables["flips"] for study in studies], ignore_index=True), folder, "flips")
    _tell(request, studies, folder, write_report(folder))
    return SOME_FAILED if any(study.failed for study in studies) else 0


def _comparison_folder(request: Request, asked: Asked) -> Path:
    faults = []
    if len(request.places) > 1:
        given = " ".join(request.places)
        faults.append(Fault(where="sensitivity", given=given, allowed="needs one folder that compare wrote"))
    folder = Path(request.places[0])
    if not folder.is_dir():
        allowed = "must be a folder that compare wrote"
        faults.append(Fault(where="sensitivity", given=str(folder), allowed=allowed))
    if asked.method not in {None, "flips"}:
        allowed = "of a comparison the flips are looked for"
        faults.append(Fault(where="method", given=asked.method or "", allowed=allowed))
    for text in asked.overrides:
        if text.lstrip("+").partition("=")[0] not in {"workers", "executor", "scheduler", "replications"}:
            allowed = "is kept as the comparison has it"
            faults.append(Fault(where=text, allowed=allowed, hint="leave it out, or compare anew"))
    if faults:
        raise ScenarioError(faults)
    return folder


def _check(scenarios: Sequence[Scenario]) -> None:
    faults = []
    if len(scenarios) > 2:
        given = ", ".join(scenario.scenario_id for scenario in scenarios)
        hint = "compare them, then: territory-sim sensitivity DIR"
        allowed = "looks at one scenario, or at the difference between two"
        faults.append(Fault(where="sensitivity", given=given, allowed=allowed, hint=hint))
    faults += [
        Fault(where=key, allowed="must be the same for both scenarios")
        for key in ("seed", "days")
        if len({getattr(scenario, key) for scenario in scenarios}) > 1
    ]
    if faults:
        raise ScenarioError(faults)


def _studied(
    scenarios: Sequence[Scenario], runs: Path, asked: Asked, method: str, settings: Scenario
) -> AssumptionStudy | None:
    from territory_sim.experiments.sensitivity.study import USUAL_EXTENTS, study_assumptions

    announce_first_use(scenarios)
    chosen = {"most": asked.most, "trajectories": asked.trajectories, "points": settings.points}
    chosen["replications"] = settings.replications if asked.names_replications else None
    extent = replace(USUAL_EXTENTS[method], **{name: n for name, n in chosen.items() if n is not None})
    wish, line = asked.wish, asked.line
    try:
        with _telling() as tell:
            return study_assumptions(
                scenarios, runs, method=method, wish=wish, extent=extent, watcher=tell, line=line
            )
    except KeyboardInterrupt:
        return None


def _stopped(request: Request, folder: Path) -> int:
    words = [word for word in request.command[1:] if not word.startswith("out=")]
    again = shlex.join([program(), *words, *([] if request.places else [f"out={folder}"])])
    note(f"\nStopped. What is done is kept; this goes on with it: {again}")
    return STOPPED


@contextmanager
def _telling() -> Iterator[StageWatcher]:
    """Tell of each round of runs how far it is."""
    with ExitStack() as stack:
        at = ""
        tell: Callable[[SweepProgress], None] | None = None

        def watcher(stage: str, progress: SweepProgress) -> None:
            nonlocal at, tell
            if stage != at or tell is None:
                stack.close()
                at = stage
                tell = stack.enter_context(
                    watching(_STAGES.get(stage, "Closing in on what turns the answer"))
                )
            # Which point has the best mean so far is no question here.
            tell(replace(progress, watched={}))

        yield watcher


def _tell(request: Request, studies: Sequence[AssumptionStudy], folder: Path, made: Path | None) -> None:
    if request.as_json:
        tables = {
            study.scenarios[-1].scenario_id: {
                name: table.to_dict("records") for name, table in study.tables.items()
            }
            for study in studies
        }
        print_json({"line": studies[0].line, "scenarios": tables, "out": str(folder)})
        return
    for study in studies:
        _print(study)
        if study.failed:
            note(f"{study.failed} of {study.runs:,} runs came to no result; their points are left out.")
        for remark in study.remarks:
            note(remark)
    note(f"\nTables: {folder}")
    if made is not None:
        note(f"{'Page' if made.suffix == '.html' else 'Picture'}: {made}")


def _print(study: AssumptionStudy) -> None:
    names = " against ".join(scenario.scenario_id for scenario in reversed(study.scenarios))
    count = len(study.screening.assumptions)
    if study.flips is not None:
        for sentence in study.tables["flips"]["sentence"]:
            if sentence:
                print(sentence)
        _print_flips(study, names)
        return
    measures = _SHOWN[study.method]
    columns = dict.fromkeys(("assumption", "value", "range"), "right") | {"assumption": "left"}
    for heading in measures.values():
        columns |= {heading: "right"}
        if heading != _WITHOUT_INTERVAL:
            # Headings must differ for the table, not for the eye.
            columns |= {f"95 % interval{' ' * len(columns)}": "right"}
    columns |= {"noise floor": "right"}
    print_table(f"What {study.line} of {names} depends on", columns, _rows(study, tuple(measures)))
    inert = int((abs(study.screening.shifts).max(axis=1) == 0.0).sum())
    note(f"{count} assumptions were tried at both ends; {inert} of them moved nothing at all.")
    note(_EXPLAINED[study.method])


_SHOWN: Final = {
    "morris": {"strength": "strength", "spread": "spread"},
    "sobol": {"first_order": "alone", "total_order": "in total"},
}
_WITHOUT_INTERVAL: Final = "spread"
_EXPLAINED: Final = {
    "morris": "Strength: mean size of the effect of the whole range. Spread near the strength: it depends\n"
    "on the other assumptions, or is bent. Under its noise floor (95 %) an effect is not shown.",
    "sobol": "Shares of the variance over the ranges, alone and with all others. Noise floor: the share\n"
    "that is noise of the runs, at most what an assumption without effect seems to have in total.",
}


def _rows(study: AssumptionStudy, measures: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    from territory_sim.experiments.sensitivity.study_tables import unit_of
    from territory_sim.experiments.sensitivity.wording import value_text
    from territory_sim.experiments.wording import quantities

    by_key = {each.key: each for each in study.looked_at}
    unit = unit_of(study.line) if study.method == "morris" else "share"
    for key, rows in study.tables["sensitivity"].groupby("key", sort=False):
        each, found = by_key[str(key)], rows.set_index("measure")
        low, high = value_text(each.low, each), value_text(each.high, each)
        shown = found.loc[[*measures]]
        numbers = shown[["estimate", "low", "high", "noise_floor"]].to_numpy()
        texts = quantities(numbers.ravel(), unit)
        cells: list[Cell] = []
        for place, measure in enumerate(measures):
            estimate, first, last, _ = texts[4 * place : 4 * place + 4]
            cells += [estimate] if measure == _WITHOUT_INTERVAL else [estimate, f"{first} to {last}"]
        # The strength of a screening, the total share of Sobol' indices: what a noise floor is for.
        estimate, floor = numbers[0 if study.method == "morris" else -1, [0, 3]]
        is_shown = not estimate <= floor
        cells.append("" if math.isnan(floor) else texts[3])
        name: Cell = (each.key, "bold") if is_shown else (each.key, "dim")
        yield name, value_text(each.value, each), f"{low} to {high}", *cells


def _print_flips(study: AssumptionStudy, names: str) -> None:
    from territory_sim.experiments.sensitivity.study_tables import unit_of
    from territory_sim.experiments.sensitivity.wording import value_text
    from territory_sim.experiments.wording import difference

    assert study.flips is not None
    unit = unit_of(study.line)
    rows: list[tuple[Cell, ...]] = []
    for flip in study.flips.flips:
        at, between = difference(flip.difference.estimate, flip.difference.low, flip.difference.high, unit)
        each = flip.assumption
        ends = [value_text(value, each) for value in (each.value, flip.end)]
        rows.append((each.key, *ends, at, between, flip.status))
    at, between = difference(study.flips.usual.estimate, study.flips.usual.low, study.flips.usual.high, unit)
    rows.insert(0, (("nothing changed", "dim"), "", "", at, between, ""))
    columns = {"assumption": "left", "value": "right", "moved to": "right", "difference": "right"}
    columns |= {"95 % interval": "right", "answer": "left"}
    print_table(f"{study.line}, {names}", columns, rows)
