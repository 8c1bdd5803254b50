"""``territory-sim statement``: what it prints is what the run paid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory_sim.cli.completion import candidates
from territory_sim.cli.entry import main
from territory_sim.records.files import read_table
from tests.worlds import SMALL

PLAN = ("commission=accelerator", "fulfilment.cancelled_share=0.2", "commission.clawback.within_days=60")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a run of three months in which some sales are cancelled."""
    out = tmp_path_factory.mktemp("statement") / "run"
    words = (*(word for word in SMALL if not word.startswith("days")), "days=60", "opportunity=false", *PLAN)
    assert main(["run", *words, f"out={out}", "--json"]) == 0
    return out


def test_the_totals_are_those_of_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every rep and month once, and every cent of pay and credit as in the table."""
    capsys.readouterr()
    assert main(["statement", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    table = read_table(folder / "rep_month.parquet")
    lines = told["statements"]
    assert told["currency"] == "USD"
    assert len(lines) == len(table) == len({(line["rep_id"], line["month"]) for line in lines})
    paid = sum(line["total_cents"] for line in lines)
    assert paid == table["base_cents"].sum() + table["variable_cents"].sum()
    assert sum(line["clawed_cents"] for line in lines) == table["clawed_cents"].sum() > 0
    last = max(line["month"] for line in lines)
    so_far = sum(line["period_credited_cents"] for line in lines if line["month"] == last)
    assert so_far == table["credited_cents"].sum()


def test_one_month_of_one_rep_prints_as_a_statement(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its head names rep, month and scenario; quota and attainment count from the start of the quarter."""
    capsys.readouterr()
    assert main(["statement", str(folder), "rep=R02", "month=2026-02"]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0].split() == ["Pay", "statement", "2026-02"]
    assert text.splitlines()[1].split() == ["R02", "scenario:", "status_quo"]
    assert all(
        part in text for part in ("Quota of the period", "Attainment", "Base salary", "Total pay, USD")
    )
    assert text.count("Pay statement") == 1


def test_all_faults_come_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reps and months that are not there, keys that there are not, folders that are none."""
    capsys.readouterr()
    assert main(["statement", str(folder), "rep=R77", "month=2031-01"]) == 2
    told = capsys.readouterr().err
    assert "rep = R77" in told
    assert "month = 2031-01" in told
    assert main(["statement", str(folder / "nowhere"), "mouth=2026-02"]) == 2
    told = capsys.readouterr().err
    assert "did you mean month?" in told
    assert "must be a folder that run or compare wrote" in told
    assert main(["statement", str(folder.parent)]) == 2
    assert "a result folder of run or compare has one" in capsys.readouterr().err


def test_its_keys_complete() -> None:
    """As settings do elsewhere."""
    assert candidates("territory-sim statement DIR mo") == ["month="]
