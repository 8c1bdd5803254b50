"""The user's accounts: where they lie, what they could buy, and every fault in its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from territory_sim.errors import DataError
from territory_sim.market.account_file import AccountRows, read_accounts
from territory_sim.region.network import Region
from territory_sim.region.synthetic import synthetic_region


@pytest.fixture(scope="module")
def region() -> Region:
    """Give a synthetic region of 30 units."""
    return synthetic_region(30)


def read(tmp_path: Path, region: Region, text: str | bytes) -> AccountRows:
    """Write a file and read it."""
    path = tmp_path / "accounts.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    rows = read_accounts(path, region)
    assert rows is not None
    return rows


def faults_of(tmp_path: Path, region: Region, text: str | bytes) -> list[str]:
    """Return the lines a user would see."""
    with pytest.raises(DataError) as caught:
        read(tmp_path, region, text)
    return str(caught.value).splitlines()


def test_no_file_is_no_accounts(tmp_path: Path, region: Region) -> None:
    """The file may be missing."""
    assert read_accounts(tmp_path / "accounts.csv", region) is None


def test_accounts_by_unit(tmp_path: Path, region: Region) -> None:
    """Sorted by id; what the file does not say is nan, -1 or empty."""
    text = "account_id,unit_id,segment,annual_potential,name\nB,U02,,,\nA,U30,C,1200.50,Acme\n"
    rows = read(tmp_path, region, text)
    assert rows.account_ids.tolist() == ["A", "B"]
    assert rows.unit.tolist() == [29, 1]
    assert rows.segment.tolist() == [2, -1]
    assert rows.potential[0] == 1200.5
    assert np.isnan(rows.potential[1])
    assert rows.names == ("Acme", "")
    assert rows.owner_rep_ids == ("", "")
    assert len(rows) == 2


def test_accounts_by_point_lie_in_the_nearest_unit(tmp_path: Path, region: Region) -> None:
    """A Salesforce export with coordinates needs no unit ids."""
    lines = [f"A{unit:02d},R1,{region.lat[unit] + 0.001},{region.lon[unit]}" for unit in range(30)]
    rows = read(tmp_path, region, "Id,OwnerId,BillingLatitude,BillingLongitude\n" + "\n".join(lines) + "\n")
    assert rows.unit.tolist() == list(range(30))
    assert set(rows.owner_rep_ids) == {"R1"}


def test_a_named_unit_goes_before_a_point(tmp_path: Path, region: Region) -> None:
    """The point counts only in rows without a unit."""
    point = f"{region.lon[0]},{region.lat[0]}"
    text = f"account_id,unit_id,lon,lat\nA,U05,{point}\nB,,{point}\n"
    assert read(tmp_path, region, text).unit.tolist() == [4, 0]


def test_an_account_outside_the_region_is_a_fault(tmp_path: Path, region: Region) -> None:
    """An unknown unit, a point far away and one with swapped coordinates, all at once."""
    text = "account_id,unit_id,lon,lat\nA,U99,,\nB,,7,2.5\nC,,west,0\n"
    lines = faults_of(tmp_path, region, text)
    assert lines[0].startswith("accounts.csv:2:unit_id = U99: a unit_id of units.csv (did you mean U")
    assert lines[1] == "accounts.csv:4:lon = west: degrees of longitude, from -180 to 180"
    assert lines[2].startswith(
        "accounts.csv:3:lon = 7, 2.5: a point within 25 km of a basic unit (the nearest is U"
    )
    assert len(lines) == 3


def test_swapped_coordinates_and_lost_zeros_are_recognised(tmp_path: Path) -> None:
    """The likely cause stands behind the fault."""
    east = Region(
        name="East",
        unit_ids=("01", "02"),
        unit_names=("a", "b"),
        lon=np.array([60.0, 60.2]),
        lat=np.array([10.0, 10.2]),
        weight=np.ones(2),
        population=np.ones(2),
        land_km2=np.full(2, 100.0),
        edges=np.array([[0, 1]], dtype=np.int32),
        edge_kinds=("border",),
        edge_minutes=np.array([np.nan]),
    )
    assert faults_of(tmp_path, east, "account_id,lon,lat\nA,10.1,60.1\n") == [
        "accounts.csv:2:lon = 10.1, 60.1: a point within 25 km of a basic unit (are lon and lat swapped?)"
    ]
    assert faults_of(tmp_path, east, "account_id,unit_id\nA,1\n") == [
        (
            "accounts.csv:2:unit_id = 1: a unit_id of units.csv "
            "(did the spreadsheet eat a leading zero? there is a unit 01)"
        )
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "account_id,unit_id\nA,U01\nA,U02\n",
            "accounts.csv:3:account_id = A: every id once; row 2 has it already",
        ),
        ("account_id,unit_id\n", "accounts.csv = no rows: at least one account"),
        (
            "account,unit_id\nA,U01\n",
            "accounts.csv:1:account_id: this column is missing (did you mean account?)",
        ),
        (
            "account_id,lon\nA,1\n",
            "accounts.csv:1:unit_id: this column is missing; lon and lat can stand for it",
        ),
        ("account_id,unit_id,segment\nA,U01,D\n", "accounts.csv:2:segment = D: one of A, B, C"),
        (
            "account_id,unit_id,annual_potential\nA,U01,-5\n",
            "accounts.csv:2:annual_potential = -5: money a year, at least 0.01, or empty",
        ),
        (
            "account_id,unit_id,annual_potential\nA,U01,nan\n",
            "accounts.csv:2:annual_potential = nan: money a year, at least 0.01, or empty",
        ),
        (
            b"account_id,unit_id,name\nA,U01,Caf\xe9\n",
            "accounts.csv:2 = byte 0xe9: UTF-8 text (save the file as CSV UTF-8)",
        ),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, region: Region, text: str | bytes, line: str) -> None:
    """Row, column, what stands there, what is allowed."""
    assert faults_of(tmp_path, region, text) == [line]
