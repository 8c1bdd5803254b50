"""Who talks to whom: a small world of accounts, with local organisations as its hubs.

Every account seeks a few acquaintances in its own and adjacent units and very few anywhere in
the region; a tie joins both sides. Each seeks by marks of its own stream: first the unit, in
proportion to weight, then a point between 0 and 1, and it finds the account of that unit whose
own place comes next. An account that is added so takes over the ties that now find it first, and
joins no two others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from territory_sim.market.accounts import Accounts
from territory_sim.market.parameters.word_of_mouth import OrganisationParameters, WordOfMouthParameters
from territory_sim.region.network import Region

if TYPE_CHECKING:
    import networkx as nx

    from territory_sim.streams import Streams


@dataclass(frozen=True, eq=False)
class CustomerNetwork:
    """Accounts and organisations, and the ties between them.

    Nodes are numbered: first the accounts by index, then the organisations in the order of the
    settings.

    Args:
        accounts: Number of accounts.
        organisations: Names of the local organisations.
        seats: Index of the unit in which each organisation has its seat, shape (h,).
        ties: Pairs of nodes, the lower first, sorted, shape (m, 2).
    """

    accounts: int
    organisations: tuple[str, ...]
    seats: NDArray[np.int64]
    ties: NDArray[np.int64]

    @property
    def graph(self) -> nx.Graph[int]:
        """The network as a networkx graph, made anew each time: it takes far more room than the ties."""
        import networkx as nx

        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(self.accounts), kind="account")
        named = enumerate(self.organisations, self.accounts)
        graph.add_nodes_from((node, {"kind": "organisation", "name": name}) for node, name in named)
        graph.add_edges_from(self.ties.tolist())
        return graph

    @cached_property
    def listening(self) -> sparse.csr_array:
        """What a node hears: its row holds one over its number of ties for each it is tied to."""
        nodes = self.accounts + len(self.organisations)
        a, b = self.ties.T
        ends, others = np.concatenate([a, b]), np.concatenate([b, a])
        weight = 1 / np.maximum(np.bincount(ends, minlength=nodes), 1)[ends]
        return sparse.csr_array((weight, (ends, others)), shape=(nodes, nodes))

    def members(self, organisation: int) -> NDArray[np.int64]:
        """Return the members of an organisation.

        Args:
            organisation: Its place in ``organisations``.

        Returns:
            Indices of accounts, ascending.
        """
        found: NDArray[np.int64] = self.ties[self.ties[:, 1] == self.accounts + organisation, 0]
        return found

    def heard_share(self, said: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each account hears on average from those it is tied to.

        Args:
            said: What each account says, shape (n,).

        Returns:
            Means over the ties of each account, 0 without any, shape (n,). An organisation
            says what its members say on average.
        """
        count = self.accounts
        everybody = np.concatenate([said, np.zeros(len(self.organisations))])
        if len(self.organisations):
            everybody[count:] = self._members_share @ said
        heard: NDArray[np.float64] = (self.listening @ everybody)[:count]
        return heard

    @cached_property
    def _members_share(self) -> sparse.csr_array:
        return self.listening[self.accounts :, : self.accounts]


def draw_network(
    accounts: Accounts, region: Region, parameters: WordOfMouthParameters, streams: Streams
) -> CustomerNetwork:
    """Draw who knows whom.

    Args:
        accounts: The accounts, where they lie at the start.
        region: Units, their weights and which of them are adjacent.
        parameters: Numbers of ties, and the organisations.
        streams: Streams of the world, without a replication.

    Returns:
        The network.

    Source:
        Near and few far ties: a small world (Watts and Strogatz 1998); that business customers
        know their neighbours is our assumption.
    """
    found = _Places(accounts, region, streams)
    near = found.sought("acquaintances near", parameters.near_ties, _own_and_adjacent(region))
    far = found.sought("acquaintances far", parameters.far_ties, _everywhere(region))
    seats = _seats(parameters.organisations, region)
    named = enumerate(zip(parameters.organisations, seats.tolist(), strict=True))
    memberships = [
        _memberships(organisation, len(accounts) + number, seat, accounts, region, streams)
        for number, (organisation, seat) in named
    ]
    pairs = np.concatenate([near, far, *memberships])
    return CustomerNetwork(
        accounts=len(accounts),
        organisations=tuple(organisation.name for organisation in parameters.organisations),
        seats=seats,
        ties=np.unique(np.sort(pairs, axis=1), axis=0),
    )


