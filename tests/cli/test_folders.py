from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.cli.folders import results_folder
from territory_sim.errors import DataError
from territory_sim.scenario.load import load_scenario, load_scenarios


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where nothing has been written yet."""
    monkeypatch.chdir(tmp_path)


def test_results_are_named_after_scenarios_and_seed() -> None:
    """The name tells what is inside and holds nothing that a file system dislikes."""
    scenarios = load_scenarios(["scenario=status_quo,balanced", "seed=7", "staffing.reps=24,26"])[:2]
    name = "status_quo_staffing.reps_24-status_quo_staffing.reps_26-seed7"
    assert results_folder("compare", scenarios) == Path("outputs/compare") / name


def test_earlier_results_are_never_overwritten() -> None:
    """The same command typed again writes to the next free number."""
    scenario = load_scenario()
    for name in ("status_quo-seed1", "status_quo-seed1-2"):
        assert results_folder("run", [scenario]) == Path("outputs/run") / name
        (Path("outputs/run") / name).mkdir(parents=True)


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """`out=` may name a new, an empty or an earlier result folder, not the user's documents."""
    (tmp_path / "letter.txt").touch()
    with pytest.raises(DataError):
        results_folder("run", [load_scenario(overrides=[f"out={tmp_path}"])])


def test_replacing_earlier_results_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who names a folder of results gets it replaced, but not in silence."""
    (tmp_path / "manifest.json").touch()
    assert results_folder("run", [load_scenario(overrides=[f"out={tmp_path}"])]) == tmp_path
    assert "will be replaced" in capsys.readouterr().err
