"""Start a sweep, go on with it, extend it: the same steps, whatever has happened before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from territory_sim.errors import DataError, Fault, ScenarioError
from territory_sim.experiments.result_tables import kpi_dictionary_table, utc_now
from territory_sim.experiments.sweeps.batch import BatchReport, batch_tables, failure_row, run_batch, run_row
from territory_sim.experiments.sweeps.batch_queue import BatchQueue
from territory_sim.experiments.sweeps.design_points import design_points
from territory_sim.experiments.sweeps.executors import Executor, executor_for
from territory_sim.experiments.sweeps.lock import LOCK, sole_owner
from territory_sim.experiments.sweeps.parts import Found, compact, forget_failures, recover, write_batch
from territory_sim.experiments.sweeps.plan import (
    PLAN,
    Plan,
    Task,
    make_plan,
    read_plan,
    refuse_other_version,
    write_plan,
)
from territory_sim.experiments.sweeps.plan_tables import designs_table, params_of_designs
from territory_sim.experiments.workers import STRIKES, Done, Job, Step
from territory_sim.records.files import MANIFEST, UNFINISHED, read_table, write_json, write_table
from territory_sim.records.manifest import manifest
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.scenario import Scenario

_OF_EACH_DESIGN: Final = ("designs", "params")
_OF_THE_MACHINE: Final = frozenset({"workers", "executor", "scheduler"})
"""Settings that may be given anew at every resume: they change no result."""


@dataclass
class SweepProgress:
    """How far a sweep is.

    Args:
        total: Runs in all.
        before: Runs that had ended before this process began.
        done: Runs that have ended, these included.
        failed: Of them, those without a result.
        under_way: Runs begun and not committed yet.
        watched: Sum of the watched line, and number of runs that have it, by design point.
        remarks: What was found damaged, and what else ought to be said.
        leading: What to call the best so far; None for the number and mean of the best point.
    """

    total: int
    before: int = 0
    done: int = 0
    failed: int = 0
    under_way: int = 0
    watched: dict[int, tuple[float, int]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    leading: str | None = None

    @property
    def best(self) -> tuple[int, float] | None:
        """Design point with the highest mean of the watched line so far, and that mean."""
        means = [(total / count, -number) for number, (total, count) in self.watched.items() if count]
        return (-max(means)[1], max(means)[0]) if means else None


Watcher = Callable[[SweepProgress], None]
"""Told how far the sweep is whenever that changes."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """A sweep that has come to its end.

    Args:
        folder: Its folder.
        plan: Its plan.
        progress: How it ended.
    """

    folder: Path
    plan: Plan
    progress: SweepProgress


def sweep(
    overrides: Sequence[str],
    folder: Path,
    *,
    config_dirs: Sequence[str | Path] = (),
    watcher: Watcher | None = None,
) -> Sweep:
    """Run every point of a design, each with its replications.

    Args:
        overrides: Overrides with lists or intervals, as :func:`.design_points.design_points` takes them.
        folder: Where to; new or empty.
        config_dirs: Folders with the user's own config groups.
        watcher: Told how far it is.

    Returns:
        The sweep, all its runs done or failed.

    Raises:
        TerritorySimError: When something given cannot be used, or the sweep had to stop midway.
    """
    refuse_full_folder(folder)
    points, first = design_points(overrides, config_dirs)
    executor = executor_for(first)
    dirs = [str(Path(each).absolute()) for each in config_dirs]
    plan = make_plan(points, first.replications, first.tables, overrides, dirs)
    return complete(folder, plan, executor, watcher)


def run_plan(plan: Plan, folder: Path, executor: Executor, watcher: Watcher | None = None) -> Sweep:
    """Run what a plan says, or go on with it where the folder holds a part of it.

    Args:
        plan: The plan.
        folder: Where to; new, empty, or the folder of a plan of the same points. Replications it
            has already are kept.
        executor: Who runs it.
        watcher: Told how far it is.

    Returns:
        The sweep, all its runs done or failed.

    Raises:
        DataError: When the folder holds another plan, or one that another version wrote.
    """
    if (folder / PLAN).is_file():
        written = read_plan(folder)
        refuse_other_version(written, folder)
        if written.config_hash != plan.config_hash:
            raise DataError([Fault(where=str(folder), allowed="holds the runs of other points")])
        plan = written if written.replications > plan.replications else plan
    return complete(folder, plan, executor, watcher)


def resume(
    folder: Path,
    overrides: Sequence[str] = (),
    *,
    retry_failed: bool = False,
    watcher: Watcher | None = None,
) -> Sweep:
    """Go on with a sweep where it was left, and extend it when more is asked for.

    Args:
        folder: Its folder.
        overrides: What is to change: ``replications`` or ``points`` to extend it, longer lists of
            values, ``workers``, ``executor`` and ``scheduler``.
        retry_failed: Whether failed runs are tried again.
        watcher: Told how far it is.

    Returns:
        The sweep, all its runs done or failed.

    Raises:
        TerritorySimError: When it cannot go on, or had to stop midway again.
    """
    plan = read_plan(folder)
    if not plan.designs[0].settings and len(plan.designs) > 1:
        hint = f"territory-sim optimise --resume {folder}"
        raise DataError([Fault(where=str(folder), allowed="is the folder of an optimisation", hint=hint)])
    refuse_other_version(plan, folder)
    longer, first = _extended(plan, overrides)
    return complete(folder, longer, executor_for(first), watcher, retry_failed=retry_failed)


def refuse_full_folder(folder: Path) -> None:
    """Refuse to begin a sweep over something else.

    Args:
        folder: Where to.

    Raises:
        DataError: When the folder holds something.
    """
    # Whoever was killed before the plan was written has lost nothing, and gives the same command again.
    if not folder.exists() or (folder.is_dir() and all(map(_is_no_result, folder.iterdir()))):
        return
    hint = "choose another name"
    if (folder / PLAN).is_file():
        hint = f"go on with it: territory-sim sweep --resume {folder}"
    allowed = "must be a new or an empty folder: a sweep replaces nothing"
    raise DataError([Fault(where="out", given=str(folder), allowed=allowed, hint=hint)])


def _is_no_result(path: Path) -> bool:
    return path.name == LOCK or path.name.startswith(UNFINISHED)


def _is_written(plan: Plan, folder: Path) -> bool:
    if not (folder / PLAN).is_file():
        return False
    written = read_plan(folder)
    if (written.config_hash, written.replications, written.more) != (
        plan.config_hash,
        plan.replications,
        plan.more,
    ):
        return False
    # The plan is written before its tables: whoever was killed in between left tables that are too short.
    try:
        return all(
            read_table(folder / name)["design_id"].nunique() == len(plan.designs) for name in _OF_EACH_DESIGN
        )
    except DataError:
        return False


def _write_plan_tables(plan: Plan, folder: Path) -> None:
    write_plan(plan, folder)
    tables = {
        "designs": designs_table(plan),
        "kpi_dictionary": kpi_dictionary_table(),
        "params": params_of_designs(plan),
    }
    for name, table in tables.items():
        (folder / name).mkdir(exist_ok=True)
        write_table(table, folder / name / "part-00000.parquet")
    flags = [word for each in plan.config_dirs for word in ("--config-dir", each)]
    trees = {point.scenario_id: point.tree for point in reversed(plan.designs)}
    content = manifest(
        verb="sweep",
        scenarios=dict(reversed(trees.items())),
        seed=int(plan.designs[0].tree["seed"]),
        replications=plan.replications,
        hashes={},
        command=("territory-sim", "sweep", *plan.overrides, *flags),
    )
    write_json(folder / MANIFEST, content)


def _extended(plan: Plan, overrides: Sequence[str]) -> tuple[Plan, Scenario]:
    """Give the plan with what is new, and the settings of the machine."""
    keys = [text.lstrip("+").partition("=")[0] for text in overrides]
    kept = [text for text in plan.overrides if text.lstrip("+").partition("=")[0] not in keys]
    merged = [*kept, *overrides]
    if set(keys) <= _OF_THE_MACHINE:
        asked = [text for text in merged if text.lstrip("+").partition("=")[0] in _OF_THE_MACHINE]
        return replace(plan, overrides=tuple(merged)), load_scenarios(asked)[0]
    # In the places they had before, so that the points come out in the same order.
    given = dict(zip(keys, overrides, strict=True))
    places = [given.pop(text.lstrip("+").partition("=")[0], text) for text in plan.overrides]
    merged = [*places, *given.values()]
    points, first = design_points(merged, plan.config_dirs)
    longer = make_plan(points, first.replications, plan.tables, merged, plan.config_dirs)
    faults = []
    if first.replications < plan.replications:
        allowed = f"at least {plan.replications:,}, which the sweep has already"
        faults.append(Fault(where="replications", given=str(first.replications), allowed=allowed))
    order = {hash_: number for number, hash_ in enumerate(longer.config_hashes)}
    if not set(plan.config_hashes) <= order.keys():
        hint = "sobol keeps its points when there are more; lhs does not" if first.sampling == "lhs" else ""
        allowed = "a resume adds points and replications; this would change those that are there"
        faults.append(Fault(where=" ".join(overrides), allowed=allowed, hint=hint or "start a new sweep"))
    if faults:
        raise ScenarioError(faults)
    # Points keep their numbers for good; new ones follow.
    old = set(plan.config_hashes)
    added = [
        point for point, hash_ in zip(longer.designs, longer.config_hashes, strict=True) if hash_ not in old
    ]
    settings = [longer.designs[order[hash_]].settings for hash_ in plan.config_hashes]
    again = [replace(point, settings=each) for point, each in zip(plan.designs, settings, strict=True)]
    numbered = (replace(point, design_id=number) for number, point in enumerate([*again, *added]))
    return replace(longer, designs=tuple(numbered), version=plan.version), first


def complete(
    folder: Path,
    plan: Plan,
    executor: Executor,
    watcher: Watcher | None = None,
    *,
    retry_failed: bool = False,
) -> Sweep:
    """Run what a plan asks for and the folder does not have yet.

    Args:
        folder: The folder of the sweep, made where there is none. It takes on the plan.
        plan: The plan; of an earlier one there it keeps all points.
        executor: Who runs it.
        watcher: Told how far it is.
        retry_failed: Whether failed runs are tried again.

    Returns:
        The sweep, all its runs done or failed.

    Raises:
        TerritorySimError: When it had to stop midway.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with sole_owner(folder):
        if not _is_written(plan, folder):
            _write_plan_tables(plan, folder)
        found = recover(folder)
        if retry_failed:
            found = forget_failures(folder, found)
        progress = _begin(plan, found)
        tell = watcher or (lambda _: None)
        tell(progress)
        _run_missing(folder, plan, executor, found, progress, tell)
        compact(folder, recover(folder))
    return Sweep(folder, plan, progress)


