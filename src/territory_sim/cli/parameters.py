"""``territory-sim parameters``: every default with its value, range, unit, evidence and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.terminal import note, print_json, print_table
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.parse import parameters
from territory_sim.scenario.scenario import Scenario, value_text
from territory_sim.units import Parameter

_ITEM: Final = re.compile(r"\.\d+(?=\.)")
_LAST_ITEM: Final = re.compile(r"\.\d+$")


def execute(request: Request) -> int:
    """Print the settings of one scenario with what is known about each.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When the settings do not describe one scenario.
    """
    scenarios = load_scenarios(request.overrides, request.config_dirs)
    if len(scenarios) > 1:
        allowed = "parameters shows the settings of one scenario"
        raise ScenarioError([Fault(where=", ".join(s.scenario_id for s in scenarios), allowed=allowed)])
    rows = list(parameter_rows(scenarios[0]))
    if request.as_json:
        print_json({"rows": rows})
        return 0
    columns = {"key": "left", "value": "right", "unit": "left", "allowed": "left", "evidence": "left"}
    print_table(f"Settings of {scenarios[0].scenario_id}", columns, map(_cells, rows))
    note("--json adds the meaning and the source of each.")
    return 0


def parameter_rows(scenario: Scenario) -> Iterator[dict[str, object]]:
    """List every setting of a scenario that has one value.

    Args:
        scenario: The scenario.

    Yields:
        key, value, low, high, unit (``1`` where there is none), grade, source, meaning, choices.
    """
    known = {key: described for key, described, _ in parameters()}
    for key, value in _leaves("", scenario.to_tree()):
        # All items of a list of groups are declared once, under the number of the first; a list
        # of single values is declared under its own name.
        declared = _LAST_ITEM.sub("", _ITEM.sub(".0", key))
        if declared in known:
            yield _row(key, value, known[declared])
        else:
            assert value == [], f"{declared} is not declared"  # an empty list of groups has no settings


def _row(key: str, value: object, described: Parameter) -> dict[str, object]:
    return {
        "key": key,
        "value": value,
        "low": described.low,
        "high": described.high,
        "unit": described.unit,
        "grade": described.grade,
        "source": described.source,
        "meaning": described.meaning,
        "choices": list(described.choices),
    }


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        children = [(str(key), child) for key, child in value.items()]
    elif isinstance(value, list) and any(isinstance(child, dict) for child in value):
        children = [(str(number), child) for number, child in enumerate(value)]
    else:
        yield path, value
        return
    for name, child in children:
        yield from _leaves(f"{path}.{name}" if path else name, child)


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    low, high = (value_text(row[end]) if row[end] is not None else "" for end in ("low", "high"))
    choices = row["choices"]
    if isinstance(choices, list) and choices:
        allowed = ", ".join(choices)
    else:
        allowed = f"{low} to {high}" if low and high else f"from {low}" if low else ""
    return str(row["key"]), value_text(row["value"]), str(row["unit"]), allowed, str(row["grade"])
