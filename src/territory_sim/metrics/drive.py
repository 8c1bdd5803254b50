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
    return {name: float(means[name]) for name, is_on in wanted if is_on}
