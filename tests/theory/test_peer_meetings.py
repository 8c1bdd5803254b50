"""Structured meetings of peers raise what the same leads sell, for months after the last meeting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.worlds import loaded

from territory_sim.experiments.run import Run, simulate
from territory_sim.scenario.world import build_world

REPLICATIONS = 10
TEN_WEEKS = 50


def sold_to_leads(run: Run, first_day: int, days: int) -> int:
    """Cents of the leads that were won in a stretch of business days."""
    leads = run.tables["lead"]
    day = leads["ended_minute"] // run.scenario.schedule.day_minutes
    won = (leads["status"] == "won") & (day >= first_day) & (day < first_day + days)
    return int(leads.loc[won, "value_cents"].sum())


@pytest.mark.slow
def test_peer_meetings_raise_sales_per_lead_and_the_rise_lasts() -> None:
    """Half an hour a week for four weeks: leads sell more, and still do in weeks 11 to 20 after the last one.

    Sandvik, Saouma, Seegert and Stanton 2020 found more than 15 % over twenty weeks, for agents who
    sold to callers: the match here is what leads bring, not all sales. We miss that height, because
    nobody can learn more here than the ablest colleague knows (docs/people.md). Paired runs of fixed seeds.
    """
    usual = loaded("status_quo", "people=settled", "days=125", "opportunity=false")
    meeting = replace(usual, people=replace(usual.people, mentoring=loaded("peer_meetings").people.mentoring))
    world, other = build_world(usual), build_world(meeting)
    sold = np.zeros((2, 2))
    for replication in range(REPLICATIONS):
        runs = (
            simulate(usual, replication=replication, world=world),
            simulate(meeting, replication=replication, world=other),
        )
        sold += [[sold_to_leads(run, first, TEN_WEEKS) for first in (25, 75)] for run in runs]
    early, late = sold[1] / sold[0] - 1
    assert early > 0.05
    assert late > 0.05
