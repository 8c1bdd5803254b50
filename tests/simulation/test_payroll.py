"""The payroll: credit shared and taken back adds up to the cent, whatever the plan and the sales."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.salesforce.plans import any_plan, plan_of

from territory_sim.metrics.statements import statement_faults
from territory_sim.records.schema import TABLES
from territory_sim.salesforce.commission import credited_cents
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.simulation.calendar import business_calendar
from territory_sim.simulation.deal_credit import Part
from territory_sim.simulation.owner_history import NOBODY
from territory_sim.simulation.payroll import Payroll

REPS = 3
SALES = st.lists(
    st.tuples(
        st.integers(0, REPS - 1),
        st.integers(1, 10**9),
        st.integers(NOBODY, REPS),
        st.integers(NOBODY, REPS - 1),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=12,
)
"""Who books how many cents, who found it (an inside rep is number 3), who had the account before, and
whether it lasts (0), is cancelled (1), or is cancelled in time for the plan to take its credit back (2)."""
SHARES = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda shares: tuple(s / 100 for s in shares))


def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give whole numbers as a column."""
    return np.array(values, dtype=np.int64)


@given(plan=any_plan(), sales=SALES, shares=SHARES)
def test_shared_and_cancelled_sales_reconcile(
    plan: CommissionParameters, sales: list[tuple[int, int, int, int, int]], shares: tuple[float, float]
) -> None:
    """Credit is what was sold, less what inside reps share and what is taken back; statements hold."""
    calendar = business_calendar("2026-01-29", 4, 540.0)
    payroll = Payroll(REPS, calendar, plan, column([10**9] * REPS))
    rep, cents, finder, before, fate = (column(list(values)) for values in zip(*sales, strict=True))
    parts = (Part(finder, shares[0]), Part(before, shares[1]))
    payroll.book(rep, cents, parts)
    payroll.pay_out(1)
    gone, clawed = fate > 0, fate == 2
    payroll.cancel(rep[gone], cents[gone])
    taken = tuple(Part(part.rep[clawed], part.share) for part in parts)
    payroll.claw_back(rep[clawed], cents[clawed], taken)
    payroll.pay_out(3)
    lines = [row.statement for row in payroll.pay]
    credit = np.array([credited_cents(deal, plan.windfall) for deal in cents.tolist()])
    inside = sum(line.split_out_cents - line.split_in_cents for line in lines)
    assert sum(line.booked_cents for line in lines) == cents[~gone].sum()
    assert sum(line.cancelled_cents for line in lines) == cents[gone].sum()
    assert inside == 0 or (finder == REPS).any()
    taken_back = sum(line.clawed_cents for line in lines)
    assert sum(line.credited_cents for line in lines) == credit.sum() - inside - taken_back
    assert 0 <= taken_back <= credit[clawed].sum()
    if clawed.all():
        assert all(
            sum(row.statement.credited_cents for row in payroll.pay if row.rep == who) == 0
            for who in range(3)
        )
    if plan.windfall.above is None:
        for line in lines:
            shared = line.split_in_cents - line.split_out_cents - line.clawed_cents
            assert line.credited_cents == line.booked_cents + line.cancelled_cents + shared


@given(sales=SALES)
def test_statements_with_shared_credit_pass_the_check_of_every_run(
    sales: list[tuple[int, int, int, int, int]],
) -> None:
    """The table of three months has no fault, and one cent moved anywhere has.

    What is cancelled is taken back in February, in which nothing is sold, so that March begins below zero.
    """
    import pandas as pd

    plan = plan_of()
    calendar = business_calendar("2026-01-29", 24, 540.0)
    payroll = Payroll(REPS, calendar, plan)
    rep, cents, _, before, fate = (column(list(values)) for values in zip(*sales, strict=True))
    gone = fate == 2
    for day in range(calendar.days):
        if calendar.months[day] != calendar.months[day - 1]:
            standing = payroll.standing(day).credited_cents
        if day in (0, 22):
            payroll.book(rep, cents, (Part(before, 0.3),))
        if day == 2:
            payroll.cancel(rep[gone], cents[gone])
            payroll.claw_back(rep[gone], cents[gone], (Part(before[gone], 0.3),))
        payroll.pay_out(day)
    assert standing.tolist() == [row.statement.carried_cents for row in payroll.pay[-REPS:]]
    names = TABLES["rep_month"].columns
    rows = [
        {name: getattr(row.statement, name, None) or 0 for name in names}
        | {"rep_id": row.rep, "person_id": row.rep, "month": row.month, "employed_days": row.employed_days}
        for row in payroll.pay
    ]
    statements = pd.DataFrame(rows)
    assert list(statement_faults(statements, plan)) == []
    for name in ("split_out_cents", "split_in_cents", "clawed_cents", "cancelled_cents", "carried_cents"):
        assert list(statement_faults(statements.assign(**{name: statements[name] + 1}), plan))
