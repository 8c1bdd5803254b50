"""Leads: an account asks for an offer; who answers late finds it cooled.

A lead is first answered from afar. It qualifies when its mark lies under a probability that
falls with the wait, is then visited, and is won when its second mark lies under the win
probability of the rep who comes. Both marks belong to the lead, not to the rep.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.statistics.inverse_cdf import lognormal, on_minute_grid
from territory_sim.streams import Streams

_VALUE, _QUALIFY, _WIN, _MINUTES = range(4)
_VISIT_MINUTES_CV = 0.4


@dataclass(frozen=True, eq=False)
class Leads:
    """All leads of a run in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute at which it asks, shape (k,).
        value_cents: What is sold if the lead is won, in cents, shape (k,).
        qualify_mark: Uniform that decides whether the answered lead qualifies, shape (k,).
        win_mark: Uniform that decides whether the visited lead is won, shape (k,).
        visit_minutes: Minutes of the closing visit, shape (k,).
        expiry_minute: Minute at which a lead without any answer is lost, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    value_cents: NDArray[np.int64]
    qualify_mark: NDArray[np.float64]
    win_mark: NDArray[np.float64]
    visit_minutes: NDArray[np.float64]
    expiry_minute: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many leads there are."""
        return len(self.account)


def draw_leads(accounts: Accounts, parameters: LeadParameters, streams: Streams, horizon: Horizon) -> Leads:
    """Draw the leads of all accounts over the run.

    Args:
        accounts: The accounts that ask.
        parameters: Rates, values and minutes of leads.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The leads in the order of their time.
    """
    rate = np.array(parameters.leads_per_year.as_tuple())[accounts.segment]
    found = draw_occurrences(streams, "leads", accounts.stream_keys, rate, horizon, marks=4, first_layer=2.0)
    mean_cents = parameters.value_share * accounts.potential_cents[found.account].astype(np.float64)
    value = lognormal(found.marks[:, _VALUE], mean_cents, parameters.value_cv)
    visit = lognormal(found.marks[:, _MINUTES], parameters.visit_minutes, _VISIT_MINUTES_CV)
    return Leads(
        account=found.account,
        minute=found.minute,
        value_cents=np.rint(value).astype(np.int64),
        qualify_mark=found.marks[:, _QUALIFY].copy(),
        win_mark=found.marks[:, _WIN].copy(),
        visit_minutes=on_minute_grid(visit),
        expiry_minute=found.minute + 60 * parameters.patience_hours,
    )


def qualify_probability(wait_hours: NDArray[np.float64], parameters: LeadParameters) -> NDArray[np.float64]:
    """Return how likely a lead is to qualify after a wait.

    Args:
        wait_hours: Working hours from lead to first answer, any shape.
        parameters: Probability at once and the wait that halves the odds.

    Returns:
        Probabilities, shape of the waits.

    Source:
        Odds that fall with the wait: Oldroyd, McElheran and Elkington 2011. The exponential
        form in the odds is our assumption: it stays between 0 and 1 at any wait.
    """
    odds_at_once = parameters.qualify_at_once / max(1 - parameters.qualify_at_once, 1e-12)
    odds = odds_at_once * 0.5 ** (wait_hours / parameters.decay_half_hours)
    return np.asarray(odds / (1 + odds), dtype=np.float64)


def win_probability(skill: NDArray[np.float64], parameters: LeadParameters) -> NDArray[np.float64]:
    """Return how likely a rep is to win a visited lead.

    Args:
        skill: Skill of the rep who visits; 1 is typical; any shape.
        parameters: Win probability of a rep of skill 1.

    Returns:
        Probabilities, shape of the skills. Skill multiplies the odds (our assumption: so that
        no skill reaches certainty).
    """
    odds = skill * parameters.win_probability / max(1 - parameters.win_probability, 1e-12)
    return np.asarray(odds / (1 + odds), dtype=np.float64)
