"""The assumptions behind a result, each with the range over which it is tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.scenario.parameter_rows import parameter_rows
from territory_sim.scenario.parse import parse_scenario
from territory_sim.scenario.scenario import Scenario

USUAL_SPREAD: Final = 0.5
"""Half to one and a half times the value. Our assumption: a default without a measurement behind it
may well be off by a third, seldom by more than half."""

GROUPS: Final = (
    "market", "service", "leads", "people", "competitors",
    "word_of_mouth", "fulfilment", "schedule", "region",
)  # fmt: skip
"""Config groups that say how the world is; the others say what is decided, or how it is computed."""

_UNSURE: Final = ("assumption", "vendor", "observational")
"""Grades of evidence below trials and meta-analyses."""

_NARROWINGS: Final = 3


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that a result depends on.

    Args:
        key: Its dotted key.
        value: What it is in the scenarios.
        low: Lower end of the range over which it is tried, in its unit.
        high: Upper end.
        whole: Whether it is a whole number.
        unit: Unit, ``1`` where there is none.
        grade: Evidence behind the value.
        meaning: One clause that says what it is.
    """

    key: str
    value: float
    low: float
    high: float
    whole: bool
    unit: str
    grade: str
    meaning: str

    def at(self, level: float) -> float:
        """Give the value at a level of the range.

        Args:
            level: 0 for the lower end, 1 for the upper one.

        Returns:
            The value in the unit, as a person could type it: six digits, or a whole number.
        """
        exact = self.low + level * (self.high - self.low)
        return float(round(exact)) if self.whole else float(f"{exact:.6g}")

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the range as values that can be set."""
        return self.at(0.0), self.at(1.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which assumptions are to be tried, and how far.

    Args:
        names: Keys, or groups for all their numbers that are not whole; empty for all such numbers
            that say how the world is and rest on less than a trial or a meta-analysis.
        spread: How far they are moved, as a share of the value; None for the whole stated range.
        ranges: Ranges that were given by hand, by key.
    """

    names: tuple[str, ...] = ()
    spread: float | None = USUAL_SPREAD
    ranges: Mapping[str, tuple[float, float]] | None = None


def chosen_assumptions(
    scenarios: Sequence[Scenario], wish: Wish
) -> tuple[tuple[Assumption, ...], tuple[str, ...]]:
    """Choose the assumptions that are tried.

    No range goes beyond the stated one. Where the end of a range contradicts other settings it is
    drawn in towards the value.

    Args:
        scenarios: The scenarios whose results are looked at; what differs between them is what is
            decided, and no assumption.
        wish: Which, and how far.

    Returns:
        The assumptions in the order of the settings, and remarks on what was left out.

    Raises:
        ScenarioError: With everything in the wish that names no assumption, or no range for one.
    """
    rows = {str(row["key"]): row for row in parameter_rows(scenarios[0]) if _is_number(row["value"])}
    others = [{str(row["key"]): row["value"] for row in parameter_rows(each)} for each in scenarios[1:]]
    differing = {
        key for key, row in rows.items() if any(values.get(key) != row["value"] for values in others)
    }
    ranges = dict(wish.ranges or {})
    faults = list(_faults(rows, differing, wish, ranges))
    if faults:
        raise ScenarioError(faults)
    named = {key for key in rows if key in ranges or any(_is_in(key, name, rows) for name in wish.names)}
    usual = {key for key, row in rows.items() if _is_usual(key, row)} if not (wish.names or ranges) else set()
    found, contradicting = [], []
    trees = [scenario.to_tree() for scenario in scenarios]
    for key, row in rows.items():
        if key not in named | usual or key in differing:
            continue
        ends = ranges.get(key) or _range(row, wish.spread)
        if ends is None:
            continue
        assumption = _fitting(_assumption(row, *ends), trees)
        if assumption is None:
            contradicting.append(key)
        else:
            found.append(assumption)
    given = [key for key in contradicting if key in ranges]
    if given:
        allowed = "contradicts other settings at the ends of its interval"
        raise ScenarioError([Fault(where=key, allowed=allowed) for key in given])
    remarks: tuple[str, ...] = ()
    if contradicting:
        remarks = (f"Left out, because they cannot change alone: {', '.join(contradicting)}.",)
    if not found:
        allowed = "stands for no number that can be moved"
        raise ScenarioError([Fault(where="parameters", given=",".join(wish.names), allowed=allowed)])
    return tuple(found), remarks


