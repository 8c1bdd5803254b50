"""``territory-sim parameters``: every default with its value, range, unit, evidence and source."""

from __future__ import annotations

from territory_sim.cli.arguments import Request
from territory_sim.cli.terminal import note, print_json, print_table
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.parameter_rows import parameter_rows
from territory_sim.scenario.scenario import value_text


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


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    low, high = (value_text(row[end]) if row[end] is not None else "" for end in ("low", "high"))
    choices = row["choices"]
    if isinstance(choices, list) and choices:
        allowed = ", ".join(choices)
    else:
        allowed = f"{low} to {high}" if low and high else f"from {low}" if low else ""
    return str(row["key"]), value_text(row["value"]), str(row["unit"]), allowed, str(row["grade"])
