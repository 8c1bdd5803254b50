"""Compose the tree of settings from config files and overrides, through Hydra's compose API.

Hydra chooses the files of each group and merges them. Values given as overrides are merged here,
one by one, so that one bad override hides no other; whether a key exists and a value fits is
left to the one parser, :mod:`territory_sim.scenario.parse`. Hydra is imported inside the
functions because importing it takes longer than ``--help`` may.
"""

from __future__ import annotations

import copy
import fnmatch
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.scenario.config_functions import duration_for_cv, minutes_of

if TYPE_CHECKING:
    from hydra.core.override_parser.types import Override

CONFIG_DIR_VARIABLE: Final = "TERRITORY_SIM_CONFIG_DIR"
"""Environment variable that names folders with a user's own configs, separated as in PATH."""

_GLOB = re.compile(r"(\w+)=glob\(([^(),]+)\)")
_REFERENCE = re.compile(r"\$\{([\w.]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A tree of settings as far as it could be composed, and what went wrong on the way.

    Args:
        tree: Nested dicts and lists; settings whose interpolation failed are left out.
        faults: What is wrong with files and overrides.
        unresolved: Faults of the settings left out, by dotted key.
        references: Keys that an interpolated setting takes its value from, by its dotted key.
    """

    tree: dict[str, object]
    faults: tuple[Fault, ...] = ()
    unresolved: Mapping[str, Fault]
    references: Mapping[str, tuple[str, ...]]


def compose(overrides: Sequence[str] = (), config_dirs: Sequence[str | Path] = ()) -> dict[str, object]:
    """Compose one tree of settings.

    Args:
        overrides: Overrides in Hydra's grammar without lists to sweep, such as
            ``scenario=balanced`` (an option of a config group) or ``staffing.reps=20``.
        config_dirs: Folders with the user's own config groups.

    Returns:
        Nested dicts and lists of plain values; unknown keys are kept for the parser to find.

    Raises:
        ScenarioError: With every override, option, file or interpolation that cannot be used.
    """
    composed = compose_parts(overrides, config_dirs)
    faults = [*composed.faults, *composed.unresolved.values()]
    if faults:
        raise ScenarioError(faults)
    return composed.tree


def compose_parts(
    overrides: Sequence[str],
    config_dirs: Sequence[str | Path] = (),
    merged: dict[tuple[str, ...], Any] | None = None,
) -> Composed:
    """Compose one tree of settings as far as possible, so that all faults can be told at once.

    Args:
        overrides: Overrides in Hydra's grammar without lists to sweep.
        config_dirs: Folders with the user's own config groups.
        merged: Merged files by the options chosen, kept and used again: for who composes many trees
            of the same folders, one after the other.

    Returns:
        The tree, with the faults of files, overrides and interpolations beside it.
    """
    folders, faults = _folders(config_dirs)
    options = _options(folders)
    choices: list[str] = []
    settings: list[Override] = []
    for text in overrides:
        parsed = _parsed(text, faults)
        if parsed is None:
            continue
        if parsed.key_or_group in options and isinstance(parsed.value(), str | int | float):
            group, choice = parsed.key_or_group, str(parsed.value())
            if choice in options[group]:
                choices.append(f"{group}={choice}")
            else:
                faults.append(_option_fault(group, choice, options[group]))
        else:
            settings.append(parsed)
    return _composed(folders, choices, settings, faults, {} if merged is None else merged)


def expand(overrides: Sequence[str], config_dirs: Sequence[str | Path] = ()) -> list[list[str]]:
    """Spell out overrides that list several values, as the product of all the lists.

    Args:
        overrides: Overrides in Hydra's grammar, lists included: ``scenario=status_quo,balanced``,
            ``staffing.reps=range(20,28,2)``, ``scenario=glob(b*)``.
        config_dirs: Folders with the user's own config groups, for ``glob``.

    Returns:
        One list of overrides for each combination; the first override varies slowest.

    Raises:
        ScenarioError: With every override whose grammar is broken or that is no list of values.

    Example:
        >>> expand(["scenario=status_quo,balanced", "seed=7"])
        [['scenario=status_quo', 'seed=7'], ['scenario=balanced', 'seed=7']]
    """
    faults: list[Fault] = []
    for text in overrides:
        _parsed(text, faults)
    if faults:
        raise ScenarioError(faults)
    return expand_leniently(overrides, config_dirs)


def expand_leniently(overrides: Sequence[str], config_dirs: Sequence[str | Path] = ()) -> list[list[str]]:
    """Spell out lists of values as :func:`expand` does, but leave broken overrides as they are.

    Args:
        overrides: Overrides in Hydra's grammar, lists included.
        config_dirs: Folders with the user's own config groups, for ``glob``.

    Returns:
        The combinations; composing them tells what is broken, together with all other faults.
    """
    folders, _ = _folders(config_dirs)
    return [
        list(combination)
        for combination in itertools.product(*(_spelled(text, folders) for text in overrides))
    ]


def list_options(config_dirs: Sequence[str | Path] = ()) -> dict[str, tuple[str, ...]]:
    """List the config groups and the options of each.

    Args:
        config_dirs: Folders with the user's own config groups; those that do not exist are passed over.

    Returns:
        Sorted option names by group name.
    """
    return _options(_folders(config_dirs)[0])


def config_folders(config_dirs: Sequence[str | Path] = ()) -> list[Path]:
    """List the folders that config files are looked for in.

    Args:
        config_dirs: Folders with the user's own config groups; those that do not exist are passed over.

    Returns:
        Ours first, then those given, then those of the environment.
    """
    return _folders(config_dirs)[0]


def packaged_configs() -> Path:
    """Find the folder of config files that belongs to this installation.

    Returns:
        ``territory_sim/configs`` in an installed wheel, else ``configs`` of the checkout.
    """
    packaged = Path(__file__).parents[1] / "configs"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "configs"


def _folders(config_dirs: Sequence[str | Path]) -> tuple[list[Path], list[Fault]]:
    named = [Path(text) for text in os.environ.get(CONFIG_DIR_VARIABLE, "").split(os.pathsep) if text]
    folders, faults = [packaged_configs()], []
    for folder in [*map(Path, config_dirs), *named]:
        if folder.is_dir():
            folders.append(folder.absolute())
        else:
            faults.append(
                Fault(where="--config-dir", given=str(folder), allowed="must be a folder that exists")
            )
    # Hydra takes the first file of a name in silence; a user would look in vain for the effect of the second.
    for (group, _), found in _option_files(folders).items():
        for path in found[1:]:
            allowed = f"has the name of an option that exists already in {found[0].parent}"
            faults.append(
                Fault(where=str(path), allowed=allowed, hint=f"rename it, then choose it by {group}=NAME")
            )
    return folders, faults


def _option_files(folders: Iterable[Path]) -> dict[tuple[str, str], list[Path]]:
    found: dict[tuple[str, str], list[Path]] = {}
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.glob("*/**/*.yaml")):
            group, _, option = path.relative_to(folder).with_suffix("").as_posix().partition("/")
            found.setdefault((group, option), []).append(path)
    return found


def _options(folders: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    groups = sorted(path.name for path in packaged_configs().iterdir() if path.is_dir())
    names = sorted(_option_files(folders))
    return {group: tuple(option for owner, option in names if owner == group) for group in groups}


def _option_fault(group: str, choice: str, options: Sequence[str]) -> Fault:
    allowed = f"must be one of {', '.join(options)}"
    return Fault(where=group, given=choice, allowed=allowed, hint=nearest_name(choice, options))


def _parsed(text: str, faults: list[Fault]) -> Override | None:
    """Parse one override; note a fault and return None when its grammar is broken."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.core.override_parser.types import OverrideType
    from hydra.errors import HydraException

    if text.startswith("-"):
        faults.append(Fault(where=text, allowed="there is no such flag", hint="--help lists the flags"))
        return None
    if _GLOB.fullmatch(text):
        return None
    try:
        override = OverridesParser.create().parse_override(text)
    except HydraException as broken:
        reason = str(broken).splitlines()[0]
        hint = "write key=value" if "=" not in text else f"{reason}; quote special characters: \"key='a b'\""
        faults.append(Fault(where=text, allowed="must be an override such as staffing.reps=20", hint=hint))
        return None
    key = override.key_or_group
    if not key:
        faults.append(
            Fault(where=text, allowed="must be an override such as staffing.reps=20", hint="write key=value")
        )
    elif override.type is OverrideType.DEL:
        faults.append(Fault(where=text, allowed="no setting can be deleted", hint=f"write {key}=VALUE"))
    elif override.package is not None:
        faults.append(Fault(where=text, allowed="a group is named without @", hint=f"write {key}=OPTION"))
    elif key.partition(".")[0] == "hydra":
        faults.append(Fault(where=text, allowed="Hydra's own settings have no effect here"))
    elif override.is_sweep_override() and not override.is_discrete_sweep():
        faults.append(Fault(where=text, allowed="must be a value or a list, such as 20,24 or range(20,28,2)"))
    else:
        return override
    return None


def _spelled(text: str, folders: Sequence[Path]) -> list[str]:
    """List the overrides that one override with a list of values stands for."""
    glob = _GLOB.fullmatch(text)
    if glob:
        group, pattern = glob.groups()
        matching = fnmatch.filter(_options(folders).get(group, ()), pattern)
        # A pattern that matches nothing is told like any other option that does not exist.
        return [f"{group}={option}" for option in matching or [pattern]]
    override = _parsed(text, [])
    if override is None or not override.is_sweep_override():
        return [text]
    if not override.is_discrete_sweep():
        return [text]
    return [f"{override.key_or_group}={value}" for value in override.sweep_string_iterator()]


def _composed(
    folders: Sequence[Path],
    choices: list[str],
    settings: Sequence[Override],
    faults: list[Fault],
    merged: dict[tuple[str, ...], Any],
) -> Composed:
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    try:
        if tuple(choices) not in merged:
            merged[tuple(choices)] = _merged(folders, choices)
    except (HydraException, OmegaConfBaseException) as broken:
        lines = [line.strip() for line in str(broken).splitlines() if line.strip()]
        fault = Fault(where="configs", given=" ".join(choices), allowed=". ".join(lines[:2]))
        return Composed(tree={}, faults=(*faults, fault), unresolved={}, references={})
    except YAMLError as broken:
        return Composed(tree={}, faults=(*faults, _yaml_fault(broken)), unresolved={}, references={})
    config = copy.deepcopy(merged[tuple(choices)])
    for override in settings:
        _apply(config, override, faults)
    return _resolved(config, faults)


def _merged(folders: Sequence[Path], choices: list[str]) -> Any:  # noqa: ANN401 - OmegaConf's tree
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from omegaconf import OmegaConf

    _register_resolvers()
    search = ",".join("'file://" + str(folder).replace("'", "\\'") + "'" for folder in folders[1:])
    with initialize_config_dir(config_dir=str(folders[0]), version_base="1.3"):
        config = hydra_compose("config", [f"hydra.searchpath=[{search}]", *choices])
    OmegaConf.set_struct(config, value=False)
    return config


def _apply(config: Any, override: Override, faults: list[Fault]) -> None:  # noqa: ANN401 - OmegaConf's tree
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    text = override.input_line or ""
    if override.is_sweep_override():
        faults.append(Fault(where=text, allowed="one value is needed here, not a list of values"))
        return
    try:
        OmegaConf.update(config, override.key_or_group, override.value(), merge=True, force_add=True)
    except (OmegaConfBaseException, ValueError, TypeError, IndexError, AssertionError) as broken:
        reason = str(broken).splitlines()[0] if str(broken) else type(broken).__name__
        faults.append(Fault(where=text, allowed="cannot be set", hint=reason))


def _resolved(config: Any, faults: list[Fault]) -> Composed:  # noqa: ANN401 - OmegaConf's tree
    unresolved: dict[str, Fault] = {}
    references: dict[str, tuple[str, ...]] = {}
    tree = _plain(config, "", unresolved, references)
    assert isinstance(tree, dict)
    return Composed(tree=tree, faults=tuple(faults), unresolved=unresolved, references=references)


_LEFT_OUT = object()


def _plain(
    node: Any,  # noqa: ANN401 - OmegaConf's tree
    path: str,
    unresolved: dict[str, Fault],
    references: dict[str, tuple[str, ...]],
) -> object:
    """Turn OmegaConf's tree into plain values; note each interpolation, and leave out the broken ones."""
    from omegaconf import DictConfig, ListConfig, OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    if not isinstance(node, DictConfig | ListConfig):
        return node
    plain: dict[str, object] = {}
    keys: Iterator[Any] = iter(node) if isinstance(node, DictConfig) else iter(range(len(node)))
    for key in keys:
        child_path = f"{path}.{key}" if path else str(key)
        if OmegaConf.is_missing(node, key):
            plain[str(key)] = "???"
            continue
        text = ""
        if OmegaConf.is_interpolation(node, key):
            text = str(OmegaConf.to_container(node, resolve=False)[key])  # type: ignore[index]
            references[child_path] = tuple(_REFERENCE.findall(text))
        try:
            child = _plain(node[key], child_path, unresolved, references)
        except OmegaConfBaseException as broken:
            reason = str(broken).splitlines()[0]
            unresolved[child_path] = Fault(
                where=child_path,
                given=text,
                allowed="takes its value from other settings and cannot",
                hint=reason,
            )
            continue
        plain[str(key)] = child
    return plain if isinstance(node, DictConfig) else list(plain.values())


def _register_resolvers() -> None:
    """Make the two functions known that ``configs/scenario/verification.yaml`` computes with."""
    from omegaconf import OmegaConf

    OmegaConf.register_new_resolver("minutes_of", minutes_of, replace=True)
    OmegaConf.register_new_resolver("duration_for_cv", duration_for_cv, replace=True)


def _yaml_fault(broken: Exception) -> Fault:
    mark = getattr(broken, "problem_mark", None)
    where = f"{mark.name}:{mark.line + 1}:{mark.column + 1}" if mark is not None else "configs"
    return Fault(where=where, allowed=f"is not YAML: {getattr(broken, 'problem', None) or broken}")
