"""The built-in regions: whole, in one piece, and what their source says."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from territory_sim.errors import DataError
from territory_sim.region.catalogue import load_region
from territory_sim.region.parameters import RegionParameters

MakeParameters = Callable[..., RegionParameters]

# Units, edges, links, total weight: figures of the sources the regions are built from.
BUILT_IN = {
    "texas": (1834, 5280, 0, "establishments", 724_839),
    "texas_counties": (254, 661, 0, "establishments", 724_857),
    "us48": (3109, 8714, 2, "establishments", 10_624_815),
    "france": (96, 244, 3, "population", 66_165_815),
}


@pytest.mark.parametrize("built_in", BUILT_IN)
def test_built_in_regions_hold_what_their_source_says(built_in: str, parameters: MakeParameters) -> None:
    """Numbers of units, edges and links, and the total of the weight."""
    units, edges, links, weight, total = BUILT_IN[built_in]
    region = load_region(parameters(built_in=built_in, weight=weight))
    assert (len(region), len(region.edges), region.edge_kinds.count("link")) == (units, edges, links)
    assert region.weight.sum() == total
    assert np.all(region.land_km2 > 0)
    assert list(region.unit_ids) == sorted(region.unit_ids)
    assert np.all(region.edges[:, 0] < region.edges[:, 1])
    assert region.shapes is not None


def test_texas_cells_fill_the_state_without_overlap(parameters: MakeParameters) -> None:
    """The cells' surface is that of the counties behind them, and their outside is the state's outline."""
    region = load_region(parameters())
    assert region.shapes is not None
    assert region.background is not None
    cells_km2 = sum(region.shapes.land_km2(unit) for unit in range(len(region)))
    counties_km2 = sum(region.background.land_km2(unit) for unit in range(len(region.background.unit_ids)))
    assert cells_km2 == pytest.approx(counties_km2, rel=1e-3)
    one = np.zeros(len(region), dtype=np.int64)
    outside = region.shapes.outline(one)
    every = region.shapes.outline(np.arange(len(region)))
    assert sum(len(line) for line in outside) < 0.6 * sum(len(line) for line in every)


@pytest.mark.parametrize("built_in", ["texas", "texas_counties", "france"])
def test_neighbours_share_a_drawn_border(built_in: str, parameters: MakeParameters) -> None:
    """Between any two neighbours with a border the map has a line that belongs to both."""
    region = load_region(parameters(built_in=built_in, weight="population"))
    assert region.shapes is not None
    sides = {tuple(pair) for pair in np.sort(region.shapes._segments[0], axis=1).tolist()}
    borders = [
        tuple(edge)
        for edge, kind in zip(region.edges.tolist(), region.edge_kinds, strict=True)
        if kind == "border"
    ]
    drawn = sum(border in sides for border in borders)
    assert drawn >= 0.97 * len(borders)


def test_the_graph_is_a_connected_networkx_graph(parameters: MakeParameters) -> None:
    """Nodes are unit ids with place and weight, edges have kind and kilometres."""
    graph = load_region(parameters(built_in="texas_counties")).graph
    assert nx.is_connected(graph)
    assert graph.nodes["48201"]["name"] == "Harris"
    assert graph.nodes["48201"]["weight"] > 100_000
    assert graph.edges["48201", "48157"]["kind"] == "border"
    assert 20 < graph.edges["48201", "48157"]["km"] < 80


def test_a_region_shows_itself_in_a_notebook(parameters: MakeParameters) -> None:
    """The summary names the region, safely, and its size."""
    page = load_region(parameters(built_in="synthetic", name="<Plain>"))._repr_html_()
    assert "&lt;Plain&gt;" in page
    assert "<td>64</td>" in page


def test_no_region_at_all_is_a_fault(parameters: MakeParameters) -> None:
    """Neither a name nor a folder."""
    with pytest.raises(DataError, match=r"region.built_in = null"):
        load_region(parameters(built_in=None))


def test_a_weight_the_source_lacks_is_a_fault(parameters: MakeParameters) -> None:
    """No package has establishments for France; the columns there are get named."""
    with pytest.raises(
        DataError, match=r"region.weight = establishments: a column of units.csv: .*population"
    ):
        load_region(parameters(built_in="france"))
