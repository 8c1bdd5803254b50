"""Pieces of territories, and leaving without breaking one."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.territories.contiguity import components, pieces_per_territory, stays_whole_without

GRID = nx.convert_node_labels_to_integers(nx.grid_2d_graph(5, 5))
NEIGHBOURS = [sorted(GRID[unit]) for unit in range(25)]
SOME_UNITS = st.sets(st.integers(0, 24))


@given(units=SOME_UNITS)
def test_components_are_those_of_the_graph(units: set[int]) -> None:
    """The pieces are the connected components, each ascending, in order of their first unit."""
    expected = sorted(sorted(piece) for piece in nx.connected_components(GRID.subgraph(units)))
    assert components(NEIGHBOURS, units) == expected


@given(units=SOME_UNITS.filter(bool))
def test_a_unit_may_leave_exactly_when_the_rest_is_connected(units: set[int]) -> None:
    """The local test agrees with taking the unit out and looking at the whole rest."""
    for piece in components(NEIGHBOURS, units):
        for unit in piece:
            rest = set(piece) - {unit}
            whole = bool(rest) and nx.is_connected(GRID.subgraph(rest))
            assert stays_whole_without(NEIGHBOURS, unit, set(piece).__contains__) == whole


@given(owners=st.lists(st.integers(-1, 3), min_size=25, max_size=25))
def test_pieces_are_counted_for_each_territory(owners: list[int]) -> None:
    """Unowned units belong to no piece, an empty territory has none."""
    owner = np.array(owners, dtype=np.int32)
    expected = [
        nx.number_connected_components(GRID.subgraph(np.flatnonzero(owner == territory).tolist()))
        for territory in range(4)
    ]
    assert pieces_per_territory(NEIGHBOURS, owner, 4).tolist() == expected
