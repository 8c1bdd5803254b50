"""The user's reps: homes, skill, shifts, and every fault in its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.errors import DataError
from territory_sim.region.network import Region
from territory_sim.region.synthetic import synthetic_region
from territory_sim.salesforce.rep_file import RepRow, read_reps


@pytest.fixture(scope="module")
def region() -> Region:
    """Give a synthetic region of 30 units."""
    return synthetic_region(30)


def read(tmp_path: Path, region: Region, text: str) -> tuple[RepRow, ...]:
    """Write a file and read it."""
    path = tmp_path / "reps.csv"
    path.write_text(text)
    rows = read_reps(path, region)
    assert rows is not None
    return rows


def test_no_file_is_no_reps(tmp_path: Path, region: Region) -> None:
    """The file may be missing."""
    assert read_reps(tmp_path / "reps.csv", region) is None


def test_reps_by_home_unit(tmp_path: Path, region: Region) -> None:
    """Sorted by id; a week of 40 hours is five days of 480 minutes."""
    text = "rep_id,home,name,skill,hours_per_week,shift_minutes\nR2,U03,,,40,\nR1,U01,Ann,1.2,40,500\n"
    first, second = read(tmp_path, region, text)
    assert first == RepRow("R1", 0, "Ann", 1.2, 500.0)
    assert (second.rep_id, second.home, second.shift_minutes) == ("R2", 2, 480.0)
    assert second.skill is None


def test_a_salary_of_one_s_own(tmp_path: Path, region: Region) -> None:
    """Empty is the plan's; a negative one is a fault."""
    first, second = read(tmp_path, region, "rep_id,base_salary\nR1,57000\nR2,\n")
    assert (first.base_salary, second.base_salary) == (57000.0, None)
    with pytest.raises(DataError, match=r"^reps\.csv:2:base_salary = -1: money a year"):
        read(tmp_path, region, "rep_id,base_salary\nR1,-1\n")


def test_reps_by_home_point(tmp_path: Path, region: Region) -> None:
    """A home by its coordinates lies in the nearest unit."""
    text = f"rep_id,home_lon,home_lat\nR1,{region.lon[7]},{region.lat[7]}\n"
    assert read(tmp_path, region, text)[0].home == 7


def test_a_rep_without_a_home_is_allowed(tmp_path: Path, region: Region) -> None:
    """What the file does not say is None; half a point is a fault."""
    assert read(tmp_path, region, "rep_id\nR1\n") == (RepRow("R1", None, "", None, None),)
    text = f"rep_id,home,lon,lat\nR1,,,\nR2,U02,,\nR3,,{region.lon[3]},{region.lat[3]}\n"
    assert [rep.home for rep in read(tmp_path, region, text)] == [None, 1, 3]
    with pytest.raises(
        DataError, match=r"^reps\.csv:2:lat = \(empty\): degrees of latitude, from -90 to 90$"
    ):
        read(tmp_path, region, "rep_id,lon,lat\nR1,1,\n")


def test_faults_are_told_together(tmp_path: Path, region: Region) -> None:
    """Each row's fault is a line."""
    text = "rep_id,unit_id,skill,shift_minutes\nR1,U01,0,\nR1,U02,1,5000\nR3,U77,one,\n"
    with pytest.raises(DataError) as caught:
        read(tmp_path, region, text)
    lines = str(caught.value).splitlines()
    assert lines[0] == "reps.csv:3:rep_id = R1: every id once; row 2 has it already"
    assert lines[1].startswith("reps.csv:4:unit_id = U77: a unit_id of units.csv")
    assert lines[2:] == [
        "reps.csv:2:skill = 0: a multiple of typical skill, 0.05 to 20, or empty",
        "reps.csv:4:skill = one: a multiple of typical skill, 0.05 to 20, or empty",
        "reps.csv:3:shift_minutes = 5000: minutes, 30 to 1440, or empty",
    ]


def test_no_reps_is_a_fault(tmp_path: Path, region: Region) -> None:
    """A file without rows is no sales force."""
    with pytest.raises(DataError, match="no rows: at least one rep"):
        read(tmp_path, region, "rep_id,unit_id\n")
