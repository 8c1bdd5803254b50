"""Choose the folder for the results of a command."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from territory_sim.cli.terminal import note
from territory_sim.records.files import MANIFEST, refuse_foreign_folder
from territory_sim.scenario.scenario import Scenario

_LONGEST_NAME = 80


def results_folder(verb: str, scenarios: Sequence[Scenario], *, earlier: str = "will be replaced") -> Path:
    """Choose where results go, before anything is simulated.

    Args:
        verb: The verb whose results they are.
        scenarios: The scenarios that are simulated, baseline first.
        earlier: What becomes of results that are there already.

    Returns:
        ``out`` when the user gave it, else a folder under ``outputs/VERB`` that does not exist yet:
        named after the scenarios and the seed, and numbered when earlier results have that name.

    Raises:
        DataError: When ``out`` holds something that is not a result.
    """
    first = scenarios[0]
    if first.out is not None:
        chosen = Path(first.out)
        refuse_foreign_folder(chosen)
        if (chosen / MANIFEST).is_file():
            note(f"The earlier results in {chosen} {earlier}.")
        return chosen
    names = "-".join(_file_name(scenario.scenario_id) for scenario in scenarios)
    base = Path("outputs") / verb / f"{names[:_LONGEST_NAME]}-seed{first.seed}"
    numbered = (base.with_name(f"{base.name}-{number}") for number in itertools.count(2))
    return next(folder for folder in itertools.chain([base], numbered) if not folder.exists())


def _file_name(text: str) -> str:
    return re.sub(r"[^\w.+]+", "_", text).strip("._") or "scenario"
