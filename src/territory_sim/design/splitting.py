"""Share a unit larger than a territory out by accounts: which stay, and which go to territories nearby."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.figures import Figures
from territory_sim.design.problem import DesignProblem

_FULL: Final = 0.8
"""Part of a territory that accounts from elsewhere may fill: the rest are units of its own.

Our assumption: a rep with a fifth of the work in a place of his own still has a territory.
"""


_KEPT: Final = 0.95
"""Part of a territory that stays with the unit: accounts do not divide evenly, and it may not pass one."""


@dataclass(frozen=True, eq=False)
class Part:
    """Accounts of a large unit that one territory takes over.

    Args:
        territory: Territory index.
        accounts: Places of the accounts in the table of accounts, ascending.
        load: Their amount, in the unit of the activity.
    """

    territory: int
    accounts: NDArray[np.int64]
    load: float


@dataclass(frozen=True, eq=False)
class Split:
    """How a unit larger than a territory can be shared out.

    Args:
        unit: Unit index.
        territory: The territory that keeps the unit and the accounts of no part.
        activity: Activity in which the unit is largest.
        worth: How many territories it is worth.
        load: Its amount, in the unit of the activity.
        parts: What others take over; empty where there are no accounts to give away.
        largest: Place of an account that alone is larger than a territory, which nothing divides; None
            for none.
    """

    unit: int
    territory: int
    activity: int
    worth: float
    load: float
    parts: tuple[Part, ...]
    largest: int | None = None

    @property
    def kept(self) -> float:
        """What stays with the unit, in the unit of the activity."""
        return self.load - sum(part.load for part in self.parts)


def propose_splits(
    problem: DesignProblem,
    owner: NDArray[np.int32],
    figures: Figures,
    unit_of_account: NDArray[np.integer],
    amounts: tuple[NDArray[np.float64] | None, ...],
) -> tuple[Split, ...]:
    """Propose how to share out every unit larger than a territory.

    The unit's territory keeps nearly one territory's worth. The rest is cut into as few parts as there may
    be, and they go to the territories nearest to the unit, which give away units of their own.

    Args:
        problem: What was asked for.
        owner: A map in which large units are whole, shape (n,).
        figures: Its figures.
        unit_of_account: Unit of each account, shape (accounts,).
        amounts: Amount of each account in every activity, shape (accounts,) each; None for an
            activity that accounts have no part in.

    Returns:
        One split a large unit, in the activity in which it is largest; the largest first.
    """
    found: dict[int, Split] = {}
    for activity, large in enumerate(figures.large_in):
        mean = float(problem.totals[activity]) / problem.territories
        for territory in large:
            units = np.flatnonzero(owner == territory)
            unit = int(units[int(np.argmax(problem.weights[activity][units]))])
            load = float(problem.weights[activity][unit])
            if unit in found and found[unit].worth >= load / mean:
                continue
            found[unit] = Split(unit, territory, activity, load / mean, load, ())
    done, taken = [], {split.territory for split in found.values()}
    for split in sorted(found.values(), key=lambda split: (-split.worth, split.unit)):
        amount = amounts[split.activity]
        if amount is None:
            done.append(split)
            continue
        inside = np.flatnonzero(unit_of_account == split.unit)
        parts = tuple(_parts(split, problem, owner, inside, amount, taken))
        taken |= {part.territory for part in parts}
        done.append(replace(split, parts=parts, largest=_undivided(split, inside, amount)))
    return tuple(done)


def _parts(
    split: Split,
    problem: DesignProblem,
    owner: NDArray[np.int32],
    inside: NDArray[np.int64],
    amount: NDArray[np.float64],
    taken: set[int],
) -> Iterator[Part]:
    """Fill parts with accounts, the largest that fits first, so that few accounts change hands."""
    mean = split.load / split.worth
    takers = _nearest(problem, owner, split.unit, taken)
    # The unit may weigh more than its accounts, by the travel between them; they share it out.
    whole = float(amount[inside].sum())
    if not takers or whole <= 0 or split.worth <= _KEPT:
        return
    surplus = (split.load - _KEPT * mean) / split.load * whole
    room = _FULL * mean / split.load * whole
    count = min(math.ceil(surplus / room), len(takers))
    waiting = inside[np.argsort(-amount[inside], kind="stable")].tolist()
    for number, territory in enumerate(takers[:count]):
        wanted = min(surplus / (count - number), room)
        chosen, load = [], 0.0
        for account in waiting:
            more = float(amount[account])
            if load + more / 2 <= wanted and load + more <= room:
                chosen.append(account)
                load += more
        if chosen:
            surplus -= load
            waiting = [account for account in waiting if account not in set(chosen)]
            yield Part(territory, np.array(sorted(chosen)), load * split.load / whole)


def _undivided(split: Split, inside: NDArray[np.int64], amount: NDArray[np.float64]) -> int | None:
    """Return the largest account where it alone passes a territory."""
    if not len(inside):
        return None
    largest = int(inside[int(np.argmax(amount[inside]))])
    return largest if float(amount[largest]) > split.load / split.worth else None


def _nearest(problem: DesignProblem, owner: NDArray[np.int32], unit: int, taken: set[int]) -> list[int]:
    """Return the other territories by the distance of their nearest unit, then of their middle."""
    away = (problem.x - problem.x[unit]) ** 2 + (problem.y - problem.y[unit]) ** 2
    keys = []
    for territory in range(problem.territories):
        inside = owner == territory
        if territory not in taken and inside.any():
            keys.append((float(away[inside].min()), float(away[inside].mean()), territory))
    return [key[-1] for key in sorted(keys)]
