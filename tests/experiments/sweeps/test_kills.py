"""Sweeps that are killed, whole or in part: complete in the end, every run once."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from territory_sim.experiments.sweeps import sweep as sweep_module
from territory_sim.experiments.sweeps.parts import committed
from territory_sim.experiments.sweeps.sweep import Sweep, resume, sweep
from territory_sim.records.files import read_table
from territory_sim.streams import Streams
from tests.sweeping import COMPLETE, TINY, contents, ended, files

pytestmark = pytest.mark.slow

WORDS = (*TINY, "staffing.reps=2,3", "replications=10")
MANY = (*TINY, "staffing.reps=2,3,4,5", "replications=500", "tables=kpis")
KILLS = 20

DEADLY = """
import os
import signal
from pathlib import Path

from territory_sim.experiments.sweeps.batch import run_batch


def always(tell, folder, config_hash, tasks):
    def told(step):
        tell(step)
        if step < len(tasks) and tasks[step] == (1, 4):
            os.kill(os.getpid(), signal.SIGKILL)

    return run_batch(told, folder, config_hash, tasks)


def once(tell, folder, config_hash, tasks):
    def told(step):
        tell(step)
        mark = Path(folder).with_name("killed")
        if step < len(tasks) and tasks[step][1] == 5 and not mark.exists():
            mark.write_text(str(os.getpid()))
            os.kill(os.getpid(), signal.SIGKILL)

    return run_batch(told, folder, config_hash, tasks)
"""

QUICK = """
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np

from territory_sim.experiments.run import simulate
from territory_sim.experiments.sweeps import batch

made = {}


def few_milliseconds(scenario, *, replication, world):
    reps = scenario.staffing.reps
    if reps not in made:
        made[reps] = simulate(scenario, replication=0, world=world)
    end = process_time() + 0.003
    while process_time() < end:
        pass
    kpis = made[reps].kpis
    kpis = kpis.assign(replication=np.int32(replication), value=kpis["value"] + replication)
    return replace(made[reps], replication=replication, tables={"kpis": kpis})


def run_quick_batch(tell, folder, config_hash, tasks):
    def told(step):
        tell(step)
        if step < len(tasks):
            with Path(folder).with_name("begun.txt").open("a") as file:
                file.write("{} {}\\n".format(*tasks[step]))

    batch.simulate = few_milliseconds
    try:
        return batch.run_batch(told, folder, config_hash, tasks)
    finally:
        batch.simulate = simulate
"""

PROGRAM = """
import sys

import quick_batches

from territory_sim.cli.entry import main
from territory_sim.experiments.sweeps import sweep

