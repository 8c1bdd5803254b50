"""Drawings: unions of units, colours, labels, curves."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.reports.colours import AFTER, BEFORE, FILLS, GAIN, INK, LOSS, SPARE, contrast, rep_fills
from territory_sim.reports.geometry import Loop, sheet_for, union, unit_loops
from territory_sim.reports.labels import place_labels
from territory_sim.reports.lorenz import lorenz_of, lorenz_plot
from territory_sim.reports.maps import redraw_picture, territory_map
from territory_sim.reports.rep_changes import rep_changes
from territory_sim.territories.alignment import Alignment
from tests.fabricated import fabricated_comparison, grid_region


def _area(loops: list[Loop]) -> float:
    return sum(
        sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*loop, loop[0]])) / 2 for loop in loops
    )


@given(st.sets(st.integers(0, 23), min_size=1))
def test_a_union_has_the_area_of_its_units(chosen: set[int]) -> None:
    """Whatever units are melted, holes and islands included, the surface is the sum of theirs."""
    region = grid_region()
    assert region.shapes is not None
    loops = unit_loops(region.shapes, sheet_for(region))
    expected = sum(_area(loops[unit]) for unit in chosen)
    assert _area(union(loops[unit] for unit in sorted(chosen))) == pytest.approx(expected)


def test_neighbours_have_different_fills_on_all_maps() -> None:
    """The same rep has one fill, and reps that touch on any map have two."""
    region = grid_region(8, 8)
    owners = [[f"R{unit // 8}" for unit in range(64)], [f"R{unit % 8}" for unit in range(64)]]
    fills = rep_fills(region.edges, owners)
    for owner in owners:
        assert all(
            fills[owner[a]] != fills[owner[b]] for a, b in region.edges.tolist() if owner[a] != owner[b]
        )
    assert set(fills.values()) <= {*FILLS, SPARE}


def test_colours_can_be_told_from_white_and_letters_from_fills() -> None:
    """Letters on every fill reach 4.5, lines and bars on white 3 (web accessibility guidelines)."""
    assert all(contrast(INK, fill) >= 4.5 for fill in (*FILLS[:3], SPARE))
    assert all(contrast(colour, "#FFFFFF") >= 3 for colour in (BEFORE, AFTER, GAIN, LOSS))


def test_no_label_covers_another() -> None:
    """Labels of a crowded map stay apart and on the paper, and each territory has one."""
    region = grid_region(10, 10)
    sheet = sheet_for(region)
    points = sheet.place(np.column_stack([region.lon, region.lat]))
    owner = [f"R{unit // 4:02d}" for unit in range(100)]
    labels = place_labels(points, owner, region.land_km2, 26, (sheet.width, sheet.height))
    assert [name.text for name in labels] == sorted(set(owner))
    for first, last in combinations(labels, 2):
        assert abs(first.x - last.x) > 60 or abs(first.y - last.y) >= 26


def test_lorenz_plot_says_what_it_shows() -> None:
    """Axes have names, the legend has both scenarios with their Gini."""
    curves = lorenz_of(fabricated_comparison(), "plan_1")
    axes = lorenz_plot(curves)
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    legend = axes.get_legend()
    assert legend is not None
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == [f"{name}: Gini {curve.gini:.2f}" for name, curve in curves.items()]


def test_territory_map_draws_every_territory() -> None:
    """One patch and one label for each, one more patch for what moved."""
    region = grid_region()
    first, last = (
        Alignment(("T1", "T2"), ("R1", "R2"), np.array(plan, dtype=np.int32), np.zeros(2, dtype=np.int32))
        for plan in ([0] * 12 + [1] * 12, [0] * 8 + [1] * 16)
    )
    assert len(territory_map(region, first).patches) == 2
    axes = territory_map(region, last, before=first, title="After")
    assert (len(axes.patches), axes.get_title(loc="left")) == (3, "After")
    assert {text.get_text() for text in axes.texts} == {"R1", "R2"}


def test_the_picture_is_the_same_each_time(tmp_path: Path) -> None:
    """The README's picture changes only when the study does."""
    study = fabricated_comparison()
    first, last = (redraw_picture(study, tmp_path / name).read_bytes() for name in ("a.png", "b.png"))
    assert first == last


def test_pay_changes_add_up_to_the_wage_bill() -> None:
    """What reps gain and lose is what the wage bill changes by, and rows are sorted by gain."""
    study = fabricated_comparison()
    changes = rep_changes(study, "plan_1")
    months = study.tables["rep_month"]
    paid = (months["base_cents"] + months["variable_cents"]).groupby(months["scenario_id"]).sum() / 100 / 6
    estimates = [change.difference.difference.estimate for change in changes if change.difference]
    assert sum(estimates) == pytest.approx(paid["plan_1"] - paid["today"])
    assert estimates == sorted(estimates, reverse=True)
    assert sum(change.gained for change in changes) == sum(change.lost for change in changes)
