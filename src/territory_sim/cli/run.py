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
    from territory_sim.statistics.intervals import Interval


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
        from territory_sim.experiments.naive_or_causal import with_call_elasticity
        from territory_sim.experiments.result_tables import utc_now
        from territory_sim.experiments.run import simulate
        from territory_sim.scenario.world import build_world

        started_utc = utc_now()
        world = build_world(scenario)
        run = with_call_elasticity(simulate(scenario, world=world, progress=advance), world)
        write_run(run, world, folder, command=request.command, started_utc=started_utc)
    if request.as_json:
        print_json(_summary(run, folder))
    else:
        _print_scorecard(run)
        _print_money(run)
        _print_surveys(run)
        _print_call_elasticity(run)
        _print_next(run, folder)
    for remark in world.remarks:
        note(f"Note: {remark}.")
    return 0


def _values(run: Run) -> dict[str, float]:
    return {str(kpi): float(value) for kpi, value in zip(run.kpis["kpi"], run.kpis["value"], strict=True)}


def _summary(run: Run, folder: Path) -> dict[str, object]:
    beside = ("survey", "call_elasticity")
    return {name: run.tables[name].to_dict("records") for name in beside if name in run.tables} | {
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


def _print_money(run: Run) -> None:
    from territory_sim.experiments.wording import number, quantities
    from territory_sim.reports.money import MONEY_WORDS

    table = run.tables["finance"]
    amounts = table[table["level"] == "region"].set_index("line")["cents"] / 100
    told = {line: float(amounts[line]) for line in MONEY_WORDS if amounts.get(line, 0)}
    if not amounts["sales"]:
        return
    texts = quantities(told.values(), "money", run.scenario.commission.currency)
    rows = (
        (MONEY_WORDS[line], text, f"{number(100 * told[line] / amounts['sales'], 1)} %")
        for line, text in zip(told, texts, strict=True)
    )
    print_table("Where the money goes", {"line": "left", "amount": "right", "of sales": "right"}, rows)


def _print_surveys(run: Run) -> None:
    from territory_sim.experiments.survey_words import survey_cells, survey_readings, survey_warnings

    readings = survey_readings(run.tables["survey"])
    if readings:
        names = ("survey", "answers", "mean, 0 to 10", "all customers", "NPS", "all customers' NPS")
        columns = {name: "left" if name == "survey" else "right" for name in names}
        print_table("Surveys beside the truth", columns, map(survey_cells, readings))
        for sentence in survey_warnings(readings):
            note(sentence)


def _print_call_elasticity(run: Run) -> None:
    if "call_elasticity" not in run.tables:
        return
    from territory_sim.experiments.call_elasticity_words import elasticity_lines, elasticity_sentence
    from territory_sim.experiments.wording import number

    lines = elasticity_lines(run.tables["call_elasticity"])
    rows = (
        (
            line.method,
            number(line.found.estimate, 2),
            _between(line.found),
            number(line.times_true, 1),
            line.meaning,
        )
        for line in lines
    )
    columns = {"1 % more calls": "left", "% sales": "right", "95 % interval": "right", "times true": "right"}
    print_table("What calls bring", columns | {"meaning": "left"}, rows)
    print(elasticity_sentence(lines))


def _between(interval: Interval) -> str:
    from territory_sim.experiments.wording import number

    known = interval.low < interval.high
    return f"{number(interval.low, 2)} to {number(interval.high, 2)}" if known else ""


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
    if "crm" in run.scenario.export:
        note(f"CRM export, all that an analyst would have: {folder / 'crm'}")
    if "truth" in run.scenario.export:
        note(f"Truth log, single visits, orders and answers: {folder / 'truth'}")
    note(f"Tables, manifest and alignment: {folder}  ({speed:,.0f} rep-days a second, {run.peak_mb:,.0f} MB)")
    if len(run.tables["geo_test"]):
        from territory_sim.experiments.campaign_wording import geo_test_sentence

        note(geo_test_sentence(run.tables["geo_test"], run.scenario.commission.currency))
    note("One run is one draw of luck. To see what a change does, compare:")
    note(f"  {program()} compare scenario=status_quo,balanced")
