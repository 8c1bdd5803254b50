# ruff: noqa: INP001, T201 - a script, which prints
"""Compare every scenario with its baseline and write ``answer.md`` beside this file.

    python experiments/directions/study.py

``expected.csv`` says beforehand which scorecard line each scenario must move, which way, and at
least how far. Takes some minutes on two cores.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from territory_sim import Comparison

HERE = Path(__file__).parent
OVERRIDES = ("days=120", "opportunity=false")
REPLICATIONS = 6


def main() -> int:
    """Run the study and write its table.

    Returns:
        Exit code 0, or 1 when a scenario does not move its line as expected.
    """
    rows = answered(expected())
    target = HERE / "answer.md"
    target.write_text(as_text(rows), encoding="utf-8")
    print(target)
    wrong = rows[~rows["holds"]]
    for row in wrong.itertuples():
        print(f"{row.scenario}: {row.line} moves by {row.low:.4g} to {row.high:.4g}, expected {row.least:+g}")
    return 1 if len(wrong) else 0


def expected() -> pd.DataFrame:
    """Read what is expected.

    Returns:
        One row for each scenario and line: baseline, scenario, line, least, because.
    """
    return pd.read_csv(HERE / "expected.csv")


def comparisons(rows: pd.DataFrame, replications: int = REPLICATIONS) -> dict[str, Comparison]:
    """Compare the scenarios that rows name.

    Args:
        rows: Some rows of what is expected.
        replications: Paired replications.

    Returns:
        One comparison for each baseline.
    """
    from territory_sim import compare, load_scenario

    found = {}
    for baseline, group in rows.groupby("baseline", sort=False):
        names = [str(baseline), *dict.fromkeys(group["scenario"])]
        scenarios = [load_scenario(name, OVERRIDES) for name in names]
        found[str(baseline)] = compare(scenarios, replications=replications)
    return found


def answered(rows: pd.DataFrame, found: dict[str, Comparison] | None = None) -> pd.DataFrame:
    """Set what happens beside what is expected.

    Args:
        rows: Some rows of what is expected.
        found: The comparisons; made when None.

    Returns:
        The rows with unit, difference, low, high (ends of the 95 % interval) and whether the whole
        interval lies beyond the least change.
    """
    made = comparisons(rows) if found is None else found
    columns = ["unit", "baseline", "option", "difference", "low", "high"]
    tables = {name: comparison.table.set_index(["scenario_id", "kpi"]) for name, comparison in made.items()}
    keys = zip(rows["baseline"], rows["scenario"], rows["line"], strict=True)
    figures = pd.DataFrame([tables[base].loc[(option, line), columns] for base, option, line in keys])
    figures = figures.reset_index(drop=True).rename(columns={"baseline": "before", "option": "after"})
    beside = pd.concat([rows.reset_index(drop=True), figures], axis=1)
    up = beside["least"] > 0
    beside["holds"] = (beside["low"] > beside["least"]).where(up, beside["high"] < beside["least"])
    return beside


def as_text(rows: pd.DataFrame) -> str:
    """Write the table.

    Args:
        rows: What :func:`answered` gives.

    Returns:
        A page in Markdown.
    """
    lines = [
        "# What each scenario moves",
        "",
        f"Made by `python experiments/directions/study.py`: {REPLICATIONS} paired replications of 120",
        "business days, seed 1. A row holds when its whole 95 % interval lies beyond the least change,",
        "which was written down in `expected.csv` beforehand.",
        "",
        "| scenario | against | line | before | after | moves by | 95 % interval | least | holds | why |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows.to_dict("records"):
        before, after = (_figure(row[key], row["unit"], "%") for key in ("before", "after"))
        moved = (_figure(row[key], row["unit"], "points") for key in ("difference", "low", "high", "least"))
        difference, low, high, least = moved
        lines.append(
            f"| {row['scenario']} | {row['baseline']} | {row['line']} | {before} | {after} | {difference} "
            f"| {low} to {high} | {least} | {'yes' if row['holds'] else '**no**'} | {row['because']} |"
        )
    return "\n".join(lines) + "\n"


def _figure(value: float, unit: str, share_unit: str) -> str:
    if unit == "share":
        return f"{100 * value:.1f} {share_unit}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
