"""Pairs and what they learn: nobody meets himself, hours add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.salesforce.mentoring import (
    NOBODY,
    gap_closed_per_day,
    kept_per_day,
    minutes_per_day,
    pairs_by_rank,
    pairs_drawn,
)
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

USUAL = loaded("mentoring").people.mentoring


@given(st.lists(st.floats(0, 1), max_size=9))
@pytest.mark.parametrize("pairs", [pairs_by_rank, pairs_drawn])
def test_pairs_are_mutual_and_at_most_one_is_left_alone(pairs: object, marks: list[float]) -> None:
    """Whoever meets somebody is met by him; with an odd number one meets nobody."""
    assert callable(pairs)
    partner = pairs(np.array(marks))
    met = np.flatnonzero(partner != NOBODY)
    assert (partner[partner[met]] == met).all()
    assert (partner[met] != met).all()
    assert len(met) == len(marks) // 2 * 2


def test_a_month_of_meetings_closes_what_its_hours_close() -> None:
    """Hours add up: a month's leave (1 - gain) to the power of the hours, however they are spread."""
    left = (1 - gap_closed_per_day(USUAL)) ** BUSINESS_DAYS_PER_MONTH
    assert np.isclose(left, (1 - USUAL.gain_per_hour) ** USUAL.hours_per_month)
    assert np.isclose(minutes_per_day(USUAL) * BUSINESS_DAYS_PER_MONTH, 60 * USUAL.hours_per_month)
    assert np.isclose(kept_per_day(USUAL) ** (12 * BUSINESS_DAYS_PER_MONTH), 0.5)
    assert gap_closed_per_day(replace(USUAL, hours_per_month=0.0)) == 0
