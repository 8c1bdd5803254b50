"""A comparison is written and read again, whole and with the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from territory_sim.errors import DataError
from territory_sim.experiments.alignment_rows import (
    alignment_rows,
    read_alignment,
    rep_of_unit,
    write_alignment,
)
from territory_sim.experiments.folder import load_study, write_study
from territory_sim.experiments.region_file import read_region, write_region
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.alignment_file import alignment_csv
from tests.fabricated import fabricated_comparison, grid_region


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_study_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Tables, manifest, alignments and region survive the folder."""
    study = fabricated_comparison()
    found = load_study(write_study(study, tmp_path / "study"))
    assert found.manifest == study.manifest
    assert list(found.tables) == list(study.tables)
    for name, table in study.tables.items():
        pd.testing.assert_frame_equal(found.tables[name], table, check_dtype=False)
    for name, rows in study.alignments.items():
        pd.testing.assert_frame_equal(found.alignments[name], rows)
    assert (found.verdict, found.region.content_hash) == (study.verdict, study.region.content_hash)


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two folders of one comparison are equal file by file."""
    for name in ("a", "b"):
        write_study(fabricated_comparison(), tmp_path / name)
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_folder_layout(tmp_path: Path) -> None:
    """Tables lie in folders of parts, alignments under the names of their scenarios."""
    names = set(_bytes(write_study(fabricated_comparison(), tmp_path / "study")))
    expected = {"manifest.json", "region.json", "comparisons/part-00000.parquet", "alignment/plan_1.csv"}
    assert expected <= names


@pytest.mark.parametrize(
    "missing", ["manifest.json", "region.json", "alignment/today.csv", "kpis/part-00000.parquet"]
)
def test_a_study_with_a_missing_file_is_told_so(tmp_path: Path, missing: str) -> None:
    """One line names what is not there."""
    folder = write_study(fabricated_comparison(), tmp_path / "study")
    (folder / missing).unlink()
    with pytest.raises(DataError, match=missing.partition("/")[0]):
        load_study(folder)


def test_a_folder_of_run_is_no_study(tmp_path: Path) -> None:
    """A report of a single run is refused by name."""
    (tmp_path / "manifest.json").write_text('{"verb": "run", "schema": 1}')
    with pytest.raises(DataError, match="a folder of compare"):
        load_study(tmp_path)


def test_a_region_comes_back_with_all_a_simulation_sees(tmp_path: Path) -> None:
    """Content hash, unknown values and outlines survive; outlines to a ten-thousandth of a degree."""
    region = grid_region()
    write_region(region, tmp_path / "r.json")
    found = read_region(tmp_path / "r.json")
    assert found.content_hash == region.content_hash
    assert np.isnan(found.population).all()
    assert found.shapes is not None
    assert region.shapes is not None
    np.testing.assert_allclose(found.shapes.rings_of(7)[0], region.shapes.rings_of(7)[0], atol=5e-5)


@pytest.mark.parametrize("named", [{}, {"A1": 1}])
def test_alignment_is_written_in_the_form_that_scenarios_read(tmp_path: Path, named: dict[str, int]) -> None:
    """The file equals what territories writes, and reads back as the same rows."""
    region = grid_region(2, 2)
    alignment = Alignment(
        ("T01", "T02"), ("R01", "R02"), np.array([0, 0, 1, 1], np.int32), np.array([0, 2], np.int32), named
    )
    rows = alignment_rows(alignment, region)
    write_alignment(rows, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == alignment_csv(alignment, region.unit_ids)
    pd.testing.assert_frame_equal(read_alignment(tmp_path / "a.csv"), rows)
    assert rep_of_unit(rows, region.unit_ids) == ("R01", "R01", "R02", "R02")
