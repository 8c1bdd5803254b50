"""Load scenarios: compose the settings and parse them, with all faults of both told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.compose import Composed, compose_parts, config_folders, expand_leniently
from territory_sim.scenario.parse import parse_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.setting_places import ConfigFiles

_FILES = "territories.path="
"""Start of an override that names a file of territories."""


def load_scenario(
    name: str = "status_quo",
    overrides: Sequence[str] = (),
    config_dirs: Sequence[str | Path] = (),
) -> Scenario:
    """Load one scenario by its name.

    Args:
        name: Option of the config group ``scenario``: built in, or a file of the user's own.
        overrides: Settings to change, in the grammar of the command line.
        config_dirs: Folders with the user's own config groups.

    Returns:
        The scenario, checked.

    Raises:
        ScenarioError: With everything that is wrong with the configs and overrides.

    Example:
        >>> load_scenario("status_quo", ["staffing.reps=20"]).staffing.reps
        20
    """
    return _load([f"scenario={name}", *overrides], config_dirs, label=None)


def load_scenarios(overrides: Sequence[str], config_dirs: Sequence[str | Path] = ()) -> tuple[Scenario, ...]:
    """Load every scenario that overrides with lists of values stand for.

    Args:
        overrides: Overrides in Hydra's grammar, such as ``scenario=status_quo,balanced`` and
            ``staffing.reps=range(20,28,2)``; lists multiply, the first varies slowest.
        config_dirs: Folders with the user's own config groups.

    Returns:
        The scenarios; where settings vary, each has a label that names their values, such as
        ``status_quo staffing.reps=26``, unless the user gave one; where only files of territories
        vary, the label is the name of the file.

    Raises:
        ScenarioError: With everything that is wrong with any of them, each fault once.
    """
    combinations = expand_leniently(overrides, config_dirs)
    changes = varied(combinations)
    labels = [_label(changed) for changed in changes]
    return load_each(combinations, labels, config_dirs, alone=all(map(_are_files, changes)))


def varied(combinations: Sequence[Sequence[str]]) -> list[list[str]]:
    """Tell what differs between combinations of overrides.

    Args:
        combinations: Lists of overrides, all of one length and with the same keys in the same order.

    Returns:
        Of each combination the overrides that are not the same in all.

    Example:
        >>> varied([["seed=7", "staffing.reps=20"], ["seed=7", "staffing.reps=24"]])
        [['staffing.reps=20'], ['staffing.reps=24']]
    """
    differing = [len(set(column)) > 1 for column in zip(*combinations, strict=True)]
    return [
        [text.lstrip("+") for text, differs in zip(combination, differing, strict=True) if differs]
        for combination in combinations
    ]


def load_each(
    combinations: Sequence[Sequence[str]],
    labels: Sequence[str | None],
    config_dirs: Sequence[str | Path] = (),
    *,
    alone: bool = False,
    merged: dict[tuple[str, ...], Any] | None = None,
) -> tuple[Scenario, ...]:
    """Load one scenario for each list of overrides.

    Args:
        combinations: Overrides without lists of values.
        labels: What to call each scenario behind its name; None for its name alone.
        config_dirs: Folders with the user's own config groups.
        alone: Whether labels stand alone, without the scenario's name before them.
        merged: Merged files kept from earlier loads, as ``compose_parts`` has it.

    Returns:
        The scenarios in order.

    Raises:
        ScenarioError: With everything that is wrong with any of them, each fault once.
    """
    faults: dict[Fault, None] = {}
    scenarios: list[Scenario] = []
    merged = {} if merged is None else merged
    for combination, label in zip(combinations, labels, strict=True):
        try:
            scenarios.append(_load(combination, config_dirs, label=label, alone=alone, merged=merged))
        except ScenarioError as broken:
            faults.update(dict.fromkeys(broken.faults))
    if faults:
        raise ScenarioError(faults)
    return tuple(scenarios)


def _label(changes: Sequence[str]) -> str | None:
    """Name a variant by what varies, the file of its territories by the file's own name."""
    told = [
        Path(text.partition("=")[2].strip("'\"")).stem if _are_files([text]) else text.lstrip("+")
        for text in changes
        if not text.startswith("scenario=")
    ]
    return " ".join(told) or None


def _are_files(changes: Sequence[str]) -> bool:
    """Say whether nothing varies but the files of territories, such as those of several teams."""
    return bool(changes) and all(text.lstrip("+").startswith(_FILES) for text in changes)


def _load(
    overrides: Sequence[str],
    config_dirs: Sequence[str | Path],
    *,
    label: str | None,
    alone: bool = False,
    merged: dict[tuple[str, ...], Any] | None = None,
) -> Scenario:
    composed = compose_parts(overrides, config_dirs, merged)
    tree = composed.tree
    if label is not None and tree.get("label") is None:
        group = tree.get("scenario")
        name = group.get("name") if isinstance(group, Mapping) else None
        tree = {**tree, "label": label if alone else f"{name} {label}"}
    try:
        scenario = parse_scenario(tree)
    except ScenarioError as broken:
        found = broken.faults if tree else ()
        files = ConfigFiles(config_folders(config_dirs), overrides)
        told = (files.placed(fault) for fault in _without_echoes(found, composed))
        raise ScenarioError([*composed.faults, *told]) from None
    if composed.faults:
        raise ScenarioError(composed.faults)
    return scenario


def _without_echoes(found: Sequence[Fault], composed: Composed) -> list[Fault]:
    """Drop the faults of settings that only repeat what is wrong with the settings they follow."""
    told = {fault.where for fault in (*found, *composed.faults)}
    kept: list[Fault] = []
    for fault in found:
        sources = composed.references.get(fault.where, ())
        if any(source in told for source in sources):
            continue
        kept.append(composed.unresolved.get(fault.where, fault))
    return kept
