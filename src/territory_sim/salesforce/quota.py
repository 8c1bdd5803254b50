"""Quotas: what each rep is asked to sell, by the method the plan names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission_parameters import PERIODS_PER_YEAR, QuotaParameters


def yearly_quotas(
    parameters: QuotaParameters, last_year_cents: NDArray[np.int64], potential_cents: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """Set the quota of every rep for a year.

    Args:
        parameters: Method, amount and growth.
        last_year_cents: What was sold last year in each rep's present territory, shape (reps,).
        potential_cents: Potential of each territory, shape (reps,).

    Returns:
        Cents a year, at least one, shape (reps,); None without quotas. ``flat`` asks the same of
        all; ``history`` last year's sales plus growth, rep by rep, so that who sold more is asked
        for more (the ratchet); ``potential`` divides the same total by potential; ``top_down``
        divides the region's goal by last year's sales.
    """
    if parameters.method == "none":
        return None
    reps = len(last_year_cents)
    goal = float(last_year_cents.sum()) * (1 + parameters.growth)
    given = None if parameters.amount_per_year is None else parameters.amount_per_year * 100
    if parameters.method == "flat":
        shares, goal = np.full(reps, 1 / reps), goal if given is None else given * reps
    elif parameters.method == "potential":
        shares, goal = _shares(potential_cents), goal if given is None else given * reps
    else:
        shares = _shares(last_year_cents)
        goal = given if given is not None and parameters.method == "top_down" else goal
    return np.maximum(np.rint(goal * shares), 1).astype(np.int64)


def period_of(month: str, period: str) -> str:
    """Name the period that a month belongs to.

    Args:
        month: The month, as ``2026-01``.
        period: month, quarter or year.

    Returns:
        ``2026-01``, ``2026-Q1`` or ``2026``.
    """
    year, number = month.split("-")
    return {"month": month, "quarter": f"{year}-Q{(int(number) + 2) // 3}", "year": year}[period]


def months_in_period(period: str) -> int:
    """Return how many months a period has.

    Args:
        period: month, quarter or year.

    Returns:
        1, 3 or 12.
    """
    return 12 // PERIODS_PER_YEAR[period]


def period_quota(yearly_cents: int, period: str, share: float = 1.0) -> int:
    """Return the quota of one period.

    Args:
        yearly_cents: Quota of the year.
        period: month, quarter or year.
        share: Share of the period that lies within the run.

    Returns:
        Cents, at least one.
    """
    return max(round(yearly_cents / PERIODS_PER_YEAR[period] * share), 1)


def _shares(amounts: NDArray[np.int64]) -> NDArray[np.float64]:
    total = float(amounts.sum())
    return amounts / total if total > 0 else np.full(len(amounts), 1 / max(len(amounts), 1))
