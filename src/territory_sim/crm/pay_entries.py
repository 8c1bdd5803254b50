"""What the payroll office keeps: statements and quotas, without the errors of a CRM system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from territory_sim.records.crm_schema import PAY_LINES
from territory_sim.salesforce.quota import period_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def pay_entries(
    rep_month: pd.DataFrame, owner: Mapping[str, NDArray[np.str_]], currency: str
) -> pd.DataFrame:
    """Make the file of statements.

    Args:
        rep_month: Table ``rep_month``, in cents.
        owner: Id and name of the rep of each row, as columns.
        currency: Code of the currency.

    Returns:
        One row for each rep and month, amounts in currency.
    """
    frame = pd.DataFrame(
        {**owner, "month": rep_month["month"].astype("str").to_numpy(), "currency": currency}
    )
    for line, (column, _) in PAY_LINES.items():
        frame[line] = rep_month[column].to_numpy() / 100
    frame["statement_id"] = [f"PAY-{number:06d}" for number in range(1, len(frame) + 1)]
    return frame


def quota_entries(
    rep_month: pd.DataFrame, owner: Mapping[str, NDArray[np.str_]], currency: str, period: str
) -> pd.DataFrame:
    """Make the file of quotas.

    Args:
        rep_month: Table ``rep_month``, in cents.
        owner: Id and name of the rep of each row, as columns.
        currency: Code of the currency.
        period: Time over which sales count against a quota: month, quarter or year.

    Returns:
        One row for each rep and period, amounts in currency; none where the plan has no quotas.
    """
    rows = pd.DataFrame(
        {
            **owner,
            "period": [period_of(str(month), period) for month in rep_month["month"]],
            "quota": rep_month["quota_cents"].to_numpy() / 100,
            "credited_cents": rep_month["credited_cents"].to_numpy(),
        }
    )
    rows = rows[rows["quota"] > 0]
    keys = [*owner, "period"]
    frame = rows.groupby(keys, sort=True, as_index=False).agg(
        quota=("quota", "last"), credited_cents=("credited_cents", "sum")
    )
    frame["credited"] = frame["credited_cents"] / 100
    frame["currency"] = currency
    frame["quota_id"] = [f"QUO-{number:06d}" for number in range(1, len(frame) + 1)]
    return frame