sweep.run_batch = quick_batches.run_quick_batch
sys.exit(main(["sweep", *sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sweep as one process makes it, undisturbed."""
    return sweep([*WORDS, "executor=serial"], tmp_path_factory.mktemp("sweep") / "whole").folder


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give batches that kill their worker, in a module that workers can import."""
    (tmp_path / "deadly_batches.py").write_text(DEADLY)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "deadly_batches", raising=False)
    return importlib.import_module("deadly_batches")


def dask_or_pool(executor: str) -> str:
    """Give the words that choose an executor; Dask only where it is installed."""
    if executor == "dask":
        pytest.importorskip("distributed", reason="extra `distributed` is not installed")
    return f"executor={executor}"


@pytest.mark.parametrize("executor", ["pool", "dask"])
def test_bytes_are_equal_whoever_made_them(tmp_path: Path, whole: Path, executor: str) -> None:
    """One process, two, or a cluster of two: the same sorted tables, the same files."""
    done = sweep([*WORDS, dask_or_pool(executor), "workers=2"], tmp_path / "sweep")
    assert contents(done.folder) == contents(whole)
    assert files(done.folder) == COMPLETE


@pytest.mark.parametrize("executor", ["pool", "dask"])
def test_a_worker_that_is_killed_takes_nothing_along(
    tmp_path: Path, whole: Path, deadly: Any, monkeypatch: pytest.MonkeyPatch, executor: str
) -> None:
    """One worker dies by SIGKILL in the middle: the sweep is complete, and its bytes are the same."""
    monkeypatch.setattr(sweep_module, "run_batch", deadly.once)
    done = sweep([*WORDS, dask_or_pool(executor), "workers=2"], tmp_path / "sweep")
    assert (tmp_path / "killed").is_file()
    assert done.progress.failed == 0
    assert contents(done.folder) == contents(whole)


@pytest.mark.parametrize("executor", ["pool", "dask"])
def test_a_run_that_always_kills_its_worker_is_quarantined(
    tmp_path: Path, deadly: Any, monkeypatch: pytest.MonkeyPatch, executor: str
) -> None:
    """It becomes one row of failures after three deaths; the other nineteen are done."""
    monkeypatch.setattr(sweep_module, "run_batch", deadly.always)
    done: Sweep = sweep([*WORDS, dask_or_pool(executor), "workers=2"], tmp_path / "sweep")
    failures = read_table(done.folder / "failures")
    assert failures[["design_id", "replication"]].to_numpy().tolist() == [[1, 4]]
    assert failures["reason"].tolist() == ["its worker process died 3 times over this run"]
    assert len(ended(done.folder)) == 20
    assert read_table(done.folder / "kpis")[["design_id", "replication"]].drop_duplicates().shape[0] == 19
    monkeypatch.undo()
    again = resume(done.folder, ["executor=serial"], retry_failed=True)
    assert (again.progress.before, again.progress.failed) == (19, 0)


def test_a_sweep_of_2000_runs_survives_20_kills_of_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL to the whole process group at random moments: 2,000 rows, none twice, no stray file.

    Whoever is killed before the plan is written has lost nothing, and gives the same command again.
    What was committed is never run again. Runs are stand-ins of a few milliseconds: what is killed
    here is the sweep, on two workers and on none by turns.
    """
    (tmp_path / "quick_batches.py").write_text(QUICK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    folder = tmp_path / "sweep"
    generator = Streams(6, 0).generator("moments of kills")
    done: set[tuple[int, int]] = set()
    for turn in range(KILLS):
        # Before the first batch, which may be before the plan; or some batches later.
        batches, seconds = int(generator.integers(0, 3)), float(generator.uniform(0, 0.3))
        seconds += 3 * seconds / 0.3 if batches == 0 else 0
        process = started(folder, ["executor=serial", "executor=pool"][turn % 2])
        wanted = committed_parts(folder) + batches
        while process.poll() is None and committed_parts(folder) < wanted:
            wait(process, 0.02)
        wait(process, seconds)
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert not done & begun_runs(tmp_path), "runs that were committed were run again"
        before, done = done, committed_runs(folder)
        assert before <= done, "runs were lost"
    assert 0 < len(done) < 2000
    last = started(folder, "executor=pool")
    assert last.wait() == 0
    assert not done & begun_runs(tmp_path)
    assert ended(folder) == [(point, number) for point in range(4) for number in range(500)]
    tables = {
        f"{name}/part-00000.parquet" for name in ("kpis", "runs", "designs", "params", "kpi_dictionary")
    }
    said = {".lock", "manifest.json", "plan.json", "sweep.svg", "summary.csv"}
    assert files(folder) == tables | said
    assert not list(tmp_path.glob(".unfinished-*"))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sweep_module, "run_batch", importlib.import_module("quick_batches").run_quick_batch)
    undisturbed = sweep([*MANY, "executor=serial"], tmp_path / "undisturbed").folder
    assert contents(folder) == contents(undisturbed)


def started(folder: Path, executor: str) -> subprocess.Popen[bytes]:
    """Start the sweep, or go on with it when there is a plan, in a process group of its own."""
    given = [*MANY, "workers=2", executor, f"out={folder}"]
    if (folder / "plan.json").is_file():
        given = ["--resume", str(folder), executor]
    command = [sys.executable, "-c", PROGRAM, *given]
    return subprocess.Popen(
        command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )


def wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait so long, or until the process has ended."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def committed_parts(folder: Path) -> int:
    """Count the batches that are committed."""
    return len(list(folder.glob("runs/part-*.parquet")))


def committed_runs(folder: Path) -> set[tuple[int, int]]:
    """Give design point and replication of every run that is committed."""
    columns = ("design_id", "replication")
    return {
        run
        for each in committed(folder).batches
        for run in zip(*(each.runs[name].to_pylist() for name in columns), strict=True)
    }


def begun_runs(folder: Path) -> set[tuple[int, int]]:
    """Give the runs that were begun since this was asked last."""
    file = folder / "begun.txt"
    lines = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return {(int(point), int(replication)) for point, replication in (line.split() for line in lines)}
