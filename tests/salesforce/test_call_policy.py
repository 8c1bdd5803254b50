"""The call policy gives the same bits for one candidate and for many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from territory_sim.salesforce.call_policy import CALL_POLICIES, Candidates, score

POINTS = st.floats(-1e6, 1e6)
ROWS = st.lists(st.tuples(*[POINTS] * 6), min_size=1, max_size=40)
FIELDS = ("urgency", "volume", "gain", "mark", "claim")


def candidates(columns: NDArray[np.float64]) -> Candidates:
    """Make candidates of columns."""
    return Candidates(**dict(zip(FIELDS, columns, strict=True)))


@pytest.mark.parametrize("name", sorted(CALL_POLICIES))
@given(rows=ROWS, points_per_minute=st.floats(0, 10))
def test_one_candidate_equals_its_place_in_an_array(
    name: str, rows: list[tuple[float, ...]], points_per_minute: float
) -> None:
    """Standing and score of a lone candidate, of plain floats too, are those of the array, bit for bit."""
    policy = CALL_POLICIES[name]
    columns = np.array(rows).T.copy()
    standing = policy.standing(candidates(columns[:5]))
    scores = score(standing, columns[5], points_per_minute)
    for place, row in enumerate(rows):
        alone = policy.standing(candidates(np.array(row[:5])[:, None]))
        assert float(alone[0]).hex() == float(standing[place]).hex()
        assert score(float(alone[0]), row[5], points_per_minute).hex() == float(scores[place]).hex()


def test_the_five_policies_prefer_what_their_names_say() -> None:
    """Each looks at its own column, and all but ``random`` at travel and at those who asked."""
    zero = np.zeros(2)
    deciding = {"due_first": "urgency", "volume": "volume", "marginal": "gain", "random": "mark"}
    for name, policy in CALL_POLICIES.items():
        base = dict.fromkeys(FIELDS, zero)
        assert policy.standing(Candidates(**base)).tolist() == [0, 0]
        if name in deciding:
            higher = base | {deciding[name]: np.array([0.0, 1.0])}
            assert policy.standing(Candidates(**higher)).tolist() == [0, 1]
        asked = policy.standing(Candidates(**base | {"claim": np.array([0.0, 2.0])})).tolist()
        assert asked == ([0, 0] if name == "random" else [0, 2])
        assert policy.travel_share == (0 if name == "random" else 1)
    assert set(CALL_POLICIES) == {*deciding, "nearest"}


@given(standing=POINTS, near=st.floats(0, 1000), further=st.floats(0, 1000), weight=st.floats(0, 10))
def test_a_longer_way_never_scores_higher(
    standing: float, near: float, further: float, weight: float
) -> None:
    """Score falls with travel at the set price."""
    assert score(standing, near + further, weight) <= score(standing, near, weight)
