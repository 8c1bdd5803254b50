"""The notebooks run from their first cell to their last, and their two forms agree."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "notebooks").glob("*.py"))


def test_there_is_a_first_notebook() -> None:
    """Newcomers are sent to it by name."""
    assert "01_first_run" in [source.stem for source in SOURCES]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.stem))
def test_every_cell_runs(source: Path, tmp_path: Path) -> None:
    """A notebook is run as a newcomer would run it, in a process and a folder of its own."""
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"MPLBACKEND": "Agg", "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, str(source)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir()), "the notebook leaves files behind"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.stem))
def test_the_notebook_holds_the_cells_of_its_source(source: Path) -> None:
    """Who opens the .ipynb sees what was reviewed and run as .py."""
    place = ROOT / "tools" / "build_notebooks.py"
    spec = importlib.util.spec_from_file_location("build_notebooks", place)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    text = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert text == tool.notebook_text(source.read_text(encoding="utf-8"))
    assert {cell["cell_type"] for cell in json.loads(text)["cells"]} == {"code", "markdown"}
