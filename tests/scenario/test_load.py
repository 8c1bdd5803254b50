from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.scenario.dump import to_yaml
from territory_sim.scenario.load import load_scenario, load_scenarios


def places_of(overrides: list[str]) -> list[str]:
    """Load what cannot be loaded, and give the keys that are told."""
    with pytest.raises(ScenarioError) as caught:
        load_scenarios(overrides)
    return [fault.where for fault in caught.value.faults]


def test_variants_are_named_after_what_varies() -> None:
    """A setting that varies is in the id; one that is the same for all is not."""
    scenarios = load_scenarios(["scenario=status_quo,balanced", "staffing.reps=24,26", "days=20"])
    assert [scenario.scenario_id for scenario in scenarios] == [
        "status_quo staffing.reps=24",
        "status_quo staffing.reps=26",
        "balanced staffing.reps=24",
        "balanced staffing.reps=26",
    ]


def test_scenarios_alone_keep_their_names() -> None:
    """Without varied settings the id is the plain name of the scenario."""
    assert [scenario.scenario_id for scenario in load_scenarios(["scenario=status_quo,balanced"])] == [
        "status_quo",
        "balanced",
    ]


def test_the_name_and_overrides_of_the_python_call_are_those_of_the_command_line() -> None:
    """`load_scenario(name, overrides)` gives what `scenario=name OVERRIDES` gives."""
    assert (load_scenario("balanced", ["seed=7"]),) == load_scenarios(["scenario=balanced", "seed=7"])


def test_faults_of_overrides_and_of_values_are_told_together_and_once() -> None:
    """What composing and parsing find is one list; a fault of every variant appears once."""
    assert places_of(["staffing.reps=1,2", "region=txas", "days=x", "nonsense", "seed=interval(0,1)"]) == [
        "region", "nonsense", "seed=interval(0,1)", "days",
    ]  # fmt: skip


def test_what_follows_a_faulty_setting_is_not_told_again() -> None:
    """staffing.reps takes its value from verification.servers: only the latter is the user's mistake."""
    overrides = [
        "verification.servers=abc",
        "verification.service_cv=x",
        "verification.service_mean_hours=-1",
    ]
    assert places_of(["scenario=verification", *overrides]) == [
        "verification.servers",
        "verification.service_mean_hours",
        "verification.service_cv",
    ]


def test_an_unknown_size_of_benchmark_is_one_fault() -> None:
    """Three settings look up the size; the user gave one wrong word."""
    assert places_of(["scenario=benchmark", "benchmark.size=XL"]) == ["benchmark.size"]


def test_verification_describes_the_queue_that_was_asked_for() -> None:
    """The figures of the queue reach the settings that the engine reads."""
    scenario = load_scenario(
        "verification",
        ["verification.servers=3", "verification.service_mean_hours=0.5", "verification.service_cv=2",
         "verification.horizon_hours=200000"],
    )  # fmt: skip
    assert (scenario.staffing.reps, scenario.service.remote_minutes) == (3, 30.0)
    assert (scenario.service.minutes_distribution, scenario.service.minutes_cv) == ("lognormal", 2.0)
    assert scenario.days == 8334


@pytest.mark.parametrize("size", ["S", "M", "L"])
def test_the_benchmark_takes_its_size(size: str) -> None:
    """Reps, accounts and units follow the one word."""
    scenario = load_scenario("benchmark", [f"benchmark.size={size}"])
    wanted = getattr(scenario.benchmark, size)
    assert scenario.staffing.reps == wanted.reps
    assert scenario.market.accounts == wanted.accounts
    assert scenario.region.synthetic_units == wanted.units


@pytest.mark.parametrize("name", ["status_quo", "verification"])
def test_printed_settings_kept_as_a_file_are_the_same_scenario(tmp_path: Path, name: str) -> None:
    """What `--cfg` prints can be kept under DIR/scenario and chosen by its name."""
    odd = ["scenario.title='yes: a \"quoted\" #title'", "service.on_site_deadline_hours=1e9", "label=no"]
    scenario = load_scenario(name, odd)
    (tmp_path / "scenario").mkdir()
    (tmp_path / "scenario" / "kept.yaml").write_text(to_yaml(scenario.to_tree()), encoding="utf-8")
    assert load_scenario("kept", config_dirs=[tmp_path]) == scenario


def test_files_of_territories_are_known_by_their_names() -> None:
    """A class of teams is compared by the names of the files that the teams handed in."""
    chosen = load_scenarios(["territories=file", "territories.path=in/team_a.csv,'in/Ann & Bo.csv'"])
    assert [scenario.scenario_id for scenario in chosen] == ["team_a", "Ann & Bo"]
    both = load_scenarios(["territories=file", "territories.path=a.csv,b.csv", "staffing.reps=24,26"])
    assert both[0].scenario_id == "status_quo a staffing.reps=24"
