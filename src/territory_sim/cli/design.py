"""``territory-sim design``: draw or redraw territories."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import Cell, note, print_json, print_table, program, progress
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.scenario import Scenario

_MOST_ROWS: Final = 60
"""Territories shown in the terminal; design.json has all."""


def execute(request: Request) -> int:
    """Draw the territories, write their folder and print what they are like.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When something the user gave cannot be used; nothing is written then.
    """
    scenario = _scenario(request)
    folder = results_folder("design", [scenario])
    announce_first_use([])
    folder_of_region = scenario.region.path
    name = scenario.region.name if folder_of_region is None else Path(folder_of_region).name
    with progress(f"Designing territories of {name}"):
        from territory_sim.experiments.fronts import design_fronts
        from territory_sim.experiments.territory_design import design_of
        from territory_sim.reports.design_folder import write_design

        design = design_of(scenario)
        fronts = design_fronts(design, scenario)
        record = write_design(design, scenario, folder, fronts=fronts, command=request.command)
    if request.as_json:
        print_json({**record, "out": str(folder)})
        return 0
    _print_territories(record)
    if record["districts"]:
        _print_districts(record["districts"])
    if record["pareto"]:
        _print_pareto(record)
    if record["fronts"]:
        _print_fronts(record["fronts"])
    _print_certificates(record)
    if request.explain:
        from territory_sim.experiments.design_tables import move_rows

        _print_moves(move_rows(design))
        _print_changes(record)
    _print_next(record, folder, request)
    return 0


def _scenario(request: Request) -> Scenario:
    scenarios = load_scenarios(request.overrides, request.config_dirs)
    if len(scenarios) > 1:
        allowed = "design takes one set of settings, and these describe several"
        hint = "a list of measures is written [workload,potential]"
        ids = ", ".join(scenario.scenario_id for scenario in scenarios)
        raise ScenarioError([Fault(where=ids, allowed=allowed, hint=hint)])
    (scenario,) = scenarios
    is_counted = any(text.lstrip("+").startswith("territories.count=") for text in request.overrides)
    file = scenario.territories.from_
    if file not in (None, "today") and not is_counted:
        # A map that is brought along has its own number of territories.
        scenario = replace(scenario, territories=replace(scenario.territories, count=None))
    return scenario


def _print_territories(record: Mapping[str, Any]) -> None:
    measures = record["measures"]
    columns = {"territory": "left", "rep": "left", "home": "left", "units": "right", "accounts": "right"}
    for name in measures:
        columns |= {name: "right", f"{name} off": "right"}
    columns |= {"travel, h": "right"}
    if record["moved_share"] is not None:
        columns |= {"gained": "right", "lost": "right"}
    what = "Redesigned" if record["is_redesign"] else "Drawn"
    title = f"{what}: {record['count']} territories of {record['region']}"
    print_table(title, columns, (_cells(row, measures) for row in record["territories"][:_MOST_ROWS]))
    if len(record["territories"]) > _MOST_ROWS:
        note(f"... and {len(record['territories']) - _MOST_ROWS:,} more in design.json")


def _cells(row: Mapping[str, Any], measures: Sequence[str]) -> tuple[Cell, ...]:
    cells: list[Cell] = [row["territory_id"], row["rep_id"], row["home_unit_id"]]
    cells += [f"{row['units']:,}", f"{row['accounts']:,}"]
    for name in measures:
        told = row["measures"][name]
        off = "large unit" if told["holds_large_unit"] else f"{told['deviation']:+.2%}"
        cells += [f"{told['load']:,.0f}", off]
    cells.append(f"{row['travel_hours']:,.0f}")
    if "gained_units" in row:
        cells += [f"{row['gained_units']:,}", f"{row['lost_units']:,}"]
    return tuple(cells)


def _print_pareto(record: Mapping[str, Any]) -> None:
    columns = {
        "within": "right",
        "reached": "right",
        "changes hands": "right",
        "expected loss a year": "right",
        "travel, h": "right",
        "inertia": "right",
        "": "left",
    }
    rows = (
        (
            f"{row['tolerance']:.0%}",
            f"{row['max_deviation']:.2%}",
            f"{row['moved_share']:.1%}",
            f"{row['expected_loss']:,.0f}",
            f"{row['travel_hours']:,.0f}",
            f"{row['inertia']:.4g}",
            ", ".join(_remarks(row)),
        )
        for row in record["pareto"]
    )
    print_table("What a closer balance costs", columns, rows)


def _remarks(row: Mapping[str, Any]) -> Iterator[str]:
    if not row["is_met"]:
        yield "tolerance not met"
    if row["is_knee"]:
        yield "knee"


def _print_districts(rows: Sequence[Mapping[str, Any]]) -> None:
    measure = rows[0]["measure"]
    columns = {"district": "left", measure: "right", "off": "right", "territories": "left"}
    told = (
        (
            row["district_id"],
            f"{row['load']:,.0f}",
            f"{row['deviation']:+.1%}",
            ", ".join(row["territory_ids"]),
        )
        for row in rows
    )
    print_table("Districts", columns, told)


def _print_fronts(fronts: Mapping[str, Any]) -> None:
    columns = {
        "map": "left",
        "work uneven by": "right",
        "Gini of equal reps' sales": "right",
        f"contribution, {fronts['currency']}": "right",
        "less than the best": "right",
        "travel, h": "right",
    }
    rows = (
        (
            row["name"],
            f"{row['max_deviation']:.1%}",
            f"{row['pay_gini']:.3f}",
            f"{row['contribution']:,.0f}",
            f"{row['contribution_lost']:.1%}",
            f"{row['travel_hours']:,.0f}",
        )
        for row in fronts["maps"]
    )
    print_table("Fairness and profit, each in the coin of the other", columns, rows)
    for sentence in fronts["sentences"]:
        print(f"  {sentence}")


def _print_certificates(record: Mapping[str, Any]) -> None:
    """Print what is proven, in words."""
    print("\nWhat is proven")
    for sentence in record["certificates"]["sentences"]:
        print(f"  {sentence}")


def _print_moves(rows: Sequence[Sequence[Any]]) -> None:
    columns = {"unit": "left", "from": "left", "to": "left", "amount": "right", "why": "left"}
    told = ((str(row[0]), str(row[2]), str(row[3]), f"{row[6]:,.1f}", str(row[9])) for row in rows)
    print_table("What changes hands, and why", columns, told)


def _print_changes(record: Mapping[str, Any]) -> None:
    def listed(units: Sequence[Mapping[str, Any]], word: str) -> str:
        return ", ".join(f"{unit['unit_id']} {word} {unit['other_territory_id']}" for unit in units)

    def rows() -> Iterator[tuple[str, ...]]:
        for row in record["territories"]:
            if row.get("adds") or row.get("drops"):
                yield row["territory_id"], listed(row["adds"], "from"), listed(row["drops"], "to")

    columns = {"territory": "left", "largest adds": "left", "largest drops": "left"}
    print_table("Three largest adds and drops", columns, rows())


def _print_next(record: Mapping[str, Any], folder: Path, request: Request) -> None:
    said = f"Largest deviation {record['max_deviation']:.2%}"
    if not record["within_tolerance"]:
        said += " (the tolerance is NOT met)"
    if record["floor"] > 0:
        said += f"; a unit larger than a territory: no map is within {record['floor']:.0%} of the mean of all"
    if record["pieces"]:
        said += f"; {record['pieces']} territories are in pieces"
    if record["moved_share"] is not None:
        bound = record["disruption_bound"]
        said += f"; {record['moved_share']:.1%} changes hands (at least {bound:.1%} in any map so even)"
    note(f"{said}. Search: {record['seconds']:.1f} s.")
    if record["offer"] is not None:
        note(record["offer"]["sentence"])
    for split in record["splits"]:
        note(f"Note: {split['explanation']}")
    note(f"\nMap, moves, figures and pictures: {folder}\n\nWorth typing next:")
    file = folder / "alignment.csv"
    base = [word for word in request.overrides if not word.startswith(("territories.from=", "out="))]
    again = shlex.join([program(), "design", *base, f"territories.from={file}"])
    note(f"  {again} --explain   # after editing alignment.csv or adding territories.locks=FILE")
    where = [word for word in base if word.startswith("region")]
    year = shlex.join([program(), "run", "territories=file", f"territories.path={file}", *where])
    note(f"  {year}   # a year in it")
