"""The ramp of new hires: shares that reach full productivity in each band, as published."""

from __future__ import annotations

import numpy as np
from tests.worlds import loaded

from territory_sim.salesforce.learning import months_to_full, proficiency
from territory_sim.streams import Streams, entity_keys

LEARNING = loaded("status_quo").people.learning
KEYS = entity_keys(f"R{number:05d}.2" for number in range(20_000))


def test_new_hires_reach_full_productivity_when_they_do_in_the_field() -> None:
    """7, 51, 19 and 23 % in less than 3, 3-6, 7-12 and more months (SBI), within a point of 20,000 draws.

    The time is read from the learning curve itself: the first day at 90 %. Five standard errors of
    a share are at most 1.8 points, so a point would fail by chance for one seed in 50; the seed is fixed.
    """
    marks = Streams(11, 0).rows("learning", KEYS, 1)[:, 0]
    full = months_to_full(marks, LEARNING)
    reached = []
    for months in (3.0, 6.0, 12.0):
        now = proficiency(np.full(len(full), months), full, LEARNING)
        reached.append(float((now >= LEARNING.full - 1e-12).mean()))
    shares = np.diff([0.0, *reached, 1.0])
    assert np.abs(shares - [0.07, 0.51, 0.19, 0.23]).max() < 0.01


def test_the_curve_begins_where_it_is_told_and_never_falls() -> None:
    """From the share of the first day over full productivity towards 1."""
    full = np.full(40, 6.0)
    curve = proficiency(np.arange(40.0), full, LEARNING)
    assert np.isclose(curve[0], LEARNING.start)
    assert np.isclose(curve[6], LEARNING.full)
    assert (np.diff(curve) > 0).all()
    assert curve[-1] < 1
