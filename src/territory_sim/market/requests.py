"""Service requests: an account has a question, to be answered from afar or in person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.patience import patience_minutes
from territory_sim.statistics.inverse_cdf import exponential, lognormal, on_minute_grid
from territory_sim.streams import Streams

_KIND, _PRIORITY, _MINUTES = range(3)


@dataclass(frozen=True, eq=False)
class Requests:
    """All requests of a run in the order of their time.

    Args:
        account: Index of the account that asks, shape (k,).
        minute: Working minute at which it asks, shape (k,).
        on_site: Whether somebody has to come, shape (k,).
        high_priority: Whether the request goes before others, shape (k,).
        handling_minutes: Minutes it takes to answer once begun, shape (k,).
        deadline_minute: Minute by which it should be answered, shape (k,).
        expiry_minute: Minute at which the account gives up, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    on_site: NDArray[np.bool_]
    high_priority: NDArray[np.bool_]
    handling_minutes: NDArray[np.float64]
    deadline_minute: NDArray[np.float64]
    expiry_minute: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many requests there are."""
        return len(self.account)


def request_rates(accounts: Accounts, parameters: ServiceParameters, horizon: Horizon) -> NDArray[np.float64]:
    """Return how many requests a year each account makes.

    Args:
        accounts: The accounts.
        parameters: Rates by segment, or one rate for the whole region.
        horizon: Says how long a year is in working minutes.

    Returns:
        Requests per year, shape (n,).
    """
    if parameters.requests_per_hour_in_all is None:
        return np.array(parameters.requests_per_year.as_tuple())[accounts.segment]
    hours_per_year = horizon.year_minutes / 60
    return np.full(len(accounts), parameters.requests_per_hour_in_all * hours_per_year / len(accounts))


def draw_requests(
    accounts: Accounts, parameters: ServiceParameters, streams: Streams, horizon: Horizon
) -> Requests:
    """Draw the requests of all accounts over the run.

    Args:
        accounts: The accounts that ask.
        parameters: Rates, kinds, minutes and deadlines of requests.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The requests in the order of their time.
    """
    rate = request_rates(accounts, parameters, horizon)
    found = draw_occurrences(streams, "requests", accounts.stream_keys, rate, horizon, marks=3)
    on_site = found.marks[:, _KIND] >= parameters.remote_share
    mean = np.where(on_site, parameters.on_site_minutes, parameters.remote_minutes)
    if parameters.minutes_distribution == "exponential":
        minutes = exponential(found.marks[:, _MINUTES], mean)
    else:
        minutes = lognormal(found.marks[:, _MINUTES], mean, parameters.minutes_cv)
    allowed = 60 * np.where(on_site, parameters.on_site_deadline_hours, parameters.remote_deadline_hours)
    patience = patience_minutes(
        accounts.stream_keys[found.account], found.minute, allowed, parameters, streams
    )
    return Requests(
        account=found.account,
        minute=found.minute,
        on_site=on_site,
        high_priority=found.marks[:, _PRIORITY] < parameters.priority_share,
        handling_minutes=on_minute_grid(minutes),
        deadline_minute=found.minute + allowed,
        expiry_minute=found.minute + patience,
    )
