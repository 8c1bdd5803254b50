"""The split of a year by cause: it adds up, it is nothing where a cause is absent, it finds what is there."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from territory_sim.cli.entry import main
from territory_sim.errors import ScenarioError
from territory_sim.experiments.explanation import (
    Explanation,
    explain_scenario,
    load_explanation,
    write_explanation,
)
from territory_sim.experiments.folder import write_study
from territory_sim.experiments.switches import Setting, seats, world_under
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world
from tests.fabricated import fabricated_comparison

SMALL = (
    "region=synthetic",
    "region.synthetic_units=30",
    "market.accounts=50",
    "staffing.reps=3",
    "days=80",
    "opportunity=false",
)


@pytest.fixture(scope="module")
def found() -> Explanation:
    """Explain a small campaign year from three years."""
    return explain_scenario(load_scenario("spring_campaign", SMALL), replications=3, workers=1)


def test_parts_add_up_to_the_cent(found: Explanation) -> None:
    """For every rep, of sales and of pay, the parts are the difference from the average rep exactly."""
    parts = found.tables["rep_parts"]
    wide = parts.pivot_table(index=["measure", "rep_id"], columns="part", values="cents")
    told = wide[["territory", "skill", "effort", "marketing", "luck"]].sum(axis=1)
    assert (told == wide["difference"]).all()
    over_reps = wide.groupby("measure").sum().drop(columns="crm").to_numpy(dtype=float)
    assert np.abs(over_reps).max() <= len(wide)


def test_the_difference_is_that_of_the_first_year(found: Explanation) -> None:
    """What is explained is the year that `run` shows, not a mean of years."""
    from territory_sim.experiments.run import simulate

    months = simulate(load_scenario("spring_campaign", SMALL)).tables["rep_month"]
    sales = months.groupby("rep_id", observed=True)["booked_cents"].sum()
    parts = found.tables["rep_parts"].query("measure == 'sales' and part == 'difference'")
    beyond = (sales - sales.mean()).reindex(parts["rep_id"]).to_numpy()
    assert parts["cents"].to_numpy() == pytest.approx(beyond, abs=1)


def test_a_cause_that_is_absent_explains_nothing() -> None:
    """Equally able reps have no part for skill, and without campaigns there is none for marketing."""
    alike = load_scenario("status_quo", [*SMALL, "people.skill_sd=0"])
    parts = explain_scenario(alike, replications=2, workers=1).tables["rep_parts"]
    assert "marketing" not in set(parts["part"])
    assert "effort" in set(parts["part"])
    assert (parts.loc[parts["part"] == "skill", "cents"] == 0).all()


def test_the_true_increment_is_what_runs_without_the_campaign_lack(found: Explanation) -> None:
    """Contribution is the increment less commission and cost, so it lies below the sales."""
    parts = found.tables["campaign_parts"].set_index("reading")["cents"]
    assert parts["spend"] > 0
    assert parts["contribution"] < parts["sales"]
    assert set(parts.index) == {"spend", "sales", "contribution", "last_touch", "before_after"}


def test_persons_move_and_seats_stay() -> None:
    """Moving up by one place takes skill along and leaves ids and homes where they are."""
    world = build_world(load_scenario("status_quo", SMALL))
    potential = np.array([3.0, 1.0, 2.0])
    assert seats(potential, 1).tolist() == [1, 2, 0]
    assert seats(potential, 0).tolist() == [0, 1, 2]
    moved = world_under(world, Setting(frozenset({"skill"}), 1))
    assert sorted(rep.skill for rep in moved.reps) == sorted(rep.skill for rep in world.reps)
    assert [rep.skill for rep in moved.reps] != [rep.skill for rep in world.reps]
    assert [(rep.rep_id, rep.home) for rep in moved.reps] == [(rep.rep_id, rep.home) for rep in world.reps]


def test_an_explanation_survives_its_folder(found: Explanation, tmp_path: Path) -> None:
    """Written and read again it says the same."""
    again = load_explanation(write_explanation(found, tmp_path / "why"))
    assert again.sentences["claim"].tolist() == found.sentences["claim"].tolist()
    assert {"claim", "value", "low", "high", "cause", "source"} <= set(again.sentences.columns)


def test_one_year_cannot_be_explained() -> None:
    """Luck is only seen beside other years."""
    with pytest.raises(ScenarioError, match="at least 2"):
        explain_scenario(load_scenario("status_quo", SMALL), replications=1)


def test_the_verb_explains_a_scenario_and_tells_folders_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Text and JSON, from a scenario, from its folder, and from the folder of a comparison."""
    monkeypatch.chdir(tmp_path)
    assert main(["explain", *SMALL, "replications=2", "workers=1", "out=why"]) == 0
    told = capsys.readouterr().out
    assert "merely lucky" in told
    assert "territory" in told
    assert main(["explain", "why", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rep_parts"]
    write_study(fabricated_comparison(), tmp_path / "study")
    assert main(["explain", "study"]) == 0
    assert "[comparisons]" in capsys.readouterr().out
    assert main(["explain", "nowhere"]) == 2
    assert main(["explain", "scenario=status_quo,balanced"]) == 2
