# ruff: noqa: INP001, T201 - a script, which prints
"""Run the study and write ``comparison.csv`` and ``answer.txt`` beside this file.

    python experiments/campaign_placement/study.py

Takes about two minutes on two cores.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim import Comparison, Scenario

HERE = Path(__file__).parent
SCENARIOS = ("no_campaign", "random_units", "largest_units")
COLUMNS = [
    "scenario_id",
    "kpi",
    "unit",
    "better",
    "baseline",
    "option",
    "difference",
    "low",
    "high",
    "odds",
    "big_enough",
    "verdict",
]


def main() -> int:
    """Run the study and write its table and its answer.

    Returns:
        Exit code 0.
    """
    study = run()
    target = HERE / "comparison.csv"
    table(study).to_csv(target, index=False, float_format="%.6g", lineterminator="\n")
    (HERE / "answer.txt").write_text(study.verdict + "\n", encoding="utf-8")
    print(study.verdict)
    print(target)
    return 0


def scenarios() -> list[Scenario]:
    """Compose the scenarios of the study, the baseline first.

    Returns:
        The scenarios.
    """
    from territory_sim import load_scenario

    return [load_scenario(name, config_dirs=[HERE / "configs"]) for name in SCENARIOS]


def run(replications: int | None = None) -> Comparison:
    """Run the study.

    Args:
        replications: Paired replications; None for what the configs say.

    Returns:
        The comparison.
    """
    from territory_sim import compare

    return compare(scenarios(), replications=replications)


def table(study: Comparison) -> pd.DataFrame:
    """Take the answer out of a comparison.

    Args:
        study: The comparison.

    Returns:
        One row for each line of the scorecard.
    """
    found: pd.DataFrame = study.table[COLUMNS]
    return found


if __name__ == "__main__":
    sys.exit(main())
