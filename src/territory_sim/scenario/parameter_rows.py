"""Every setting of a scenario beside what is known about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from territory_sim.scenario.parse import parameters
from territory_sim.scenario.scenario import Scenario
from territory_sim.units import Parameter

_ITEM: Final = re.compile(r"\.\d+(?=\.)")
_LAST_ITEM: Final = re.compile(r"\.\d+$")


def parameter_rows(scenario: Scenario) -> Iterator[dict[str, object]]:
    """List every setting of a scenario that has one value.

    Args:
        scenario: The scenario.

    Yields:
        key, value, low, high, unit (``1`` where there is none), grade, source, meaning, choices.
    """
    known = {key: described for key, described, _ in parameters()}
    for key, value in _leaves("", scenario.to_tree()):
        # All items of a list of groups are declared once, under the number of the first; a list
        # of single values is declared under its own name.
        declared = _LAST_ITEM.sub("", _ITEM.sub(".0", key))
        if declared in known:
            yield _row(key, value, known[declared])
        else:
            assert value == [], f"{declared} is not declared"  # an empty list of groups has no settings


def _row(key: str, value: object, described: Parameter) -> dict[str, object]:
    return {
        "key": key,
        "value": value,
        "low": described.low,
        "high": described.high,
        "unit": described.unit,
        "grade": described.grade,
        "source": described.source,
        "meaning": described.meaning,
        "choices": list(described.choices),
    }


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        children = [(str(key), child) for key, child in value.items()]
    elif isinstance(value, list) and any(isinstance(child, dict) for child in value):
        children = [(str(number), child) for number, child in enumerate(value)]
    else:
        yield path, value
        return
    for name, child in children:
        yield from _leaves(f"{path}.{name}" if path else name, child)
