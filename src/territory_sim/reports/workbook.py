"""A spreadsheet file of plain tables, written without a package: text and numbers need none.

Spreadsheet packages do far more, have to be installed, and stamp the time into the file; this one is
always there, and the same tables give the same bytes. Texts are stored as texts: a name that begins
with ``=`` is never a formula.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from territory_sim.records.files import whole_file

Value = str | int | float | bool | None
Sheet = Sequence[Sequence[Value]]
"""Rows of cells; the first row is the heading."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)
_WIDEST: Final = 60
_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
    '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1"'
    ' applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write_workbook(sheets: Mapping[str, Sheet], path: Path) -> None:
    """Write tables as an .xlsx file, whole or not at all.

    Args:
        sheets: Rows by name of the sheet, of at most 31 letters; the first row is written in bold
            and stays in sight.
        path: The file to be written.

    Source:
        ECMA-376, Office Open XML: the parts a spreadsheet must have, and no more.
    """
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in _numbers(len(sheets))),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
    }
    parts |= {
        f"xl/worksheets/sheet{number}.xml": _sheet(rows)
        for number, rows in zip(_numbers(len(sheets)), sheets.values(), strict=True)
    }
    with whole_file(path) as unfinished, zipfile.ZipFile(unfinished, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _content_types(sheets: int) -> str:
    overrides = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
    overrides += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in _numbers(sheets)]
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in overrides
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{listed}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    listed = "".join(
        f'<sheet name="{_text(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'


def _sheet(rows: Sheet) -> str:
    widths = [max(len(str(value)) for value in column) for column in zip(*rows, strict=True)]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{min(width, _WIDEST) + 2}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    body = "".join(
        f'<row r="{number}">{"".join(_cell(value, place, number) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        f"</sheetViews><cols>{columns}</cols><sheetData>{body}</sheetData></worksheet>"
    )


def _cell(value: Value, place: int, row: int) -> str:
    where = f'r="{_letters(place)}{row}"' + (' s="1"' if row == 1 else "")
    if isinstance(value, bool):
        return f'<c {where} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float) and math.isfinite(value):
        return f"<c {where}><v>{value!r}</v></c>"
    if value is None or value != value:  # noqa: PLR0124 - nan alone differs from itself
        return ""
    return f'<c {where} t="inlineStr"><is><t xml:space="preserve">{_text(str(value))}</t></is></c>'


def _letters(place: int) -> str:
    """Return the letters of a column, counted from 0."""
    rest, letter = divmod(place, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + letter)


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))
