"""Make ``notebooks/*.ipynb`` of ``notebooks/*.py``, which are what people edit and review.

    python tools/build_notebooks.py

The notebooks are written without outputs, and the same source always gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "notebooks"
_CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?\n", re.MULTILINE)


def main() -> int:
    """Write every notebook.

    Returns:
        Exit code 0.
    """
    for source in sorted(FOLDER.glob("*.py")):
        target = source.with_suffix(".ipynb")
        target.write_text(notebook_text(source.read_text(encoding="utf-8")), encoding="utf-8")
        print(target.relative_to(FOLDER.parent))
    return 0


def notebook_text(source: str) -> str:
    """Turn a script with ``# %%`` cells into a notebook.

    Args:
        source: Text of the script. What stands before its first cell is left out.

    Returns:
        Text of the notebook, version 4.5 of the format.
    """
    _, *parts = _CELL.split(source)
    cells = [
        _cell(number, text.strip("\n"), is_markdown=bool(markdown))
        for number, (markdown, text) in enumerate(zip(parts[::2], parts[1::2], strict=True), start=1)
    ]
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cell(number: int, text: str, *, is_markdown: bool) -> dict[str, Any]:
    cell: dict[str, Any] = {"id": f"cell-{number:02d}", "metadata": {}}
    if is_markdown:
        plain = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
        return cell | {"cell_type": "markdown", "source": plain.splitlines(keepends=True)}
    code: dict[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}
    return cell | code | {"source": text.splitlines(keepends=True)}


if __name__ == "__main__":
    sys.exit(main())
