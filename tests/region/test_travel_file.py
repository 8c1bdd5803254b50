"""The user's table of trips: every fault in its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from territory_sim.errors import DataError
from territory_sim.region.folder import read_region
from territory_sim.region.travel_file import read_travel

WriteFolder = Callable[..., Path]


def test_no_file_is_no_table(write_folder: WriteFolder) -> None:
    """The file may be missing."""
    folder = write_folder()
    assert read_travel(folder / "travel.csv", read_region(folder, "Mine", "establishments")) is None


def test_faults_are_told_together(write_folder: WriteFolder) -> None:
    """Unknown units, lost zeros, negative minutes, words and contradicting rows are a line each."""
    folder = write_folder(
        travel="origin_id,dest_id,minutes\n1001,01002,5\n01001,77777,5\n01001,01002,-1\n01001,01003,soon\n"
        "01002,01003,4\n01002,01003,5\n01003,01003,2\n"
    )
    with pytest.raises(DataError) as caught:
        read_travel(folder / "travel.csv", read_region(folder, "Mine", "establishments"))
    assert str(caught.value).splitlines() == [
        "travel.csv:4:minutes = -1: minutes, from 0 on",
        "travel.csv:5:minutes = soon: minutes, from 0 on",
        (
            "travel.csv:2:origin_id = 1001: a unit_id of units.csv "
            "(did the spreadsheet eat a leading zero? there is a unit 01001)"
        ),
        "travel.csv:3:dest_id = 77777: a unit_id of units.csv",
        "travel.csv:7:minutes = 5: the minutes of row 6, which gives the same trip",
    ]


def test_a_missing_column_is_told(write_folder: WriteFolder) -> None:
    """Without minutes there is nothing to read."""
    folder = write_folder(travel="origin_id,dest_id,min\n01001,01002,5\n")
    with pytest.raises(DataError, match=r"travel\.csv:1:minutes: this column is missing"):
        read_travel(folder / "travel.csv", read_region(folder, "Mine", "establishments"))


def test_a_trip_inside_a_unit_counts_for_no_pair(write_folder: WriteFolder) -> None:
    """The diagonal may be given; it is neither mirrored nor missing."""
    folder = write_folder(travel="origin_id,dest_id,minutes\n01001,01001,3\n")
    overrides = read_travel(folder / "travel.csv", read_region(folder, "Mine", "establishments"))
    assert overrides is not None
    assert (overrides.mirrored_pairs, overrides.missing_pairs) == (0, 12)
