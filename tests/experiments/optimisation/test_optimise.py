"""Small optimisations from the overrides to the folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.sweeping import TINY

from territory_sim.cli import main
from territory_sim.errors import ScenarioError, TerritorySimError
from territory_sim.experiments.optimisation import optimise as optimise_module
from territory_sim.experiments.optimisation.levers import read_levers
from territory_sim.experiments.optimisation.optimise import optimise, resume
from territory_sim.experiments.optimisation.search import search_for
from territory_sim.experiments.optimisation.words import answer
from territory_sim.experiments.study import Study
from territory_sim.experiments.sweeps.sweep import resume as resume_sweep
from territory_sim.experiments.sweeps.sweep import sweep
from territory_sim.records.candidate_columns import CANDIDATE_COLUMNS

SMALL = [
    *(text for text in TINY if not text.startswith("territories.count")),
    "territories.count=4",
    "optimise.replications=2",
    "replications=3",
    "optimise.finalists=2",
    "optimise.most_replications=4",
]
LEVERS = ["staffing.reps=2,3"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Optimise in this process."""
    folder = tmp_path_factory.mktemp("optimise") / "serial"
    optimise([*SMALL, *LEVERS, "executor=serial"], folder)
    return folder


def test_the_folder_is_a_study_with_a_table_of_candidates(done: Path) -> None:
    """Each combination has a row, today's settings the first; one is chosen; runs are those of a sweep."""
    study = Study.load(done)
    table = study.table("candidates")
    assert tuple(table.columns) == CANDIDATE_COLUMNS
    assert table["combination"].tolist()[0] == "today"
    assert len(table) == 3
    assert table["chosen"].sum() == 1
    assert table["on_front"].any()
    assert study.manifest["command"].startswith("territory-sim optimise ")
    assert set(study.kpis["design_id"]) == set(table["design_id"])


@pytest.mark.slow
def test_any_number_of_workers_finds_the_same(done: Path, tmp_path: Path) -> None:
    """Two processes in place of one: the same bytes of what was tried."""
    optimise([*SMALL, *LEVERS, "executor=pool", "workers=2"], tmp_path / "pool")
    for name in ("candidates.csv", "optimise.json"):
        assert (tmp_path / "pool" / name).read_bytes() == (done / name).read_bytes()


def test_a_stopped_optimisation_goes_on_without_running_anything_twice(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C before the end: what is there is kept, and the end is the same."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "stopped"
    with monkeypatch.context() as patched:
        patched.setattr(optimise_module, "_candidates", stopped)
        with pytest.raises(KeyboardInterrupt):
            optimise([*SMALL, *LEVERS, "executor=serial"], folder)
    told: list[tuple[int, int]] = []
    resume(folder, watcher=lambda progress: told.append((progress.before, progress.done)))
    assert told[0][0] == told[-1][1] > 0
    for name in ("candidates.csv", "optimise.json"):
        assert (folder / name).read_bytes() == (done / name).read_bytes()


def test_a_sweep_and_an_optimisation_are_not_gone_on_with_as_each_other(done: Path, tmp_path: Path) -> None:
    """Each says which verb goes on with it."""
    sweep([*TINY, "executor=serial", "staffing.reps=2,3", "replications=1"], tmp_path / "sweep")
    with pytest.raises(TerritorySimError, match="sweep --resume"):
        resume(tmp_path / "sweep")
    with pytest.raises(TerritorySimError, match="optimise --resume"):
        resume_sweep(done)


def test_floors_out_of_reach_are_told_with_what_comes_nearest(tmp_path: Path) -> None:
    """The answer names no best, but the combination that misses by least."""
    words = [*SMALL, "staffing.reps=2,3", "executor=serial", "optimise.coverage_at_least=1"]
    found = optimise([*words, "days=5"], tmp_path / "none")
    assert found.optimum.chosen is None
    assert answer(found).startswith("None of the 2 combinations tried keeps the floors. Nearest: ")
    assert "at least 100.0 % asked" in answer(found)


def test_the_command_prints_an_answer_a_page_and_the_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer stands under the table, and the comparison that it proposes can be typed."""
    monkeypatch.chdir(tmp_path)
    assert main(["optimise", *SMALL, "staffing.reps=2,3", "executor=serial", "out=here"]) == 0
    said = capsys.readouterr()
    assert "combinations tried" in said.out
    assert "2 reps: USD" in said.out
    page = Path("here/optimise.html").read_text(encoding="utf-8").replace("http://www.w3.org", "")
    assert "://" not in page
    assert Path("here/optimise.svg").is_file()
    assert "compare scenario=status_quo,optimum" in said.err
    assert main(["run", "scenario=optimum", "--config-dir", "here/configs", "--cfg", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["staffing"]["reps"] == 2
    assert main(["optimise", "--resume", "here", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answer"].startswith("2 reps: USD")


def test_all_faults_are_told_at_once() -> None:
    """A broken value of a lever, a floor that is not measured and rules that contradict each other."""
    words = [
        "staffing.reps=20,-1",
        "market.accounts=interval(9,2)",
        "opportunity=false",
        "optimise.pay_opportunity_gini_at_most=0.2",
        "optimise.most_replications=5",
        "sampling=lhs",
    ]
    with pytest.raises(ScenarioError) as told:
        read_levers(words)
    said = [str(fault) for fault in told.value.faults]
    for part in (
        "staffing.reps = -1",
        "first number must lie below",
        "twin run",
        "most_replications",
        "sampling",
    ):
        assert any(part in line for line in said), (part, said)
    with pytest.raises(ScenarioError, match="needs a lever"):
        read_levers(["staffing.reps=20"])


def test_without_optuna_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where there are more combinations than are tried; else it is not needed."""
    monkeypatch.setitem(sys.modules, "optuna", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    search_for(read_levers(["staffing.reps=20,24"]))
    with pytest.raises(ScenarioError, match=r"pip install 'territory-sim\[optimise\]'"):
        search_for(read_levers(["staffing.reps=interval(16,32)", "optimise.trials=5"]))
