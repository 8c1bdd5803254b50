# ruff: noqa: INP001, T201 - a script, which prints
"""Run the study and write ``elasticities.csv`` and ``answer.txt`` beside this file.

    python experiments/naive_or_causal/study.py

Takes about two minutes on one core.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim import Scenario

HERE: Final = Path(__file__).parent
KEPT: Final = ("as kept", "without errors")
"""How the CRM system is kept: at the default rates of errors, and with everything entered at once."""


def main() -> int:
    """Run the study and write its table and its answer.

    Returns:
        Exit code 0.
    """
    found = table()
    target = HERE / "elasticities.csv"
    found.to_csv(target, index=False, float_format="%.6g", lineterminator="\n")
    text = answer(found)
    (HERE / "answer.txt").write_text(text, encoding="utf-8")
    print(text, end="")
    print(target)
    return 0


def scenarios() -> dict[str, Scenario]:
    """Compose the scenarios of the study.

    Returns:
        The scenario by how its CRM system is kept.
    """
    from territory_sim import load_scenario
    from territory_sim.salesforce.management import PerEntry

    usual = load_scenario("call_records", config_dirs=[HERE / "configs"])
    none = PerEntry(calls=0.0, opportunities=0.0, orders=0.0)
    management = replace(
        usual.management,
        crm_missing_share=none,
        crm_late_days=none,
        crm_wrong_share=none,
        crm_duplicate_share=0.0,
    )
    return dict(zip(KEPT, (usual, replace(usual, management=management)), strict=True))


def table(replications: int | None = None) -> pd.DataFrame:
    """Run both scenarios and read what calls bring.

    Args:
        replications: Years of luck; None for what the configs say.

    Returns:
        Columns kept, replication, method, estimate, low and high.
    """
    import pandas as pd

    from territory_sim.experiments.naive_or_causal import with_call_elasticity
    from territory_sim.experiments.run import simulate
    from territory_sim.scenario.world import build_world

    parts = []
    for kept, scenario in scenarios().items():
        world = build_world(scenario)
        for number in range(replications or scenario.replications):
            run = with_call_elasticity(simulate(scenario, replication=number, world=world), world)
            rows = run.tables["call_elasticity"][["replication", "method", "estimate", "low", "high"]]
            parts.append(rows.assign(kept=kept))
    found = pd.concat(parts, ignore_index=True)
    return found[["kept", "replication", "method", "estimate", "low", "high"]]


def answer(found: pd.DataFrame) -> str:
    """Say what the study found.

    Args:
        found: From :func:`table`.

    Returns:
        A few lines of text.
    """
    from territory_sim.experiments.call_elasticity_words import elasticity_lines, elasticity_sentence
    from territory_sim.experiments.wording import number

    text = []
    for kept in KEPT:
        lines = elasticity_lines(found[found["kept"] == kept])
        years = found["replication"].nunique()
        text += [f"CRM system {kept}, {years} years of luck: {elasticity_sentence(lines)}"]
        for line in lines:
            between = f"{number(line.found.low, 2)} to {number(line.found.high, 2)}"
            share = (
                f"{number(line.found.estimate, 2)} ({between}), {number(line.times_true, 1)} times the truth"
            )
            text.append(f"  {line.method:<10}  {share}: {line.meaning}")
        text.append("")
    return "\n".join(text[:-1]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
