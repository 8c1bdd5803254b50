from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from territory_sim.cli import main
from territory_sim.experiments.sweeps import sweep as sweep_module
from tests.sweeping import TINY

WORDS = [*TINY, "executor=serial", "staffing.reps=2,3"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where nothing has been written yet."""
    monkeypatch.chdir(tmp_path)


def test_sweep_prints_a_table_and_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each point, the best named, a picture, a summary, and the command that narrows."""
    assert main(["sweep", *WORDS, "replications=2", "out=here"]) == 0
    said = capsys.readouterr()
    assert "contribution over 2 points" in said.out
    assert "staff" in said.out
    assert "Best mean contribution" in said.err
    assert Path("here/sweep.svg").read_text(encoding="utf-8").startswith("<?xml")
    rows = list(csv.DictReader(Path("here/summary.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["staffing.reps"] for row in rows} == {"2", "3"}
    assert main(["sweep", "--resume", "here", "replications=3", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["runs"], result["made_now"], result["failed"]) == (6, 2, 0)


def test_run_with_multirun_is_a_sweep(capsys: pytest.CaptureFixture[str]) -> None:
    """Who knows Hydra finds what he expects."""
    assert main(["run", "-m", *WORDS, "replications=1", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["runs"] == 2
    assert Path(result["out"]).parent == Path("outputs/sweep")


def test_failed_runs_give_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    """The others are told as usual; each reason is told once, with how to try again."""
    assert main(["sweep", *TINY, "executor=serial", "staffing.reps=2,50", "replications=2", "out=here"]) == 3
    said = capsys.readouterr().err
    assert "2 x, first at point 1: staffing.reps = 50: at most 12 territories" in said
    assert "--retry-failed" in said
    assert main(["sweep", *TINY, "executor=serial", "staffing.reps=50,51", "replications=1"]) == 3


def test_what_stops_a_sweep_is_told_with_the_way_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and the command that goes on; faults end with 2 and lose nothing."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sweep_module, "run_batch", interrupted)
        assert main(["sweep", *WORDS, "replications=1", "out=here"]) == 130
    assert "sweep --resume here" in capsys.readouterr().err
    for words, told in (
        (["sweep", *WORDS, "out=here"], "go on with it"),
        (["sweep", "--resume", "nowhere"], "no folder of a sweep"),
        (["sweep", "--resume", "here", "days=9"], "adds points and replications"),
        (["sweep", "--resume", "here", "--config-dir", "."], "kept from the start"),
        (["sweep", "--resume"], "needs the folder"),
        (["compare", "--resume", "here"], "with no other verb"),
        (["sweep", "--retry-failed"], "--resume DIR"),
        (["compare", "-m"], "makes a sweep of run"),
        (["sweep", *WORDS, "scheduler=tcp://nowhere:1"], "add executor=dask"),
    ):
        assert main(words) == 2
        assert told in capsys.readouterr().err
    assert main(["sweep", "--resume", "here"]) == 0
