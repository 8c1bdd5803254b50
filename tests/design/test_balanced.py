"""The redraw into equal workloads."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from territory_sim.design.balanced import draw_balanced
from territory_sim.design.history import draw_history
from territory_sim.territories.balance import balance_of
from territory_sim.territories.contiguity import pieces_per_territory
from territory_sim.territories.workload import WorkloadModel, territory_workload_hours

if TYPE_CHECKING:
    from tests.design.conftest import Ground, MakeGround

WithWork = Callable[["Ground", NDArray[np.float64]], WorkloadModel]


def test_texas_is_redrawn_within_two_per_cent(ground: MakeGround) -> None:
    """24 whole, compact territories, nearly within the tolerance of 1 %, for the reps' real homes."""
    texas = ground("texas")
    today = draw_history(texas.region, texas.model, 24)
    design = draw_balanced(texas.region, texas.model, 24, texas.parameters, today)
    redrawn = design.alignment
    hours = territory_workload_hours(texas.model, redrawn.territory_of_unit, redrawn.homes)
    moving = hours.service + hours.travel
    assert balance_of(moving).max_deviation == pytest.approx(design.figures.max_deviation, abs=1e-6)
    assert balance_of(hours.total).max_deviation <= design.figures.max_deviation <= 0.02
    assert design.figures.pieces == 0
    assert (pieces_per_territory(texas.region.neighbours, redrawn.territory_of_unit, 24) == 1).all()
    assert design.roundness > 0.5
    assert design.figures.floor == 0
    assert redrawn.territory_of_unit[redrawn.homes].tolist() == list(range(24))
    assert (redrawn.territory_ids, redrawn.rep_ids) == (today.territory_ids, today.rep_ids)
    assert design.kept_share > 0.35
    assert (redrawn.homes == today.homes).mean() > 0.4


def test_another_region_is_redrawn_as_evenly_as_its_units_allow(plain: Ground) -> None:
    """Whole territories of ten units; balance near the tolerance."""
    design = draw_balanced(plain.region, plain.model, 4, plain.parameters)
    assert design.figures.pieces == 0
    assert design.figures.max_deviation <= 0.05


def test_a_unit_larger_than_a_territory_sets_the_floor(plain: Ground, with_work: WithWork) -> None:
    """No map divides it; the other territories are even among themselves."""
    work = np.full(40, 10.0)
    work[7] = 400.0
    design = draw_balanced(plain.region, with_work(plain, work), 5, plain.parameters)
    assert design.figures.floor == pytest.approx(400 / (790 / 5) - 1, rel=1e-3)
    assert len(design.figures.large) == 1
    assert design.figures.max_deviation <= 0.1
    assert design.figures.pieces == 0


@settings(max_examples=15)
@given(weights=st.lists(st.integers(0, 60), min_size=40, max_size=40), territories=st.integers(1, 40))
def test_any_work_gives_whole_territories(
    plain: Ground, with_work: WithWork, weights: list[int], territories: int
) -> None:
    """Also without any work, with all of it in one unit, and with one unit for each territory."""
    model = with_work(plain, np.array(weights, dtype=np.float64))
    parameters = replace(plain.parameters, starts=1)
    design = draw_balanced(plain.region, model, territories, parameters)
    owner = design.alignment.territory_of_unit
    assert (pieces_per_territory(plain.region.neighbours, owner, territories) == 1).all()


@settings(max_examples=10)
@given(
    weights=st.lists(st.integers(1, 60), min_size=40, max_size=40),
    territories=st.integers(2, 8),
    scale=st.sampled_from([0.125, 3.0, 1000.0]),
)
def test_the_unit_of_work_does_not_matter(
    plain: Ground, with_work: WithWork, weights: list[int], territories: int, scale: float
) -> None:
    """Hours or minutes: the same map."""
    parameters = replace(plain.parameters, starts=1)
    work = np.array(weights, dtype=np.float64)
    maps = [
        draw_balanced(plain.region, with_work(plain, amounts), territories, parameters).alignment
        for amounts in (work, work * scale)
    ]
    assert maps[0].territory_of_unit.tolist() == maps[1].territory_of_unit.tolist()


def test_another_seed_searches_elsewhere_and_the_same_seed_nowhere_else(plain: Ground) -> None:
    """The search is a function of its own seed."""

    def drawn(seed: int) -> list[int]:
        parameters = replace(plain.parameters, seed=seed, starts=1)
        owner = draw_balanced(plain.region, plain.model, 5, parameters).alignment.territory_of_unit
        return [int(territory) for territory in owner]

    assert drawn(3) == drawn(3)
    assert len({tuple(drawn(seed)) for seed in range(4)}) > 1


def test_more_starts_are_never_worse_by_their_own_measure(plain: Ground) -> None:
    """The best start is kept: the first of many is one of the many."""
    few, many = (
        draw_balanced(plain.region, plain.model, 5, replace(plain.parameters, starts=starts))
        for starts in (1, 6)
    )
    (tolerance,) = plain.parameters.tolerance
    assert max(many.figures.max_deviation, tolerance) <= max(few.figures.max_deviation, tolerance) + 0.01


def test_the_map_is_the_same_in_every_process(plain: Ground, root: Path) -> None:
    """Neither the hash seed nor what ran before changes a territory."""
    script = (
        "import hashlib; from tests.design.conftest import make_ground;"
        "from territory_sim.design.history import draw_history;"
        "from territory_sim.design.balanced import draw_balanced;"
        "g = make_ground('synthetic', 800); today = draw_history(g.region, g.model, 6);"
        "new = draw_balanced(g.region, g.model, 6, g.parameters, today).alignment;"
        "both = today.territory_of_unit.tobytes() + new.territory_of_unit.tobytes() + new.homes.tobytes();"
        "print(hashlib.sha256(both).hexdigest())"
    )
    path = os.pathsep.join([str(root), str(root / "src")])
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1")
    }
    today = draw_history(plain.region, plain.model, 6)
    new = draw_balanced(plain.region, plain.model, 6, plain.parameters, today).alignment
    both = today.territory_of_unit.tobytes() + new.territory_of_unit.tobytes() + new.homes.tobytes()
    assert told == {hashlib.sha256(both).hexdigest()}


def test_todays_map_must_have_as_many_territories(plain: Ground) -> None:
    """Reps are matched one to one."""
    today = draw_history(plain.region, plain.model, 4)
    with pytest.raises(ValueError, match="as many territories"):
        draw_balanced(plain.region, plain.model, 5, plain.parameters, today)
