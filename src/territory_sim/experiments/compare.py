"""Compare scenarios on the same customers, requests and luck."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.experiments.alignment_rows import alignment_rows
from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.comparisons import comparison_table
from territory_sim.experiments.moves import COLUMNS as MOVE_COLUMNS
from territory_sim.experiments.moves import moved_accounts
from territory_sim.experiments.precision import MOST_REPLICATIONS, read_precision, replications_wanted
from territory_sim.experiments.ranking import FEWEST_SCENARIOS, ranking_table
from territory_sim.experiments.replicate import FailedRun, Progress, Replications, joined, replicate
from territory_sim.experiments.result_tables import (
    content_hashes,
    joined_tables,
    kpi_dictionary_table,
    params_table,
    reps_table,
    runs_table,
)
from territory_sim.records.manifest import manifest
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.statistics.stopping import FEWEST_REPLICATIONS

if TYPE_CHECKING:
    from territory_sim.experiments.run import Run
    from territory_sim.scenario.world import World

_MIN_REPLICATIONS = 2


def compare(
    scenarios: Sequence[Scenario | str],
    *,
    baseline: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    command: Sequence[str] | None = None,
) -> Comparison:
    """Run scenarios over paired replications and compare each with the baseline.

    Args:
        scenarios: At least two, as scenarios or names of built-in ones.
        baseline: Id of the baseline; None for what the first scenario says, else the first.
        replications: Paired replications, from 2; None for what the baseline says. Where the
            baseline asks for a precision they are the first look, and at least 20.
        seed: Root seed of all scenarios; None for the baseline's.
        workers: Worker processes; None for what the baseline says, else one a core.
        progress: Called with the steps done and all steps, after each step.
        command: Words of the command that makes the same comparison again, for the manifest.

    Returns:
        The comparison; it shows itself in a notebook.

    Raises:
        ScenarioError: When the scenarios cannot be compared; all reasons are listed.
        TerritorySimError: When something else the user gave cannot be used.
        RuntimeError: When too few runs came to a result.

    Example:
        ``compare(["status_quo", "balanced"], replications=20).table``
    """
    chosen = [load_scenario(entry) if isinstance(entry, str) else entry for entry in scenarios]
    wanted = baseline or (chosen[0].baseline if chosen else None)
    first = chosen[0] if chosen else None
    count = replications or (first.replications if first else _MIN_REPLICATIONS)
    _refuse_what_cannot_be_compared(chosen, wanted, count)
    chosen.sort(key=lambda scenario: wanted is not None and scenario.scenario_id != wanted)
    root = chosen[0].seed if seed is None else seed
    chosen = [dataclasses.replace(scenario, seed=root) for scenario in chosen]
    found = _replicated(chosen, count, workers or chosen[0].workers, progress)
    count = 1 + max(run.replication for run in found.runs) if found.runs else count
    _refuse_other_units(found.worlds)
    _refuse_too_few_runs(chosen, found.runs, found.failures)
    region = found.worlds[0].region
    return Comparison(
        tables=_tables(found),
        manifest=manifest(
            verb="compare",
            scenarios={scenario.scenario_id: scenario.to_tree() for scenario in chosen},
            seed=root,
            replications=count,
            hashes=content_hashes(found.worlds),
            command=command,
        ),
        region=region,
        alignments={
            world.scenario.scenario_id: alignment_rows(world.last_alignment, region) for world in found.worlds
        },
    )


def _replicated(
    chosen: Sequence[Scenario], count: int, workers: int | None, progress: Progress | None
) -> Replications:
    """Run the replications asked for, and more until intervals are as narrow as is wanted."""
    asked = chosen[0].precision
    wanted = None if asked is None else read_precision(asked)
    first = count if wanted is None else max(count, FEWEST_REPLICATIONS)
    found = replicate(chosen, first, workers=workers, progress=progress)
    ids = [scenario.scenario_id for scenario in chosen]
    while wanted is not None and not found.failures:
        kpis = pd.concat([run.kpis for run in found.runs], ignore_index=True)
        more = min(replications_wanted(kpis, ids, wanted), MOST_REPLICATIONS) - first
        if more <= 0:
            break
        found = joined(found, replicate(chosen, more, first=first, workers=workers, progress=progress))
        first += more
    return found


def _tables(replications: Replications) -> Mapping[str, pd.DataFrame]:
    worlds, failures = replications.worlds, replications.failures
    scenario_ids = tuple(world.scenario.scenario_id for world in worlds)
    tables = joined_tables(replications.runs)
    moves, shares = _moves(worlds)
    dictionary = kpi_dictionary_table()
    found = comparison_table(tables["kpis"], tables["territory_run"], dictionary, scenario_ids, shares)
    tables |= {
        "comparisons": found,
        "kpi_dictionary": kpi_dictionary_table(found["kpi"].tolist()),
        "moves": moves,
        "params": params_table([world.scenario for world in worlds]),
        "reps": reps_table(worlds),
        "runs": runs_table(replications.runs, replications.started_utc),
    }
    if len(scenario_ids) >= FEWEST_SCENARIOS:
        tables["ranking"] = ranking_table(tables["kpis"], dictionary, scenario_ids)
    if failures:
        tables["failures"] = pd.DataFrame([dataclasses.asdict(failed) for failed in failures])
    return dict(sorted(tables.items()))


def _moves(worlds: Sequence[World]) -> tuple[pd.DataFrame, dict[str, float]]:
    before, *options = worlds
    tables, shares = [], {}
    for world in options:
        rows, share = moved_accounts(
            before.region,
            before.accounts,
            before.last_alignment,
            world.last_alignment,
            also_in=world.accounts,
        )
        rows.insert(0, "baseline_id", before.scenario.scenario_id)
        rows.insert(0, "scenario_id", world.scenario.scenario_id)
        tables.append(rows)
        shares[world.scenario.scenario_id] = share
    return pd.concat(tables, ignore_index=True)[list(MOVE_COLUMNS)].astype("str"), shares


def _refuse_what_cannot_be_compared(
    scenarios: Sequence[Scenario], wanted: str | None, replications: int
) -> None:
    ids = [scenario.scenario_id for scenario in scenarios]
    faults = []
    if len(ids) < 2:
        hint = "such as scenario=status_quo,balanced"
        faults.append(
            Fault(where="scenario", given=", ".join(ids), allowed="at least two to compare", hint=hint)
        )
    faults += [
        Fault(where="scenario", given=name, allowed="each scenario once; give one of them another label")
        for name in dict.fromkeys(ids)
        if ids.count(name) > 1
    ]
    if wanted is not None and wanted not in ids:
        allowed = f"one of {', '.join(ids)}"
        faults.append(Fault(where="baseline", given=wanted, allowed=allowed, hint=nearest_name(wanted, ids)))
    if replications < _MIN_REPLICATIONS:
        allowed = f"at least {_MIN_REPLICATIONS} replications, for an interval"
        faults.append(Fault(where="replications", given=str(replications), allowed=allowed))
    faults += _differing(scenarios, "precision", [scenario.precision for scenario in scenarios])
    faults += _differing(scenarios, "days", [scenario.days for scenario in scenarios])
    faults += _differing(scenarios, "commission.currency", [s.commission.currency for s in scenarios])
    if faults:
        raise ScenarioError(faults)


def _differing(scenarios: Sequence[Scenario], where: str, values: Sequence[Any]) -> list[Fault]:
    return [
        Fault(
            where=where,
            given=str(value),
            allowed=f"the same in all compared scenarios ({values[0]})",
            hint=s.scenario_id,
        )
        for s, value in zip(scenarios, values, strict=True)
        if value != values[0]
    ]


def _refuse_other_units(worlds: Sequence[World]) -> None:
    units = worlds[0].region.unit_ids
    names = [world.scenario.region.name for world in worlds]
    faults = [
        Fault(where="region", given=name, allowed=f"the units of {names[0]}: compared scenarios share a map")
        for world, name in zip(worlds, names, strict=True)
        if world.region.unit_ids != units
    ]
    if faults:
        raise ScenarioError(faults)


def _refuse_too_few_runs(
    scenarios: Sequence[Scenario], runs: Sequence[Run], failures: Sequence[FailedRun]
) -> None:
    for scenario in scenarios:
        finished = sum(run.scenario.scenario_id == scenario.scenario_id for run in runs)
        if finished < _MIN_REPLICATIONS:
            reason = next(f.reason for f in failures if f.scenario_id == scenario.scenario_id)
            raise RuntimeError(f"{scenario.scenario_id}: only {finished} runs came to a result\n{reason}")
