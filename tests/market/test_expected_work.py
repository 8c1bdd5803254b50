"""Expected work is what calls, requests and leads add up to."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worlds import changed, equal_accounts, loaded

from territory_sim.market.expected_work import expected_work
from territory_sim.market.parameters.leads import LeadStage, StageOutcome
from territory_sim.units import PerSegment

HALF_NEED_TALKS = (
    LeadStage(
        name="offer",
        days=1.0,
        cv=0.0,
        visit=True,
        next=(StageOutcome(to="won", share=0.5), StageOutcome(to="talks", share=0.5)),
    ),
    LeadStage(name="talks", days=1.0, cv=0.0, visit=True, next=(StageOutcome(to="lost", share=1.0),)),
)
DEFAULTS = changed(
    loaded("status_quo"),
    market__calls_per_year=PerSegment(A=24, B=12, C=6),
    market__call_minutes=PerSegment(A=50, B=40, C=30),
    service__requests_per_year=PerSegment(A=10, B=6, C=3),
    service__remote_share=0.6,
    service__remote_minutes=12.0,
    service__on_site_minutes=45.0,
    leads__leads_per_year=PerSegment(A=2, B=1.5, C=1),
    leads__contact_minutes=15.0,
    leads__visit_minutes=60.0,
    leads__qualify_at_once=0.6,
    leads__stages=HALF_NEED_TALKS,
)


def test_hours_and_trips_of_one_account_of_each_segment() -> None:
    """Worked out by hand from the settings above: A, B and C in one unit, nothing in the other."""
    market = (DEFAULTS.market, DEFAULTS.service, DEFAULTS.leads)
    work = expected_work(equal_accounts(3), 2, market, 540)
    calls_minutes = 24 * 50 + 12 * 40 + 6 * 30
    requests, leads = 10 + 6 + 3, 2 + 1.5 + 1
    request_minutes = requests * (0.6 * 12 + 0.4 * 45)
    lead_minutes = leads * (15 + 0.6 * 60 * 1.5)
    assert work.service_hours.tolist() == pytest.approx(
        [(calls_minutes + request_minutes + lead_minutes) / 60, 0]
    )
    assert work.stops_per_year.tolist() == pytest.approx([42 + 0.4 * requests + 0.6 * 1.5 * leads, 0])
    assert work.service_hours.dtype == np.float64
