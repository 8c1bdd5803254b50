"""Statements against the plan: every cent of pay follows from what was credited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from territory_sim.salesforce.commission import earned_cents
from territory_sim.salesforce.quota import period_of
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.salesforce.commission_parameters import CommissionParameters


def variable_pay(statements: pd.DataFrame) -> pd.Series[float]:
    """Work out what each rep was paid beyond the base salary in a year of employment.

    Args:
        statements: Table ``rep_month``.

    Returns:
        Cents a year by rep_id, so that a seat that was empty for a time is none that pays badly; a
        seat where nobody was employed is absent.
    """
    sums = statements.groupby("rep_id", observed=True)[["variable_cents", "employed_days"]].sum()
    sums = sums[sums["employed_days"] > 0]
    a_year: pd.Series[float] = sums["variable_cents"] * BUSINESS_DAYS_PER_YEAR / sums["employed_days"]
    return a_year


def attainment(statements: pd.DataFrame, period: str) -> pd.Series[float]:
    """Work out what share of its quotas each rep's credited sales of the run came to.

    Args:
        statements: Table ``rep_month``.
        period: Time over which sales count against a quota: month, quarter or year.

    Returns:
        Shares by rep_id, of those who are there at the end: whoever left before had no chance to
        reach the quota of the whole period. Empty where there are no quotas.
    """
    if not (statements["quota_cents"] > 0).any():
        return statements["quota_cents"].iloc[:0].astype("float64")
    last_month = statements["month"] == statements["month"].max()
    there = statements.loc[last_month & (statements["employed_days"] > 0), ["rep_id", "person_id"]]
    statements = statements.merge(there, on=["rep_id", "person_id"])
    names = statements["month"].map(lambda month: period_of(str(month), period))
    periods = statements.groupby([statements["rep_id"], names], observed=True)
    quota = periods["quota_cents"].last().groupby("rep_id", observed=True).sum()
    share: pd.Series[float] = statements.groupby("rep_id", observed=True)["credited_cents"].sum() / quota
    return share


def quotas_made(statements: pd.DataFrame, period: str) -> pd.Series[bool]:
    """Say which quotas were made.

    Args:
        statements: Table ``rep_month`` of a run in which nobody leaves, and which has quotas.
        period: Time over which sales count against a quota: month, quarter or year.

    Returns:
        Whether the credited sales of a period reached its quota, by rep_id and period.
    """
    names = statements["month"].map(lambda month: period_of(str(month), period)).astype(str)
    periods = statements.groupby([statements["rep_id"], names], observed=True)
    sums = periods[["credited_cents", "carried_cents"]].sum().sum(axis=1)
    made: pd.Series[bool] = sums >= periods["quota_cents"].last()
    return made


def statement_faults(statements: pd.DataFrame, plan: CommissionParameters) -> Iterator[str]:
    """Check the statements of one run.

    Args:
        statements: Table ``rep_month``.
        plan: What sales pay.

    Yields:
        One sentence for each kind of statement that does not add up.
    """
    lines = {
        "commission_cents": 1,
        "pool_out_cents": -1,
        "pool_in_cents": 1,
        "guarantee_cents": 1,
        "advance_cents": 1,
        "recovered_cents": -1,
    }
    total = sum(sign * statements[line] for line, sign in lines.items())
    if not (statements["variable_cents"] == total).all():
        yield "variable pay differs from the lines of its statement"
    cleared = statements["booked_cents"] + statements["cancelled_cents"] - statements["clawed_cents"]
    cleared += statements["split_in_cents"] - statements["split_out_cents"]
    cleared -= statements["uncredited_cents"]
    if plan.windfall.above is None and not (statements["credited_cents"] == cleared).all():
        yield "credited sales differ from booked sales, splits, what was taken back and what is nobody's"
    if (
        plan.split.inside_share == 0
        and statements["split_in_cents"].sum() != statements["split_out_cents"].sum()
    ):
        yield "splits give other than they take"
    by_month = statements.groupby("month", observed=True)[["pool_out_cents", "pool_in_cents"]].sum()
    if not (by_month["pool_out_cents"] == by_month["pool_in_cents"]).all():
        yield "the pool pays out other than what went in"
    period = statements["month"].map(lambda month: period_of(str(month), plan.period))
    # A month belongs to one person, and who follows another begins with nothing credited.
    groups = statements.groupby(["rep_id", "person_id", period], observed=True)
    sums = groups[["credited_cents", "carried_cents"]].sum()
    counted = sums.sum(axis=1)
    left = counted.groupby(level=["rep_id", "person_id"], observed=True).shift(fill_value=0).clip(upper=0)
    if not (sums["carried_cents"] == left * plan.clawback.carry_over).all():
        yield "what is carried differs from what the period before took back beyond its sales"
    credited = counted.tolist()
    quotas = groups["quota_cents"].last().tolist()
    owed = [earned_cents(cents, quota or None, plan) for cents, quota in zip(credited, quotas, strict=True)]
    if groups["commission_cents"].sum().tolist() != owed:
        yield "commission paid differs from credited sales under the plan"
    if (statements["variable_cents"] < 0).any():
        yield "negative pay"
    vacant = statements["person_id"].isna()
    if (statements.loc[vacant, ["base_cents", "variable_cents", "employed_days"]] != 0).any(axis=None):
        yield "a vacant seat is paid"
