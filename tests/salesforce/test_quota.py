"""Quotas: equal, by history, by potential, or shares of one goal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.salesforce.commission_parameters import QUOTA_METHODS, QuotaParameters
from territory_sim.salesforce.quota import months_in_period, period_of, period_quota, yearly_quotas

SOLD = np.array([100_000, 300_000, 0], dtype=np.int64)
POTENTIAL = np.array([1_000_000, 2_000_000, 1_000_000], dtype=np.int64)


def quotas(method: str, amount: float | None = None, growth: float = 0.0) -> list[int]:
    """Set quotas for three reps."""
    parameters = QuotaParameters(method=method, amount_per_year=amount, growth=growth)
    found = yearly_quotas(parameters, SOLD, POTENTIAL)
    assert found is not None
    return [int(cents) for cents in found]


def test_each_method_divides_as_it_says() -> None:
    """Last year 4,000 in all; potential 1:2:1; a goal of 8,000 from the top."""
    assert quotas("flat") == [133_333] * 3
    assert quotas("flat", 1500.0) == [150_000] * 3
    assert quotas("history", growth=0.1) == [110_000, 330_000, 1]
    assert quotas("potential", growth=0.5) == [150_000, 300_000, 150_000]
    assert quotas("top_down", 8000.0) == [200_000, 600_000, 1]
    assert yearly_quotas(QuotaParameters(method="none", amount_per_year=None, growth=0), SOLD, SOLD) is None


@given(
    method=st.sampled_from([name for name in QUOTA_METHODS if name != "none"]),
    sold=st.lists(st.integers(0, 10**9), min_size=1, max_size=30),
    growth=st.floats(0, 1),
)
def test_no_quota_is_zero_and_all_together_ask_for_the_goal(
    method: str, sold: list[int], growth: float
) -> None:
    """To the cent a rep; attainment can always be divided by."""
    last_year = np.array(sold, dtype=np.int64)
    parameters = QuotaParameters(method=method, amount_per_year=None, growth=growth)
    asked = yearly_quotas(parameters, last_year, last_year + 5)
    assert asked is not None
    assert (asked >= 1).all()
    assert asked.sum() == pytest.approx(last_year.sum() * (1 + growth), abs=len(sold))


def test_periods_of_a_year() -> None:
    """Months, quarters and years by name; a period cut short by the run asks for its share."""
    assert [period_of("2026-11", period) for period in ("month", "quarter", "year")] == [
        "2026-11",
        "2026-Q4",
        "2026",
    ]
    assert [months_in_period(period) for period in ("month", "quarter", "year")] == [1, 3, 12]
    assert period_quota(120_000, "quarter") == 30_000
    assert period_quota(120_000, "year", share=0.5) == 60_000
    assert period_quota(0, "month") == 1
