"""The reader of CSV files: formats, row numbers, and faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territory_sim.errors import Fault
from territory_sim.region.csv_table import CsvTable, folded, read_csv_table


def read(tmp_path: Path, text: str | bytes, *required: str) -> tuple[CsvTable, list[Fault]]:
    """Write a file and read it."""
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    faults: list[Fault] = []
    table = read_csv_table(path, faults, required=required)
    assert table is not None
    return table, faults


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "\ufeffa;b\r\n1;2\r\n", 'a,b\n\n"1", 2 \n', "a,b\r1,2"])
def test_harmless_differences_are_accepted(tmp_path: Path, text: str) -> None:
    """Line ends, separators, quotes, blanks, empty lines and a byte order mark change nothing."""
    table, faults = read(tmp_path, text, "a", "b")
    assert table.texts("a") == ("1",)
    assert table.texts("b") == ("2",)
    assert not faults


def test_rows_are_numbered_as_a_person_sees_them(tmp_path: Path) -> None:
    """The header is row 1, and an empty line is a row."""
    table, faults = read(tmp_path, "a\n1\n\nx\n", "a")
    table.numbers("a", "a number")
    assert [str(fault) for fault in faults] == ["t.csv:4:a = x: a number"]


@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_come_back_as_written(tmp_path: Path, values: list[float]) -> None:
    """Any number that Python writes is read to the last bit."""
    table, faults = read(tmp_path, "a\n" + "\n".join(map(repr, values)) + "\n", "a")
    assert table.numbers("a", "a number").tolist() == values
    assert not faults


@pytest.mark.parametrize(
    "word", ["nan", "inf", "-inf", "1e999", "1_000", "0x1", "1,5", "1 000", "\u0661", "--1"]
)
def test_what_is_no_plain_number_is_a_fault(tmp_path: Path, word: str) -> None:
    """Neither nan nor Python's other spellings pass for a number."""
    table, faults = read(tmp_path, f'a\n"{word}"\n', "a")
    assert np.isnan(table.numbers("a", "a number")).all()
    assert len(faults) == 1


def test_a_decimal_comma_counts_only_where_semicolons_separate(tmp_path: Path) -> None:
    """1,5 is a number in a file with semicolons; 1.234,5 is none anywhere."""
    table, faults = read(tmp_path, "a;b\n1,5;1.234,5\n", "a", "b")
    assert table.numbers("a", "a number").tolist() == [1.5]
    assert np.isnan(table.numbers("b", "a number")).all()
    assert len(faults) == 1


def test_a_column_by_another_name(tmp_path: Path) -> None:
    """An alias is understood unless the column is there under our own name."""
    path = tmp_path / "t.csv"
    path.write_text("Id,Name,name\n1,x,y\n")
    faults: list[Fault] = []
    table = read_csv_table(
        path, faults, required=("account_id",), aliases={"Id": "account_id", "Name": "name"}
    )
    assert table is not None
    assert table.texts("account_id") == ("1",)
    assert table.texts("name") == ("y",)
    assert not faults


def test_a_column_twice_is_a_fault(tmp_path: Path) -> None:
    """Which of the two would count nobody can know."""
    _, faults = read(tmp_path, "a,b,a\n1,2,3\n", "a")
    assert [str(fault) for fault in faults] == ["t.csv:1:a: every column once; there are 2 of this name"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The folder is named, so that a wrong folder shows."""
    faults: list[Fault] = []
    assert read_csv_table(tmp_path / "t.csv", faults, required=("a",)) is None
    assert [str(fault) for fault in faults] == [f"t.csv: no such file in {tmp_path}"]


def test_long_and_unprintable_fields_fit_one_line(tmp_path: Path) -> None:
    """A message stays one short line whatever the field holds."""
    table, faults = read(tmp_path, 'a\n"' + "x\n" * 200 + '"\n', "a")
    table.numbers("a", "a number")
    line = str(faults[0])
    assert "\n" not in line
    assert len(line) < 80


def test_folding_keeps_order_and_loses_nothing() -> None:
    """Twenty of a kind are listed, the rest counted right behind them."""
    many = [Fault(where=f"t.csv:{row}:a", given="x", allowed="a number") for row in range(2, 52)]
    other = Fault(where="t.csv", allowed="something else")
    kept = folded([*many, other])
    assert kept[:20] == tuple(many[:20])
    assert str(kept[20]) == "t.csv:a: 30 more rows with the same fault"
    assert kept[21] == other
