"""Fulfilment lines of the scorecard: how many orders come late or never."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def fulfilment_lines(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Work out the fulfilment lines of one run.

    Args:
        tables: The tables of the run.

    Returns:
        Values by scorecard name; none where no order passed through a delivery desk.
    """
    if "delivery" not in tables:
        return {}
    ends = tables["delivery"][["delivered", "late", "missing"]].sum()
    ended = float(ends.sum())
    return {"late_order_share": float(ends["late"] + ends["missing"]) / ended} if ended else {}
