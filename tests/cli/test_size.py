from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from territory_sim.cli import main

TINY = ["region=synthetic", "region.synthetic_units=60", "market.accounts=400", "territories.count=6"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where nothing has been written yet."""
    monkeypatch.chdir(tmp_path)


def test_size_answers_with_a_range_and_writes_what_it_names(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object; a row for each number asked for; travel a rep falls with more reps."""
    assert main(["size", *TINY, "staffing.reps=range(3,10,3)", "out=here", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [point["reps"] for point in result["points"]] == [3, 6, 9]
    travel = [point["travel_hours"] / point["reps"] for point in result["points"]]
    assert travel == sorted(travel, reverse=True)
    assert "within 1 % of the best" in result["sentence"]
    assert {row["method"] for row in result["methods"]} >= {
        "workload build-up",
        "break-even",
        "marginal return",
    }
    rows = list(csv.DictReader(Path("here/size.csv").read_text(encoding="utf-8").splitlines()))
    assert [int(row["reps"]) for row in rows] == [3, 6, 9]
    assert {"size.json", "size.svg", "manifest.json"} <= {path.name for path in Path("here").iterdir()}
    assert json.loads(Path("here/size.json").read_text(encoding="utf-8"))["answer"] == result["answer"]


def test_size_prints_tables_and_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a range, numbers around today's are tried; a second study replaces the first, byte for byte."""
    words = ["size", *TINY, "out=here"]
    assert main(words) == 0
    printed = capsys.readouterr().out
    assert "Three methods" in printed
    assert "today" in printed
    first = Path("here/size.json").read_bytes()
    assert main(words) == 0
    assert Path("here/size.json").read_bytes() == first


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["staffing.reps=-3,4"], "staffing.reps"),
        (["staffing.reps=0,4"], "staffing.reps"),
        (["staffing.reps=many"], "staffing.reps"),
        (["staffing.repps=4"], "did you mean"),
        (["staffing.reps=4,400"], "at most 60 territories"),
        (["scenario=status_quo,balanced"], "differ in more"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one line a fault, nothing written."""
    assert main(["size", *TINY, *words]) == 2
    assert told in capsys.readouterr().err
    assert not Path("outputs").exists()