@dataclass(frozen=True, eq=False)
class _Choice:
    """Where an account in each unit looks: a stretch of ``units`` with cumulated weights."""

    units: NDArray[np.int64]
    cumulated: NDArray[np.float64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]

    def unit(self, origin: NDArray[np.int32], marks: NDArray[np.float64]) -> NDArray[np.int64]:
        """Turn marks into units, in proportion to weight."""
        before = np.concatenate([[0.0], self.cumulated])
        low, high = before[self.first[origin]], before[self.end[origin]]
        at = np.searchsorted(self.cumulated, low[:, None] + marks * (high - low)[:, None], side="right")
        last = self.end[origin][:, None] - 1
        found: NDArray[np.int64] = self.units[np.clip(at, self.first[origin][:, None], last)]
        return found


class _Places:
    """The accounts of each unit on a line from 0 to 1, each at a place of its own."""

    def __init__(self, accounts: Accounts, region: Region, streams: Streams) -> None:
        place = streams.rows("acquaintances place", accounts.stream_keys, 1)[:, 0]
        self._accounts, self._streams = accounts, streams
        self._line = accounts.unit + place
        self._order = np.argsort(self._line, kind="stable")
        self._sorted = self._line[self._order]
        self._begin = np.searchsorted(self._sorted, np.arange(len(region) + 1))

    def sought(self, purpose: str, ties: int, choice: _Choice) -> NDArray[np.int64]:
        """Let every account seek its acquaintances; returns pairs of accounts, shape (k, 2)."""
        if not ties:
            return np.empty((0, 2), dtype=np.int64)
        marks = self._streams.rows(purpose, self._accounts.stream_keys, 2 * ties)
        unit = choice.unit(self._accounts.unit, marks[:, 0::2]).ravel()
        seeker = np.repeat(np.arange(len(marks)), ties)
        first, end = self._begin[unit], self._begin[unit + 1]
        some = end > first
        seeker, first, end = seeker[some], first[some], end[some]
        at = np.searchsorted(self._sorted, (unit + marks[:, 1::2].ravel())[some])
        found = self._next_on_line(at, first, end)
        # Whoever finds itself takes the next one instead, and nobody where it is alone.
        itself = self._order[found] == seeker
        found = np.where(itself, self._next_on_line(found + 1, first, end), found)
        pairs = np.column_stack([seeker, self._order[found]])
        different: NDArray[np.int64] = pairs[pairs[:, 0] != pairs[:, 1]]
        return different

    @staticmethod
    def _next_on_line(
        at: NDArray[np.int64], first: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """After the last account of a unit comes its first."""
        return np.where(at < end, at, first)


def _own_and_adjacent(region: Region) -> _Choice:
    units = [np.array([unit, *beside]) for unit, beside in enumerate(region.neighbours)]
    end = np.cumsum([len(found) for found in units])
    every = np.concatenate(units)
    return _Choice(every, np.cumsum(_weights(region)[every]), np.concatenate([[0], end[:-1]]), end)


def _everywhere(region: Region) -> _Choice:
    count = len(region)
    whole = np.full(count, count)
    return _Choice(np.arange(count), np.cumsum(_weights(region)), np.zeros_like(whole), whole)


def _weights(region: Region) -> NDArray[np.float64]:
    """Return weights that are nowhere zero: a user's accounts may lie where no business is on record."""
    return region.weight + 1e-9 * max(float(region.weight.sum()), 1.0)


def _seats(organisations: Sequence[OrganisationParameters], region: Region) -> NDArray[np.int64]:
    free = iter(np.argsort(-region.weight, kind="stable").tolist())
    taken = {region.index_of[one.unit] for one in organisations if one.unit is not None}
    seats = []
    for one in organisations:
        if one.unit is not None:
            seats.append(region.index_of[one.unit])
            continue
        seat = next((unit for unit in free if unit not in taken), 0)
        taken.add(seat)
        seats.append(seat)
    return np.array(seats, dtype=np.int64)


def _memberships(
    organisation: OrganisationParameters,
    node: int,
    seat: int,
    accounts: Accounts,
    region: Region,
    streams: Streams,
) -> NDArray[np.int64]:
    nearby = np.flatnonzero(np.isin(accounts.unit, [seat, *region.neighbours[seat]]))
    marks = streams.rows(f"members of {organisation.name}", accounts.stream_keys[nearby], 1)[:, 0]
    joined = nearby[marks < organisation.membership]
    return np.column_stack([joined, np.full(len(joined), node)])
