"""Search the levers for the most contribution within floors, and write what was found."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from territory_sim.errors import DataError, Fault
from territory_sim.experiments.optimisation.find_best import Optimum, Rules, Tried, find_best, leader
from territory_sim.experiments.optimisation.floors import Floors, pareto_front
from territory_sim.experiments.optimisation.growing_sweep import GrowingSweep
from territory_sim.experiments.optimisation.levers import TODAY, Combination, Levers, read_levers
from territory_sim.experiments.optimisation.search import search_for
from territory_sim.experiments.sweeps.executors import executor_for
from territory_sim.experiments.sweeps.plan import read_plan
from territory_sim.experiments.sweeps.sweep import SweepProgress
from territory_sim.experiments.wording import quantities
from territory_sim.records.candidate_columns import CANDIDATE_COLUMNS
from territory_sim.records.files import MANIFEST, read_json, write_json, write_table, write_text
from territory_sim.statistics.intervals import mean_interval
from territory_sim.statistics.paired import PairedDifference, paired_difference

CANDIDATES: Final = "candidates"


@dataclass(frozen=True, eq=False)
class Optimisation:
    """An optimisation that has come to its end.

    Args:
        folder: Its folder.
        levers: Levers and fixed settings.
        fairness: Scorecard line that stands for inequality.
        optimum: What was found.
        candidates: Table ``candidates``.
        failed: Runs without a result.
    """

    folder: Path
    levers: Levers
    fairness: str
    optimum: Optimum
    candidates: pd.DataFrame
    failed: int

    @property
    def gain(self) -> PairedDifference | None:
        """Contribution of the chosen combination less today's, on fresh replications; None without one."""
        chosen = self.optimum.chosen
        return None if chosen is None else gain_over_today(self.optimum, chosen)


def optimise(
    overrides: Sequence[str],
    folder: Path,
    *,
    config_dirs: Sequence[str | Path] = (),
    watcher: Callable[[SweepProgress], None] = lambda _: None,
) -> Optimisation:
    """Find the combination of levers with the most contribution within the floors.

    Args:
        overrides: Overrides in Hydra's grammar; those with lists or intervals are the levers.
        folder: Where to; new or empty.
        config_dirs: Folders with the user's own config groups.
        watcher: Told how far the runs are.

    Returns:
        What was found; the folder holds its tables. It is the same for any number of workers.

    Raises:
        TerritorySimError: When something given cannot be used, or the runs had to stop midway.
    """
    levers = read_levers(overrides, config_dirs)
    search = search_for(levers)
    today = levers.today
    rules, set_by = _rules(levers), today.optimise
    floors = Floors(set_by.pay_opportunity_gini_at_most, set_by.coverage_at_least)
    fairness = "pay_opportunity_gini" if today.opportunity else "pay_gini"
    told = _Told(watcher, rules)
    runs = GrowingSweep(
        folder,
        overrides,
        levers,
        config_dirs,
        executor_for(today),
        ("contribution", fairness, "coverage"),
        told.runs,
    )

    def leading(tried: Sequence[Tried]) -> None:
        told.best = _called(leader(tried, floors), today.commission.currency)

    optimum = find_best(search, runs.measure, floors, rules, leading)
    table = _candidates(optimum, runs)
    found = Optimisation(folder, levers, fairness, optimum, table, told.failed)
    _write(found, runs)
    return found


def resume(folder: Path, *, watcher: Callable[[SweepProgress], None] = lambda _: None) -> Optimisation:
    """Go on with an optimisation: it is told again from the start, and runs that are there are kept.

    Args:
        folder: Its folder.
        watcher: Told how far the runs are.

    Returns:
        What was found.

    Raises:
        TerritorySimError: When it cannot go on, or had to stop midway again.
    """
    plan = read_plan(folder)
    if plan.designs[0].settings:
        hint = f"territory-sim sweep --resume {folder}"
        raise DataError([Fault(where=str(folder), allowed="is the folder of a sweep", hint=hint)])
    return optimise(plan.overrides, folder, config_dirs=plan.config_dirs, watcher=watcher)


def gain_over_today(optimum: Optimum, combination: Combination) -> PairedDifference:
    """Compare the contribution of a finalist with today's on the replications that both have.

    Args:
        optimum: What was found.
        combination: The finalist.

    Returns:
        The difference in money over the days simulated.
    """
    option, today = (optimum.fresh[each][:, 0] for each in (combination, TODAY))
    pairs = np.column_stack([each[: min(len(option), len(today))] for each in (today, option)])
    pairs = pairs[np.isfinite(pairs).all(axis=1)]
    return paired_difference(pairs[:, 0], pairs[:, 1])


