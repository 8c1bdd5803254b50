"""Load scenarios: compose the settings and parse them, with all faults of both told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

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
    faults: dict[Fault, None] = {}
    scenarios: list[Scenario] = []
    varied = [
        len({combination[index] for combination in combinations}) > 1 for index in range(len(overrides))
    ]
    for combination in combinations:
        changes = [text for text, varies in zip(combination, varied, strict=True) if varies]
        try:
            scenarios.append(
                _load(combination, config_dirs, label=_label(changes), alone=_are_files(changes))
            )
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
) -> Scenario:
    composed = compose_parts(overrides, config_dirs)
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
