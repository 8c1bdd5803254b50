"""What the sweep layer costs by itself.

    python benchmarks/sweep.py

Three figures: processor time on top of runs of 100 ms; 1,000 runs of 10 ms on two workers against
the ideal; reading a sweep of which 10,000 runs are done. Runs are stand-ins of known length, so
that a busy machine does not blur the figures: they spin for processor time, or sleep.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import paced_runs

from territory_sim.experiments.sweeps import sweep as sweeps
from territory_sim.experiments.sweeps.batch import batch_tables, run_row
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


def main() -> int:
    """Print the three figures.

    Returns:
        Exit code 0.
    """
    sweeps.run_batch = paced_runs.run_paced_batch
    print(f"100 runs of 100 ms, one process: {100 * overhead():.2f} % processor time on top")
    print(f"1,000 runs of 10 ms, two workers, once warm: {spread():.3f} x the ideal")
    wall, processor = reading()
    print(f"10,000 done runs in 40 parts: read in {wall:.2f} s ({processor:.2f} s of processor time)")
    return 0


def overhead(runs: int = 100, seconds: float = 0.1) -> float:
    """Measure processor time on top of runs of 100 ms, plan and compaction left out of neither.

    Returns:
        Share of the time of the runs.
    """
    os.environ |= {paced_runs.SECONDS: str(seconds), paced_runs.BUSY: "1"}
    begun = 0.0

    def warm(progress: sweeps.SweepProgress) -> None:
        # The first run makes the result that all give, imports included.
        nonlocal begun
        begun = begun or (time.process_time() if progress.done else 0.0)

    with tempfile.TemporaryDirectory() as folder:
        sweeps.sweep(
            [*TINY, "executor=serial", f"replications={runs + 1}"], Path(folder) / "sweep", watcher=warm
        )
    return (time.process_time() - begun) / (runs * seconds) - 1


def spread(runs: int = 1000, seconds: float = 0.01, workers: int = 2) -> float:
    """Measure how long runs of 10 ms take on two workers that have started.

    Returns:
        Time against runs x seconds / workers.
    """
    os.environ |= {paced_runs.SECONDS: str(seconds), paced_runs.BUSY: ""}
    begun, left = 0.0, 0

    def warm(progress: sweeps.SweepProgress) -> None:
        nonlocal begun, left
        # Batches of one run each show that both workers have started.
        if not begun and progress.done >= workers:
            begun, left = time.perf_counter(), progress.total - progress.done

    words = [*TINY, "executor=pool", f"workers={workers}", f"replications={runs + 50}"]
    with tempfile.TemporaryDirectory() as folder:
        sweeps.sweep(words, Path(folder) / "sweep", watcher=warm)
    return (time.perf_counter() - begun) / (left * seconds / workers)


def reading(parts: int = 40, size: int = 250) -> tuple[float, float]:
    """Measure how long a resume takes to see what is done.

    Returns:
        Seconds on the clock, and of processor time.
    """
    os.environ |= {paced_runs.SECONDS: "0", paced_runs.BUSY: ""}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sweep"
        words = [*TINY, "executor=serial", "people.skill_sd=range(0.1,0.5,0.01)", "replications=1"]
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


if __name__ == "__main__":
    sys.exit(main())
