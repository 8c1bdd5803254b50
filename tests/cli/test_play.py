from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory_sim.app.record import unpacked
from territory_sim.cli import main
from tests.worlds import SMALL


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where nothing has been written yet."""
    monkeypatch.chdir(tmp_path)


def test_play_writes_one_page_whose_levels_carry_no_legs(capsys: pytest.CaptureFixture[str]) -> None:
    """The first variant of each scenario begins in a pane with its movements; the others have days only."""
    words = [*SMALL, "days=5", "staffing.reps=4,5", "replications=1", "workers=1", "out=here", "--json"]
    assert main(["play", *words]) == 0
    said = json.loads(capsys.readouterr().out)
    page = Path(said["page"]).read_text(encoding="utf-8")
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")
    record = unpacked(page.partition('id="record">')[2].partition("<")[0])
    assert [(run["id"], run["legs"]) for run in record["runs"]] == [
        ("status_quo staffing.reps=4", True),
        ("balanced staffing.reps=4", True),
        ("status_quo staffing.reps=5", False),
        ("balanced staffing.reps=5", False),
    ]
    assert "way" not in record["runs"][2]["days"][0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["play", "lesson=nothing"], "lesson"),
        (["play", "days=5,6"], "days"),
        (["serve", "port=high"], "port"),
    ],
)
def test_bad_input_is_told_and_nothing_written(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the fault on stderr, an empty folder."""
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert not list(Path.cwd().iterdir())
