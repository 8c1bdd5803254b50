"""The page of duties: every command on it can be typed, and every line it names is on the scorecard."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from territory_sim.cli.arguments import read_arguments
from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY
from territory_sim.records.schema import LOG_TABLES, TABLES
from territory_sim.scenario.load import load_scenarios

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "duties.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "`territory-sim" in line]
COMMANDS = sorted(set(re.findall(r"`(territory-sim [^`]+)`", PAGE)))


def test_every_duty_has_a_command_and_a_line() -> None:
    """Sixteen duties, each with a command, lines that measure it, and the figures it gave."""
    assert len(ROWS) == 16
    for row in ROWS:
        _, command, lines, answer, *_ = row.strip("| ").split(" | ")
        assert command.startswith("`territory-sim "), row
        assert re.search(r"\d", answer), row
        assert lines.startswith("`"), row


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_typed(command: str) -> None:
    """The verb exists, and its overrides make scenarios."""
    request = read_arguments(shlex.split(command)[1:])
    if not request.places:
        assert load_scenarios(request.overrides)


def test_every_line_and_table_named_exists() -> None:
    """Scorecard lines in the third column, tables and pages in the last."""
    lines = {definition.kpi for definition in KPI_DICTIONARY}
    for row in ROWS:
        cells = row.strip("| ").split(" | ")
        assert set(re.findall(r"`(\w+)`", cells[2])) <= lines, row
        for table in re.findall(r"tables? `(\w+)`", cells[-1]):
            assert table in TABLES | LOG_TABLES, row