def _begin(plan: Plan, found: Found) -> SweepProgress:
    status = found.status_by_task_id
    return SweepProgress(
        total=plan.count,
        before=len(status),
        done=len(status),
        failed=sum(each == "failed" for each in status.values()),
        remarks=list(found.remarks),
    )


def _run_missing(
    folder: Path, plan: Plan, executor: Executor, found: Found, progress: SweepProgress, tell: Watcher
) -> None:
    ended = found.status_by_task_id
    missing = BatchQueue(
        deque(task for task in plan.tasks if plan.task_id(task) not in ended), max(1, executor.width)
    )
    place = str(folder.absolute())

    def take() -> Job | None:
        tasks = missing.take()
        return (place, plan.config_hash, tasks) if tasks else None

    for event in executor.work(run_batch, take):
        tasks: tuple[Task, ...] = event.job[2]
        if isinstance(event, Step):
            missing.begun(tasks, event.number)
        else:
            _settle(folder, plan, missing, event, progress)
        progress.under_way = missing.under_way
        tell(progress)


def _settle(
    folder: Path, plan: Plan, missing: BatchQueue, event: Done[BatchReport], progress: SweepProgress
) -> None:
    tasks: tuple[Task, ...] = event.job[2]
    report = event.outcome.result
    given_up: tuple[Task, ...] = ()
    if report is not None:
        missing.ended(tasks, report.seconds)
    elif event.outcome.worker_died:
        given_up = missing.lost(tasks, event.step)
    else:
        # Not a run failed, but what is around it: that is a fault of the program, for each of its runs.
        missing.ended(tasks)
        given_up = tasks
    if given_up:
        reason = event.outcome.failure
        reason += f" {STRIKES} times over this run" if event.outcome.worker_died else ""
        rows = [run_row(plan, task, None, utc_now()) for task in given_up]
        write_batch(folder, batch_tables(rows, [failure_row(plan, task, reason) for task in given_up], {}))
        report = BatchReport(runs=len(given_up), failed=len(given_up))
    if report is not None:
        progress.done += report.runs
        progress.failed += report.failed
        for number, (total, count) in report.watched.items():
            before, counted = progress.watched.get(number, (0.0, 0))
            progress.watched[number] = (before + total, counted + count)
