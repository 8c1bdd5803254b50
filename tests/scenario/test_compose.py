from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.scenario.compose import (
    CONFIG_DIR_VARIABLE,
    compose,
    expand,
    list_options,
    packaged_configs,
)


def faults_of(overrides: list[str], *config_dirs: Path) -> list[str]:
    """Compose what cannot be composed, and give the lines that are told."""
    with pytest.raises(ScenarioError) as caught:
        compose(overrides, config_dirs)
    return [str(fault) for fault in caught.value.faults]


def own_scenario(folder: Path, name: str, text: str) -> Path:
    """Write a scenario file of the user's own and give the folder of configs."""
    (folder / "scenario").mkdir(exist_ok=True)
    (folder / "scenario" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_group_override_chooses_an_option_and_a_dotted_one_sets_a_value() -> None:
    """`region=france` takes the file, `staffing.reps=20` the value, and the rest stays as it was."""
    tree = compose(["region=france", "staffing.reps=20"])
    assert tree["region"]["built_in"] == "france"  # type: ignore[index]
    assert tree["staffing"] == compose()["staffing"] | {"reps": 20}  # type: ignore[operator]
    assert tree["people"] == compose()["people"]


@pytest.mark.parametrize("name", list_options()["scenario"])
def test_every_scenario_is_chosen_by_its_own_name(name: str) -> None:
    """The name in a scenario's file is the name of the file, so that tables name what one can type."""
    assert compose([f"scenario={name}"])["scenario"]["name"] == name  # type: ignore[index]


def test_a_scenario_file_may_set_top_level_keys() -> None:
    """The verification scenario switches the twin run off, although config.yaml switches it on."""
    assert compose()["opportunity"] is True
    assert compose(["scenario=verification"])["opportunity"] is False


def test_unknown_keys_are_kept_for_the_parser() -> None:
    """Composing never rejects a key: one parser judges all of them."""
    assert compose(["bogus.deep=1", "+another=2"])["bogus"] == {"deep": 1}


def test_an_unknown_option_is_told_with_the_options_and_the_nearest() -> None:
    """The options are listed, and a slip of the finger is recognised."""
    assert faults_of(["territories=balancd"]) == [
        "territories = balancd: must be one of balanced, file, history (did you mean balanced?)"
    ]


def test_all_faults_of_overrides_are_told_at_once() -> None:
    """One bad override hides no other."""
    faults = faults_of(
        ["region=txas", "x y", "~seed", "hydra.run.dir=x", "staffing@people=default", "--fast"]
    )
    assert [fault.split(":")[0] for fault in faults] == [
        "region = txas", "x y", "~seed", "hydra.run.dir=x", "staffing@people=default", "--fast",
    ]  # fmt: skip


def test_an_interpolation_that_leads_nowhere_is_told() -> None:
    """The key, its text and the key that does not exist are named."""
    (fault,) = faults_of(["staffing.reps=${verification.servrs}"])
    assert fault.startswith("staffing.reps = ${verification.servrs}")


@pytest.mark.parametrize("value", ["abc", "true", "null"])
def test_a_resolver_that_gets_no_number_leads_to_a_fault(value: str) -> None:
    """Computing minutes from hours that are no number is a fault of the user, not a crash."""
    faults = faults_of(["scenario=verification", f"verification.service_mean_hours={value}"])
    assert [fault.split(" = ")[0] for fault in faults] == ["service.remote_minutes"]


def test_lists_multiply_and_the_first_varies_slowest() -> None:
    """Two lists of two make four combinations, in reading order."""
    assert expand(["scenario=status_quo,balanced", "seed=7", "staffing.reps=range(20,24,2)"]) == [
        ["scenario=status_quo", "seed=7", "staffing.reps=20"],
        ["scenario=status_quo", "seed=7", "staffing.reps=22"],
        ["scenario=balanced", "seed=7", "staffing.reps=20"],
        ["scenario=balanced", "seed=7", "staffing.reps=22"],
    ]


def test_a_pattern_stands_for_the_options_that_match() -> None:
    """`glob(texas*)` is the list of options whose name starts so."""
    assert expand(["region=glob(texas*)"]) == [["region=texas"], ["region=texas_counties"]]


def test_a_pattern_that_matches_nothing_is_an_unknown_option() -> None:
    """It is told with the options there are."""
    (combination,) = expand(["region=glob(x*)"])
    assert faults_of(combination)[0].startswith("region = x*: must be one of france")


def test_quoted_commas_make_no_list() -> None:
    """A comma inside quotes belongs to the value."""
    assert expand(["scenario.title='a, b'"]) == [["scenario.title='a, b'"]]


@pytest.mark.parametrize("override", ["seed=interval(0,1)", "=3", "seed"])
def test_what_is_no_list_and_no_override_is_told(override: str) -> None:
    """An interval has no values to list, and an override needs a key and a value."""
    with pytest.raises(ScenarioError):
        expand([override])


def test_a_folder_of_the_users_own_adds_options(tmp_path: Path) -> None:
    """A file in the user's folder is chosen by its name, and may choose options of other groups."""
    text = (
        "# @package _global_\n"
        "defaults: [{override /territories: balanced}]\n"
        "scenario: {name: mine, title: m, teaches: t}\n"
    )
    tree = compose(["scenario=mine"], [own_scenario(tmp_path, "mine", text)])
    assert tree["territories"]["method"] == "balanced"  # type: ignore[index]


def test_the_environment_names_folders_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TERRITORY_SIM_CONFIG_DIR works like --config-dir, also for a path with a blank and a quote."""
    folder = tmp_path / "o'hara configs"
    folder.mkdir()
    own_scenario(folder, "mine", "# @package _global_\nscenario: {name: mine, title: m, teaches: t}\n")
    monkeypatch.setenv(CONFIG_DIR_VARIABLE, str(folder))
    assert compose(["scenario=mine"])["scenario"]["name"] == "mine"  # type: ignore[index]


def test_a_missing_folder_and_a_name_taken_twice_are_told(tmp_path: Path) -> None:
    """Hydra would pass over both in silence, and the user would look in vain for an effect."""
    own_scenario(tmp_path, "balanced", "name: x\n")
    faults = faults_of([], tmp_path / "nowhere", tmp_path)
    assert "must be a folder that exists" in faults[0]
    assert "has the name of an option that exists already" in faults[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("staffing: {reps: [1\n", "is not YAML"),
        ("defaults: [{override /territories: nowhere}]\n", "territories/nowhere"),
    ],
)
def test_a_broken_file_of_the_users_own_is_told(tmp_path: Path, text: str, told: str) -> None:
    """YAML that cannot be read and options that do not exist are faults with a place."""
    (fault,) = faults_of(["scenario=mine"], own_scenario(tmp_path, "mine", f"# @package _global_\n{text}"))
    assert told in fault


def test_the_packaged_configs_are_those_of_the_checkout(root: Path) -> None:
    """Without an installed wheel the configs are read where people edit them."""
    assert packaged_configs() == root / "configs"
