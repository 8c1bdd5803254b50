"""Planned calls: when each account's call intervals begin, and how long each call takes.

A trial may plan more calls for accounts drawn at random: what they buy more than the others is
what calls cause, whatever else decides who is called on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.statistics.inverse_cdf import lognormal, on_minute_grid
from territory_sim.streams import Streams


@dataclass(frozen=True, eq=False)
class PlannedCalls:
    """What is known of planned calls before any is made; a row for each account.

    Args:
        calls_per_year: Calls planned: the norm, and more in the trial; 0 for none, shape (n,).
        in_trial: Whether the account is planned more calls as a trial, shape (n,).
        phase_mark: Uniform that shifts the account's grid of intervals, shape (n,).
        expected_minutes: Mean minutes of a call, shape (n,).
        minutes: Minutes of the first, second, third ... call, shape (n, calls). Multiples of
            1/1024 below 16,384 are exact in single precision, at half the memory.
    """

    calls_per_year: NDArray[np.float64]
    in_trial: NDArray[np.bool_]
    phase_mark: NDArray[np.float64]
    expected_minutes: NDArray[np.float64]
    minutes: NDArray[np.float32]

    def minutes_of_next(
        self, accounts: NDArray[np.int64], calls_made: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return how long the next call will take.

        Args:
            accounts: Indices of accounts, shape (k,).
            calls_made: Planned calls made so far, shape (k,).

        Returns:
            Minutes, shape (k,).
        """
        next_call = calls_made % self.minutes.shape[1]
        return np.asarray(self.minutes[accounts, next_call], dtype=np.float64)


def draw_planned_calls(
    accounts: Accounts, parameters: MarketParameters, streams: Streams, horizon: Horizon
) -> PlannedCalls:
    """Draw what planned calls will be like.

    Args:
        accounts: The accounts.
        parameters: Norms and minutes of calls.
        streams: Streams of the replication.
        horizon: Length of the run: no account is called on more often than its norm.

    Returns:
        Phases and minutes of all planned calls.
    """
    in_trial = _in_trial(accounts, parameters, streams)
    norms = np.array(parameters.calls_per_year.as_tuple())
    lift = 1 + parameters.call_trial_lift
    planned = norms[accounts.segment] * np.where(in_trial, lift, 1.0)
    highest = float(norms.max()) * (lift if parameters.call_trial_share else 1.0)
    most = math.ceil(highest * horizon.minutes / horizon.year_minutes) + 1
    marks = streams.rows("planned calls", accounts.stream_keys, 1 + most)
    mean = np.array(parameters.call_minutes.as_tuple())[accounts.segment]
    minutes = lognormal(marks[:, 1:], mean[:, None], parameters.call_minutes_cv)
    return PlannedCalls(
        calls_per_year=planned,
        in_trial=in_trial,
        phase_mark=marks[:, 0].copy(),
        expected_minutes=mean,
        minutes=on_minute_grid(minutes).astype(np.float32),
    )


def _in_trial(accounts: Accounts, parameters: MarketParameters, streams: Streams) -> NDArray[np.bool_]:
    if not parameters.call_trial_share:
        return np.zeros(len(accounts), dtype=np.bool_)
    marks = streams.rows("call trial", accounts.stream_keys, 1)[:, 0]
    return np.asarray(marks < parameters.call_trial_share, dtype=np.bool_)
