"""What people see: results on stdout, progress and notes on stderr."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

Cell: TypeAlias = str | tuple[str, str]
"""Text of a cell, or text and style."""

_WIDTH_OF_A_FILE: Final = 110
"""Columns of a table that is not shown on a terminal."""


def note(text: str) -> None:
    """Tell something that is not the result.

    Args:
        text: One or more lines for stderr.
    """
    print(text, file=sys.stderr)


def print_json(result: Mapping[str, object]) -> None:
    """Print the result as one JSON object.

    Args:
        result: What JSON can hold; a number that is not finite is printed as null.
    """
    print(json.dumps(_finite(result), indent=2, ensure_ascii=False, allow_nan=False))


def print_table(title: str, columns: Mapping[str, str], rows: Iterable[tuple[Cell, ...]]) -> None:
    """Print the result as a table.

    Args:
        title: Line above the table.
        columns: Heading and alignment (``left`` or ``right``) of each column.
        rows: Cells of each row.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
    table = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    for heading, side in columns.items():
        table.add_column(Text(heading), justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(
            *(Text(cell) if isinstance(cell, str) else Text(cell[0], style=cell[1]) for cell in row)
        )
    console.print(table)


def program() -> str:
    """Give the name under which this program can be called again.

    Returns:
        ``territory-sim`` when a shell finds it, else the path that was typed, such as
        ``.venv/bin/territory-sim``.
    """
    name = "territory-sim"
    typed = sys.argv[0]
    return name if Path(typed).name != name or shutil.which(name) else typed


@contextmanager
def progress(text: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a piece of work is.

    A bar is drawn only on a terminal, and not where NO_COLOR or CI is set; elsewhere one line says
    what is being done.

    Args:
        text: What is being done.

    Yields:
        A function to call with (runs done, runs in all) whenever a run is done.
    """
    if not shows_bar():
        note(f"{text} ...")
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance


def shows_bar() -> bool:
    """Say whether a bar may be drawn.

    Returns:
        True on a terminal, unless NO_COLOR or CI is set.
    """
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and not os.environ.get("CI")


def _ignore(done: int, total: int) -> None:
    """Show nothing."""


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
