"""Relations within the stages of the pipeline: every deal must be able to come to an end."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from territory_sim.errors import Fault, nearest_name

_ENDS: Final = ("won", "lost", "stalled")
_KEY: Final = re.compile(r"leads\.stages\.(\d+)\.(?:(name)|next\.(\d+)\.(to|share))")
_TOLERANCE: Final = 1e-9


@dataclass
class _Stage:
    """A stage as far as its settings are valid by themselves."""

    name: str = ""
    to: dict[int, str] = field(default_factory=dict)
    share: dict[int, float] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return bool(self.name and self.to) and self.to.keys() == self.share.keys()

    def possible(self) -> set[str]:
        return {to for place, to in self.to.items() if self.share[place] > 0}


def stage_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check names, outcomes and ways of the stages.

    Args:
        values: Single settings by dotted key; only those that are valid by themselves.

    Yields:
        One fault for each name given twice or reserved, each outcome that leads nowhere, each
        stage whose shares do not sum to 1, that no deal can reach or that no deal can leave for
        good, and one if no deal can be won. A stage with a fault of its own is not judged.
    """
    stages = _stages(values)
    if not stages:
        return
    for number, stage in sorted(stages.items()):
        yield from _name_faults(number, stage, stages)
    if not all(stage.is_whole for stage in stages.values()):
        return
    names = {stage.name for stage in stages.values()}
    for number, stage in sorted(stages.items()):
        yield from _outcome_faults(number, stage, names)
    yield from _way_faults(stages)


def _stages(values: Mapping[str, object]) -> dict[int, _Stage]:
    stages: dict[int, _Stage] = {}
    for key, value in values.items():
        found = _KEY.fullmatch(key)
        if found is None:
            continue
        stage = stages.setdefault(int(found[1]), _Stage())
        if found[2]:
            stage.name = str(value)
        elif found[4] == "to":
            stage.to[int(found[3])] = str(value)
        elif isinstance(value, float):
            stage.share[int(found[3])] = value
    return stages


def _name_faults(number: int, stage: _Stage, stages: Mapping[int, _Stage]) -> Iterator[Fault]:
    where = f"leads.stages.{number}.name"
    if stage.name in _ENDS:
        yield Fault(where=where, given=stage.name, allowed=f"must not be one of the ends {', '.join(_ENDS)}")
    first = min(other for other in stages if stages[other].name == stage.name)
    if stage.name and first < number:
        yield Fault(where=where, given=stage.name, allowed=f"must differ from leads.stages.{first}.name")


def _outcome_faults(number: int, stage: _Stage, names: set[str]) -> Iterator[Fault]:
    where = f"leads.stages.{number}.next"
    known = [*sorted(names.difference(_ENDS)), *_ENDS]
    for place, to in sorted(stage.to.items()):
        if to not in known:
            allowed = f"must name a stage or an end: {', '.join(known)}"
            hint = nearest_name(to, known)
            yield Fault(where=f"{where}.{place}.to", given=to, allowed=allowed, hint=hint)
        if to in [stage.to[other] for other in stage.to if other < place]:
            yield Fault(where=f"{where}.{place}.to", given=to, allowed="must be given once in a stage")
    total = math.fsum(stage.share.values())
    if abs(total - 1) > _TOLERANCE:
        yield Fault(where=where, given=f"shares that sum to {total:.6g}", allowed="must sum to 1")


def _way_faults(stages: Mapping[int, _Stage]) -> Iterator[Fault]:
    ways = {stage.name: stage.possible() for stage in stages.values()}
    first = stages[min(stages)].name
    reached = _followed(first, ways)
    for number, stage in sorted(stages.items()):
        where = f"leads.stages.{number}"
        if stage.name not in reached:
            allowed = f"must be reached from the first stage, {first}"
            yield Fault(where=where, given=stage.name, allowed=allowed)
        elif not _followed(stage.name, ways) & {*_ENDS}:
            allowed = f"must lead to one of the ends {', '.join(_ENDS)}"
            yield Fault(where=where, given=stage.name, allowed=allowed)
    if "won" not in reached:
        yield Fault(
            where="leads.stages", given="no way to won", allowed="must lead from the first stage to won"
        )


def _followed(name: str, ways: Mapping[str, set[str]]) -> set[str]:
    """Return everything that can come of a stage, the stage itself included."""
    found, ahead = {name}, [name]
    while ahead:
        for to in ways.get(ahead.pop(), set()) - found:
            found.add(to)
            ahead.append(to)
    return found
