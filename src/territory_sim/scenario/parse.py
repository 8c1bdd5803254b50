"""Turn a tree of plain values into a :class:`Scenario`, or say everything that is wrong with it.

This is the one parser: whatever way a setting came in (a config file, the command line, Python),
its type, range and name are checked here, driven by the fields of the settings classes.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import math
import types
import typing
from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.scenario.checks import relation_faults
from territory_sim.scenario.scenario import Scenario, value_text
from territory_sim.units import Parameter, setting_key

_MISSING_TEXT = "???"
"""OmegaConf's mark for a value that must be given."""
_MOST_HINTS = 3
_SLIP = 0.9
_CLOSE = 0.7
"""Likeness from which one word is taken for a slip of another, from 0 to 1."""
_SHORT_WORD = 2
"""Words of so few letters resemble each other too easily for a hint."""


def parse_scenario(tree: Mapping[str, object]) -> Scenario:
    """Check a tree of settings and turn it into a scenario.

    Args:
        tree: Nested mappings and lists with the keys of ``configs/``, all interpolations resolved.

    Returns:
        The scenario. When ``verification.horizon_hours`` is given, ``days`` follows from it.

    Raises:
        ScenarioError: With every unknown key, missing value, wrong type, value out of range and
            broken relation between values that the tree holds.
    """
    reader = _Reader()
    built = reader.read(Scenario, tree, "", None)
    faults = [*reader.faults, *relation_faults(reader.values)]
    if faults or not isinstance(built, Scenario):
        raise ScenarioError(faults)
    hours = built.verification.horizon_hours
    if hours is not None:
        built = dataclasses.replace(built, days=math.ceil(hours * 60 / built.schedule.day_minutes))
    return built


@functools.cache
def known_keys() -> tuple[str, ...]:
    """List every key a scenario may hold.

    Returns:
        Dotted keys of all single settings, in the order of ``configs/config.yaml``; the items of
        a list are written once, with ``0`` for their number.
    """
    return tuple(path for path, _, _ in parameters())


def parameters() -> Iterator[tuple[str, Parameter, object]]:
    """Walk over every single setting of a scenario.

    Yields:
        Dotted key, what is known about the setting, and its type.
    """
    yield from _walk(Scenario, "")


def _walk(cls: type, prefix: str) -> Iterator[tuple[str, Parameter, object]]:
    for name, described, kind in _fields(cls):
        assert described is not None, f"{cls.__name__}.{name} is not declared with parameter()"
        path = f"{prefix}{setting_key(name)}"
        inner, item = _nested(kind), _item_kind(kind)
        if inner is not None:
            if _describes_itself(inner):
                yield from _walk(inner, f"{path}.")
            else:
                for part in dataclasses.fields(inner):
                    yield f"{path}.{part.name}", described, float
        elif item is not None and dataclasses.is_dataclass(item):
            yield from _walk(item, f"{path}.0.")
        else:
            yield path, described, kind


class _Failed:
    """Stands where a value would stand that could not be read; the fault is already noted."""


_FAILED = _Failed()


