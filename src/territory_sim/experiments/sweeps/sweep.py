"""Start a sweep, go on with it, extend it: the same steps, whatever has happened before."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from territory_sim.errors import DataError, Fault, ScenarioError
from territory_sim.experiments.result_tables import kpi_dictionary_table, utc_now
from territory_sim.experiments.sweeps.batch import BatchReport, batch_tables, failure_row, run_batch, run_row
from territory_sim.experiments.sweeps.design_points import design_points
from territory_sim.experiments.sweeps.executors import Executor, executor_for
from territory_sim.experiments.sweeps.lock import sole_owner
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
from territory_sim.records.files import MANIFEST, read_table, whole_folder, write_json, write_table
from territory_sim.records.manifest import manifest
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.scenario import Scenario

_SHORT_BATCH_S: Final = 0.5
_LONG_BATCH_S: Final = 5.0
"""A batch lasts between these, so that writing it costs little and losing it does not hurt."""
_MOST_TASKS: Final = 256
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
    """

    total: int
    before: int = 0
    done: int = 0
    failed: int = 0
    under_way: int = 0
    watched: dict[int, tuple[float, int]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

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
    _refuse_full_folder(folder)
    points, first = design_points(overrides, config_dirs)
    executor = executor_for(first)
    dirs = [str(Path(each).absolute()) for each in config_dirs]
    plan = make_plan(points, first.replications, first.tables, overrides, dirs)
    return run_plan(plan, folder, executor, watcher)


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
        longer = written if written.replications > plan.replications else plan
        return _complete(folder, longer, executor, watcher, retry_failed=False)
    with whole_folder(folder) as unfinished:
        _write_plan_tables(plan, unfinished)
    return _complete(folder, plan, executor, watcher, retry_failed=False)


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
    refuse_other_version(plan, folder)
    longer, first = _extended(plan, overrides)
    return _complete(folder, longer, executor_for(first), watcher, retry_failed=retry_failed)


def _refuse_full_folder(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    hint = "choose another name"
    if (folder / PLAN).is_file():
        hint = f"go on with it: territory-sim sweep --resume {folder}"
    allowed = "must be a new or an empty folder: a sweep replaces nothing"
    raise DataError([Fault(where="out", given=str(folder), allowed=allowed, hint=hint)])


def _is_written(plan: Plan, folder: Path) -> bool:
    written = read_plan(folder)
    if (written.config_hash, written.replications) != (plan.config_hash, plan.replications):
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


def _complete(
    folder: Path, plan: Plan, executor: Executor, watcher: Watcher | None, *, retry_failed: bool
) -> Sweep:
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
    missing = _Queue(
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
    folder: Path, plan: Plan, missing: _Queue, event: Done[BatchReport], progress: SweepProgress
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


class _Queue:
    """Runs that are still to be made, cut into batches of a few seconds."""

    def __init__(self, tasks: deque[Task], width: int) -> None:
        self._tasks = tasks
        self._width = width
        self._alone: deque[tuple[Task, ...]] = deque()
        self._strikes: dict[Task, int] = {}
        self._steps: dict[tuple[Task, ...], int] = {}
        self._seconds_a_task: float | None = None

    @property
    def under_way(self) -> int:
        return sum(self._steps.values())

    def take(self) -> tuple[Task, ...]:
        if self._alone:
            return self._alone.popleft()
        size = self._size()
        return tuple(itertools.islice(iter(self._popped, None), size))

    def begun(self, tasks: tuple[Task, ...], step: int) -> None:
        self._steps[tasks] = step

    def ended(self, tasks: tuple[Task, ...], seconds: float = 0.0) -> None:
        self._steps.pop(tasks, None)
        if seconds > 0:
            self._seconds_a_task = seconds / len(tasks)

    def lost(self, tasks: tuple[Task, ...], step: int | None) -> tuple[Task, ...]:
        """Give out again what a dead worker had; give back what is not worth another worker."""
        self._steps.pop(tasks, None)
        if len(tasks) == 1:
            return self._strike(tasks[0])
        if step is None or step >= len(tasks):
            # Nobody knows which run it was: halves will tell.
            half = len(tasks) // 2
            self._alone.extend((tasks[:half], tasks[half:]))
            return ()
        suspect = tasks[step]
        self._tasks.extendleft(reversed([task for task in tasks if task != suspect]))
        return self._strike(suspect)

    def _strike(self, task: Task) -> tuple[Task, ...]:
        self._strikes[task] = self._strikes.get(task, 0) + 1
        if self._strikes[task] >= STRIKES:
            return (task,)
        self._alone.append((task,))
        return ()

    def _popped(self) -> Task | None:
        return self._tasks.popleft() if self._tasks else None

    def _size(self) -> int:
        if self._seconds_a_task is None:
            return 1
        short, long = (seconds / self._seconds_a_task for seconds in (_SHORT_BATCH_S, _LONG_BATCH_S))
        # Batches shrink towards the end, so that all workers end at about the same time.
        share = len(self._tasks) / (2 * self._width)
        return max(1, min(round(max(share, short)), round(long), _MOST_TASKS))
