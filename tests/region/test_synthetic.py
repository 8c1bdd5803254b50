"""The made-up region: the same everywhere, in one piece, without gaps."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from territory_sim.region.synthetic import PLAIN_KM, synthetic_region


@pytest.mark.parametrize("units", [4, 30, 400, 2000])
def test_cells_fill_the_plain_and_hold_together(units: int) -> None:
    """Cells add up to the plain, neighbours share a border, the graph is connected and planar."""
    region = synthetic_region(units)
    assert region.shapes is not None
    assert region.land_km2.sum() == pytest.approx(PLAIN_KM**2, rel=1e-3)
    assert nx.is_connected(region.graph)
    assert len(region.edges) <= max(3 * units - 6, 0)
    sides = {tuple(pair) for pair in np.sort(region.shapes._segments[0], axis=1).tolist()}
    assert {tuple(edge) for edge in region.edges.tolist()} <= sides


def test_the_same_size_gives_the_same_region() -> None:
    """It depends on nothing but the number of units, and the first units of a larger one are the same."""
    small, again, large = synthetic_region(50), synthetic_region(50), synthetic_region(60)
    assert small.content_hash == again.content_hash
    assert np.array_equal(small.lon, large.lon[:50])


def test_weights_are_mild() -> None:
    """Lognormal around 100 with a standard deviation of half a log unit."""
    logs = np.log(synthetic_region(2000).weight)
    assert np.mean(logs) == pytest.approx(np.log(100), abs=0.05)
    assert np.std(logs) == pytest.approx(0.5, abs=0.03)
