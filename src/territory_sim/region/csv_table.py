"""Read a CSV file that a person made, and say everything that is wrong with it, row by row.

Accepted without a word: UTF-8 with or without a byte order mark, ``,`` or ``;`` between fields (with
``;`` also decimal commas), quoted fields, empty lines. Rows are numbered as a person sees them
in the file, the header being row 1.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, nearest_name

MOST_ALIKE: Final = 20
"""Faults of one kind in one column that are listed before the rest is only counted."""

_PLAIN_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_ROW: Final = re.compile(r":\d+(?=:|$)")
_MAX_SHOWN: Final = 40


@dataclass(frozen=True, eq=False)
class CsvTable:
    """The fields of a CSV file as text, by column.

    Args:
        file: Name of the file, as faults print it.
        columns: Fields of each column without blanks around them, in the order of the rows.
        rows: Number of each row, as a person sees it in the file.
        decimal_comma: Whether numbers may be written with a comma.
        faults: What has been found wrong so far; the reading methods add to it.
    """

    file: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    decimal_comma: bool = False
    faults: list[Fault] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of rows below the header."""
        return len(self.rows)

    def __contains__(self, column: str) -> bool:
        """Tell whether the file has this column."""
        return column in self.columns

    def fault(self, row: int, column: str, allowed: str, *, given: str | None = None, hint: str = "") -> None:
        """Note that something is wrong in one row.

        Args:
            row: Place of the row among the rows below the header, from 0.
            column: Column where it is wrong; empty for the row as a whole.
            allowed: What is allowed there, with its unit.
            given: What stands there; by default the field itself.
            hint: What to do about it.
        """
        if given is None:
            given = self.columns[column][row] if column in self.columns else ""
        where = ":".join(filter(None, (self.file, str(self.rows[row]), column)))
        self.faults.append(Fault(where=where, given=shown(given), allowed=allowed, hint=hint))

    def only(self, chosen: NDArray[np.bool_]) -> CsvTable:
        """Return a table of some of the rows; faults found in it are noted in this one too.

        Args:
            chosen: Whether each row is kept, shape (rows,).

        Returns:
            The rows chosen, with their numbers in the file.
        """
        columns = {name: list(itertools.compress(fields, chosen)) for name, fields in self.columns.items()}
        rows = list(itertools.compress(self.rows, chosen))
        return CsvTable(self.file, columns, rows, self.decimal_comma, self.faults)

    def texts(self, column: str, default: str = "") -> tuple[str, ...]:
        """Return the fields of a column.

        Args:
            column: Name of the column.
            default: What stands everywhere when the file lacks the column.

        Returns:
            One text for each row.
        """
        return tuple(self.columns.get(column, [default] * len(self)))

    def numbers(
        self,
        column: str,
        allowed: str,
        *,
        low: float = -math.inf,
        high: float = math.inf,
        required: bool = True,
        hint: str = "",
    ) -> NDArray[np.float64]:
        """Return the numbers of a column and note every field that is not one within the range.

        Args:
            column: Name of the column.
            allowed: What is allowed there, with its unit.
            low: Smallest number allowed.
            high: Largest number allowed.
            required: Whether a field may not be empty.
            hint: What to do about a number that is out of range.

        Returns:
            Shape (rows,); nan where the field is empty, faulty, or the file lacks the column.
        """
        values = np.full(len(self), math.nan)
        for row, text in enumerate(self.columns.get(column, ())):
            value = self._number(text)
            if value is not None and low <= value <= high:
                values[row] = value
            elif text or required:
                out_of_range = value is not None
                self.fault(row, column, allowed, given=text or "(empty)", hint=hint if out_of_range else "")
        return values

    def ids(self, column: str) -> tuple[str, ...]:
        """Return the ids of a column and note the empty and the repeated ones.

        Args:
            column: Name of the column.

        Returns:
            One id for each row, as the file has it.
        """
        first: dict[str, int] = {}
        ids = self.columns.get(column, ())
        for row, text in enumerate(ids):
            if not text:
                self.fault(row, column, "an id is needed", given="(empty)")
            elif text in first:
                self.fault(row, column, f"every id once; row {self.rows[first[text]]} has it already")
            else:
                first[text] = row
        return tuple(ids)

    def choices(self, column: str, allowed: Sequence[str], default: str) -> tuple[str, ...]:
        """Return the words of a column and note every word that is not allowed.

        Args:
            column: Name of the column.
            allowed: The words allowed.
            default: Stands for an empty field.

        Returns:
            One word for each row.
        """
        words = []
        for row, text in enumerate(self.texts(column)):
            if text and text not in allowed:
                self.fault(row, column, f"one of {', '.join(allowed)}", hint=nearest_name(text, allowed))
            words.append(text or default)
        return tuple(words)

    def _number(self, text: str) -> float | None:
        if self.decimal_comma and text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        value = float(text) if _PLAIN_NUMBER.fullmatch(text) else math.inf
        return value if math.isfinite(value) else None


