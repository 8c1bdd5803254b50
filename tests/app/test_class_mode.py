"""A class of teams: everybody saves an alignment.csv, one command scores them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory_sim.cli.entry import main
from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import build_world
from territory_sim.territories.alignment_file import alignment_csv
from tests.worlds import SMALL

QUICK = (*SMALL, "opportunity=false")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Today's map and the maps of two teams, one of whom has moved a single unit."""
    today = build_world(load_scenario("status_quo", QUICK))
    redrawn = build_world(load_scenario("balanced", QUICK))
    for name, world in (("today", today), ("red", redrawn)):
        text = alignment_csv(world.alignment, world.region.unit_ids)
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    head, first, *rows = (tmp_path / "today.csv").read_text(encoding="utf-8").splitlines()
    unit = first.partition(",")[0]
    other = next(row for row in rows if row.split(",")[1:] != first.split(",")[1:])
    moved = ",".join([unit, *other.split(",")[1:]])
    (tmp_path / "blue.csv").write_text("\n".join([head, moved, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_a_map_from_a_file_gives_the_run_of_the_map_it_was_saved_from(stick: Path) -> None:
    """Territories, reps and homes come back, so a team's score differs by what it moved and nothing else."""
    read = load_scenario(
        "status_quo", [*QUICK, "territories=file", f"territories.path={stick / 'today.csv'}"]
    )
    assert _lines(read) == _lines(load_scenario("status_quo", QUICK))


def test_one_command_scores_all_teams_against_today(
    stick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Teams are known by the names of their files; one table ranks them, one page shows them."""
    monkeypatch.chdir(stick)
    words = ["territories=file", "territories.path=red.csv,blue.csv,today.csv", "baseline=today"]
    code = main(["compare", *QUICK, *words, "replications=2", "workers=1", "out=scoreboard", "--json"])
    assert code == 0
    found = json.loads(capsys.readouterr().out)
    assert found["baseline"] == "today"
    assert {row["scenario_id"] for row in found["ranking"]} == {"today", "red", "blue"}
    moved = {
        row["scenario_id"]: row["option"]
        for row in found["comparisons"]
        if row["kpi"] == "accounts_moved_share"
    }
    assert 0 < moved["blue"] < moved["red"]
    page = (stick / "scoreboard" / "report.html").read_text(encoding="utf-8")
    assert "All scenarios ranked" in page
    assert all(team in page for team in ("red", "blue"))


def _lines(scenario: Scenario) -> dict[str, float]:
    kpis = simulate(scenario).kpis
    return dict(zip(kpis["kpi"].tolist(), kpis["value"].tolist(), strict=True))
