"""The same seed gives the same bytes of every table, in any process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from tests.worlds import small_scenario

from territory_sim.experiments.run import simulate
from territory_sim.simulation.tables import RUN_TABLES

SCRIPT = """
import hashlib, json, pathlib, sys, tempfile
from territory_sim.experiments.run import simulate
from territory_sim.records.files import write_table
from territory_sim.scenario.load import load_scenario

def digest(table):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "table.parquet"
        write_table(table, path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

run = simulate(load_scenario("status_quo", json.loads(sys.argv[1])), replication=2)
print(json.dumps({name: digest(table) for name, table in run.tables.items()}))
"""
OVERRIDES = (
    "region=texas_counties",
    "market.accounts=400",
    "market.relocations_per_year=0.5",
    "staffing.reps=5",
    "days=15",
)


def digests_in_processes(*hash_seeds: int) -> list[dict[str, str]]:
    """Run the same scenario in fresh processes side by side, each with its own hash seed and cache."""
    command = [sys.executable, "-c", SCRIPT, json.dumps(OVERRIDES)]
    started = [
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "TERRITORY_SIM_CACHE": os.devnull},
        )
        for seed in hash_seeds
    ]
    answers = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0] * len(started)
    return [json.loads(answer) for answer in answers]


def test_two_processes_write_the_same_bytes() -> None:
    """Neither the process nor its hash seed shows in any table of a run, the scorecard included."""
    first, second = digests_in_processes(0, 1)
    assert first == second
    assert set(RUN_TABLES) < set(first)


def test_a_run_does_not_depend_on_the_runs_before_it() -> None:
    """The second of two runs in one process is the same as if it had been the first."""
    wanted, other = small_scenario(), small_scenario(seed=99)
    alone = simulate(wanted)
    simulate(other)
    again = simulate(wanted)
    for name, table in alone.tables.items():
        assert table.equals(again.tables[name])


@pytest.mark.parametrize("change", ["seed", "replication"])
def test_another_seed_or_replication_is_another_run(change: str) -> None:
    """Both change the customers' luck; only the seed changes the world."""
    scenario = small_scenario()
    usual = simulate(scenario)
    if change == "seed":
        other = simulate(scenario, seed=scenario.seed + 1)
        assert other.scenario == replace(scenario, seed=scenario.seed + 1)
    else:
        other = simulate(scenario, replication=1)
    accounts = [run.tables["account_run"]["potential_cents"].tolist() for run in (usual, other)]
    assert (accounts[0] == accounts[1]) == (change == "replication")
    assert usual.kpis["value"].tolist() != other.kpis["value"].tolist()


def test_the_scenarios_name_and_label_draw_nothing() -> None:
    """Two scenarios that differ in name alone have the same figures."""
    usual, renamed = simulate(small_scenario()), simulate(small_scenario(label="another name"))
    assert set(renamed.kpis["scenario_id"]) == {"another name"}
    assert usual.kpis["value"].tolist() == renamed.kpis["value"].tolist()
