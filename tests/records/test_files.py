"""Files appear whole or not at all, and the same content gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from territory_sim.errors import DataError
from territory_sim.records.files import (
    MANIFEST,
    read_json,
    read_table,
    read_tables,
    whole_file,
    whole_folder,
    write_json,
    write_table,
    write_text,
)


def _table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "rep_id": pd.Categorical(["R02", "R01", None]),
            "name": pd.Series(["Zoë", "", "x"], dtype="str"),
            "cents": [1, 2**60, -3],
            "share": [0.1, float("nan"), 1e-300],
        }
    )


def test_a_table_comes_back_as_it_was(tmp_path: Path) -> None:
    """Text, large integers, tiny numbers and missing values survive; categories come back as text."""
    write_table(_table(), tmp_path / "t.parquet")
    found = read_table(tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(found, _table().astype({"rep_id": "str"}))


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the file tells time, place or version of pandas."""
    for name in ("a", "b"):
        write_table(_table(), tmp_path / name)
    written = (tmp_path / "a").read_bytes()
    assert written == (tmp_path / "b").read_bytes()
    assert b"pandas" not in written


def test_parts_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """A table in parts is one table."""
    for number in (1, 0):
        (tmp_path / "t").mkdir(exist_ok=True)
        write_table(pd.DataFrame({"x": [number]}), tmp_path / "t" / f"part-{number:05d}.parquet")
    write_table(pd.DataFrame({"y": [1]}), tmp_path / "single.parquet")
    found = read_tables(tmp_path)
    assert (list(found), found["t"]["x"].tolist()) == (["single", "t"], [0, 1])


def test_a_file_that_fails_half_way_is_not_there(tmp_path: Path) -> None:
    """The earlier file stays as it was, and no rest is left behind."""
    write_text(tmp_path / "x.txt", "before")

    def fail() -> None:
        with whole_file(tmp_path / "x.txt") as unfinished:
            unfinished.write_text("half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_a_folder_that_fails_half_way_is_not_there(tmp_path: Path) -> None:
    """An earlier result stays whole when its replacement fails."""
    with whole_folder(tmp_path / "study") as folder:
        write_json(folder / MANIFEST, {"run": 1})

    def fail() -> None:
        with whole_folder(tmp_path / "study") as folder:
            (folder / "half").write_text("x")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["study"]
    assert read_json(tmp_path / "study" / MANIFEST) == {"run": 1}


def test_a_result_is_replaced_and_leaves_nothing_of_the_old(tmp_path: Path) -> None:
    """A second result under the same name does not mix with the first."""
    for name in ("old", "new"):
        with whole_folder(tmp_path / "study") as folder:
            write_json(folder / MANIFEST, {})
            (folder / name).write_text("x")
    assert sorted(path.name for path in (tmp_path / "study").iterdir()) == [MANIFEST, "new"]
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    """What is not a result of ours is refused with one line that says why."""
    (tmp_path / "photo.jpg").write_text("x")

    def write() -> None:
        with whole_folder(tmp_path):
            pass

    with pytest.raises(DataError, match="holds other files"):
        write()
    assert (tmp_path / "photo.jpg").exists()


def test_broken_files_are_told_in_one_line(tmp_path: Path) -> None:
    """A truncated table, a truncated JSON and a missing file are the user's faults, with the file's name."""
    write_table(_table(), tmp_path / "t.parquet")
    (tmp_path / "t.parquet").write_bytes((tmp_path / "t.parquet").read_bytes()[:-20])
    (tmp_path / "j.json").write_text('{"a": ')
    for name, read in (("t.parquet", read_table), ("j.json", read_json), ("none.json", read_json)):
        with pytest.raises(DataError, match=name):
            read(tmp_path / name)


def test_a_number_that_is_not_finite_is_no_json(tmp_path: Path) -> None:
    """JSON has no infinity: writing one is an error and leaves no file."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "x.json", {"a": float("inf")})
    assert list(tmp_path.iterdir()) == []
