"""Deliveries: what each order would need of the delivery desk, and what its customer does about it.

Drawn for every need, before it is known whether the order is ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.launches import LaunchNeeds
from territory_sim.market.need_marks import need_marks
from territory_sim.market.orders import Needs
from territory_sim.market.parameters.fulfilment import FulfilmentParameters
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.requests import Requests
from territory_sim.statistics.inverse_cdf import lognormal, on_minute_grid
from territory_sim.streams import Streams
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, MINUTE_GRID

_HANDLING, _TRANSIT, _MISSING, _COMPLAINT, _HOUR, _ANSWER = range(6)
_BUSY_SHARE = 0.7
"""Share of its time that a desk staffed by the rule is busy; our assumption."""


@dataclass(frozen=True, eq=False)
class Deliveries:
    """What the delivery of each need would be like, usual needs first, then those of launches.

    Args:
        handling_minutes: Minutes a clerk needs for it, shape (k,).
        transit_minutes: Business minutes from the desk to the customer, shape (k,).
        missing: Whether it never arrives, shape (k,).
        complaint_mark: Uniform that decides whether a late order makes its customer ask, shape (k,).
        hour_mark: Uniform that says when in the day the customer asks, shape (k,).
        answer_minutes: Minutes it takes to answer that, shape (k,).
    """

    handling_minutes: NDArray[np.float64]
    transit_minutes: NDArray[np.float64]
    missing: NDArray[np.bool_]
    complaint_mark: NDArray[np.float64]
    hour_mark: NDArray[np.float64]
    answer_minutes: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.handling_minutes)


def draw_deliveries(
    accounts: Accounts,
    needs: Needs,
    launch_needs: LaunchNeeds,
    fulfilment: FulfilmentParameters,
    service: ServiceParameters,
    streams: Streams,
    day_minutes: float,
) -> Deliveries:
    """Draw what deliveries would be like.

    Args:
        accounts: The accounts.
        needs: The usual needs.
        launch_needs: The needs of new products.
        fulfilment: Minutes, days and shares; nothing is drawn when it is off.
        service: Minutes of an answer from afar.
        streams: Streams of the replication.
        day_minutes: Business minutes of a day.

    Returns:
        One row for each need, usual or of a launch; none when fulfilment is off.
    """
    parts = [np.empty((0, 6))]
    if fulfilment.active:
        parts.append(need_marks(streams, "deliveries", accounts, needs.account, 6))
        for number, launch in enumerate(fulfilment.launches):
            account = launch_needs.account[launch_needs.launch == number]
            parts.append(need_marks(streams, f"deliveries of {launch.name}", accounts, account, 6))
    marks = np.concatenate(parts)
    handling = lognormal(marks[:, _HANDLING], fulfilment.handling_minutes, fulfilment.handling_cv)
    transit = lognormal(marks[:, _TRANSIT], fulfilment.transit_days * day_minutes, fulfilment.transit_cv)
    answer = lognormal(marks[:, _ANSWER], service.remote_minutes, service.minutes_cv)
    return Deliveries(
        handling_minutes=on_minute_grid(handling),
        transit_minutes=on_minute_grid(transit),
        missing=marks[:, _MISSING] < fulfilment.missing_share,
        complaint_mark=marks[:, _COMPLAINT].copy(),
        hour_mark=marks[:, _HOUR].copy(),
        answer_minutes=on_minute_grid(answer),
    )


def desk_staff(
    accounts: Accounts, market: MarketParameters, fulfilment: FulfilmentParameters, day_minutes: float
) -> int:
    """Return how many clerks the delivery desk has.

    Args:
        accounts: The accounts.
        market: How often they buy, and our choice probability when called on at the norm.
        fulfilment: The number of clerks, or the minutes of an order to work it out from.
        day_minutes: Business minutes of a day.

    Returns:
        Clerks, at least one.
    """
    if fulfilment.staff is not None:
        return fulfilment.staff
    needs_per_day = (
        np.array(market.needs_per_year.as_tuple())[accounts.segment].sum() / BUSINESS_DAYS_PER_YEAR
    )
    ours = market.choice_at_norm * float(needs_per_day)
    return max(1, math.ceil(ours * fulfilment.handling_minutes / (_BUSY_SHARE * day_minutes)))


def questions_about(
    rows: NDArray[np.int64],
    account: NDArray[np.int64],
    deliveries: Deliveries,
    service: ServiceParameters,
    day_begin: float,
    day_minutes: float,
) -> tuple[Requests, NDArray[np.int64]]:
    """Make the requests of customers who ask where their order is.

    Args:
        rows: Rows of ``deliveries``, shape (k,).
        account: Index of the account of each, shape (k,).
        deliveries: When in the day each asks and how long the answer takes.
        service: Deadline and patience of requests answered from afar.
        day_begin: Working minute at which the day begins on which they ask.
        day_minutes: Business minutes of a day.

    Returns:
        Requests that can be answered from afar, in the order of their time, and the place of each
        in ``rows``.
    """
    # Rounded down, for what would be lifted onto the end of the day would come a day later.
    minute = day_begin + np.floor(deliveries.hour_mark[rows] * day_minutes * MINUTE_GRID) / MINUTE_GRID
    order = np.lexsort((account, minute))
    minute, rows, account = minute[order], rows[order], account[order]
    allowed = 60 * service.remote_deadline_hours
    questions = Requests(
        account=account,
        minute=minute,
        on_site=np.zeros(len(rows), dtype=bool),
        high_priority=np.zeros(len(rows), dtype=bool),
        handling_minutes=deliveries.answer_minutes[rows],
        deadline_minute=minute + allowed,
        expiry_minute=minute + service.patience * allowed,
    )
    return questions, order
