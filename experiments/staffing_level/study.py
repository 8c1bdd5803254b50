# ruff: noqa: INP001, T201 - a script, which prints
"""Run the study and write ``summary.csv``, ``answer.txt`` and ``plateau.svg`` beside this file.

    python experiments/staffing_level/study.py

The same on the command line: ``territory-sim sweep`` with the words of ``OVERRIDES``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.experiments.sweeps.plateau import SweepFindings

HERE = Path(__file__).parent
OVERRIDES = (
    "staffing.reps=range(16,33,4)",
    "territories=history,balanced",
    "replications=4",
    "opportunity=false",
    "tables=kpis",
)
CURRENCY = "USD"
LINES = ("contribution", "coverage", "first_response_hours", "travel_share", "pay_gini")


def main() -> int:
    """Run the study and write its table, its answer and its picture.

    Returns:
        Exit code 0.
    """
    from territory_sim.experiments.sweeps.plateau import sentences
    from territory_sim.reports.sweep_plot import write_sweep_plot

    found = run(OVERRIDES)
    rows = found.designs.merge(found.lines[found.lines["kpi"].isin(LINES)], on=["scenario_id", "design_id"])
    rows.to_csv(HERE / "summary.csv", index=False, float_format="%.6g", lineterminator="\n")
    answer = "\n".join(sentences(found, CURRENCY))
    (HERE / "answer.txt").write_text(answer + "\n", encoding="utf-8")
    write_sweep_plot(found, HERE / "plateau.svg", CURRENCY)
    print(answer)
    return 0


def run(overrides: Sequence[str]) -> SweepFindings:
    """Run the sweep in a folder of its own.

    Args:
        overrides: What to sweep.

    Returns:
        What it found.
    """
    from territory_sim.experiments.sweeps.plateau import findings
    from territory_sim.experiments.sweeps.sweep import sweep

    with tempfile.TemporaryDirectory() as folder:
        return findings(sweep(overrides, Path(folder) / "sweep").folder)


if __name__ == "__main__":
    sys.exit(main())
