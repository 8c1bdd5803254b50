"""Expected work is what calls, requests and leads add up to."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worlds import equal_accounts, loaded

from territory_sim.market.expected_work import expected_work

DEFAULTS = loaded("status_quo")


def test_hours_and_trips_of_one_account_of_each_segment() -> None:
    """Worked out by hand from the default settings: A, B and C in one unit, nothing in the other."""
    market = (DEFAULTS.market, DEFAULTS.service, DEFAULTS.leads)
    work = expected_work(equal_accounts(3), 2, market, 540)
    calls_minutes = 24 * 50 + 12 * 40 + 6 * 30
    requests, leads = 10 + 6 + 3, 2 + 1.5 + 1
    request_minutes = requests * (0.6 * 12 + 0.4 * 45)
    lead_minutes = leads * (15 + 0.6 * 60)
    assert work.service_hours.tolist() == pytest.approx(
        [(calls_minutes + request_minutes + lead_minutes) / 60, 0]
    )
    assert work.stops_per_year.tolist() == pytest.approx([42 + 0.4 * requests + 0.6 * leads, 0])
    assert work.service_hours.dtype == np.float64
