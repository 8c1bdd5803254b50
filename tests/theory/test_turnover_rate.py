"""Turnover of the default sales force lies where it lies in the field: 20 to 34 % a year."""

from __future__ import annotations

import numpy as np
from tests.worlds import loaded

from territory_sim.salesforce.turnover import exit_candidates, exit_hazard, tenure_years
from territory_sim.streams import Streams, entity_keys

USUAL = loaded("status_quo").people.turnover
KEYS = entity_keys(f"R{number:02d}" for number in range(1, 25))


def test_turnover_lies_in_the_published_range() -> None:
    """24 reps of old, 300 years: exits per year with the peers' exits of a usual year, nobody behind quota.

    American Marketing Association: 20 to 34 %. The standard error is 0.6 points; the seed is fixed.
    Quotas and morale come on top: twelve months behind raise the hazard by 43 %.
    """
    years = tenure_years(Streams(1), KEYS)
    nothing = np.zeros(len(KEYS))
    # A quarter leaves in a year, and half of it is forgotten after half a year.
    felt = np.full(len(KEYS), 0.25 * 0.5 / np.log(2) * (1 - 0.5**2))
    hazard = exit_hazard(nothing, nothing.astype(np.int64), felt, years, USUAL)
    left = []
    for replication in range(300):
        moments, levels = exit_candidates(USUAL, Streams(1, replication), KEYS, 250)
        left.append(((levels < hazard[:, None]) & (moments < 250)).any(axis=1).mean())
    assert 0.20 <= np.mean(left) <= 0.34
