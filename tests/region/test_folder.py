"""A user's folder: what is read, and that every fault is told in its one line, all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territory_sim.errors import DataError
from territory_sim.region.folder import read_region, readable_places
from territory_sim.streams import Streams

WriteFolder = Callable[..., Path]
UNITS_HEADER = "unit_id,name,lon,lat,establishments\n"


def faults_of(folder: Path, weight: str = "establishments") -> list[str]:
    """Return the lines a user would see."""
    with pytest.raises(DataError) as caught:
        read_region(folder, "Mine", weight)
    return str(caught.value).splitlines()


def test_a_folder_becomes_a_region(write_folder: WriteFolder) -> None:
    """Ids stay text, the order is that of the ids, unknown numbers are nan or estimated."""
    region = read_region(write_folder(), "Mine", "establishments")
    assert region.unit_ids == ("01001", "01002", "01003", "20001")
    assert region.unit_names[3] == "Dogwood"
    assert region.edges.tolist() == [[0, 1], [1, 2], [2, 3]]
    assert region.neighbours == ((1,), (0, 2), (1, 3), (2,))
    assert np.isnan(region.population[2])
    assert region.land_km2[0] == 400
    # One neighbour at 22 km: a hexagon's cell of 0.87 * 22 * 22.
    assert region.land_km2[3] == pytest.approx(0.866 * 22.1**2, rel=0.02)


@given(seed=st.integers(0, 1000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_the_order_of_rows_changes_nothing(write_folder: WriteFolder, seed: int) -> None:
    """Shuffled rows, and pairs written the other way round, give the same region to the byte."""
    folder = write_folder()
    expected = read_region(folder, "Mine", "establishments").content_hash
    generator = Streams(seed).generator("order of rows")
    for file in ("units.csv", "adjacency.csv"):
        header, *rows = (folder / file).read_text().splitlines()
        rows = [rows[row] for row in generator.permutation(len(rows))]
        if file == "adjacency.csv":
            rows = [",".join([*row.split(",")[1::-1], *row.split(",")[2:]]) for row in rows]
        (folder / file).write_text("\n".join([header, *rows]) + "\n")
    assert read_region(folder, "Mine", "establishments").content_hash == expected


def test_semicolons_decimal_commas_and_a_byte_order_mark_are_read(write_folder: WriteFolder) -> None:
    """A file as a European spreadsheet writes it gives the same region."""
    plain = read_region(write_folder(), "Mine", "establishments")
    units = (write_folder() / "units.csv").read_text().replace(",", ";").replace(".", ",")
    folder = write_folder(units="\ufeff" + units)
    assert read_region(folder, "Mine", "establishments").content_hash == plain.content_hash


BAD_UNITS = {
    "not a number": ("A,a,east,31,1\n", "units.csv:2:lon = east: degrees of longitude, from -180 to 180"),
    "nan": ("A,a,nan,31,1\n", "units.csv:2:lon = nan: degrees of longitude, from -180 to 180"),
    "empty": ("A,a,,31,1\n", "units.csv:2:lon = (empty): degrees of longitude, from -180 to 180"),
    "out of range": (
        "A,a,-100,95,1\n",
        "units.csv:2:lat = 95: degrees of latitude, from -90 to 90 (are lon and lat swapped?)",
    ),
    "negative weight": ("A,a,-100,31,-4\n", "units.csv:2:establishments = -4: a number from 0 on"),
    "weights of nothing": (
        "A,a,-100,31,0\n",
        "units.csv:establishments = a total of 0: at least one number above 0",
    ),
    "no rows": ("", "units.csv = no rows: at least one basic unit"),
    "an id twice": (
        "A,a,-100,31,1\n\nA,b,-100,31,1\n",
        "units.csv:4:unit_id = A: every id once; row 2 has it already",
    ),
    "no id": (",a,-100,31,1\nA,a,-100,31,1\n", "units.csv:2:unit_id = (empty): an id is needed"),
    "a field too many": (
        "A,a,-100,31,1\nB,b,-100,31,1,7\n",
        "units.csv:3 = 6 fields: 5 fields, as in the header",
    ),
    "an open quote": (
        'A,"a,-100,31,1\n',
        "units.csv:2: not readable as CSV: unexpected end of data",
    ),
}


@pytest.mark.parametrize(("rows", "line"), BAD_UNITS.values(), ids=BAD_UNITS)
def test_a_bad_row_has_its_line(write_folder: WriteFolder, rows: str, line: str) -> None:
    """Each fault of units.csv names the row as a person sees it, the column, and what is allowed."""
    folder = write_folder(units=UNITS_HEADER + rows, adjacency="unit_a,unit_b\n")
    assert line in faults_of(folder)


def test_swapped_coordinates_are_recognised(write_folder: WriteFolder) -> None:
    """One unit with longitude and latitude swapped is told from one that merely lies far away."""
    rows = "".join(f"U{place},u,{5 + place / 10},{46 + place / 20},1\n" for place in range(8))
    folder = write_folder(units=UNITS_HEADER + rows + "U9,u,46.1,5.2,1\nW,w,90,5,1\n", adjacency=None)
    swapped = [line for line in faults_of(folder) if "lon and lat" in line]
    assert swapped == [
        "units.csv:10:lon = 46.1, 5.2: a point near the other units (are lon and lat swapped?)"
    ]


BAD_EDGES = {
    "an unknown neighbour": ("01002,99999\n", "adjacency.csv:5:unit_b = 99999: a unit_id of units.csv"),
    "a lost leading zero": (
        "1001,01002\n",
        (
            "adjacency.csv:5:unit_a = 1001: a unit_id of units.csv "
            "(did the spreadsheet eat a leading zero? there is a unit 01001)"
        ),
    ),
    "its own neighbour": (
        "01001,01001\n",
        "adjacency.csv:5:unit_b = 01001: another unit than unit_a: no unit is its own neighbour",
    ),
}


@pytest.mark.parametrize(("row", "line"), BAD_EDGES.values(), ids=BAD_EDGES)
def test_a_bad_edge_has_its_line(write_folder: WriteFolder, row: str, line: str) -> None:
    """Each fault of adjacency.csv is told, and no id is mended in silence."""
    edges = "unit_a,unit_b\n01001,01002\n01003,01002\n01003,20001\n" + row
    assert faults_of(write_folder(adjacency=edges)) == [line]


def test_kinds_and_minutes_of_edges_are_checked(write_folder: WriteFolder) -> None:
    """An unknown kind, negative minutes and two rows that disagree are three lines."""
    edges = (
        "unit_a,unit_b,kind,minutes\n01001,01002,boarder,\n01003,01002,border,-5\n"
        "01003,20001,link,30\n20001,01003,link,40\n"
    )
    assert faults_of(write_folder(adjacency=edges)) == [
        "adjacency.csv:2:kind = boarder: one of border, link, barrier (did you mean border?)",
        "adjacency.csv:3:minutes = -5: minutes, from 0 on, or empty",
        "adjacency.csv:5 = 20001, 01003: the same kind, minutes and km as in row 4",
    ]


def test_a_region_in_pieces_names_the_smallest(write_folder: WriteFolder) -> None:
    """A disconnected region is one line with the smallest pieces in it."""
    edges = "unit_a,unit_b\n01001,01002\n"
    assert faults_of(write_folder(adjacency=edges)) == [
        (
            "adjacency.csv = 3 pieces without an edge between them: a region in one piece "
            "(smallest: 01003; 20001; a row of kind link joins them, such as 01003,01002,link)"
        )
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("unit_id,nom,lon,lat\nX,Évreux,1,49\n".encode("latin-1"), "units.csv:2 = byte 0xc9: UTF-8 text"),
        (b"PK\x03\x04rest", "units.csv: CSV text, not a spreadsheet file"),
        (b"", "units.csv: a header line and rows below it; the file is empty"),
    ],
    ids=["encoding", "spreadsheet", "empty"],
)
def test_a_file_that_is_no_csv_says_what_it_is(write_folder: WriteFolder, content: bytes, line: str) -> None:
    """Another encoding, a workbook and an empty file are told apart."""
    assert faults_of(write_folder(units=content))[0].startswith(line)


def test_missing_files_and_columns_are_all_named(write_folder: WriteFolder, tmp_path: Path) -> None:
    """A missing column names the one that looks like it; a missing file does not hide the others' faults."""
    folder = write_folder(units="unit_id,Lon,latt,establishments\nA,1,2,3\n", adjacency=None)
    assert faults_of(folder) == [
        "units.csv:1:lon: this column is missing (did you mean Lon?)",
        "units.csv:1:lat: this column is missing (did you mean latt?)",
        f"adjacency.csv: no such file in {folder}",
    ]
    assert faults_of(tmp_path / "nowhere") == [
        f"region.path = {tmp_path / 'nowhere'}: an existing folder with units.csv and adjacency.csv"
    ]


