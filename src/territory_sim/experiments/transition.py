"""What the change itself costs: the dip of sales after a redesign within the run, and its payback."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.experiments.wording import number, quantities
from territory_sim.statistics.intervals import Interval, mean_interval
from territory_sim.statistics.paired import paired_jackknife
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

DAYS_PER_WEEK: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How sales go after accounts have changed hands within the run, against the baseline.

    Args:
        first_week: Week of the first handover, from 0.
        cumulated: Sales gained against the baseline up to the end of each week from there on, mean over
            replications with the interval of each, in units of the currency.
        dip: Largest loss of that mean course, from 0, in units of the currency.
        cost: The same at gross margin.
        payback_month: First month after the redesign, from 1, at whose end the mean course is positive
            and stays so to the end of the run; infinite when there is none.
        paid_back: Share of the replications whose own course is positive at the end of the run.
        payback_months: The same month in every replication that has one, ascending.
    """

    first_week: int
    cumulated: tuple[Interval, ...]
    dip: Interval
    cost: Interval
    payback_month: float
    paid_back: float
    payback_months: tuple[float, ...]


def transition(comparison: Comparison, option_id: str) -> Transition | None:
    """Measure the transition of an option.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        Its figures; None when no account changed hands by a redesign within its runs, or there are
        fewer than two pairs.
    """
    handover = comparison.tables.get("handover")
    if handover is None or not (handover["scenario_id"] == option_id).any():
        return None
    first = int(handover.loc[handover["scenario_id"] == option_id, "day"].min()) // DAYS_PER_WEEK
    gained = weekly_gains(comparison.tables["territory_week"], comparison.baseline_id, option_id)
    if len(gained) < 2:
        return None
    margin = float(comparison.config(option_id)["market"]["gross_margin"])
    return transition_of(gained.to_numpy(), first, margin)


def weekly_gains(territory_week: pd.DataFrame, baseline_id: str, option_id: str) -> pd.DataFrame:
    """Return what an option sells more than the baseline, week by week.

    Args:
        territory_week: Table ``territory_week`` of all scenarios.
        baseline_id: The baseline.
        option_id: The option.

    Returns:
        Units of the currency; one row for each replication that both have, one column a week.
    """
    before, after = (
        territory_week[territory_week["scenario_id"] == name].pivot_table(
            index="replication", columns="week", values="booked_cents", aggfunc="sum", observed=True
        )
        for name in (baseline_id, option_id)
    )
    common = before.index.intersection(after.index).sort_values()
    return (after.loc[common] - before.loc[common]) / 100


def transition_of(gained: NDArray[np.float64], first_week: int, margin: float) -> Transition:
    """Measure a transition from weekly gains.

    Args:
        gained: Sales gained in each week, a row a replication, in units of the currency.
        first_week: Week in which the first accounts change hands.
        margin: Gross margin, a share of sales.

    Returns:
        Its figures. The dip is that of the mean course, for the deepest point of each noisy course
        would be too deep on average; its interval comes from leaving out one replication at a time.

    Example:
        >>> gained = np.array([[0.0, -5.0, -5.0, 4.0, 8.0], [0.0, -7.0, -3.0, 6.0, 6.0]])
        >>> found = transition_of(gained, 1, 0.5)
        >>> found.dip.estimate, found.cost.estimate, found.payback_month, found.paid_back
        (10.0, 5.0, 1.0, 1.0)
    """
    courses = np.cumsum(gained, axis=1)[:, first_week:]
    still = np.zeros_like(courses)
    dip = paired_jackknife(still, courses, lambda mean: max(0.0, -float(mean.min()))).difference
    dip = Interval(dip.estimate, max(dip.low, 0.0), dip.high)
    months = sorted(payback_month(course) for course in courses)
    return Transition(
        first_week=first_week,
        cumulated=tuple(mean_interval(week) for week in courses.T),
        dip=dip,
        cost=Interval(*(margin * value for value in (dip.estimate, dip.low, dip.high))),
        payback_month=payback_month(courses.mean(axis=0)),
        paid_back=float((courses[:, -1] > 0).mean()),
        payback_months=tuple(month for month in months if math.isfinite(month)),
    )


def payback_month(course: NDArray[np.float64]) -> float:
    """Say in which month after a redesign its cumulated gain has become positive for good.

    Args:
        course: Cumulated gain at the end of each week from that of the redesign on, shape (weeks,).

    Returns:
        Number of the month, from 1; infinite when the gain is not positive at the end.

    Example:
        >>> payback_month(np.array([-2.0, -1.0, 1.0, -0.5, 0.0, 0.3]))
        2.0
    """
    if not len(course) or course[-1] <= 0:
        return math.inf
    under = np.flatnonzero(course <= 0)
    weeks = 1 + (int(under[-1]) + 1 if len(under) else 0)
    return float(math.ceil(weeks * DAYS_PER_WEEK / BUSINESS_DAYS_PER_MONTH))


def transition_sentence(found: Transition, currency: str) -> str:
    """Say what a transition costs and when it is paid back.

    Args:
        found: Its figures.
        currency: Currency of money.

    Returns:
        A sentence or two.
    """
    dip, low, high = quantities([found.dip.estimate, found.dip.low, found.dip.high], "money", currency)
    low, high = (text.removeprefix(f"{currency} ") for text in (low, high))
    if found.dip.estimate == 0:
        said = "After the redesign sales never fall behind the baseline"
    else:
        (cost,) = quantities([found.cost.estimate], "money", currency)
        said = (
            f"After the redesign sales fall behind the baseline by up to {dip} in all (95 % interval {low} "
            f"to {high}; {cost} at gross margin)"
        )
    share = f"{number(100 * found.paid_back, 0)} % of the replications are ahead at the end"
    if math.isinf(found.payback_month):
        return f"{said} and are not ahead of it for good by the end of the run; {share}."
    return f"{said}; they are ahead of it for good from month {found.payback_month:.0f} on; {share}."


def transition_content(comparison: Comparison, option_id: str) -> dict[str, Any] | None:
    """Gather a transition as plain values.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        Its figures and a sentence; None without a transition.
    """
    found = transition(comparison, option_id)
    if found is None:
        return None

    def plain(interval: Interval) -> dict[str, float]:
        return {"estimate": interval.estimate, "low": interval.low, "high": interval.high}

    return {
        "sentence": transition_sentence(found, comparison.currency),
        "first_week": found.first_week,
        "dip": plain(found.dip),
        "cost": plain(found.cost),
        "payback_month": found.payback_month,
        "paid_back": found.paid_back,
        "payback_months": list(found.payback_months),
        "cumulated": [plain(week) for week in found.cumulated],
    }
