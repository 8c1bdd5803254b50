"""``territory-sim explain``: why reps and campaigns did what they did, in sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import Cell, note, print_json, print_table, progress
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from territory_sim.experiments.explanation import Explanation

_MOST_TOLD: Final = 3
"""So many reps are told from either end of the league table; the table has all of them."""


def execute(request: Request) -> int:
    """Explain a scenario, or tell again what a folder of ``explain`` or ``compare`` holds.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When something the user gave cannot be used; nothing is written then.
    """
    if request.places:
        return _tell_folder(request)
    scenarios = load_scenarios(request.overrides, request.config_dirs)
    if len(scenarios) > 1:
        names = ", ".join(scenario.scenario_id for scenario in scenarios)
        raise ScenarioError([Fault(where="explain", given=names, allowed="explains one scenario at a time")])
    folder = results_folder("explain", scenarios)
    with progress(f"Explaining {scenarios[0].scenario_id}, {scenarios[0].replications} years") as advance:
        from territory_sim.experiments.explanation import explain_scenario, write_explanation

        found = explain_scenario(scenarios[0], progress=advance, command=request.command)
        write_explanation(found, folder)
    _tell(found, request, folder)
    return 0


def _tell_folder(request: Request) -> int:
    if len(request.places) > 1 or request.overrides:
        given = " ".join([*request.places, *request.overrides])
        allowed = "explain needs one folder of explain or compare, or settings of a scenario"
        raise ScenarioError([Fault(where="explain", given=given, allowed=allowed)])
    folder = Path(request.places[0])
    if not folder.is_dir():
        allowed = "must be a folder that explain or compare wrote"
        raise ScenarioError([Fault(where="explain", given=str(folder), allowed=allowed)])
    from territory_sim.records.files import MANIFEST, read_json

    if read_json(folder / MANIFEST).get("verb") != "compare":
        from territory_sim.experiments.explanation import load_explanation

        _tell(load_explanation(folder), request, folder)
        return 0
    from territory_sim.experiments.folder import load_study
    from territory_sim.reports.explain import findings_table

    found = findings_table(load_study(folder))
    if request.as_json:
        print_json({"explanations": found.to_dict("records"), "out": str(folder)})
    else:
        _print_sentences(found)
    return 0


def _tell(found: Explanation, request: Request, folder: Path) -> None:
    if request.as_json:
        tables = ("explanations", "rep_parts", "campaign_parts", "league_years")
        print_json({name: found.tables[name].to_dict("records") for name in tables} | {"out": str(folder)})
        return
    from territory_sim.experiments.explanation_words import parts_of_sales

    wide = parts_of_sales(found.tables["rep_parts"])
    columns = {"rep": "left", "sold": "right"} | {str(part): "right" for part in wide.columns[1:]}
    title = f"Sales beyond the average rep, {found.currency}, by cause"
    print_table(title, columns, _part_rows(wide))
    _print_sentences(_worth_telling(found.sentences))
    note("Territory: what a typical rep would sell there. Skill: what ability and hours add, over several")
    note("territories. Luck: what this year differs from the rep's mean year. The parts add up to the cent.")
    note(f"Tables: {folder} (explanations has every rep, sales and pay)")


def _part_rows(wide: pd.DataFrame) -> Iterator[tuple[Cell, ...]]:
    from territory_sim.experiments.wording import quantities

    for rep_id, row in wide.iterrows():
        yield str(rep_id), *quantities([value / 100 for value in row], "money", signed=True)


def _worth_telling(sentences: pd.DataFrame) -> pd.DataFrame:
    """Leave out the pay of single reps, and the sales of those in the middle of the table."""
    team = (sentences["subject"] == "team") | (sentences["topic"] == "campaigns")
    reps = sentences.index[(sentences["topic"] == "reps") & ~team]
    if len(reps) > 2 * _MOST_TOLD:
        reps = reps[:_MOST_TOLD].append(reps[-_MOST_TOLD:])
    return sentences.loc[sorted([*sentences.index[team], *reps])]


def _print_sentences(sentences: pd.DataFrame) -> None:
    topic = ""
    for row in sentences.to_dict("records"):
        if row["topic"] != topic:
            topic = str(row["topic"])
            print(f"\n{topic.capitalize()}")
        cause = f" Why: {row['cause'].rstrip('.')}." if row["cause"] else ""
        print(f"- {row['claim']}{cause} [{row['source']}]")