def test_a_weight_that_is_no_column_names_the_columns(write_folder: WriteFolder) -> None:
    """The config key is named, with the columns there are and the nearest of them."""
    assert faults_of(write_folder(), "establishment") == [
        (
            "region.weight = establishment: a column of units.csv: establishments, population, land_km2 "
            "(did you mean establishments?)"
        )
    ]


def test_faults_of_all_files_come_at_once(write_folder: WriteFolder) -> None:
    """Faults in units, edges and shapes are told together."""
    folder = write_folder(
        units=UNITS_HEADER + "A,a,-100,31,x\nA,b,-100,31,1\nB,b,-100,31,1\n",
        adjacency="unit_a,unit_b\nA,Z\n",
        shapes__geojson='{"type": "FeatureCollection", "features": []}',
    )
    lines = faults_of(folder)
    assert [line.split(" = ")[0] for line in lines] == [
        "units.csv:3:unit_id",
        "units.csv:2:establishments",
        "adjacency.csv:2:unit_b",
        "adjacency.csv",
        "shapes.geojson",
    ]


def test_the_same_fault_in_many_rows_is_counted(write_folder: WriteFolder) -> None:
    """Beyond twenty rows the same fault is counted instead of listed."""
    rows = "".join(f"U{place},u,x,31,1\n" for place in range(100))
    lines = faults_of(write_folder(units=UNITS_HEADER + rows, adjacency=None))
    assert len([line for line in lines if line.startswith("units.csv:")]) == 21
    assert "units.csv:lon: 80 more rows with the same fault" in lines


def test_what_can_be_read_of_a_faulty_folder_serves_to_check_the_rest(write_folder: WriteFolder) -> None:
    """Units with faulty numbers are still units that accounts may name."""
    places = readable_places(write_folder(units=UNITS_HEADER + "A,a,x,31,1\nB,b,-100,31,1\n"))
    assert places is not None
    assert places.index_of == {"A": 0, "B": 1}
    assert readable_places(write_folder(units=b"")) is None


def test_a_single_unit_is_a_region(write_folder: WriteFolder) -> None:
    """One unit needs no neighbour."""
    region = read_region(
        write_folder(units=UNITS_HEADER + "A,,-100,31,1\n", adjacency="unit_a,unit_b\n"),
        "Mine",
        "establishments",
    )
    assert region.unit_names == ("A",)
    assert region.edges.shape == (0, 2)
    assert region.neighbours == ((),)
