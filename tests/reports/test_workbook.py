"""The spreadsheet holds the report's numbers as numbers and names as plain text."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from territory_sim.experiments.folder import write_study
from territory_sim.reports.html import write_report
from territory_sim.reports.workbook import Value, write_workbook
from tests.fabricated import fabricated_comparison

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _cells(path: Path, sheet: int) -> dict[str, tuple[str | None, str]]:
    """Type and content of each cell."""
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - ours
    return {str(c.get("r")): (c.get("t"), "".join(c.itertext())) for c in root.iter(f"{MAIN}c")}


def test_numbers_are_numbers_and_texts_are_texts(tmp_path: Path) -> None:
    """A formula typed as a name stays a name; what is not known is an empty cell."""
    rows: list[list[Value]] = [["a", "b"], ["=1+1", 2.5], ["<&>\x01", None], [True, float("nan")]]
    write_workbook({"One & only": rows}, tmp_path / "t.xlsx")
    cells = _cells(tmp_path / "t.xlsx", 1)
    assert cells["A2"] == ("inlineStr", "=1+1")
    assert cells["B2"] == (None, "2.5")
    assert cells["A3"] == ("inlineStr", "<&>")
    assert cells["A4"] == ("b", "1")
    assert not {"B3", "B4"} & set(cells)


def test_columns_beyond_z_have_two_letters(tmp_path: Path) -> None:
    """The 27th column is AA."""
    write_workbook({"Wide": [[str(n) for n in range(28)]]}, tmp_path / "t.xlsx")
    assert _cells(tmp_path / "t.xlsx", 1)["AB1"] == ("inlineStr", "27")


def test_the_report_writes_a_spreadsheet_that_is_the_same_again(tmp_path: Path) -> None:
    """Every scorecard line is a row, and the bytes are a function of the folder."""
    study = fabricated_comparison()
    folder = write_study(study, tmp_path / "study")
    write_report(folder)
    first = (folder / "report.xlsx").read_bytes()
    write_report(folder)
    assert (folder / "report.xlsx").read_bytes() == first
    cells = _cells(folder / "report.xlsx", 2)
    assert cells["B2"] == ("inlineStr", "revenue")
    assert f"B{len(study.table) + 1}" in cells