def read_csv_table(
    path: Path,
    faults: list[Fault],
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
) -> CsvTable | None:
    """Read a CSV file with a header.

    Args:
        path: The file.
        faults: Takes what is found wrong, now and by the methods of the table.
        required: Columns the file must have; ``a|b`` asks for at least one of two.
        optional: Further columns that are understood; others are passed over.
        aliases: Our name of a column by another name under which it may come.

    Returns:
        The table, or None when nothing can be read.
    """
    text = _text_of(path, faults)
    if text is None:
        return None
    delimiter = _delimiter_of(text)
    header, lines = _split(path.name, text, delimiter, faults)
    if header is None:
        return None
    names = _names_of(path.name, header, aliases or {}, faults)
    for names_wanted in required:
        wanted = names_wanted.split("|")
        if not any(name in names for name in wanted):
            known = (*optional, *(name for column in required for name in column.split("|")))
            spare = [name for name in names if name not in known]
            faults.append(_missing_column(path.name, wanted, spare))
    fields = list(zip(*(line for _, line in lines), strict=True)) if lines else [()] * len(header)
    columns = {name: fields[place] for place, name in enumerate(names) if name}
    return CsvTable(path.name, columns, [row for row, _ in lines], delimiter == ";", faults)


def folded(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Count, instead of listing, what is wrong in the same way in many rows of one column.

    Args:
        faults: Faults in any number.

    Returns:
        The first faults of each kind, and one more with the number of those left out.
    """
    kept: list[Fault] = []
    alike: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    for fault in faults:
        kind = (_ROW.sub("", fault.where, count=1), fault.allowed)
        alike[kind] += 1
        if alike[kind] <= MOST_ALIKE:
            last[kind] = len(kept)
            kept.append(fault)
    for kind, place in sorted(last.items(), key=lambda item: -item[1]):
        left_out = alike[kind] - MOST_ALIKE
        if left_out > 0:
            more = f"{left_out:,} more row{'s' if left_out > 1 else ''} with the same fault"
            kept.insert(place + 1, Fault(where=kind[0], given="", allowed=more))
    return tuple(kept)


def shown(text: str) -> str:
    """Shorten a field so that it fits one line of a message.

    Args:
        text: The field.

    Returns:
        At most forty or so printable characters.
    """
    plain = "".join(letter if letter.isprintable() else "?" for letter in text)
    return plain if len(plain) <= _MAX_SHOWN else plain[: _MAX_SHOWN - 1] + "…"


def _text_of(path: Path, faults: list[Fault]) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(where=path.name, allowed=f"no such file in {path.parent}"))
        return None
    except OSError as error:
        faults.append(Fault(where=path.name, allowed=f"cannot be read: {error.strerror}"))
        return None
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        faults.append(
            Fault(where=path.name, allowed="CSV text, not a spreadsheet file", hint="save it as CSV UTF-8")
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        given = f"byte 0x{raw[error.start]:02x}"
        faults.append(
            Fault(
                where=f"{path.name}:{row}",
                given=given,
                allowed="UTF-8 text",
                hint="save the file as CSV UTF-8",
            )
        )
        return None


def _delimiter_of(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if header.count(";") > header.count(",") else ","


def _split(
    file: str, text: str, delimiter: str, faults: list[Fault]
) -> tuple[list[str] | None, list[tuple[int, list[str]]]]:
    """Return the header and each row's number and fields; rows of another length are noted and left out."""
    header: list[str] | None = None
    lines = []
    row = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, raw_fields in enumerate(reader, start=1):
            fields = [raw.strip() for raw in raw_fields]
            if not any(fields):
                continue
            if header is None:
                header = fields
            elif len(fields) == len(header):
                lines.append((row, fields))
            else:
                allowed = f"{len(header)} fields, as in the header"
                faults.append(Fault(where=f"{file}:{row}", given=f"{len(fields)} fields", allowed=allowed))
    except csv.Error as error:
        faults.append(Fault(where=f"{file}:{row + 1}", allowed=f"not readable as CSV: {error}"))
    if header is None:
        faults.append(Fault(where=file, allowed="a header line and rows below it; the file is empty"))
    return header, lines


def _names_of(file: str, header: Sequence[str], aliases: Mapping[str, str], faults: list[Fault]) -> list[str]:
    """Return our name of each column; an alias yields to a column that has our name itself."""
    names = []
    for name in header:
        ours = aliases.get(name, name)
        names.append(name if ours != name and ours in header else ours)
    for name, times in Counter(filter(None, names)).items():
        if times > 1:
            faults.append(
                Fault(where=f"{file}:1:{name}", allowed=f"every column once; there are {times} of this name")
            )
    return names


def _missing_column(file: str, wanted: Sequence[str], spare: Sequence[str]) -> Fault:
    lowered = {name.lower(): name for name in spare}
    hint = next((f"did you mean {lowered[name]}?" for name in wanted if name in lowered), "")
    hint = hint or next(filter(None, (nearest_name(name, spare) for name in wanted)), "")
    return Fault(where=f"{file}:1:{' or '.join(wanted)}", allowed="this column is missing", hint=hint)
