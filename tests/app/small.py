"""A small record for tests: two maps of a plain, four reps, four weeks, two replications."""

from __future__ import annotations

from functools import cache
from typing import Any

from territory_sim.app.record import record_of
from territory_sim.app.recording import record_scenarios
from territory_sim.scenario.load import load_scenarios
from tests.worlds import SMALL

PAIR = ("scenario=status_quo,balanced", *SMALL)


@cache
def small_record() -> dict[str, Any]:
    """Record both scenarios, once for all tests; nobody may change it."""
    return record_of(record_scenarios(load_scenarios(PAIR), 2, workers=1))
