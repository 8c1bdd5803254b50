"""The territory's share of pay, read by the scorecard from statements, against its closed form."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from tests.salesforce.plans import plan_of
from tests.theory.rep_folders import lognormal_quantiles

from territory_sim.metrics.equity import equity_lines
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger

ELASTICITY, ABILITY_SD, SIDE = 0.31, 0.2, 24
"""576 reps: 24 potentials crossed with 24 abilities."""


def paid_year(potential: NDArray[np.float64], ability: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Pay reps a year's sales of A P^(1-e) under the linear plan, and give the tables that tell of it."""
    ledger = PayLedger(plan_of(), len(potential))
    sold = np.rint(1e8 * ability * potential ** (1 - ELASTICITY)).astype(int).tolist()
    months = [MonthOfSales(booked_cents=cents, credited_cents=cents) for cents in sold]
    ids = [f"R{number:03d}" for number in range(len(sold))]
    statements = ledger.close_month(months, 0, 250)
    return {
        "rep_month": pd.DataFrame(
            {
                "rep_id": ids,
                "month": "2026-01",
                "employed_days": 250,
                "variable_cents": [statement.variable_cents for statement in statements],
                "credited_cents": sold,
                "quota_cents": 0,
            }
        ),
        "rep_run": pd.DataFrame({"rep_id": ids, "skill": ability}),
        "rep_drive": pd.DataFrame({"rep_id": ids, "effort": 1.0}),
        "rep_day": pd.DataFrame(
            {"rep_id": ids, "travel_minutes": 60.0, "meeting_minutes": 60.0, "admin_minutes": 0.0}
        ),
        "territory_run": pd.DataFrame({"rep_id": ids, "potential_cents": 1e9 * potential}),
    }


def share_at(cv: float) -> float:
    """Give the scorecard's share where potential has a coefficient of variation."""
    potential = lognormal_quantiles(cv, SIDE)
    ability = lognormal_quantiles(math.sqrt(math.expm1(ABILITY_SD**2)), SIDE)
    crossed = (part.ravel() for part in np.meshgrid(potential, ability))
    return equity_lines(paid_year(*crossed))["territory_share_of_pay"]


@pytest.mark.parametrize(("cv", "printed"), [(0.1, 0.11), (0.2, 0.32), (0.3, 0.51), (0.5, 0.73)])
def test_the_scorecard_s_territory_share_meets_its_closed_form(cv: float, printed: float) -> None:
    """(1-e)^2 ln(1+CV^2) over itself and the variance of log ability, within 2 points, on 576 paid reps."""
    of_territory = (1 - ELASTICITY) ** 2 * math.log1p(cv * cv)
    expected = of_territory / (of_territory + ABILITY_SD**2)
    assert expected == pytest.approx(printed, abs=0.01)
    assert share_at(cv) == pytest.approx(expected, abs=0.02)


def test_equal_territories_have_no_share_in_pay() -> None:
    """What differs then is ability alone."""
    assert share_at(0.0) == 0.0
