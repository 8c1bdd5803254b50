"""What a sweep promises, in one process: the kills stand in test_kills.py."""

from __future__ import annotations

import errno
import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest

from territory_sim.errors import DataError, ScenarioError, UnfinishedError
from territory_sim.experiments.result_tables import kpi_dictionary_table
from territory_sim.experiments.run import simulate
from territory_sim.experiments.sweeps import parts
from territory_sim.experiments.sweeps import sweep as sweep_module
from territory_sim.experiments.sweeps.parts import committed, recover
from territory_sim.experiments.sweeps.sweep import SweepProgress, resume, sweep
from territory_sim.records import files as record_files
from territory_sim.records.files import read_table
from territory_sim.scenario.scenario import Scenario
from tests.sweeping import COMPLETE, TINY, contents, ended, files

FEW = (*TINY, "executor=serial", "replications=1")
WORDS = (*TINY, "executor=serial", "staffing.reps=2,3", "replications=3")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a sweep of two points, three replications each, that nothing has happened to."""
    return sweep(WORDS, tmp_path_factory.mktemp("sweep") / "whole").folder


class StoppedError(Exception):
    """Stands for whatever ends a sweep midway."""


def stopped(folder: Path, words: tuple[str, ...] = WORDS, after: int = 1) -> Path:
    """Start a sweep that ends when so many runs are done: the first is a batch of its own on any machine."""

    def watcher(progress: SweepProgress) -> None:
        if progress.done >= after:
            raise StoppedError

    with pytest.raises(StoppedError):
        sweep(words, folder, watcher=watcher)
    return folder


def test_a_sweep_leaves_tables_and_nothing_else(whole: Path) -> None:
    """Every run once, in order; the files of the schema and no other."""
    assert ended(whole) == [(point, number) for point in range(2) for number in range(3)]
    assert files(whole) == COMPLETE
    kpis = read_table(whole / "kpis")
    assert kpis.columns.tolist() == ["scenario_id", "design_id", "replication", "kpi", "value"]
    assert set(kpis["kpi"]) <= set(kpi_dictionary_table()["kpi"])
    assert read_table(whole / "designs")["staffing.reps"].tolist() == [2, 3]
    assert not read_table(whole / "params")["key"].isin(["out", "workers", "executor", "points"]).any()


def test_a_run_of_a_sweep_equals_the_run_by_itself(whole: Path) -> None:
    """The sweep adds its keys and changes no number."""
    points, _ = parts_of_the_plan(whole)
    alone = simulate(points[1], replication=2).kpis
    kpis = read_table(whole / "kpis").query("design_id == 1 and replication == 2")
    found = dict(zip(kpis["kpi"], kpis["value"], strict=True))
    for kpi, value in zip(alone["kpi"], alone["value"], strict=True):
        assert found[kpi] == pytest.approx(value, rel=0, abs=0, nan_ok=True)


def parts_of_the_plan(folder: Path) -> tuple[list[Scenario], int]:
    """Give the scenarios of a plan, and its replications."""
    from territory_sim.experiments.sweeps.plan import read_plan

    plan = read_plan(folder)
    return [point.scenario for point in plan.designs], plan.replications


def test_a_sweep_goes_on_where_it_was_and_gives_the_same_bytes(tmp_path: Path, whole: Path) -> None:
    """Nothing is lost and nothing is run twice."""
    folder = stopped(tmp_path / "sweep")
    before = committed(folder).status_by_task_id
    assert len(before) == 1
    done = resume(folder)
    assert done.progress.before == len(before)
    assert done.progress.done == 6
    assert contents(folder) == contents(whole)
    assert files(folder) == COMPLETE
    assert resume(folder).progress.before == 6


def test_more_replications_later_give_what_they_would_have_given_at_once(tmp_path: Path, whole: Path) -> None:
    """Extended or made in one go: the tables that are a function of runs have the same bytes."""
    few = [word for word in WORDS if not word.startswith("replications")]
    folder = sweep([*few, "replications=1"], tmp_path / "sweep").folder
    assert resume(folder, ["replications=3"]).progress.before == 2
    assert contents(folder) == contents(whole)
    with pytest.raises(ScenarioError, match="at least 3"):
        resume(folder, ["replications=2"])
    assert contents(folder) == contents(whole)


def test_more_points_later_keep_the_numbers_of_the_old_ones(tmp_path: Path) -> None:
    """A longer list and more samples of sobol extend; whatever would change a point is refused."""
    folder = sweep(
        [*TINY, "executor=serial", "staffing.reps=3,4", "replications=1"], tmp_path / "grid"
    ).folder
    done = resume(folder, ["staffing.reps=2,3,4"])
    assert (done.progress.before, done.progress.done) == (2, 3)
    assert read_table(folder / "designs")["staffing.reps"].tolist() == [3, 4, 2]
    for words in (["days=3"], ["staffing.reps=3"], ["seed=5"]):
        with pytest.raises(ScenarioError, match="adds points and replications"):
            resume(folder, words)
    samples = ["sampling=sobol", "points=2", "people.skill_sd=interval(0.1,0.5)"]
    folder = sweep([*FEW, *samples], tmp_path / "sobol").folder
    assert resume(folder, ["points=3"]).progress.before == 2
    samples[0] = "sampling=lhs"
    folder = sweep([*FEW, *samples], tmp_path / "lhs").folder
    with pytest.raises(ScenarioError, match="lhs does not"):
        resume(folder, ["points=3"])


def test_a_run_that_fails_costs_one_row(tmp_path: Path) -> None:
    """The others are made; a resume leaves it alone unless asked."""
    folder = sweep(
        [*TINY, "executor=serial", "staffing.reps=2,50", "replications=2"], tmp_path / "sweep"
    ).folder
    failures = read_table(folder / "failures")
    assert failures[["design_id", "replication"]].to_numpy().tolist() == [[1, 0], [1, 1]]
    assert failures["reason"].str.contains("at most 12 territories").all()
    runs = read_table(folder / "runs")
    assert runs["status"].tolist() == ["done", "done", "failed", "failed"]
    assert resume(folder).progress.before == 4
    again = resume(folder, retry_failed=True).progress
    assert (again.before, again.done, again.failed) == (2, 4, 2)
    assert len(read_table(folder / "failures")) == 2


@pytest.mark.parametrize("table", ["kpis", "runs"])
def test_a_truncated_part_is_set_aside_and_its_runs_are_made_again(
    tmp_path: Path, whole: Path, table: str
) -> None:
    """It is found, told in one line, kept for who wants to look at it, and healed."""
    folder = stopped(tmp_path / "sweep")
    part = min((folder / table).glob("part-*.parquet"))
    part.write_bytes(part.read_bytes()[:-20])
    done = resume(folder)
    assert len(done.progress.remarks) == 1
    assert f"{table}/{part.name} is damaged" in done.progress.remarks[0]
    assert (folder / "damaged" / f"{table}-{part.name}").is_file()
    assert contents(folder) == contents(whole)


def test_damage_within_a_part_is_found_when_parts_are_put_together(tmp_path: Path) -> None:
    """Pages carry checksums: a flipped bit stops the sweep in one line, with all parts kept."""
    folder = stopped(tmp_path / "sweep", after=5)
    part = max((folder / "kpis").glob("part-*.parquet"), key=lambda path: path.stat().st_size)
    damaged = bytearray(part.read_bytes())
    damaged[len(damaged) // 4] ^= 0xFF
    part.write_bytes(bytes(damaged))
    before = files(folder)
    with pytest.raises(UnfinishedError, match="cannot be put together"):
        resume(folder)
    assert before <= files(folder)


def test_a_full_disk_stops_the_sweep_and_loses_nothing(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says that the disk is full while a part is flushed: no half file, one line, and a resume."""
    folder = stopped(tmp_path / "sweep")
    kept = contents(folder)

    def full(path: Path) -> None:
        if "kpis" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(record_files, "_to_disk", full)
        with pytest.raises(UnfinishedError, match=r"No space left on device.*make room") as caught:
            resume(folder)
    assert "\n" not in str(caught.value)
    assert contents(folder) == kept
    assert not [name for name in files(folder) if ".unfinished" in name]
    resume(folder)
    assert contents(folder) == contents(whole)


