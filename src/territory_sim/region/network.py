"""A region: its basic units as points on the earth, and which of them are neighbours."""

from __future__ import annotations

import hashlib
import html
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.great_circle import great_circle_km

if TYPE_CHECKING:
    import networkx as nx

    from territory_sim.region.shapes import Shapes

EDGE_CIRCUITY: Final = 1.14
"""Road kilometres per straight kilometre along edges between neighbours.

Source: fitted on 7,503 pairs of US cities over the 3,109 counties' adjacency (factor 1.139,
mean error 4.6 %); smaller than a trip's own circuity because the chain of edges already bends.
"""

EdgeKind = Literal["border", "link", "barrier"]
EDGE_KINDS: Final[tuple[EdgeKind, ...]] = ("border", "link", "barrier")
"""A common border; a crossing without one, such as a ferry; a border that is slow to cross."""


@dataclass(frozen=True, eq=False)
class Region:
    """Basic units, where they are, how much business is in them, and which are neighbours.

    Args:
        name: Name as reports print it.
        unit_ids: Ids in ascending text order; a unit's place in this tuple is its index everywhere.
        unit_names: Names for people, in the same order.
        lon: Longitudes of the units' points, degrees (WGS84), shape (n,).
        lat: Latitudes of the units' points, degrees (WGS84), shape (n,).
        weight: How much of the region's business lies in each unit, from 0 on, shape (n,).
        population: Residents of each unit, nan where unknown, shape (n,).
        land_km2: Land of each unit in square kilometres, above 0, shape (n,).
        edges: Pairs of neighbouring unit indices, first below second, sorted, shape (m, 2).
        edge_kinds: Kind of each edge: border, link or barrier.
        edge_minutes: Minutes the user gives for each edge, nan where none, shape (m,).
        shapes: Outlines of the units, or None.
        background: Outlines drawn behind the units on maps, or None.
        edge_road_km: Road kilometres the user gives for each edge, nan where none, shape (m,);
            None where no edge has any.
    """

    name: str
    unit_ids: tuple[str, ...]
    unit_names: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    weight: NDArray[np.float64]
    population: NDArray[np.float64]
    land_km2: NDArray[np.float64]
    edges: NDArray[np.int32]
    edge_kinds: tuple[str, ...]
    edge_minutes: NDArray[np.float64]
    shapes: Shapes | None = None
    background: Shapes | None = None
    edge_road_km: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays: a region is shared by everything that is simulated in it."""
        for array in (self.lon, self.lat, self.weight, self.population, self.land_km2, self.edges):
            array.setflags(write=False)
        self.edge_minutes.setflags(write=False)

    def __len__(self) -> int:
        """Return the number of basic units."""
        return len(self.unit_ids)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Unit index of each unit id."""
        return {unit_id: index for index, unit_id in enumerate(self.unit_ids)}

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """Indices of each unit's neighbours, ascending."""
        found: list[list[int]] = [[] for _ in self.unit_ids]
        for a, b in self.edges.tolist():
            found[a].append(b)
            found[b].append(a)
        return tuple(tuple(sorted(neighbours)) for neighbours in found)

    @cached_property
    def edge_km(self) -> NDArray[np.float64]:
        """Road kilometres of each edge: the user's, else straight kilometres times EDGE_CIRCUITY."""
        a, b = self.edges[:, 0], self.edges[:, 1]
        straight_km = great_circle_km(self.lon[a], self.lat[a], self.lon[b], self.lat[b])
        road_km = straight_km * EDGE_CIRCUITY
        if self.edge_road_km is None:
            return road_km
        return np.where(np.isnan(self.edge_road_km), road_km, self.edge_road_km)

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """The region as a networkx graph.

        Nodes are unit ids with ``lon``, ``lat``, ``name`` and ``weight``; edges carry ``kind``,
        ``km`` (road kilometres) and ``minutes`` (nan where the user gives none).
        """
        import networkx as nx

        graph: nx.Graph[str] = nx.Graph(name=self.name)
        columns = (self.lon.tolist(), self.lat.tolist(), self.unit_names, self.weight.tolist())
        for unit_id, lon, lat, name, weight in zip(self.unit_ids, *columns, strict=True):
            graph.add_node(unit_id, lon=lon, lat=lat, name=name, weight=weight)
        edge_columns = (self.edge_kinds, self.edge_km.tolist(), self.edge_minutes.tolist())
        for (a, b), kind, km, minutes in zip(self.edges.tolist(), *edge_columns, strict=True):
            graph.add_edge(self.unit_ids[a], self.unit_ids[b], kind=kind, km=km, minutes=minutes)
        return graph

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over what a simulation can see of the region: ids, points, weights, land, edges."""
        digest = hashlib.sha256("\0".join((*self.unit_ids, "", *self.edge_kinds)).encode())
        points = (self.lon, self.lat, self.weight, self.land_km2)
        for array in (*points, self.edges, self.edge_minutes, self.edge_road_km):
            digest.update(b"" if array is None else array.tobytes())
        return digest.hexdigest()

    def _repr_html_(self) -> str:
        crossings = sum(kind != "border" for kind in self.edge_kinds)
        lines = {
            "basic units": f"{len(self):,}",
            "edges between neighbours": f"{len(self.edges):,}"
            + (f" ({crossings} crossings)" if crossings else ""),
            "land": f"{self.land_km2.sum():,.0f} km²",
            "largest unit's share of weight": f"{self.weight.max() / self.weight.sum():.1%}",
        }
        if not np.isnan(self.population).all():
            lines["population"] = f"{np.nansum(self.population):,.0f}"
        rows = "".join(f"<tr><td>{words}</td><td>{value}</td></tr>" for words, value in lines.items())
        return f"<table><caption>{html.escape(self.name)}</caption>{rows}</table>"
