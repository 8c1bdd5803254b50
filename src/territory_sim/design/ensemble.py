"""Alternative maps drawn by chance: where does a map stand among them?

A chain of recombinations: two neighbouring territories are joined, a random tree is spanned over
them, and the tree is cut where both parts come within a wide band. All maps are whole; none is
sought for balance or shape beyond the band, so they show what a map is like that nobody optimised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.compiled import compiled
from territory_sim.design.engine import search_once
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.ordered import Ordered, ordered
from territory_sim.design.problem import DesignProblem
from territory_sim.streams import Streams

MAPS: Final = 500
BAND: Final = 0.25
"""Deviation from its target that a territory of an alternative map may have.

Our assumption: twice as wide as usual bands of +-10 to 15 %, so that maps differ in balance.
"""

_WARM_UP: Final = 10
"""Maps drawn before the first is kept: the chain forgets the map it began with."""

_EFFORT: Final = 0.05
_DRAWS: Final = (1 << 14, 1 << 20)
"""Fewest and most random numbers drawn for one map; they are used again when they run out."""

_DRAWS_PER_UNIT: Final = 24


@dataclass(frozen=True)
class Placing:
    """Where a map stands among alternatives, shares of them.

    Args:
        worse_balanced_than: Alternatives whose largest deviation is smaller.
        less_even_than: Alternatives whose coefficient of variation is smaller.
        more_drawn_out_than: Alternatives whose inertia is smaller.
        maps: How many alternatives there are.
        band: Deviation that their territories may have, a share.
    """

    worse_balanced_than: float
    less_even_than: float
    more_drawn_out_than: float
    maps: int
    band: float

    @property
    def sentence(self) -> str:
        """The placing in one sentence."""
        return (
            f"Today's map is worse balanced than {_percent(self.worse_balanced_than)} and more drawn out "
            f"than {_percent(self.more_drawn_out_than)} of {self.maps:,} maps drawn by chance within "
            f"±{100 * self.band:.0f} % of the mean."
        )


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Figures of alternative maps, in the order in which they were drawn.

    Args:
        max_deviations: Largest deviation of each map, shares, shape (maps,).
        cvs: Coefficient of variation of each, shape (maps,).
        inertias: Inertia of each, unit of the first activity times km2, shape (maps,).
        band: Deviation that their territories may have, a share.
    """

    max_deviations: NDArray[np.float64]
    cvs: NDArray[np.float64]
    inertias: NDArray[np.float64]
    band: float

    def placing(self, figures: Figures) -> Placing:
        """Place a map among the alternatives.

        Args:
            figures: Figures of the map.

        Returns:
            Shares of the alternatives that are better.
        """
        return Placing(
            worse_balanced_than=float((self.max_deviations < figures.deviations[0]).mean()),
            less_even_than=float((self.cvs < figures.cv).mean()),
            more_drawn_out_than=float((self.inertias < figures.inertia).mean()),
            maps=len(self.inertias),
            band=self.band,
        )

    def quantiles(self, shares: tuple[float, ...] = (0.05, 0.5, 0.95)) -> dict[str, list[float]]:
        """Return quantiles of the alternatives' figures.

        Args:
            shares: Quantiles wanted, from 0 to 1.

        Returns:
            Values for ``max_deviation``, ``cv`` and ``inertia``.
        """
        columns = {"max_deviation": self.max_deviations, "cv": self.cvs, "inertia": self.inertias}
        return {name: np.quantile(values, shares).tolist() for name, values in columns.items()}


def draw_ensemble(problem: DesignProblem, *, maps: int = MAPS, band: float = BAND, seed: int = 1) -> Ensemble:
    """Draw alternative maps by chance.

    Args:
        problem: Units, neighbours, weights and shares; locks, homes and limits are left out, and
            only the first activity is kept within the band.
        maps: How many maps.
        band: Deviation from its target that a territory may have, a share. A territory that must
            pass it, for a unit larger than a territory, may do so, but a cut never makes it worse.
        seed: Seed of the chain.

    Returns:
        Their figures; the same on every machine and whatever the ids of the units.

    Source:
        Recombination (DeFord, Duchin and Solomon 2021, "Recombination: a family of Markov chains
        for redistricting"), on uniform random trees (Wilson 1996).
    """
    place = ordered(problem)
    chain = _chain(place, search_once(place, 0, seed, _EFFORT))
    count = problem.territories
    draws = int(np.clip(_DRAWS_PER_UNIT * problem.units, *_DRAWS))
    generator = Streams(seed).generator("alternative maps")
    found = []
    for number in range(-_WARM_UP, maps):
        if count > 1:
            recombine(chain, band, count, generator.random(draws))
        if number >= 0:
            figures = figures_of(problem, place.given_order(chain.owner))
            found.append((figures.deviations[0], figures.cv, figures.inertia))
    columns = np.array(found).T
    return Ensemble(columns[0], columns[1], columns[2], band)


class Chain(NamedTuple):
    """A map under recombination.

    Args:
        first: Where each unit's neighbours begin in ``near``, shape (n + 1,).
        near: Neighbours of all units in one row.
        weight: First activity of each unit on a grid, shape (n,).
        target: What each territory is to hold, shape (territories,).
        owner: Territory of every unit; changed, shape (n,).
        load: What each territory holds; changed, shape (territories,).
        parent: Room for the tree: the next unit towards its root, -1 outside the tree, shape (n,).
        order: Room for the units of the tree, parents first, shape (n,).
        below: Room for what hangs below each unit of the tree, shape (n,).
        fits: Room for the places at which it may be cut, shape (n,).
    """

    first: NDArray[np.int32]
    near: NDArray[np.int32]
    weight: NDArray[np.float64]
    target: NDArray[np.float64]
    owner: NDArray[np.int32]
    load: NDArray[np.float64]
    parent: NDArray[np.int32]
    order: NDArray[np.int32]
    below: NDArray[np.float64]
    fits: NDArray[np.int32]


