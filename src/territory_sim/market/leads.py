"""Leads: an account asks for an offer, by itself or because somebody made it think of us.

Every source has candidates of its own, drawn beforehand at the highest rate the source can reach.
An inbound candidate always becomes a lead; one of another source does when its level lies under
the rate that campaigns, other customers or idle reps give its account on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, Occurrences, draw_occurrences
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.statistics.inverse_cdf import lognormal, on_minute_grid
from territory_sim.streams import Streams


class LeadSource(IntEnum):
    """What makes an account ask."""

    INBOUND = 0
    CAMPAIGN = 1
    REFERRAL = 2
    PROSPECTING = 3


_PURPOSES = ("leads", "campaign leads", "referral leads", "prospecting leads")
_VALUE, _QUALIFY, _WIN, _MINUTES = range(4)
_MARKS = 4
_VISIT_MINUTES_CV = 0.4
_FIRST_LAYER = 2.0


@dataclass(frozen=True, eq=False)
class Leads:
    """All candidates for leads of a run in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute at which it asks, shape (k,).
        source: Number of the :class:`LeadSource`, shape (k,).
        level: Leads a year that the source must bring for the candidate to become a lead; below 0
            where it always does, shape (k,).
        value_cents: What is sold if the lead is won, in cents, shape (k,).
        qualify_mark: Uniform that decides whether the answered lead qualifies, shape (k,).
        win_mark: Uniform that decides how its first stage ends, shape (k,).
        visit_minutes: Minutes of each visit for the deal, shape (k,).
        expiry_minute: Minute at which a lead without any answer is lost, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    source: NDArray[np.int8]
    level: NDArray[np.float64]
    value_cents: NDArray[np.int64]
    qualify_mark: NDArray[np.float64]
    win_mark: NDArray[np.float64]
    visit_minutes: NDArray[np.float64]
    expiry_minute: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.account)


def draw_leads(accounts: Accounts, parameters: LeadParameters, streams: Streams, horizon: Horizon) -> Leads:
    """Draw the candidates of all sources over the run.

    Args:
        accounts: The accounts that ask.
        parameters: Rates, ceilings, values and minutes of leads.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The candidates in the order of their time, ties by account and source.
    """
    found, source = _all_sources(accounts, parameters, streams, horizon)
    mean_cents = parameters.value_share * accounts.potential_cents[found.account].astype(np.float64)
    value = lognormal(found.marks[:, _VALUE], mean_cents, parameters.value_cv)
    visit = lognormal(found.marks[:, _MINUTES], parameters.visit_minutes, _VISIT_MINUTES_CV)
    return Leads(
        account=found.account,
        minute=found.minute,
        source=source,
        level=np.where(source == LeadSource.INBOUND, -1.0, found.level),
        value_cents=np.rint(value).astype(np.int64),
        qualify_mark=found.marks[:, _QUALIFY].copy(),
        win_mark=found.marks[:, _WIN].copy(),
        visit_minutes=on_minute_grid(visit),
        expiry_minute=found.minute + 60 * parameters.patience_hours,
    )


def _all_sources(
    accounts: Accounts, parameters: LeadParameters, streams: Streams, horizon: Horizon
) -> tuple[Occurrences, NDArray[np.int8]]:
    count = len(accounts)
    highest = (
        np.array(parameters.leads_per_year.as_tuple())[accounts.segment],
        np.full(count, parameters.campaign_ceiling),
        np.full(count, parameters.referral_ceiling),
        np.full(count, parameters.prospecting_leads_per_year),
    )
    drawn = [
        draw_occurrences(streams, purpose, accounts.stream_keys, rate, horizon, _MARKS, _FIRST_LAYER)
        for purpose, rate in zip(_PURPOSES, highest, strict=True)
    ]
    source = np.repeat(np.arange(len(drawn), dtype=np.int8), [len(part) for part in drawn])
    account = np.concatenate([part.account for part in drawn])
    minute = np.concatenate([part.minute for part in drawn])
    order = np.lexsort((source, account, minute))
    together = Occurrences(
        account=account[order],
        minute=minute[order],
        marks=np.concatenate([part.marks for part in drawn])[order],
        level=np.concatenate([part.level for part in drawn])[order],
    )
    return together, source[order]


def win_probability(share: NDArray[np.float64], odds_factor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how likely a deal is to be won at the end of a stage.

    Args:
        share: Probability of a rep of skill 1 with a deal he has had from the start, shape (k,).
        odds_factor: Skill of the rep, less what a handover costs, above 0, shape (k,).

    Returns:
        Probabilities, shape (k,). Skill multiplies the odds (our assumption: so that no skill
        reaches certainty).
    """
    odds = odds_factor * share
    return np.asarray(odds / (odds + (1 - share)), dtype=np.float64)
