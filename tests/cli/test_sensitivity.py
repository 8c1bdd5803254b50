from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory_sim import Study
from territory_sim.cli import main
from territory_sim.records.sensitivity_schema import ASSUMPTION_COLUMNS, FLIP_COLUMNS, SENSITIVITY_COLUMNS
from tests.sweeping import TINY

TWO = "parameters=market.gross_margin,market.mean_potential,people.learning.full"
SMALL = [word for word in TINY if not word.startswith("days=")] + ["days=25"]
WORDS = [*SMALL, "executor=serial", "staffing.reps=2", TWO]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where nothing has been written yet."""
    monkeypatch.chdir(tmp_path)


def test_a_screening_names_what_matters_and_what_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Gross margin moves revenue not at all, to the last digit; potential does. Tables, picture, resume."""
    words = ["sensitivity", *WORDS, "line=revenue", "trajectories=2", "most=2", "out=here"]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "What revenue of status_quo depends on" in said.out
    assert "market.mean_potential" in said.out
    assert "market.gross_margin" not in said.out
    assert "3 assumptions were tried at both ends; 2 of them moved nothing at all" in said.err
    assert Path("here/sensitivity.svg").read_text(encoding="utf-8").startswith("<?xml")
    study = Study.load("here")
    assert tuple(study.assumptions.columns) == ASSUMPTION_COLUMNS
    assert tuple(study.sensitivity.columns) == SENSITIVITY_COLUMNS
    assert study.assumptions.set_index("key").loc["market.gross_margin", "shift_high"] == 0.0
    made = {path: path.stat().st_mtime_ns for path in Path("here/runs").glob("*/kpis/*")}
    assert main([*words, "--json"]) == 0
    again = capsys.readouterr()
    assert {path: path.stat().st_mtime_ns for path in Path("here/runs").glob("*/kpis/*")} == made
    assert [row["key"] for row in json.loads(again.out)["scenarios"]["status_quo"]["sensitivity"]] == [
        "market.mean_potential"
    ] * 3


def test_sobol_indices_are_told_with_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    """Of revenue all variance goes with the one assumption of the two that moves it."""
    words = ["sensitivity", *WORDS, "line=revenue", "method=sobol", "points=4", "out=here", "--json"]
    assert main(words) == 0
    table = json.loads(capsys.readouterr().out)["scenarios"]["status_quo"]["sensitivity"]
    assert [row["measure"] for row in table] == ["first_order", "total_order"]
    total = table[1]
    assert total["low"] <= total["estimate"] <= total["high"]
    assert total["noise_floor"] >= 0.0


def test_flips_stand_on_the_page_of_a_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    """Before: no such part. After: sentences on the page, in report.json; `report` rebuilds them."""
    assert main(["compare", *SMALL, "staffing.reps=2,3", "replications=3", "workers=1", "out=here"]) == 0
    assert "What would flip it" not in Path("here/report.html").read_text(encoding="utf-8")
    assert main(["sensitivity", "here", TWO, "executor=serial", "replications=2", "most=2"]) == 0
    said = capsys.readouterr()
    sentence = said.out.splitlines()[-1]
    flips = Study.load("here").flips
    assert tuple(flips.columns) == FLIP_COLUMNS
    sentences = [text for text in flips["sentence"] if text]
    assert sentences
    assert sentences[0] in said.out, sentence
    page = Path("here/report.html").read_text(encoding="utf-8")
    assert "What would flip it" in page
    assert sentences[0] in page
    assert main(["report", "here"]) == 0
    assert Path("here/report.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            [
                "method=moris",
                "line=contributon",
                "spread=2",
                "most=0",
                "trajectories=x",
                "days=interval(3,a)",
            ],
            [
                "6 faults",
                "did you mean morris?",
                "did you mean contribution?",
                "stated",
                "from 1 to",
                "two numbers",
            ],
        ),
        (
            ["parameters=market.gros_margin,territories.method,market.call_trial_share"],
            ["3 faults", "did you mean market.gross_margin?", "interval(LOW,HIGH)"],
        ),
        (["market.gross_margin=interval(0.2,1.5)"], ["must lie within 0 to 1"]),
        (["scenario=status_quo,balanced,hire_two"], ["difference between two"]),
        (["staffing.reps=20,24", "parameters=staffing.reps"], ["what is decided"]),
        (["method=flips"], ["needs a baseline and an option"]),
        (["nowhere", "method=sobol", "days=3"], ["3 faults", "folder that compare wrote"]),
        (["leads.stages.0.next.0.share=interval(0.2,0.4)"], ["contradicts other settings"]),
    ],
)
def test_bad_input_is_told_all_at_once(
    words: list[str], told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, every fault with what is allowed; nothing is run."""
    assert main(["sensitivity", *words]) == 2
    said = capsys.readouterr().err
    for text in told:
        assert text in said, said
    assert not list(Path().rglob("kpis"))


def test_a_folder_of_other_results_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Runs are never mixed into the folder of another verb."""
    assert main(["run", *TINY, "staffing.reps=2", "out=here"]) == 0
    assert main(["sensitivity", *WORDS, "out=here"]) == 2
    assert "holds results of run" in capsys.readouterr().err
