"""The words of ``territory-sim sensitivity`` that are no settings of a scenario."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.experiments.sensitivity.assumptions import USUAL_SPREAD, Wish

METHODS: Final = ("morris", "sobol", "flips")
OWN_KEYS: Final = ("method", "parameters", "spread", "line", "most", "trajectories")
_INTERVAL: Final = re.compile(r"\+?([\w.]+)=interval\((.*)\)")
_STATED: Final = "stated"
_LEAST: Final = {"most": 1, "trajectories": 2}
_MOST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for.

    Args:
        overrides: Settings of the scenarios.
        method: How to look closely; None for what suits the number of scenarios.
        line: The scorecard line.
        wish: The assumptions, and how far they are moved.
        most: Assumptions to look at closely; None for the usual number.
        trajectories: Walks; None for the usual number.
        names_replications: Whether a number of replications is among the settings.
    """

    overrides: tuple[str, ...]
    method: str | None
    line: str
    wish: Wish
    most: int | None
    trajectories: int | None
    names_replications: bool


def read_words(words: Sequence[str]) -> Asked:
    """Take what is meant for the study out of the settings.

    Args:
        words: Overrides as typed.

    Returns:
        What is asked for.

    Raises:
        ScenarioError: With everything that is wrong with the words of the study.

    Example:
        >>> asked = read_words(["method=sobol", "market.carry_over=interval(0.1,0.5)", "days=60"])
        >>> asked.method, asked.wish.ranges, asked.overrides
        ('sobol', {'market.carry_over': (0.1, 0.5)}, ('days=60',))
    """
    own: dict[str, str] = {}
    ranges: dict[str, tuple[float, float]] = {}
    overrides: list[str] = []
    faults: list[Fault] = []
    for word in words:
        key, _, value = word.partition("=")
        matched = _INTERVAL.fullmatch(word)
        if key in OWN_KEYS:
            own[key] = value
        elif matched is not None:
            _read_interval(word, matched[1], matched[2], ranges, faults)
        else:
            overrides.append(word)
    names = tuple(name for name in own.get("parameters", "").strip("[]").replace(" ", "").split(",") if name)
    counts = {key: _count(key, own[key], faults) for key in _LEAST if key in own}
    spread = _spread(own.get("spread", str(USUAL_SPREAD)), faults)
    for key, allowed in (("method", METHODS), ("line", _lines())):
        given = own.get(key)
        if given is not None and given not in allowed:
            hint = nearest_name(given, allowed)
            listed = ", ".join(allowed) if len(allowed) < len(METHODS) + 1 else "a line of the scorecard"
            faults.append(Fault(where=key, given=given, allowed=f"must be {listed}", hint=hint))
    if faults:
        raise ScenarioError(faults)
    return Asked(
        overrides=tuple(overrides),
        method=own.get("method"),
        line=own.get("line", "contribution"),
        wish=Wish(names, spread, ranges),
        most=counts.get("most"),
        trajectories=counts.get("trajectories"),
        names_replications=any(word.lstrip("+").startswith("replications=") for word in overrides),
    )


def _lines() -> tuple[str, ...]:
    from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY

    return tuple(line.kpi for line in KPI_DICTIONARY)


def _read_interval(
    word: str, key: str, inside: str, ranges: dict[str, tuple[float, float]], faults: list[Fault]
) -> None:
    try:
        low, high = map(float, inside.split(","))
    except ValueError:
        faults.append(Fault(where=word, allowed="interval needs two numbers, such as interval(0.2,0.4)"))
        return
    if not -math.inf < low < high < math.inf:
        faults.append(Fault(where=word, allowed="the first number must lie below the second"))
        return
    ranges[key] = (low, high)


def _count(key: str, text: str, faults: list[Fault]) -> int | None:
    least = _LEAST[key]
    if text.isdigit() and least <= int(text) <= _MOST:
        return int(text)
    allowed = f"must be a whole number from {least} to {_MOST:,}"
    faults.append(Fault(where=key, given=text, allowed=allowed))
    return None


def _spread(text: str, faults: list[Fault]) -> float | None:
    if text == _STATED:
        return None
    try:
        spread = float(text)
    except ValueError:
        spread = math.nan
    if not 0.0 < spread <= 1.0:
        allowed = f"must be a share of the value, over 0 and up to 1, or {_STATED} for the whole stated range"
        faults.append(Fault(where="spread", given=text, allowed=allowed))
    return spread
