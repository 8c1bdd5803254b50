"""What each rep sold last year and is asked to sell under an alignment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.last_year import last_year_cents
from territory_sim.salesforce.quota import yearly_quotas
from territory_sim.scenario.scenario import Scenario
from territory_sim.streams import Streams
from territory_sim.territories.alignment import Alignment


def alignment_quotas(
    scenario: Scenario, accounts: Accounts, alignment: Alignment
) -> NDArray[np.int64] | None:
    """Set the quotas that an alignment asks for.

    Args:
        scenario: The quota method, and the root seed that drew last year's sales.
        accounts: The accounts.
        alignment: Which rep has which of them.

    Returns:
        Cents a year of each rep, shape (reps,); None without quotas.
    """
    if scenario.commission.quota.method == "none":
        return None
    potential = np.zeros(len(alignment), dtype=np.int64)
    np.add.at(potential, alignment.assign(accounts), accounts.potential_cents)
    last_year = sold_last_year(scenario, accounts, alignment)
    return yearly_quotas(scenario.commission.quota, last_year, potential)


def sold_last_year(scenario: Scenario, accounts: Accounts, alignment: Alignment) -> NDArray[np.int64]:
    """Add up by territory what was sold last year.

    Args:
        scenario: The market, and the root seed that drew last year's sales.
        accounts: The accounts.
        alignment: Which rep has which of them.

    Returns:
        Cents of each territory, shape (territories,).
    """
    sold = np.zeros(len(alignment), dtype=np.int64)
    sold_to = last_year_cents(accounts, scenario.market, Streams(scenario.seed))
    np.add.at(sold, alignment.assign(accounts), sold_to)
    return sold
