"""Fairness lines of the scorecard: how unequal pay is, and how much of that is the territory's doing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.salesforce.quota import period_of
from territory_sim.statistics.inequality import gini
from territory_sim.statistics.variance_shares import explained_shares
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_FLOOR: Final = 0.01
"""Least pay and potential, in their means: a logarithm needs something to begin from."""

_FEWEST_REPS: Final = 4
"""With fewer, two causes explain everything whatever they are."""


def fairness_lines(
    tables: Mapping[str, pd.DataFrame], twin_rep_month: pd.DataFrame | None, period: str
) -> dict[str, float]:
    """Work out the fairness lines of one run.

    Args:
        tables: The tables of the run.
        twin_rep_month: Statements of the twin run with equally able reps on the same streams,
            or None when no twin was run.
        period: Time over which sales count against a quota: month, quarter or year.

    Returns:
        Values by scorecard name; inequality of pay needs at least two reps.
    """
    lines: dict[str, float] = {}
    for name, statements in (("pay_gini", tables["rep_month"]), ("pay_opportunity_gini", twin_rep_month)):
        if statements is not None and len(pay := variable_pay(statements)) > 1:
            lines[name] = gini(pay.to_numpy())
    return lines | _territory_lines(tables) | _quota_lines(tables["rep_month"], period)


def variable_pay(statements: pd.DataFrame) -> pd.Series[float]:
    """Work out what each rep was paid beyond the base salary, as of a year of employment.

    Args:
        statements: Table ``rep_month``.

    Returns:
        Cents a year by rep_id; months in which nobody was employed in the seat do not count, and
        a seat that nobody ever had is not there.
    """
    sums = statements.groupby("rep_id", observed=True)[["variable_cents", "employed_days"]].sum()
    sums = sums[sums["employed_days"] > 0]
    paid: pd.Series[float] = sums["variable_cents"] * BUSINESS_DAYS_PER_YEAR / sums["employed_days"]
    return paid


def _territory_lines(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Share of the variance of log pay that goes with the potential of the territory, not with skill."""
    reps = tables["rep_run"].set_index("rep_id")
    if len(reps) < _FEWEST_REPS:
        return {}
    land = tables["territory_run"].set_index("rep_id")["potential_cents"].reindex(reps.index)
    pay = variable_pay(tables["rep_month"]).reindex(reps.index)
    causes = {"territory": _log(land.to_numpy()), "ability": _log(reps["skill"].to_numpy())}
    return {"territory_share_of_pay": explained_shares(_log(pay.to_numpy()), causes)["territory"]}


def _log(amounts: NDArray[np.generic]) -> NDArray[np.float64]:
    values = amounts.astype(np.float64)
    mean = float(values.mean())
    return np.log(np.maximum(values, _FLOOR * mean)) if mean > 0 else np.zeros(len(values))


def _quota_lines(statements: pd.DataFrame, period: str) -> dict[str, float]:
    """Share of reps whose credited sales of the run reach their quotas, among those still there."""
    if not (statements["quota_cents"] > 0).any():
        return {}
    # Whoever left before the run's end had no chance to reach the quota of the whole period.
    at_end = statements.groupby("rep_id", observed=True)["person_id"].transform("last")
    statements = statements[(statements["person_id"] == at_end) & (statements["employed_days"] > 0)]
    names = statements["month"].map(lambda month: period_of(str(month), period))
    periods = statements.groupby([statements["rep_id"], names], observed=True)
    quota = periods["quota_cents"].last().groupby("rep_id", observed=True).sum()
    credited = statements.groupby("rep_id", observed=True)["credited_cents"].sum()
    return {"quota_attained_share": float((credited >= quota).mean())}
