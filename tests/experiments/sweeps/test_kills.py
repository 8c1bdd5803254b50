"""Sweeps that are killed, whole or in part: complete in the end, every run once."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
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


def test_a_sweep_of_2000_runs_survives_20_kills_of_everything(tmp_path: Path) -> None:
    """SIGKILL to the whole process group at random moments: 2,000 rows, none twice, no stray file."""
    folder = tmp_path / "sweep"
    program = [sys.executable, "-m", "territory_sim", "sweep"]
    moments = Streams(6, 0).generator("moments of kills").uniform(1.5, 5.5, KILLS)
    before = 0
    for moment in moments.tolist():
        given = ["--resume", str(folder)]
        if not (folder / "plan.json").is_file():
            given = [*TINY, "staffing.reps=2,3,4,5", "replications=500", f"out={folder}", "tables=kpis"]
        process = subprocess.Popen([*program, *given], stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        done = len(committed(folder).status_by_task_id)
        assert done >= before, "runs were lost"
        before = done
    assert before < 2000
    last = subprocess.run([*program, "--resume", str(folder)], capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    assert ended(folder) == [(point, number) for point in range(4) for number in range(500)]
    kpis = read_table(folder / "kpis")
    assert not kpis.duplicated(["design_id", "replication", "kpi"]).any()
    assert len(kpis[["design_id", "replication"]].drop_duplicates()) == 2000
    tables = {
        f"{name}/part-00000.parquet" for name in ("kpis", "runs", "designs", "params", "kpi_dictionary")
    }
    said = {".lock", "manifest.json", "plan.json", "sweep.svg", "summary.csv"}
    assert files(folder) == tables | said
