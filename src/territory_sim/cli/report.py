"""``territory-sim report``: rebuild the report of a comparison from its tables."""

from __future__ import annotations

from pathlib import Path

from territory_sim.cli.arguments import Request
from territory_sim.cli.terminal import print_json, progress
from territory_sim.errors import Fault, ScenarioError


def execute(request: Request) -> int:
    """Write report.html, report.json and report.xlsx anew.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When the folder is not one that ``compare`` wrote.
    """
    if len(request.places) != 1:
        given = " ".join(request.places)
        allowed = "report needs one folder that compare wrote"
        raise ScenarioError([Fault(where="report", given=given, allowed=allowed)])
    folder = Path(request.places[0])
    if not folder.is_dir():
        allowed = "must be a folder that compare wrote"
        raise ScenarioError([Fault(where="report", given=str(folder), allowed=allowed)])
    with progress(f"Writing the report of {folder}"):
        from territory_sim.reports.html import write_report

        report = write_report(folder)
    if request.as_json:
        print_json({"report": str(report), "out": str(folder)})
    else:
        print(report)
    return 0
