"""What the sweep layer costs by itself.

    python benchmarks/sweep.py [overhead] [spread] [reading] [speed_up]

Four figures: processor time on top of runs of 100 ms; 1,000 runs of 10 ms on two workers against
two processes that do the same work and nothing else, timed before and after; reading a sweep of
which 10,000 runs are done; 20 runs of the engine at size M on two workers against one. The first
three make runs that do a fixed amount of arithmetic and give a ready-made result.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import paced_runs

from territory_sim.experiments.sweeps import sweep as sweeps
from territory_sim.experiments.sweeps.batch import BatchReport, batch_tables, run_batch, run_row
from territory_sim.experiments.sweeps.parts import recover, write_batch
from territory_sim.experiments.sweeps.plan import read_plan

TINY = (
    "region=synthetic",
    "region.synthetic_units=12",
    "market.accounts=30",
    "territories.count=null",
    "territories.starts=1",
    "days=2",
    "opportunity=false",
    "staffing.reps=2",
)
SIZE_M = ("scenario=benchmark", "benchmark.size=M", "days=62")
"""A quarter of a year: the four times as long runs of a year would only hide the layer better."""
WORKERS = 2


def main() -> int:
    """Print the figures asked for, all when none is named.

    Returns:
        Exit code 0, or 2 when a figure is unknown.
    """
    figures: dict[str, Callable[[], str]] = {
        "overhead": lambda: (
            f"100 runs of 100 ms, one process: {100 * overhead():.2f} % processor time on top"
        ),
        "spread": lambda: f"1,000 runs of 10 ms, two workers, once warm: {spread():.3f} x the ideal",
        "reading": lambda: "10,000 done runs in 40 parts: read in {:.2f} s ({:.2f} s processor)".format(
            *reading()
        ),
        "speed_up": lambda: (
            "20 runs at size M: {:.2f} x as fast on two workers ({:.2f} x with their start)".format(
                *speed_up()
            )
        ),
    }
    asked = sys.argv[1:] or list(figures)
    if not set(asked) <= figures.keys():
        print(f"one of {', '.join(figures)} is wanted", file=sys.stderr)
        return 2
    for name in asked:
        print(figures[name](), flush=True)
    return 0


def overhead(runs: int = 100, seconds: float = 0.1) -> float:
    """Measure processor time on top of runs of 100 ms, commits and compaction left out of neither.

    Args:
        runs: Number of runs.
        seconds: Length of each.

    Returns:
        Share of the time of the runs.
    """
    os.environ[paced_runs.ROUNDS] = str(paced_runs.rounds_of(seconds))
    begun = spent = 0.0

    def warm(progress: sweeps.SweepProgress) -> None:
        # The first run makes the result that all give, imports included.
        nonlocal begun, spent
        if not begun and progress.done:
            begun, spent = time.process_time(), paced_runs.seconds_spent()

    _sweep([*TINY, "executor=serial", f"replications={runs + 1}"], paced_runs.run_paced_batch, warm)
    layer_and_runs = time.process_time() - begun
    return layer_and_runs / (paced_runs.seconds_spent() - spent) - 1


def spread(runs: int = 1000, seconds: float = 0.01) -> float:
    """Measure how long runs of 10 ms take on two workers that have started.

    Args:
        runs: Number of runs.
        seconds: Length of each.

    Returns:
        Time against two processes that do nothing but the work of as many runs.
    """
    rounds = paced_runs.rounds_of(seconds)
    os.environ[paced_runs.ROUNDS] = str(rounds)
    before = _bare(runs // WORKERS, rounds)
    words = [*TINY, "executor=pool", f"workers={WORKERS}", f"replications={runs + 50}"]
    clock, left = _once_warm(words, paced_runs.run_paced_batch)
    after = _bare(runs // WORKERS, rounds)
    return (clock / left) / ((before + after) / 2 / runs)


def speed_up(runs: int = 20) -> tuple[float, float]:
    """Measure what a second worker is worth for runs of the engine at size M.

    Args:
        runs: Number of runs.

    Returns:
        Runs a second on two workers against one: once each worker has made one run, and from the
        start of the processes on, the building of their worlds included.
    """
    words = [*SIZE_M, f"replications={runs}"]
    rates, clocks = [], []
    for executor in (["executor=serial"], ["executor=pool", f"workers={WORKERS}"]):
        begun = time.perf_counter()
        clock, left = _once_warm(
            [*words, *executor], run_batch, 1 if executor == ["executor=serial"] else WORKERS
        )
        clocks.append(time.perf_counter() - begun)
        rates.append(left / clock)
    return rates[1] / rates[0], clocks[0] / clocks[1]


def reading(parts: int = 40, size: int = 250) -> tuple[float, float]:
    """Measure how long a resume takes to see what is done.

    Args:
        parts: Number of batches.
        size: Runs of each.

    Returns:
        Seconds on the clock, and of processor time.
    """
    os.environ[paced_runs.ROUNDS] = "0"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sweep"
        words = [*TINY, "executor=serial", "people.skill_sd=range(0.1,0.5,0.01)", "replications=1"]
        sweeps.run_batch = paced_runs.run_paced_batch
        sweeps.sweep(words, folder)
        for path in folder.glob("*/part-*.parquet"):
            if path.parent.name in {"runs", "kpis", "rep_month", "territory_run"}:
                path.unlink()
        plan = read_plan(folder)
        for part in range(parts):
            tasks = [(part, replication) for replication in range(size)]
            rows = [run_row(plan, task, None, "") for task in tasks]
            write_batch(folder, batch_tables(rows, [], {}))
        begun, processor = time.perf_counter(), time.process_time()
        plan = read_plan(folder)
        status = recover(folder).status_by_task_id
        missing = [(p, r) for p in range(parts) for r in range(size) if plan.task_id((p, r)) not in status]
        assert not missing
        assert len(status) == parts * size
        return time.perf_counter() - begun, time.process_time() - processor


def _sweep(
    words: list[str], function: Callable[..., BatchReport], watcher: Callable[[sweeps.SweepProgress], None]
) -> None:
    sweeps.run_batch = function
    with tempfile.TemporaryDirectory() as folder:
        sweeps.sweep(words, Path(folder) / "sweep", watcher=watcher)


def _once_warm(
    words: list[str], function: Callable[..., BatchReport], workers: int = WORKERS
) -> tuple[float, int]:
    """Give the time from when every worker has made a run to the end, and the runs made in it."""
    begun, left = 0.0, 0

    def warm(progress: sweeps.SweepProgress) -> None:
        nonlocal begun, left
        # Batches of one run each show that the workers have started.
        if not begun and progress.done >= workers:
            begun, left = time.perf_counter(), progress.total - progress.done

    _sweep(words, function, warm)
    return time.perf_counter() - begun, left


def _bare(runs_each: int, rounds: int) -> float:
    """Time two processes that do the work of some runs each and nothing else."""
    context = get_context("spawn")
    pipes, processes = [], []
    for _ in range(WORKERS):
        ours, theirs = context.Pipe()
        pipes.append(ours)
        processes.append(context.Process(target=paced_runs.work_when_told, args=(runs_each, rounds, theirs)))
    for process in processes:
        process.start()
    for pipe in pipes:
        pipe.recv()
    begun = time.perf_counter()
    for pipe in pipes:
        pipe.send("begin")
    for pipe in pipes:
        pipe.recv()
    clock = time.perf_counter() - begun
    for process in processes:
        process.join()
    return clock


if __name__ == "__main__":
    sys.exit(main())
