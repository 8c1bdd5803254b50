"""Compare end to end: same numbers for any number of workers, same luck on both sides."""

from __future__ import annotations

import pandas as pd
import pytest

from territory_sim.errors import ScenarioError
from territory_sim.experiments.compare import compare
from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.folder import load_study, write_run, write_study
from territory_sim.experiments.run import simulate
from territory_sim.records.files import read_tables
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import build_world

SMALL = ("region=synthetic", "region.synthetic_units=40", "market.accounts=60", "staffing.reps=4", "days=10")
SMALL_MAP = ("territories.starts=1", "territories.tolerance=1")


def _small(name: str, *more: str) -> Scenario:
    return load_scenario(name, [*SMALL, *SMALL_MAP, *more])


@pytest.fixture(scope="module")
def study() -> Comparison:
    """Compare two small scenarios in this process."""
    return compare([_small("status_quo"), _small("balanced")], replications=3, workers=1, command=["again"])


def test_compare_fills_every_table(study: Comparison) -> None:
    """All agreed tables are there, keyed by scenario and replication, and paired three times."""
    expected = {"kpis", "rep_day", "rep_month", "territory_week", "territory_run", "account_run"}
    expected |= {"params", "runs", "comparisons", "moves", "kpi_dictionary", "reps"}
    assert expected <= set(study.tables)
    assert study.scenario_ids == ("status_quo", "balanced")
    # A line that some replication cannot fill, such as a deal that ended, has fewer pairs.
    assert study.table["replications"].max() == 3
    keys = study.tables["kpis"][["scenario_id", "replication"]].drop_duplicates()
    assert keys.to_numpy().tolist() == [[name, n] for name in ("balanced", "status_quo") for n in range(3)]


def test_no_time_and_no_place_outside_of_runs(study: Comparison) -> None:
    """Settings that cannot change a result are no parameters."""
    keys = set(study.tables["params"]["key"])
    assert not {"out", "workers", "executor", "region.path", "territories.path"} & keys
    assert {"seed", "staffing.reps"} <= keys
    assert study.manifest["command"] == "again"


def test_moves_agree_with_their_share(study: Comparison) -> None:
    """Accounts listed as moved make the share, and each changes its rep."""
    moves = study.tables["moves"]
    share = study.table.loc[study.table["kpi"] == "accounts_moved_share", "option"].item()
    assert len(moves) == round(share * 60)
    assert (moves["from_rep_id"] != moves["to_rep_id"]).all()


def test_a_comparison_survives_its_folder_and_shows_itself(
    study: Comparison, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Written and read again, the verdict is the same; a notebook gets a table of all lines."""
    folder = tmp_path_factory.mktemp("out") / "study"
    found = load_study(write_study(study, folder))
    assert found.verdict == study.verdict
    shown = found._repr_html_()
    assert shown.count("<tr>") == len(study.table) + 1


def test_scenarios_that_cannot_be_compared_are_all_told() -> None:
    """One scenario twice, another length, too few replications, an unknown baseline: four lines at once."""
    scenarios = [_small("status_quo"), _small("status_quo"), _small("balanced", "days=11")]
    with pytest.raises(ScenarioError) as caught:
        compare(scenarios, replications=1, baseline="balancd", workers=1)
    assert {fault.where for fault in caught.value.faults} == {"scenario", "days", "replications", "baseline"}
    assert any("did you mean balanced?" in str(fault) for fault in caught.value.faults)


def test_the_baseline_can_be_chosen() -> None:
    """Another scenario than the first can be the one compared with."""
    found = compare(
        [_small("status_quo"), _small("balanced")], replications=2, baseline="balanced", workers=1
    )
    assert (found.baseline_id, found.option_ids) == ("balanced", ("status_quo",))


def test_a_run_has_a_folder_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One file a table, with single requests and leads, the manifest and the alignment."""
    scenario = _small("balanced")
    world = build_world(scenario)
    folder = write_run(simulate(scenario, world=world), world, tmp_path_factory.mktemp("out") / "run")
    assert {"kpis", "request", "lead", "params", "runs"} <= set(read_tables(folder))
    assert {"manifest.json", "alignment.csv"} <= {path.name for path in folder.iterdir()}


@pytest.mark.slow
def test_results_do_not_depend_on_the_number_of_workers(study: Comparison) -> None:
    """Two processes give the same tables as none, all but the one that tells times."""
    other = compare([_small("status_quo"), _small("balanced")], replications=3, workers=2)
    for name, table in study.tables.items():
        if name != "runs":
            pd.testing.assert_frame_equal(table, other.tables[name])
