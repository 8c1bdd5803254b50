"""Loyalty lines of the scorecard: how many accounts left us for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def loyalty_lines(account_run: pd.DataFrame) -> dict[str, float]:
    """Work out the loyalty lines of one run in which accounts can leave.

    Args:
        account_run: Table ``account_run``.

    Returns:
        Values by scorecard name: the share of accounts that had left at the end, of all and of
        each segment that has accounts. Whoever left and was won back has not left.
    """
    churned = account_run["churned"]
    lines = {"churned_share": float(churned.mean())}
    by_segment = churned.groupby(account_run["segment"], observed=True).mean()
    return lines | {f"churned_share_{segment}": float(share) for segment, share in by_segment.items()}
