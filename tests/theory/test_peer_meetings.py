"""Structured meetings of peers raise what the same leads sell, for months after the last meeting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.worlds import loaded

from territory_sim.experiments.run import Run, simulate
from territory_sim.scenario.world import build_world

REPLICATIONS = 8
TEN_WEEKS = 50
AGENTS = (
    "people=settled",
    "people.skill_sd=0.3",
    "commission=linear",
    "leads=one_visit",
    "days=125",
    "opportunity=false",
)
"""Sellers as in the source: one talk decides, and output differs between them by about 20 % of its mean.

That spread is what Schmidt and Hunter 1983 found over studies of jobs without piece rates; with three of
ten leads won, a spread of 0.3 in log odds gives it.
"""


def sold_to_leads(run: Run, first_day: int, days: int) -> int:
    """Cents of the leads that were won in a stretch of business days."""
    leads = run.tables["lead"]
    day = leads["ended_minute"] // run.scenario.schedule.day_minutes
    won = (leads["status"] == "won") & (day >= first_day) & (day < first_day + days)
    return int(leads.loc[won, "value_cents"].sum())


@pytest.mark.slow
def test_peer_meetings_raise_sales_per_lead_and_the_rise_lasts() -> None:
    """Row 22: half an hour a week for four weeks, and leads sell 15 to 24 % more for twenty weeks after.

    Sandvik, Saouma, Seegert and Stanton 2020: more than 15 % over twenty weeks (24 % during the
    meetings and 18 % months later, in their summary for practitioners), for agents who sold to callers; the
    match here is what leads bring, not all sales. Either half of the twenty weeks must show 10 %.
    Paired runs of fixed seeds.
    """
    usual = loaded("status_quo", *AGENTS)
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
    assert 0.15 < sold[1].sum() / sold[0].sum() - 1 < 0.24
    assert min(early, late) > 0.10
