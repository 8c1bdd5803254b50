"""Why reps and campaigns did what they did: split by counterfactual runs, told in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.errors import DataError, Fault, ScenarioError
from territory_sim.experiments.attribution import campaign_parts, league_years, rep_parts
from territory_sim.experiments.counterfactual_years import counterfactual_years
from territory_sim.experiments.explanation_words import explanation_table
from territory_sim.experiments.result_tables import content_hashes, params_table, reps_table
from territory_sim.records.files import (
    MANIFEST,
    read_json,
    read_tables,
    whole_folder,
    write_json,
    write_table,
)
from territory_sim.records.manifest import SCHEMA_VERSION, manifest

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.experiments.replicate import Progress
    from territory_sim.scenario.scenario import Scenario

VERB: Final = "explain"
_FEWEST_YEARS: Final = 2


@dataclass(frozen=True, eq=False)
class Explanation:
    """What explains a scenario's year.

    Args:
        tables: ``explanations``, ``rep_parts``, ``league_years``, ``campaign_parts``, and what they
            were made for.
        manifest: What it takes to make the same results again.
    """

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]

    @property
    def currency(self) -> str:
        """Currency of all money, ISO 4217."""
        (scenario,) = self.manifest["scenarios"].values()
        return str(scenario["commission"]["currency"])

    @property
    def sentences(self) -> pd.DataFrame:
        """Table ``explanations``: a row per finding."""
        return self.tables["explanations"]


def explain_scenario(
    scenario: Scenario,
    *,
    replications: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    command: Sequence[str] | None = None,
) -> Explanation:
    """Explain the first year of a scenario by running it again with causes switched off.

    Args:
        scenario: The settings.
        replications: Years, from 2; None for what the scenario says. The first is explained, the
            others say what is usual.
        workers: Worker processes; None for what the scenario says, else one a core.
        progress: Told the finished years and all years.
        command: Words of the command that makes the same explanation again.

    Returns:
        The explanation.

    Raises:
        ScenarioError: When there are too few years.
        TerritorySimError: When something else the user gave cannot be used.
    """
    count = replications or scenario.replications
    if count < _FEWEST_YEARS:
        allowed = f"at least {_FEWEST_YEARS}: one year alone cannot be told from luck"
        raise ScenarioError([Fault(where="replications", given=str(count), allowed=allowed)])
    world, years = counterfactual_years(
        scenario, count, workers=workers or scenario.workers, progress=progress
    )
    tables = {
        "rep_parts": rep_parts(world, years),
        "league_years": league_years(world, years),
        "campaign_parts": campaign_parts(world, years),
    }
    tables["explanations"] = explanation_table(tables, scenario.commission.currency)
    tables |= {"params": params_table([scenario]), "reps": reps_table([world])}
    return Explanation(
        tables=dict(sorted(tables.items())),
        manifest=manifest(
            verb=VERB,
            scenarios={scenario.scenario_id: scenario.to_tree()},
            seed=scenario.seed,
            replications=count,
            hashes=content_hashes([world]),
            command=command,
        ),
    )


def write_explanation(explanation: Explanation, path: Path) -> Path:
    """Write the folder of an explanation; :func:`load_explanation` reads it again.

    Args:
        explanation: The explanation.
        path: The folder; an earlier result there is replaced.

    Returns:
        The folder: ``TABLE.parquet`` and ``manifest.json``.

    Raises:
        DataError: When the folder holds something that is not a result.
    """
    with whole_folder(path) as folder:
        for name, table in explanation.tables.items():
            write_table(table, folder / f"{name}.parquet")
        write_json(folder / MANIFEST, explanation.manifest)
    return path


def load_explanation(path: Path) -> Explanation:
    """Read the folder of an explanation.

    Args:
        path: A folder that :func:`write_explanation` wrote.

    Returns:
        The explanation as it was written.

    Raises:
        DataError: When it is no such folder, or of another version.
    """
    content = read_json(path / MANIFEST)
    for key, wanted in (("verb", VERB), ("schema", SCHEMA_VERSION)):
        if content.get(key) != wanted:
            given = str(content.get(key))
            raise DataError(
                [Fault(where=f"{path / MANIFEST}:{key}", given=given, allowed=f"must be {wanted}")]
            )
    return Explanation(read_tables(path), content)
