"""The one entry: from settings to an alignment for all reps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from territory_sim.design.draw import draw_alignment
from territory_sim.errors import InfeasibleDesignError, ScenarioError
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.alignment_file import alignment_csv
from territory_sim.territories.contiguity import pieces_per_territory

if TYPE_CHECKING:
    from tests.design.conftest import Ground


def drawn(ground: Ground, reps: int, rep_homes: dict[str, int] | None = None, **changes: Any) -> Alignment:
    """Draw an alignment with some settings changed."""
    return draw_alignment(
        ground.region,
        ground.travel,
        replace(ground.parameters, **changes),
        reps,
        roads=ground.roads,
        service_hours=ground.model.service_hours,
        stops_per_year=ground.model.stops_per_year,
        admin_hours=375.0,
        overnight_minutes=150.0,
        rep_homes=rep_homes or {},
    )


@pytest.mark.parametrize("method", ["history", "balanced"])
@pytest.mark.parametrize("count", [None, 6])
@pytest.mark.parametrize("reps", [1, 5, 6, 8, 40])
def test_there_is_a_whole_territory_for_every_rep(
    plain: Ground, method: str, count: int | None, reps: int
) -> None:
    """Whichever way the map is drawn, its territories are as many as the reps."""
    found = drawn(plain, reps, method=method, count=count)
    assert len(found) == reps
    assert (pieces_per_territory(plain.region.neighbours, found.territory_of_unit, reps) == 1).all()


def test_with_a_count_the_map_of_other_reps_changes_little(plain: Ground) -> None:
    """The same history, then one more rep: only one territory is split."""
    six, seven = drawn(plain, 6, method="history", count=6), drawn(plain, 7, method="history", count=6)
    changed = {
        six.territory_ids[six.territory_of_unit[unit]]
        for unit in six.moved_units(seven).nonzero()[0].tolist()
    }
    assert len(changed) == 1


@pytest.mark.parametrize("reps", [5, 6, 8])
def test_the_redraw_keeps_the_reps_of_today(plain: Ground, reps: int) -> None:
    """Status quo and redraw have the same reps and ids, so they can be compared rep by rep."""
    today, redrawn = (drawn(plain, reps, method=method, count=6) for method in ("history", "balanced"))
    assert (redrawn.rep_ids, redrawn.territory_ids) == (today.rep_ids, today.territory_ids)


def test_a_known_home_goes_before_the_place_of_hiring(plain: Ground) -> None:
    """Reps live where the user's file says."""
    assert drawn(plain, 6, {"R02": 7}, method="history", count=6).homes[1] == 7


def test_a_file_is_read_and_follows_the_reps(plain: Ground, tmp_path: Path) -> None:
    """What was written is drawn again; with a rep more it is split."""
    today = drawn(plain, 6, method="history", count=6)
    path = tmp_path / "alignment.csv"
    path.write_text(alignment_csv(today, plain.region.unit_ids), encoding="utf-8")
    again = drawn(plain, 6, method="file", path=str(path))
    assert again.territory_of_unit.tolist() == today.territory_of_unit.tolist()
    assert len(drawn(plain, 7, method="file", path=str(path))) == 7


def test_a_file_must_be_named(plain: Ground) -> None:
    """The fault names the key."""
    with pytest.raises(ScenarioError, match=r"^territories\.path"):
        drawn(plain, 6, method="file", path=None)


@pytest.mark.parametrize("changes", [{"count": 41}, {"count": None}])
def test_more_territories_than_units_are_refused(plain: Ground, changes: dict[str, Any]) -> None:
    """Whether asked for by the map's own count or by the number of reps."""
    reps = 41 if changes["count"] is None else 5
    with pytest.raises(InfeasibleDesignError, match="at most 40"):
        drawn(plain, reps, method="history", **changes)