def _rules(levers: Levers) -> Rules:
    said = levers.today.optimise
    return Rules(
        trials=int(min(said.trials, levers.combinations)),
        replications=said.replications,
        finalists=said.finalists,
        first_look=levers.today.replications,
        most=said.most_replications,
        least_difference=said.least_difference,
    )


class _Told:
    """Tells how far all of it is, from how far the sweep inside is."""

    def __init__(self, watcher: Callable[[SweepProgress], None], rules: Rules) -> None:
        self._watcher = watcher
        finals = min(rules.finalists, rules.trials) + 1
        self._expected = (rules.trials + 1) * rules.replications + finals * rules.first_look
        self._before: int | None = None
        self.best: str | None = None
        self.failed = 0

    def runs(self, progress: SweepProgress) -> None:
        if self._before is None:
            self._before = progress.before
        self.failed = progress.failed
        total = max(self._expected, progress.total)
        self._watcher(replace(progress, total=total, before=self._before, leading=self.best or "not known"))


def _called(best: Tried | None, currency: str) -> str:
    if best is None:
        return "none keeps the floors"
    (money,) = quantities([float(best.measured[:, 0].mean())], "money", currency)
    return f"{' '.join(best.combination) or 'today'}, {money}"


def _candidates(optimum: Optimum, runs: GrowingSweep) -> pd.DataFrame:
    means = np.array([each.measured.mean(axis=0) for each in optimum.tried])
    on_front = pareto_front(means)
    names = {point.design_id: point.scenario_id for point in runs.plan.designs}
    rows = []
    for each, mean, front in zip(optimum.tried, means, on_front, strict=True):
        number = runs.design_ids[each.combination]
        row: dict[str, Any] = {
            "scenario_id": names[number],
            "design_id": number,
            "combination": " ".join(each.combination) or "today",
            "round": each.round_,
            "replications": len(each.measured),
            **dict(zip(("contribution", "inequality", "coverage"), mean, strict=True)),
            "keeps_floors": optimum.floors.kept(each.measured),
            "on_front": bool(front),
            "finalist": each.combination in optimum.finalists,
            "chosen": each.combination == optimum.chosen,
        }
        fresh = optimum.fresh.get(each.combination)
        row["fresh_replications"] = 0 if fresh is None else len(fresh)
        if fresh is not None:
            measured = np.nanmean(fresh, axis=0)
            columns = ("fresh_contribution", "fresh_inequality", "fresh_coverage")
            row |= dict(zip(columns, measured, strict=True))
            gain = gain_over_today(optimum, each.combination)
            row |= {"gain": gain.difference.estimate, "odds": gain.odds_above}
            row |= {"gain_low": gain.difference.low, "gain_high": gain.difference.high}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(CANDIDATE_COLUMNS))


def _write(found: Optimisation, runs: GrowingSweep) -> None:
    from territory_sim.experiments.optimisation.words import answer, floors_kept

    folder = found.folder
    (folder / CANDIDATES).mkdir(exist_ok=True)
    write_table(found.candidates, folder / CANDIDATES / "part-00000.parquet")
    write_text(folder / "candidates.csv", found.candidates.to_csv(index=False, lineterminator="\n"))
    optimum = found.optimum
    chosen = optimum.chosen
    content: dict[str, Any] = {
        "answer": answer(found),
        "floors": floors_kept(found),
        "chosen": None if chosen is None else list(chosen),
        "settled": optimum.is_settled,
        "fairness": found.fairness,
        "tried": len(optimum.tried) - 1,
        "combinations": None if np.isinf(found.levers.combinations) else int(found.levers.combinations),
        "runs": runs.plan.count,
        "failed": found.failed,
    }
    if chosen is not None:
        lines = ("contribution", found.fairness, "coverage")
        intervals = [mean_interval(column[np.isfinite(column)]) for column in optimum.fresh[chosen].T]
        content["measured"] = {
            line: {"mean": each.estimate, "low": each.low, "high": each.high}
            for line, each in zip(lines, intervals, strict=True)
        }
    write_json(folder / "optimise.json", content)
    # The sweep inside wrote it as its own; the command that reproduces all of it is another.
    manifest = read_json(folder / MANIFEST)
    flags = [word for each in runs.plan.config_dirs for word in ("--config-dir", each)]
    command = shlex.join(("territory-sim", "optimise", *runs.plan.overrides, *flags))
    write_json(folder / MANIFEST, {**manifest, "verb": "optimise", "command": command})
