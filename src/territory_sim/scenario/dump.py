"""Write a tree of settings as YAML that can be kept as a scenario file of one's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from territory_sim.scenario.scenario import value_text

_PLAIN = re.compile(r"[A-Za-z_/][\w /.,'()-]*(?<! )")
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML would not read as text."""


def to_yaml(tree: Mapping[str, object]) -> str:
    """Write settings as YAML.

    Args:
        tree: Nested mappings and lists of plain values, such as ``Scenario.to_tree`` gives.

    Returns:
        YAML text that starts with Hydra's mark for a file that sets several groups: kept as
        ``DIR/scenario/NAME.yaml``, it is the scenario NAME for who adds ``--config-dir DIR``.

    Example:
        >>> print(to_yaml({"staffing": {"reps": 20}, "out": None}), end="")
        # @package _global_
        staffing:
          reps: 20
        out: null
    """
    return "\n".join(("# @package _global_", *_lines(tree, ""))) + "\n"


def _lines(tree: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            yield f"{indent}{key}: {_flow(value)}"


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT
        # Quoted text of JSON is quoted text of YAML, but `$` would start an interpolation.
        return value if plain else json.dumps(value, ensure_ascii=False)
    text = value_text(value)
    # YAML 1.1 reads 1e-06 as text: its floats need a point.
    return re.sub(r"^(-?\d+)e", r"\1.0e", text)