def test_a_sweep_that_was_cut_off_before_its_plan_starts_by_the_same_command(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was lost, so nothing is refused: neither before the plan is there, nor right after it."""
    folder = tmp_path / "sweep"

    def killed(*_: object) -> None:
        raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(sweep_module, "write_plan", killed)
        with pytest.raises(StoppedError):
            sweep(WORDS, folder)
    (folder / ".unfinished-12-plan.json").write_text("{")
    with pytest.raises(DataError, match="no folder of a sweep"):
        resume(folder)
    with monkeypatch.context() as patch:
        patch.setattr(sweep_module, "designs_table", killed)
        with pytest.raises(StoppedError):
            sweep(WORDS, folder)
    resume(folder)
    assert files(folder) == COMPLETE
    assert contents(folder) == contents(whole)


def test_files_of_batches_that_were_never_committed_do_not_count(tmp_path: Path, whole: Path) -> None:
    """What a killed worker leaves is deleted: half files, and parts without their part of runs."""
    folder = stopped(tmp_path / "sweep")
    part = min((folder / "kpis").glob("part-*.parquet"))
    (folder / "kpis" / "part-ffffffffffffffff.parquet").write_bytes(part.read_bytes())
    (folder / "kpis" / ".unfinished-12-part-eeeeeeeeeeeeeeee.parquet").write_bytes(b"half")
    resume(folder)
    assert files(folder) == COMPLETE
    assert contents(folder) == contents(whole)


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_compaction_that_is_cut_off_is_undone_or_ended(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch, *, after_commit: bool
) -> None:
    """Before the swap is written the old parts count, after it the new ones."""
    folder = tmp_path / "sweep"

    def killed(*_: object) -> None:
        raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(parts, "_swap" if after_commit else "write_json", killed)
        with pytest.raises(StoppedError):
            sweep(WORDS, folder)
    assert (folder / ".compaction.json").is_file() == after_commit
    assert resume(folder).progress.before == 6
    assert contents(folder) == contents(whole)
    assert files(folder) == COMPLETE


def test_a_run_that_two_batches_hold_counts_once(tmp_path: Path, whole: Path) -> None:
    """A worker that was given up may still write: the same run is in two parts then."""
    folder = stopped(tmp_path / "sweep")
    saved = {path: path.read_bytes() for path in folder.glob("*/part-*.parquet")}
    resume(folder)
    for path, content in saved.items():
        path.write_bytes(content)
    recovered = recover(folder)
    assert len(recovered.batches) == 2
    resume(folder)
    assert contents(folder) == contents(whole)


def test_two_resumes_at_once_are_one_too_many(tmp_path: Path) -> None:
    """The second is told who is at work, and changes nothing."""
    folder = stopped(tmp_path / "sweep")
    holder = (
        "import sys\nfrom pathlib import Path\n"
        "from territory_sim.experiments.sweeps.lock import sole_owner\n"
        "with sole_owner(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", holder, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        before = contents(folder)
        with pytest.raises(DataError, match=f"at work in it .process {process.pid} on") as caught:
            resume(folder)
        assert "\n" not in str(caught.value)
        assert contents(folder) == before
        process.kill()
    with (folder / ".lock").open() as file:  # the system let go of it
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert resume(folder).progress.done == 6


def test_a_plan_of_another_version_is_refused(tmp_path: Path) -> None:
    """Runs of two versions would not match; what is there can still be read."""
    folder = stopped(tmp_path / "sweep")
    path = folder / "plan.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"version": "older"}), encoding="utf-8")
    before = files(folder)
    with pytest.raises(DataError, match="other versions of the program") as caught:
        resume(folder)
    assert "\n" not in str(caught.value)
    assert files(folder) == before


def test_a_sweep_replaces_nothing(tmp_path: Path, whole: Path) -> None:
    """A folder with content is refused, with the way to go on when it is a sweep."""
    with pytest.raises(DataError, match="--resume"):
        sweep(WORDS, whole)
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DataError, match="new or an empty folder"):
        sweep(WORDS, tmp_path)
