from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from territory_sim.cli import main

TINY = [
    "region=synthetic", "region.synthetic_units=16", "market.accounts=60", "staffing.reps=3",
    "territories.count=3", "territories.starts=1", "days=10", "competitors.base_share=0.5",
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where nothing has been written yet."""
    monkeypatch.chdir(tmp_path)


def test_run_prints_one_json_object_and_writes_what_it_names(capsys: pytest.CaptureFixture[str]) -> None:
    """One object holds scorecard and speed; the folder it names holds tables and manifest."""
    assert main(["run", *TINY, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert 0 <= result["kpis"]["coverage"] <= 1
    assert result["rep_days_per_second"] > 0
    assert result["peak_mb"] > 0
    assert "rep_days_per_second" not in result["kpis"]
    folder = Path(result["out"])
    assert folder == Path("outputs/run/status_quo-seed1")
    assert {"kpis.parquet", "rep_day.parquet", "manifest.json", "alignment.csv"} <= {
        p.name for p in folder.iterdir()
    }


def test_run_prints_a_table_and_keeps_progress_off_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal there is no bar; stdout has the scorecard alone."""
    assert main(["run", *TINY, "out=here"]) == 0
    captured = capsys.readouterr()
    assert "Coverage" in captured.out
    assert "Simulating" not in captured.out
    assert captured.err.startswith("Simulating status_quo, 10 business days ...")
    assert Path("here/manifest.json").is_file()


def test_compare_prints_what_differs_and_what_to_type_next(capsys: pytest.CaptureFixture[str]) -> None:
    """A table with an interval and a word for each line, where the report lies, and three commands."""
    words = ["compare", "scenario=status_quo,balanced", "replications=3", "workers=1", *TINY]
    assert main(words) == 0
    captured = capsys.readouterr()
    assert "95 % interval" in captured.out
    assert "Coverage" in captured.out
    folder = Path("outputs/compare/status_quo-balanced-seed1")
    assert (folder / "report.html").is_file()
    assert str(folder / "report.html") in captured.err
    assert sum(line.startswith("  ") for line in captured.err.partition("next:")[2].splitlines()) == 3
    assert main(["report", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["report"] == str(folder / "report.html")


def test_compare_gives_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One object with a row for each scorecard line; numbers that are not finite are null."""
    words = [
        "compare",
        "--json",
        "staffing.reps=3,2",
        "replications=2",
        "workers=1",
        "scenario=balanced",
        "out=there",
    ]
    assert main([*words, *(text for text in TINY if not text.startswith("staffing"))]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["scenarios"] == ["balanced staffing.reps=3", "balanced staffing.reps=2"]
    assert {"kpi", "difference", "low", "high", "verdict"} <= set(result["comparisons"][0])
    assert Path(result["report"]) == Path("there/report.html")


def test_a_fault_found_while_building_the_world_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A folder of a region that is not there is told like any other fault, and nothing is half written."""
    assert main(["run", "region.path=nowhere"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "nowhere" in captured.err
    assert "Traceback" not in captured.err
    assert list(tmp_path.iterdir()) == []


def test_run_exports_what_the_company_wrote_down(capsys: pytest.CaptureFixture[str]) -> None:
    """CSV files in crm/, surveys beside the truth and what calls bring on stdout, the scorecard unchanged."""
    assert main(["run", *TINY, "days=80", "export=crm", "out=there"]) == 0
    told = capsys.readouterr()
    assert {"accounts.csv", "calls.csv", "orders.csv", "surveys.csv"} <= {
        path.name for path in Path("there/crm").iterdir()
    }
    for words in ("Surveys beside the truth", "What calls bring", "pooled", "within", "randomised", "true"):
        assert words in told.out
    assert "8 people are not a sample" in told.err
    assert "there/crm" in told.err
    results = []
    for export in ("crm", "none"):
        assert main(["run", *TINY, "days=80", f"export={export}", "out=again", "--json"]) == 0
        results.append(json.loads(capsys.readouterr().out))
    assert results[0]["kpis"] == results[1]["kpis"]
    assert [row["method"] for row in results[0]["call_elasticity"]] == [
        "pooled",
        "randomised",
        "true",
        "within",
    ]
    assert "call_elasticity" not in results[1]
    assert {row["kind"] for row in results[1]["survey"]} == {"nps", "focus_group"}


def test_an_export_of_a_short_run_says_that_it_cannot_say(capsys: pytest.CaptureFixture[str]) -> None:
    """Two weeks tell nothing about calls, and that is said."""
    assert main(["run", *TINY, "export=crm"]) == 0
    assert "Too few orders and calls" in capsys.readouterr().out


def test_compare_shows_what_calls_bring_when_crm_is_exported(capsys: pytest.CaptureFixture[str]) -> None:
    """The page has the naive and the causal figures of both scenarios."""
    words = [
        "compare",
        "scenario=status_quo,balanced",
        "replications=2",
        "workers=1",
        "export=crm",
        "out=there",
    ]
    assert main([*words, *TINY, "days=80"]) == 0
    capsys.readouterr()
    page = Path("there/report.html").read_text()
    assert page.count('data-method="pooled"') == page.count('data-method="true"') == 2
    content = json.loads(Path("there/report.json").read_text())
    assert [entry["scenario_id"] for entry in content["calls"]] == ["status_quo", "balanced"]


@pytest.mark.slow
def test_stopping_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C ends with one line and exit code 130: no traceback, no folder half written."""
    command = [sys.executable, "-m", "territory_sim", "run", "region=synthetic", "days=100000", "out=there"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Simulating")
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()
    assert (process.returncode, output) == (130, "")
    assert "stopped" in errors
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_doctor_finds_this_installation_sound(capsys: pytest.CaptureFixture[str]) -> None:
    """Every check is made and passes, down to a tiny simulation."""
    assert main(["doctor", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["ok"] is True
    assert [check["check"] for check in result["checks"]][-1] == "tiny simulation"


def test_doctor_tells_what_is_broken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A cache folder that cannot be written is named, the other checks go on, and the exit code is 1."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("TERRITORY_SIM_CACHE", str(tmp_path / "file"))
    assert main(["doctor", "--json"]) == 1
    checks = {check["check"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["cache folder"]["sound"] is False
    assert checks["configs"]["sound"] is True
