"""A study of assumptions: choose, look at all of them once, look closely at those that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from territory_sim.errors import DataError, Fault, ScenarioError, UnfinishedError
from territory_sim.experiments.sensitivity.assumptions import (
    Assumption,
    Wish,
    chosen_assumptions,
    contradicts,
)
from territory_sim.experiments.sensitivity.flips import Flips, find_flips
from territory_sim.experiments.sensitivity.paired_runs import PairedRuns, StageWatcher
from territory_sim.experiments.sensitivity.screening import Screening, screen
from territory_sim.experiments.sensitivity.study_tables import (
    assumptions_table,
    flips_table,
    morris_table,
    sobol_table,
)
from territory_sim.experiments.sweeps.executors import executor_for
from territory_sim.records.files import MANIFEST, read_json, write_json, write_table
from territory_sim.records.manifest import manifest
from territory_sim.scenario.scenario import Scenario
from territory_sim.statistics.morris import MorrisDesign, elementary_effects, morris_design
from territory_sim.statistics.sobol import sobol_design, sobol_indices

DECIDING: Final = "contribution"
_NEEDS_TWIN: Final = "pay_opportunity_gini"
_MOST_DRAWS: Final = 100
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is computed.

    Args:
        most: Assumptions that are looked at closely; all others are tried at both ends once.
        replications: Paired replications of each point looked at closely.
        trajectories: Walks of a Morris screening.
        points: Base points of Sobol' indices.
    """

    most: int
    replications: int
    trajectories: int = 6
    points: int = 64


USUAL_EXTENTS: Final = {
    "morris": Extent(most=12, replications=2),
    "sobol": Extent(most=4, replications=2),
    "flips": Extent(most=8, replications=8),
}
"""What ends in minutes for a region of thousands of accounts on two cores."""


@dataclass(frozen=True, eq=False)
class AssumptionStudy:
    """What a study found.

    Args:
        method: How the closer look was done: ``morris``, ``sobol`` or ``flips``.
        line: The scorecard line looked at.
        scenarios: One scenario, or the two whose difference was looked at.
        screening: The first look.
        looked_at: The assumptions looked at closely.
        tables: Tables ``assumptions`` and ``sensitivity`` or ``flips``.
        flips: What would turn the answer; None under the other methods.
        remarks: What was left out.
        runs: Number of runs behind it.
        failed: How many of them had no result.
    """

    method: str
    line: str
    scenarios: tuple[Scenario, ...]
    screening: Screening
    looked_at: tuple[Assumption, ...]
    tables: dict[str, pd.DataFrame]
    flips: Flips | None
    remarks: tuple[str, ...]
    runs: int
    failed: int


def study_assumptions(
    scenarios: Sequence[Scenario],
    folder: Path,
    *,
    method: str,
    wish: Wish,
    extent: Extent,
    watcher: StageWatcher,
    line: str = DECIDING,
) -> AssumptionStudy:
    """Find out what a result, or the difference between two, depends on.

    Args:
        scenarios: One, or the baseline and the option.
        folder: Where the runs go; what is there already is not run again.
        method: ``morris``, ``sobol`` or ``flips``; the last needs two scenarios.
        wish: Which assumptions, and how far they are moved.
        extent: How much is computed.
        watcher: Told the name of each round of runs, and how far it is.
        line: The scorecard line.

    Returns:
        What was found.

    Raises:
        ScenarioError: When the wish names no assumption, or the assumptions contradict each other.
        UnfinishedError: When the runs have no such line, or nothing moves it.
    """
    first = scenarios[0]
    alike = [
        replace(each, seed=first.seed, opportunity=each.opportunity and line == _NEEDS_TWIN)
        for each in scenarios
    ]
    assumptions, remarks = chosen_assumptions(alike, wish)
    made = PairedRuns(alike, assumptions, line, folder, executor_for(first), watcher)
    screening = screen(assumptions, made.results)
    if np.isnan(screening.usual):
        allowed = "is no line that these runs have, or the run at the usual values failed"
        raise UnfinishedError([Fault(where="line", given=line, allowed=allowed)])
    flips: Flips | None = None
    if method == "flips":
        flips = find_flips(
            screening, made.results, replications=extent.replications, most=extent.most, rounds=_ROUNDS
        )
        looked_at = tuple(flip.assumption for flip in flips.flips)
        tables = {
            "flips": flips_table(flips, alike[-1].scenario_id, line, first.commission.currency),
        }
    else:
        looked_at = screening.strongest(extent.most)
        if not looked_at:
            raise UnfinishedError([Fault(where="parameters", allowed=f"none of them moves {line} at all")])
        measured = _morris if method == "morris" else _sobol
        tables = {"sensitivity": measured(made, looked_at, extent)}
    return AssumptionStudy(
        method=method,
        line=line,
        scenarios=tuple(alike),
        screening=screening,
        looked_at=looked_at,
        tables={"assumptions": assumptions_table(screening, looked_at), **tables},
        flips=flips,
        remarks=remarks,
        runs=made.runs,
        failed=made.failed,
    )


