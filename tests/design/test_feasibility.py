"""Numbers of territories that cannot exist."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from territory_sim.design.feasibility import require_feasible
from territory_sim.errors import InfeasibleDesignError

if TYPE_CHECKING:
    from tests.design.conftest import Ground


@pytest.mark.parametrize("territories", [1, 40])
def test_from_one_territory_to_one_for_each_unit_is_feasible(plain: Ground, territories: int) -> None:
    """The limits themselves are allowed."""
    require_feasible(plain.region, territories)


@pytest.mark.parametrize(
    ("territories", "part"),
    [(0, "= 0: 1 territory or more"), (41, "= 41: at most 40 territories")],
)
def test_too_few_and_too_many_are_refused(plain: Ground, territories: int, part: str) -> None:
    """The fault names the key, what was given and what is allowed."""
    with pytest.raises(InfeasibleDesignError, match=rf"^staffing.reps {part}"):
        require_feasible(plain.region, territories, where="staffing.reps")


def test_all_faults_are_told_at_once(plain: Ground) -> None:
    """A region in pieces is told beside a wrong number, with the units that are cut off."""
    kept = ~(plain.region.edges == 39).any(axis=1)
    broken = replace(
        plain.region,
        edges=plain.region.edges[kept],
        edge_kinds=tuple(np.array(plain.region.edge_kinds)[kept].tolist()),
        edge_minutes=plain.region.edge_minutes[kept],
    )
    with pytest.raises(InfeasibleDesignError) as caught:
        require_feasible(broken, 0)
    assert len(caught.value.faults) == 2
    assert "2 pieces (add edges of kind link for U40)" in str(caught.value)
