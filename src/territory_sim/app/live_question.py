"""What the live page may ask: checked before anything is simulated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from territory_sim.app.levers import LEVERS, Level, overrides_of
from territory_sim.app.live_worker import Job, with_changes
from territory_sim.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from territory_sim.scenario.world import World

_OWN: Final = frozenset({"base", "number", "moves"})


@dataclass(frozen=True, eq=False)
class Base:
    """A scenario with which a pane begins.

    Args:
        overrides: Its settings, in Hydra's grammar.
        world: Its world.
        levels: At which level each lever stands in it.
    """

    overrides: tuple[str, ...]
    world: World
    levels: Mapping[str, Level]


def job_of(query: str, bases: Mapping[str, Base], replications: int) -> Job:
    """Read a question of the page.

    Args:
        query: Query of the address, such as ``base=status_quo&reps=20``.
        bases: Scenarios by id.
        replications: Replications to simulate.

    Returns:
        What is to be simulated.

    Raises:
        ScenarioError: When anything in it is not allowed; all faults are listed.
    """
    asked = dict(parse_qsl(query[:20_000], keep_blank_values=True))
    base = bases.get(asked.get("base", ""))
    if base is None:
        allowed = f"must be one of {', '.join(bases)}"
        raise ScenarioError([Fault(where="base", given=asked.get("base", "")[:40], allowed=allowed)])
    wanted = {name: text for name, text in asked.items() if name not in _OWN}
    # A level that is recorded but not on offer, such as a map from a file, is left as it is.
    wanted = {name: text for name, text in wanted.items() if not _same(base.levels.get(name), text)}
    changes = overrides_of(wanted, base.levels, base.world.scenario)
    moves = _moves(asked.get("moves", ""), base.world, redrawn=bool({"reps", "split"} & set(wanted)))
    return Job(asked["base"], with_changes(base.overrides, changes), moves, replications)


def _same(level: Level | None, text: str) -> bool:
    if level is None:
        return False
    if isinstance(level, str):
        return level == text
    try:
        return math.isclose(float(text), level)
    except ValueError:
        return False


def _moves(text: str, world: World, *, redrawn: bool) -> tuple[tuple[int, int], ...]:
    units = len(world.region)
    # With another number of reps the territories are others; there are never more than the lever allows.
    most = next(lever.most for lever in LEVERS if lever.lever_id == "reps")
    territories = int(most or 0) if redrawn else len(world.alignment)
    moves = []
    for pair in filter(None, text.split(",")):
        unit, _, territory = pair.partition(":")
        known = unit.isdecimal() and territory.isdecimal() and len(pair) < 20
        if not (known and int(unit) < units and int(territory) < territories):
            ranges = f"units from 0 to {units - 1}, territories from 0 to {territories - 1}"
            allowed = f"must be unit:territory, {ranges}"
            raise ScenarioError([Fault(where="moves", given=pair[:40], allowed=allowed)])
        moves.append((int(unit), int(territory)))
    return tuple(sorted(set(moves)))
