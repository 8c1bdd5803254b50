"""What a trial of calls shows: how much more accounts buy that chance gave more calls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def elasticity_between_arms(account_run: pd.DataFrame) -> float:
    """Read the call elasticity from one run with a trial, as the firm itself could.

    Args:
        account_run: Table ``account_run`` of a run with ``market.call_trial_share`` above 0.

    Returns:
        Percent of sales per percent of visits, both per unit of potential or of the usual plan. Honest,
        since chance made the arms, but wide: accounts buy unevenly.
    """
    arm = account_run["in_trial"].to_numpy(dtype=np.bool_)
    sales, potential, visits = _columns(account_run)
    more_sales = math.log(_ratio(sales, potential, arm) / _ratio(sales, potential, ~arm))
    more_visits = math.log(_ratio(visits, potential, arm) / _ratio(visits, potential, ~arm))
    return more_sales / more_visits


def elasticity_between_runs(with_trial: pd.DataFrame, without: pd.DataFrame) -> float:
    """Read the call elasticity from two runs on the same streams, one with a trial and one without.

    Args:
        with_trial: Table ``account_run`` of the run with the trial.
        without: The same accounts with the same luck in the run without.

    Returns:
        Percent of sales per percent of visits that weigh by sales: what the trial's accounts gained
        beyond the others. Only a simulator can do this; it takes the luck out.
    """
    arm = with_trial["in_trial"].to_numpy(dtype=np.bool_)
    (sales, _, visits), (sales_before, _, visits_before) = _columns(with_trial), _columns(without)
    more_sales = _gain(sales, sales_before, np.ones(len(arm)), arm)
    # A percent more calls on an account moves sales by what that account buys.
    weight = sales_before / np.maximum(visits_before, 1)
    return more_sales / _gain(visits, visits_before, weight, arm)


def _columns(account_run: pd.DataFrame) -> tuple[NDArray[np.float64], ...]:
    names = ("booked_cents", "potential_cents", "visits")
    return tuple(account_run[name].to_numpy(dtype=np.float64) for name in names)


def _ratio(amount: NDArray[np.float64], base: NDArray[np.float64], rows: NDArray[np.bool_]) -> float:
    return float(amount[rows].sum() / base[rows].sum())


def _gain(
    after: NDArray[np.float64],
    before: NDArray[np.float64],
    weight: NDArray[np.float64],
    arm: NDArray[np.bool_],
) -> float:
    def grown(rows: NDArray[np.bool_]) -> float:
        return math.log(float((weight * after)[rows].sum()) / float((weight * before)[rows].sum()))

    return grown(arm) - grown(~arm)