def begin_folder(folder: Path, scenarios: Sequence[Scenario], command: Sequence[str] | None) -> None:
    """Make the folder of a study, with how to make it again, before anything is run.

    Args:
        folder: The folder; new, or that of an earlier study, whose runs are kept.
        scenarios: The scenarios.
        command: Words of the command.

    Raises:
        DataError: When the folder holds results of another kind.
    """
    if (folder / MANIFEST).is_file() and (verb := read_json(folder / MANIFEST).get("verb")) != "sensitivity":
        allowed = f"holds results of {verb}: a study of assumptions needs a folder of its own"
        hint = f"to look at this comparison: territory-sim sensitivity {folder}" if verb == "compare" else ""
        raise DataError([Fault(where="out", given=str(folder), allowed=allowed, hint=hint)])
    folder.mkdir(parents=True, exist_ok=True)
    content = manifest(
        verb="sensitivity",
        scenarios={each.scenario_id: each.to_tree() for each in scenarios},
        seed=scenarios[0].seed,
        replications=scenarios[0].replications,
        hashes={},
        command=command,
    )
    write_json(folder / MANIFEST, content)


def write_part(table: pd.DataFrame, folder: Path, name: str) -> None:
    """Write a table of a result folder in one part.

    Args:
        table: The table.
        folder: The result folder.
        name: Name of the table.
    """
    (folder / name).mkdir(parents=True, exist_ok=True)
    write_table(table, folder / name / "part-00000.parquet")


def _morris(made: PairedRuns, looked_at: Sequence[Assumption], extent: Extent) -> pd.DataFrame:
    walks = [_walk(made, looked_at, number) for number in range(extent.trajectories)]
    levels = np.concatenate([walk.points for walk in walks])
    moved = np.concatenate([walk.moved for walk in walks])
    points = [_point(looked_at, corner) for walk in levels for corner in walk]
    values = made.results("morris", points, extent.replications)
    effects = elementary_effects(MorrisDesign(levels, moved), values.reshape(*levels.shape[:2], -1))
    return morris_table(looked_at, effects)


def _walk(made: PairedRuns, looked_at: Sequence[Assumption], number: int) -> MorrisDesign:
    """Draw a walk on which no corner contradicts itself."""
    seed = made.scenarios[0].seed
    for draw in range(_MOST_DRAWS):
        walk = morris_design(len(looked_at), 1, seed, period=number * _MOST_DRAWS + draw)
        if not any(_contradicts(made, _point(looked_at, corner)) for corner in walk.points[0]):
            return walk
    raise _too_wide(looked_at)


def _sobol(made: PairedRuns, looked_at: Sequence[Assumption], extent: Extent) -> pd.DataFrame:
    blocks = sobol_design(len(looked_at), extent.points, made.scenarios[0].seed)
    points = [_point(looked_at, levels) for block in blocks for levels in block]
    if any(_contradicts(made, point) for point in points):
        raise _too_wide(looked_at)
    values = made.results("sobol", points, extent.replications)
    return sobol_table(looked_at, sobol_indices(values.reshape(*blocks.shape[:2], -1)))


def _point(looked_at: Sequence[Assumption], levels: Sequence[float]) -> dict[str, float]:
    return {each.key: each.at(float(level)) for each, level in zip(looked_at, levels, strict=True)}


def _contradicts(made: PairedRuns, point: dict[str, float]) -> bool:
    return any(contradicts(made.tree(scenario, point)) for scenario in made.scenarios)


def _too_wide(looked_at: Sequence[Assumption]) -> ScenarioError:
    allowed = "contradict each other when they move together"
    hint = "give narrower ranges, such as KEY=interval(LOW,HIGH), or a smaller spread"
    return ScenarioError([Fault(where=", ".join(each.key for each in looked_at), allowed=allowed, hint=hint)])
