"""Where a setting stands: the file and line that gave it its value, for those who must mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.errors import Fault

if TYPE_CHECKING:
    from yaml import Node

_OVERRIDE: Final = "override /"
_SELF: Final = "_self_"


@dataclass(frozen=True)
class ConfigFiles:
    """The config files that a set of overrides chooses.

    Args:
        folders: Folders with config groups: ours first, then the user's own.
        overrides: Overrides as given.
    """

    folders: Sequence[Path]
    overrides: Sequence[str]
    _read: dict[Path, Node | None] = field(default_factory=dict)

    def placed(self, fault: Fault) -> Fault:
        """Put the file and line of a setting before its key.

        Args:
            fault: A fault of a setting, or any other.

        Returns:
            The fault; as it was when the setting was given on the command line, or stands in a
            file that came with the program, pay plans apart.
        """
        place = self._place(fault.where)
        return fault if place is None else replace(fault, where=f"{place}: {fault.where}")

    def _place(self, key: str) -> str | None:
        group, _, rest = key.partition(".")
        given = [text.lstrip("+").partition("=")[0] for text in self.overrides]
        if any(key == name or key.startswith(f"{name}.") for name in given if "." in name or name == key):
            return None
        chosen = self._chosen()
        scenario = chosen.get("scenario", "")
        looked_up = [*self._lines("scenario", scenario, key.split("."))]
        if rest and group != "scenario" and group in chosen:
            looked_up += self._lines(group, chosen[group], rest.split("."))
        for file, line in looked_up:
            if file.is_relative_to(self.folders[0]) and group != "commission":
                return None
            return f"{_short(file)}:{line}"
        return None

    def _chosen(self) -> dict[str, str]:
        """Return the option of each group: of the command line, else of the scenario, else the default."""
        defaults = self._bases(self.folders[0] / "config.yaml")
        given = dict(text.split("=", 1) for text in self.overrides if "=" in text)
        usual = {name: option for name, option in defaults if name}
        scenario = given.get("scenario", usual.get("scenario", ""))
        file = self._file("scenario", scenario)
        of_scenario = {} if file is None else {name: option for name, option in self._bases(file) if name}
        groups = {name: option for name, option in given.items() if name in usual}
        return usual | of_scenario | groups | {"scenario": scenario}

    def _lines(self, group: str, option: str, path: list[str]) -> Iterator[tuple[Path, int]]:
        """Find a key in the file of an option, or in one of those that it builds on."""
        file = self._file(group, option)
        if file is None:
            return
        line = _line_of(self._tree(file), path)
        if line is not None:
            yield file, line
        for name, base in reversed(self._bases(file)):
            if not name and base not in {_SELF, option}:
                yield from self._lines(group, base, path)

    def _bases(self, file: Path) -> list[tuple[str, str]]:
        """Return the list of defaults of a file: groups by name, files of its own group without one."""
        tree = self._tree(file)
        listed = None if tree is None else _child(tree, "defaults")
        found: list[tuple[str, str]] = []
        for entry in [] if listed is None else listed.value:
            pairs = entry.value if isinstance(entry.value, list) else [(None, entry)]
            for name, option in pairs:
                text = "" if name is None else str(name.value).removeprefix(_OVERRIDE)
                found.append((text, str(option.value)))
        return found

    def _file(self, group: str, option: str) -> Path | None:
        for folder in self.folders:
            if option and (file := folder / group / f"{option}.yaml").is_file():
                return file
        return None

    def _tree(self, file: Path) -> Node | None:
        import yaml

        if file not in self._read:
            try:
                self._read[file] = yaml.compose(file.read_text(encoding="utf-8"))
            except (OSError, ValueError, yaml.YAMLError):
                self._read[file] = None  # a broken file is a fault of its own, told elsewhere
        return self._read[file]


def _line_of(tree: Node | None, path: list[str]) -> int | None:
    """Return the line, from 1, at which the last part of a path stands, or None."""
    node, line = tree, 0
    for name in path:
        if node is None or not isinstance(node.value, list):
            return None
        node = _child(node, name)
        if node is not None:
            line = node.start_mark.line + 1
    return None if node is None else line


def _child(node: Node, name: str) -> Node | None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        pairs: Mapping[str, Node] = {str(key.value): value for key, value in node.value}
        return pairs.get(name)
    if isinstance(node, yaml.SequenceNode) and name.isdigit() and int(name) < len(node.value):
        item: Node = node.value[int(name)]
        return item
    return None


def _short(file: Path) -> str:
    """Name a file as the user would, from where he stands, if it lies below."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)