def _chain(place: Ordered, owner: NDArray[np.int32]) -> Chain:
    shares = place.problem.shares
    weight = place.weights[:, 0].copy()
    units = len(weight)
    return Chain(
        place.first,
        place.near,
        weight,
        shares / shares.sum() * weight.sum(),
        owner.copy(),
        np.bincount(owner, weights=weight, minlength=len(shares)).astype(np.float64),
        np.full(units, -1, dtype=np.int32),
        np.zeros(units, dtype=np.int32),
        np.zeros(units),
        np.zeros(units, dtype=np.int32),
    )


@compiled
def recombine(chain: Chain, band: float, steps: int, uniforms: NDArray[np.float64]) -> int:
    """Join two neighbouring territories and part them anew, several times.

    Args:
        chain: The map; changed. Territories stay whole.
        band: Deviation from its target that a territory may have.
        steps: How many pairs are joined.
        uniforms: Uniforms in [0, 1), used again when they run out.

    Returns:
        How many of the pairs could be parted anew.
    """
    units, draws, at, made = len(chain.owner), len(uniforms), 0, 0
    for _ in range(steps):
        unit, other = 0, -1
        for _ in range(64 * units):
            at += 2
            unit = int(uniforms[at % draws] * units)
            begin, end = chain.first[unit], chain.first[unit + 1]
            other = (
                chain.near[begin + int(uniforms[(at + 1) % draws] * (end - begin))] if begin < end else unit
            )
            if chain.owner[other] != chain.owner[unit]:
                break
        here, there = chain.owner[unit], chain.owner[other]
        if here == there:
            continue
        size, at = span_tree(chain, unit, here, there, uniforms, at)
        at += 1
        made += cut_tree(chain, size, here, there, band, uniforms[at % draws])
    return made


@compiled
def span_tree(
    chain: Chain, root: int, here: int, there: int, uniforms: NDArray[np.float64], at: int
) -> tuple[int, int]:
    """Span a uniform random tree over two territories by walks that lose their loops.

    Args:
        chain: The map; its room for trees is written.
        root: A unit of one of them.
        here: Territory index.
        there: Index of a neighbouring territory.
        uniforms: Uniforms in [0, 1).
        at: Place of the last one used.

    Returns:
        Units in the tree, and the place of the last uniform used.
    """
    draws = len(uniforms)
    parent, order, owner = chain.parent, chain.order, chain.owner
    for unit in range(len(owner)):
        parent[unit] = -1
    parent[root] = root
    order[0] = root
    size = 1
    for start in range(len(owner)):
        if parent[start] >= 0 or (owner[start] != here and owner[start] != there):
            continue
        # While it walks, a unit points on by -2 - next; so a loop is overwritten by its last round.
        unit = start
        while parent[unit] < 0:
            begin, end = chain.first[unit], chain.first[unit + 1]
            at += 1
            step = chain.near[begin + int(uniforms[at % draws] * (end - begin))]
            if owner[step] == here or owner[step] == there:
                parent[unit] = -2 - step
                unit = step
        length, unit = 0, start
        while parent[unit] < 0:
            length += 1
            unit = -2 - parent[unit]
        place, unit = size + length, start
        while parent[unit] < 0:
            place -= 1
            order[place] = unit
            step = -2 - parent[unit]
            parent[unit] = step
            unit = step
        size += length
    return size, at


@compiled
def cut_tree(chain: Chain, size: int, here: int, there: int, band: float, chance: float) -> int:
    """Cut a tree at random where both parts come within the band, or at least no worse than they were.

    Args:
        chain: The map with the tree; changed.
        size: Units in the tree.
        here: Territory that gets what hangs below the cut.
        there: Territory that gets the rest.
        band: Deviation from its target that a territory may have.
        chance: Uniform that chooses the cut.

    Returns:
        1 when there was a cut, else 0.
    """
    parent, order, below, load, target = chain.parent, chain.order, chain.below, chain.load, chain.target
    total = load[here] + load[there]
    widest = max(abs(load[here] / target[here] - 1), abs(load[there] / target[there] - 1), band)
    for place in range(size):
        below[order[place]] = chain.weight[order[place]]
    for place in range(size - 1, 0, -1):
        below[parent[order[place]]] += below[order[place]]
    count = 0
    for place in range(1, size):
        part = below[order[place]]
        if max(abs(part / target[here] - 1), abs((total - part) / target[there] - 1)) <= widest:
            chain.fits[count] = place
            count += 1
    if count == 0:
        return 0
    take_below(chain, size, chain.fits[int(chance * count)], here, there)
    return 1


@compiled
def take_below(chain: Chain, size: int, cut: int, here: int, there: int) -> None:
    """Give what hangs below a cut to one territory and the rest to the other.

    Args:
        chain: The map with the tree; changed.
        size: Units in the tree.
        cut: Place in the order of the unit above which the tree is cut.
        here: Territory for what hangs below.
        there: Territory for the rest.
    """
    part = chain.below[chain.order[cut]]
    total = chain.load[here] + chain.load[there]
    chain.load[here], chain.load[there] = part, total - part
    for place in range(size):
        unit = chain.order[place]
        above = chain.parent[unit]
        is_below = place == cut or (place > cut and chain.owner[above] == here)
        chain.owner[unit] = here if is_below else there


def _percent(share: float) -> str:
    return "all" if share >= 1 else "none" if share <= 0 else f"{100 * share:.0f} %"