def with_values(
    tree: Mapping[str, Any], values: Mapping[str, float], whole: frozenset[str]
) -> dict[str, Any]:
    """Give settings with other values of some of them.

    Args:
        tree: The settings as plain values; left as they are.
        values: Values by dotted key; the items of lists by their number.
        whole: Keys of whole numbers.

    Returns:
        The settings changed.

    Example:
        >>> with_values({"a": {"b": [{"c": 1.0}]}, "d": 2}, {"a.b.0.c": 5.0}, frozenset())
        {'a': {'b': [{'c': 5.0}]}, 'd': 2}
    """
    changed: Any = dict(tree)
    for key, value in values.items():
        node = changed
        *parents, last = (int(part) if part.isdigit() else part for part in key.split("."))
        for parent in parents:
            # Only the branches that change are copied: hundreds of points share the rest.
            node[parent] = node[parent].copy()
            node = node[parent]
        node[last] = int(value) if key in whole else value
    return dict(changed)


def contradicts(tree: Mapping[str, Any]) -> bool:
    """Say whether settings contradict each other.

    Args:
        tree: The settings as plain values.

    Returns:
        True when they make no scenario.
    """
    try:
        parse_scenario(tree)
    except ScenarioError:
        return True
    return False


def _faults(
    rows: Mapping[str, Mapping[str, object]],
    differing: set[str],
    wish: Wish,
    ranges: Mapping[str, tuple[float, float]],
) -> Iterator[Fault]:
    groups = {key.rsplit(".", depth)[0] for key in rows for depth in range(1, key.count(".") + 1)}
    for name in (*wish.names, *ranges):
        is_group = name in groups and name not in ranges
        if not is_group and name not in rows:
            hint = nearest_name(name, sorted({*rows, *groups}))
            yield Fault(where="parameters", given=name, allowed="is no setting that is a number", hint=hint)
        elif name in differing:
            yield Fault(where=name, allowed="differs between the scenarios: it is what is decided")
        elif not is_group and name not in ranges and _range(rows[name], wish.spread) is None:
            allowed = "has no range to be tried over"
            hint = f"{name}=interval(LOW,HIGH)"
            yield Fault(where=name, given=f"{rows[name]['value']:g}", allowed=allowed, hint=hint)
    for key, (low, high) in ranges.items():
        stated = [rows[key][end] for end in ("low", "high")] if key in rows else [None, None]
        if (isinstance(stated[0], int | float) and low < stated[0]) or (
            isinstance(stated[1], int | float) and high > stated[1]
        ):
            bounds = " to ".join("any" if end is None else f"{end:g}" for end in stated)
            yield Fault(where=key, given=f"interval({low:g},{high:g})", allowed=f"must lie within {bounds}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_in(key: str, name: str, rows: Mapping[str, Mapping[str, object]]) -> bool:
    # Whole numbers are counts and choices rather than estimates: they are tried when named themselves.
    return key == name or (key.startswith(f"{name}.") and isinstance(rows[key]["value"], float))


def _is_usual(key: str, row: Mapping[str, object]) -> bool:
    return key.partition(".")[0] in GROUPS and row["grade"] in _UNSURE and isinstance(row["value"], float)


def _range(row: Mapping[str, object], spread: float | None) -> tuple[float, float] | None:
    value, low, high = row["value"], row["low"], row["high"]
    assert isinstance(value, int | float)
    least = low if isinstance(low, int | float) else float("-inf")
    most = high if isinstance(high, int | float) else float("inf")
    if spread is None:
        ends = (float(least), float(most))
    else:
        away = spread * abs(value)
        ends = (max(least, value - away), min(most, value + away))
    return ends if ends[0] < ends[1] and abs(ends[0]) + abs(ends[1]) < float("inf") else None


def _assumption(row: Mapping[str, object], low: float, high: float) -> Assumption:
    value = row["value"]
    assert isinstance(value, int | float)
    return Assumption(
        key=str(row["key"]),
        value=float(value),
        low=low,
        high=high,
        whole=isinstance(value, int),
        unit=str(row["unit"]),
        grade=str(row["grade"]),
        meaning=str(row["meaning"]),
    )


def _fitting(assumption: Assumption, trees: Sequence[Mapping[str, Any]]) -> Assumption | None:
    """Draw in the ends that contradict other settings; None where not even an eighth of the way is left."""
    whole = frozenset([assumption.key] if assumption.whole else [])
    ends = []
    for end in assumption.ends:
        tried = end
        for _ in range(_NARROWINGS + 1):
            if not any(contradicts(with_values(tree, {assumption.key: tried}, whole)) for tree in trees):
                break
            tried = assumption.value + (tried - assumption.value) / 2
            tried = float(round(tried)) if assumption.whole else float(f"{tried:.6g}")
        else:
            return None
        ends.append(tried)
    if not ends[0] < ends[1]:
        return None
    return replace(assumption, low=ends[0], high=ends[1])
