"""Drive lines of the scorecard: how hard reps work, how much they are there, how they feel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.salesforce.parameters import PeopleParameters


def drive_lines(tables: Mapping[str, pd.DataFrame], people: PeopleParameters) -> dict[str, float]:
    """Work out the drive lines of one run.

    Args:
        tables: The tables of the run.
        people: Which mechanisms are at work.

    Returns:
        Values by scorecard name, means over reps and months; a line whose mechanism is off is absent.
    """
    means = tables["rep_drive"][["effort", "attendance", "morale"]].mean()
    wanted = [("effort", people.effort.active or people.morale.active)]
    wanted += [(name, people.morale.active) for name in ("attendance", "morale")]
    lines = {name: float(means[name]) for name, is_on in wanted if is_on}
    return lines | (_deal_lines(tables["lead"]) if people.deal_timing.active else {})


def _deal_lines(leads: pd.DataFrame) -> dict[str, float]:
    """Share of won deals signed in a last week of a quota period, and what discounts took of the price."""
    won = leads[leads["status"] == "won"]
    price = float(won["value_cents"].sum())
    if not price:
        return {}
    return {
        "signed_at_deadline": float(won["at_deadline"].mean()),
        "discount_share": float(won["discount_cents"].sum()) / price,
    }
