"""The causes of what a rep sells, each as a switch: the same year with it and without it.

- ``territory`` off: the rep works several territories in turn, spread evenly from the poorest to the
  richest, and what a typical rep sells there is taken off.
- ``skill`` off: all reps are typical, with the mean hours, and so are those hired in their place.
- ``effort`` off: everybody makes the usual effort, and pay among peers moves nobody.
- ``marketing`` off: no campaign of ours spends anything.

Luck needs no switch: it is the difference between one year and the mean of many, who falls ill or
leaves included, and it comes last, because nobody is lucky before he has a territory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.reps import identical
from territory_sim.territories.alignment import UNOWNED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from territory_sim.salesforce.reps import Rep
    from territory_sim.scenario.world import World

TERRITORY: Final = "territory"
SKILL: Final = "skill"
EFFORT: Final = "effort"
MARKETING: Final = "marketing"
LUCK: Final = "luck"

PERSONAL: Final = frozenset({SKILL})
"""Switches that go with the person, not with the seat."""

PLACEMENTS: Final = 4
"""Territories in which a rep is tried, the own one among them; our assumption: more changes little."""

_OFF: Final[Mapping[str, Callable[[World], World]]] = {
    SKILL: lambda world: replace(_with_people(world, skill_sd=0.0), reps=identical(world.reps)),
    EFFORT: lambda world: _with_people(
        world,
        effort=replace(world.scenario.people.effort, active=False),
        morale=replace(world.scenario.people.morale, active=False),
    ),
    MARKETING: lambda world: world.without_campaigns(),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run the same year.

    Args:
        on: Switches that are on, territory apart.
        shift: How many places up in the order of potential each rep sits; 0 for the own territory.
    """

    on: frozenset[str]
    shift: int = 0


def switches_of(world: World) -> tuple[str, ...]:
    """Return the switches that can make a difference in a world, territory apart.

    Args:
        world: The world.

    Returns:
        ``skill``; ``effort`` where it answers to anything; ``marketing`` where there are campaigns.
    """
    people = world.scenario.people
    answers = people.effort.active or people.morale.active
    return (SKILL, *((EFFORT,) if answers else ()), *((MARKETING,) if world.campaigns else ()))


def shifts(reps: int) -> tuple[int, ...]:
    """Return by how many places reps move up, so that each is tried from the poorest to the richest.

    Args:
        reps: Number of reps.

    Returns:
        Different shifts, evenly spread, 0 first.

    Example:
        >>> shifts(24), shifts(3), shifts(1)
        ((0, 6, 12, 18), (0, 1, 2), (0,))
    """
    tried = min(PLACEMENTS, reps)
    return tuple(number * reps // tried for number in range(tried))


def settings_needed(switches: Iterable[str], reps: int) -> tuple[Setting, ...]:
    """List the runs that one year has to be run through.

    Args:
        switches: From :func:`switches_of`.
        reps: Number of reps.

    Returns:
        Every set of switches in the own territories, and in the others every set that moves persons.
    """
    chosen = tuple(switches)
    sets = [frozenset(names) for count in range(len(chosen) + 1) for names in combinations(chosen, count)]
    own = [Setting(names) for names in sets]
    moved = [Setting(names, shift) for names in sets if names & PERSONAL for shift in shifts(reps)[1:]]
    return (*own, *moved)


def seats(potential: NDArray[np.float64], shift: int) -> NDArray[np.int64]:
    """Say where each rep sits when all move up by some places in the order of potential.

    Args:
        potential: Potential of each territory, shape (n,); ties go by place.
        shift: Places to move up; who passes the richest goes on from the poorest.

    Returns:
        For each rep the index of the territory, shape (n,).

    Example:
        >>> seats(np.array([5.0, 1.0, 3.0]), 1).tolist()
        [1, 2, 0]
    """
    order = np.argsort(potential, kind="stable")
    seat = np.empty(len(order), dtype=np.int64)
    seat[order] = np.roll(order, -shift)
    return seat


def world_under(world: World, setting: Setting) -> World:
    """Return a world as a setting wants it.

    Args:
        world: The world as it is, every switch on.
        setting: The setting.

    Returns:
        The same accounts, territories and luck, with some switches off and persons moved.
    """
    changed = world
    if setting.shift:
        changed = replace(changed, reps=_moved(world, seats(territory_potential(world), setting.shift)))
    for name in switches_of(world):
        if name not in setting.on:
            changed = _OFF[name](changed)
    return changed


def territory_potential(world: World) -> NDArray[np.float64]:
    """Return what the accounts of each territory could buy.

    Args:
        world: The world.

    Returns:
        Cents a year in the order of the territories, shape (n,).
    """
    owner = world.alignment.territory_of_unit
    owned = owner != UNOWNED
    weights = world.unit_potential_cents[owned]
    sums = np.bincount(owner[owned], weights=weights, minlength=len(world.reps))
    return sums.astype(np.float64)


def _moved(world: World, seat: NDArray[np.int64]) -> tuple[Rep, ...]:
    """Give each seat the skill and the hours of the rep who moves there; seats keep ids and homes."""
    person = np.argsort(seat)
    return tuple(
        replace(
            own,
            skill=world.reps[mover].skill,
            shift_minutes=world.reps[mover].shift_minutes,
            is_new=world.reps[mover].is_new,
        )
        for own, mover in zip(world.reps, person.tolist(), strict=True)
    )


def _with_people(world: World, **changes: Any) -> World:  # noqa: ANN401 - settings of several types
    people = replace(world.scenario.people, **changes)
    return replace(world, scenario=replace(world.scenario, people=people))
