"""Commission plans for tests: the example plans, and any that could be written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.salesforce.commission_parameters import (
    ClawbackParameters,
    CommissionParameters,
    DrawParameters,
    SplitParameters,
    Tier,
    WindfallParameters,
)

FOLDER = Path(__file__).parents[2] / "configs" / "commission"
PLANS = {
    file.stem: loaded("status_quo", f"commission={file.stem}").commission
    for file in sorted(FOLDER.glob("*.yaml"))
}
MONEY = st.integers(0, 10**7).map(lambda cents: cents / 100)
QUOTAS_OF_PLANS = st.integers(100, 10**11)
RATES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


def tiers(*rows: tuple[float, float]) -> tuple[Tier, ...]:
    """Make tiers of pairs of attainment and rate."""
    return tuple(Tier(from_attainment=float(begin), rate=float(rate)) for begin, rate in rows)


def plan_of(**changes: Any) -> CommissionParameters:
    """Give the linear plan with some settings changed."""
    return replace(PLANS["linear"], **changes)


@st.composite
def any_plan(draw: st.DrawFn) -> CommissionParameters:
    """Make any plan that the checks would let pass."""
    begins = sorted(draw(st.sets(st.integers(1, 300), max_size=4)))
    rows = [(begin / 100, draw(RATES)) for begin in [0, *begins]]
    salary = draw(MONEY)
    cap = draw(st.none() | MONEY)
    return plan_of(
        base_salary=salary,
        period=draw(st.sampled_from(["month", "quarter", "year"])),
        tiers=tiers(*rows),
        threshold=draw(st.integers(0, 150)) / 100,
        bonus_at_quota=draw(MONEY),
        cap=None if cap is None else salary + cap,
        draw=DrawParameters(per_month=draw(MONEY), recoverable=draw(st.booleans())),
        pool_share=draw(st.integers(0, 100)) / 100,
        split=SplitParameters(
            finder_share=draw(RATES) / 2,
            inside_share=draw(RATES) / 2,
            previous_owner_share=draw(RATES) / 2,
            previous_owner_months=draw(st.integers(1, 12)),
        ),
        clawback=ClawbackParameters(within_days=draw(st.integers(0, 100)), carry_over=draw(st.booleans())),
        windfall=WindfallParameters(above=draw(st.none() | MONEY.filter(bool)), credit_share=draw(RATES)),
    )