class _Reader:
    """Reads a tree against the settings classes and gathers faults and single values by key."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.values: dict[str, object] = {}

    def read(self, kind: object, given: object, path: str, described: Parameter | None) -> object:
        """Read one value of a given type.

        Args:
            kind: Type that the setting's annotation names.
            given: The plain value.
            path: Dotted key of the value; empty at the root.
            described: What is known about the setting; None at the root.

        Returns:
            The value as its type, or the mark of a failure.
        """
        if isinstance(given, str) and given == _MISSING_TEXT:
            return self._fail(path, "", f"a value must be given: {_allowed(kind, described)}")
        if given is None and _is_optional(kind):
            self.values[path] = None
            return None
        inner, item = _nested(kind), _item_kind(kind)
        if inner is not None:
            return self._read_settings(inner, given, path, described)
        if item is not None and dataclasses.is_dataclass(item):
            return self._read_list(item, given, path, described)
        if item is not None:
            return self._read_values(item, given, path, described)
        return self._read_single(kind, given, path, described)

    def _read_settings(self, cls: type, given: object, path: str, described: Parameter | None) -> object:
        if not isinstance(given, Mapping):
            keys = ", ".join(field.name for field in dataclasses.fields(cls))
            return self._fail(path, value_text(given), f"must be a group of settings with the keys {keys}")
        prefix = f"{path}." if path else ""
        tree = {str(key): value for key, value in given.items()}
        fields = _fields(cls)
        self._note_unknown(tree, {setting_key(name) for name, _, _ in fields}, prefix)
        read: dict[str, object] = {}
        for name, own, kind in fields:
            about, key = own or described, setting_key(name)
            if key in tree:
                read[name] = self.read(kind, tree[key], prefix + key, about)
            else:
                read[name] = self._fail(prefix + key, "", f"is missing: {_allowed(kind, about)}")
        return _FAILED if any(value is _FAILED for value in read.values()) else cls(**read)

    def _read_list(self, item: type, given: object, path: str, described: Parameter | None) -> object:
        """Read a list of groups of settings."""
        may_be_empty = described is not None and described.may_be_empty
        if not isinstance(given, list | tuple) or not (given or may_be_empty):
            few = "must be a list" if may_be_empty else "must be a list with at least one item"
            keys = ", ".join(field.name for field in dataclasses.fields(item))
            return self._fail(path, value_text(given), f"{few}, each with the keys {keys}")
        items = tuple(self.read(item, part, f"{path}.{index}", described) for index, part in enumerate(given))
        return _FAILED if any(value is _FAILED for value in items) else items

    def _read_values(self, item: type, given: object, path: str, described: Parameter | None) -> object:
        """Read a list of single values, or one value that stands for a list of one."""
        if not isinstance(given, list | tuple):
            value = self._read_single(item, given, path, described)
            values: tuple[object, ...] = () if value is _FAILED else (value,)
        elif not (given or (described is not None and described.may_be_empty)):
            return self._fail(path, "[]", f"must hold at least one value: {_allowed(item, described)}")
        else:
            parts = ((f"{path}.{index}", part) for index, part in enumerate(given))
            read = [self._read_single(item, part, where, described) for where, part in parts]
            values = tuple(value for value in read if value is not _FAILED)
        if len(values) < (len(given) if isinstance(given, list | tuple) else 1):
            return _FAILED
        self.values[path] = values
        return values

    def _read_single(self, kind: object, given: object, path: str, described: Parameter | None) -> object:
        base = _base_for(kind, given)
        number = isinstance(given, int | float) and not isinstance(given, bool)
        allowed = _allowed(kind, described)
        # bool is an int to isinstance, but nobody means one by `staffing.reps=true`.
        if type(given) is not base and not (base is float and number):
            return self._fail(path, value_text(given), allowed, _type_hint(base, given))
        if number and not _in_range(typing.cast("float", given), described):
            return self._fail(path, value_text(given), allowed)
        if described is not None and described.choices and given not in described.choices:
            hint = nearest_name(str(given), described.choices) if len(str(given)) > _SHORT_WORD else ""
            return self._fail(path, value_text(given), allowed, hint)
        value = float(typing.cast("float", given)) if base is float else given
        self.values[path] = value
        return value

    def _note_unknown(self, tree: Mapping[str, object], known: set[str], prefix: str) -> None:
        for key, value in tree.items():
            if key not in known:
                for path, leaf in _leaves(prefix + key, value):
                    self._fail(path, leaf, "there is no such setting", unknown_key_hint(path))

    def _fail(self, where: str, given: str, allowed: str, hint: str = "") -> object:
        self.faults.append(Fault(where=where, given=given, allowed=allowed, hint=hint))
        return _FAILED


def unknown_key_hint(path: str) -> str:
    """Name the setting that an unknown key was probably meant to be.

    Args:
        path: Dotted key as the user wrote it.

    Returns:
        A hint, or an empty text when no key is near.

    Example:
        >>> unknown_key_hint("staffing.rep")
        'did you mean staffing.reps?'
        >>> unknown_key_hint("shift_minutes")
        'did you mean staffing.shift_minutes?'
    """
    keys = known_keys()
    group, _, rest = path.partition(".")
    if group == "scenario" and any(key == rest or key.startswith(f"{rest}.") for key in keys):
        return "a scenario file that sets other groups starts with the line `# @package _global_`"
    tail = path.rpartition(".")[2]
    # A slip of the pen in the right group comes before the same word in another one.
    beside = [key for key in keys if key.rpartition(".")[0] == path.rpartition(".")[0]]
    slip = difflib.get_close_matches(path, beside, n=1, cutoff=_SLIP) if "." in path else ()
    if slip:
        return f"did you mean {slip[0]}?"
    same = [key for key in keys if key.rpartition(".")[2] == tail]
    if same:
        depth = min(key.count(".") for key in same)
        nearest = [key for key in same if key.count(".") == depth][:_MOST_HINTS]
        return f"did you mean {' or '.join(nearest)}?"
    if "." in path:
        return nearest_name(path, keys)
    by_tail = {key.rpartition(".")[2]: key for key in reversed(keys)}
    by_tail |= {key.partition(".")[0]: key.partition(".")[0] for key in keys}
    close = difflib.get_close_matches(tail, by_tail, n=1, cutoff=_CLOSE)
    return f"did you mean {by_tail[close[0]]}?" if close else ""


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, Parameter | None, object], ...]:
    kinds = typing.get_type_hints(cls)
    return tuple(
        (field.name, field.metadata.get("parameter"), kinds[field.name]) for field in dataclasses.fields(cls)
    )


def _describes_itself(cls: type) -> bool:
    return all(described is not None for _, described, _ in _fields(cls))


def _is_optional(kind: object) -> bool:
    return isinstance(kind, types.UnionType) and type(None) in typing.get_args(kind)


def _base(kind: object) -> object:
    if isinstance(kind, types.UnionType):
        return next(part for part in typing.get_args(kind) if part is not type(None))
    return kind


def _base_for(kind: object, given: object) -> object:
    """Choose among the types a setting may have the one that was given, else the first."""
    if isinstance(kind, types.UnionType) and type(given) in typing.get_args(kind):
        return type(given)
    return _base(kind)


def _nested(kind: object) -> type | None:
    base = _base(kind)
    return base if isinstance(base, type) and dataclasses.is_dataclass(base) else None


def _item_kind(kind: object) -> type | None:
    base = _base(kind)
    return typing.get_args(base)[0] if typing.get_origin(base) is tuple else None


def _in_range(value: float, described: Parameter | None) -> bool:
    try:
        finite = math.isfinite(value)
    except OverflowError:  # a whole number beyond the largest float
        return False
    if not finite or described is None:
        return finite
    above = described.low is None or value >= described.low
    return above and (described.high is None or value <= described.high)


def _allowed(kind: object, described: Parameter | None) -> str:
    base = _item_kind(kind) or _base(kind)
    nouns = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}
    noun = nouns.get(typing.cast("type", base), "a group of settings")
    limits = ""
    if described is not None and base in (int, float, str):
        limits = _limits(described)
        noun = f"one of {', '.join(described.choices)}" if described.choices else noun
    if isinstance(kind, types.UnionType) and {float, str} <= set(typing.get_args(kind)):
        noun, limits = "a number", f"{limits}, or text"
    null = ", or null" if _is_optional(kind) else ""
    return f"must be {noun}{limits}{null}"


def _limits(described: Parameter) -> str:
    low, high = _number(described.low), _number(described.high)
    if low and high:
        limits = f" from {low} to {high}"
    elif low or high:
        limits = f", {low} or more" if low else f", {high} or less"
    else:
        limits = ""
    unit = "" if described.unit == "1" or described.choices else f" [{described.unit}]"
    return limits + unit


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,}".removesuffix(".0") if abs(value) >= 1 else f"{value:g}"


def _type_hint(base: object, given: object) -> str:
    if base is str and isinstance(given, int | float):
        return f"to mean text, put it in quotes: \"'{value_text(given)}'\""
    if base is bool and str(given).lower() in {"yes", "no", "on", "off", "1", "0"}:
        return "write true or false"
    return ""


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, child in value.items():
            yield from _leaves(f"{path}.{key}", child)
    else:
        yield path, value_text(value)
