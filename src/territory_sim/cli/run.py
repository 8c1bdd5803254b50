"""``territory-sim run``: one scenario, one seed, one scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import note, print_json, print_table, program, progress
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.experiments.run import Run


def execute(request: Request) -> int:
    """Simulate the scenario, write its folder and print its scorecard.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When something the user gave cannot be used; nothing is written then.
    """
    scenarios = load_scenarios(request.overrides, request.config_dirs)
    if len(scenarios) > 1:
        allowed = "run takes one scenario, and these settings describe several"
        ids = ", ".join(scenario.scenario_id for scenario in scenarios)
        raise ScenarioError(
            [Fault(where=ids, allowed=allowed, hint="compare them: territory-sim compare ...")]
        )
    (scenario,) = scenarios
    folder = results_folder("run", scenarios)
    announce_first_use(scenarios)
    with progress(f"Simulating {scenario.scenario_id}, {scenario.days} business days") as advance:
        from territory_sim.experiments.folder import write_run
        from territory_sim.experiments.result_tables import utc_now
        from territory_sim.experiments.run import simulate
        from territory_sim.scenario.world import build_world

        started_utc = utc_now()
        world = build_world(scenario)
        run = simulate(scenario, world=world, progress=advance)
        write_run(run, world, folder, command=request.command, started_utc=started_utc)
    if request.as_json:
        print_json(_summary(run, folder))
    else:
        _print_scorecard(run)
        _print_next(run, folder)
    for remark in world.remarks:
        note(f"Note: {remark}.")
    return 0


def _values(run: Run) -> dict[str, float]:
    return {str(kpi): float(value) for kpi, value in zip(run.kpis["kpi"], run.kpis["value"], strict=True)}


def _summary(run: Run, folder: Path) -> dict[str, object]:
    return {
        "scenario_id": run.scenario.scenario_id,
        "seed": run.scenario.seed,
        "replication": run.replication,
        "kpis": _values(run),
        "rep_days_per_second": run.rep_days_per_second,
        "peak_mb": run.peak_mb,
        "out": str(folder),
    }


def _print_scorecard(run: Run) -> None:
    columns = {"scorecard line": "left", "value": "right", "meaning": "left"}
    title = f"{run.scenario.scenario.title} ({run.scenario.scenario_id}, seed {run.scenario.seed})"
    print_table(title, columns, _rows(run))


def _rows(run: Run) -> Iterator[tuple[str, ...]]:
    from territory_sim.experiments.result_tables import kpi_dictionary_table
    from territory_sim.experiments.wording import label, quantities

    lines = {str(line["kpi"]): line for line in kpi_dictionary_table().to_dict("records")}
    for kpi, value in _values(run).items():
        line = lines.get(kpi, {"unit": "1", "meaning": ""})
        (text,) = quantities([value], str(line["unit"]), run.scenario.commission.currency)
        yield label(kpi), text, str(line["meaning"])


def _print_next(run: Run, folder: Path) -> None:
    speed = run.rep_days_per_second
    note(f"Tables, manifest and alignment: {folder}  ({speed:,.0f} rep-days a second, {run.peak_mb:,.0f} MB)")
    note("One run is one draw of luck. To see what a change does, compare:")
    note(f"  {program()} compare scenario=status_quo,balanced")
