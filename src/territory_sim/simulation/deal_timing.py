"""Hurried deals: before a quota period ends, reps offer a discount for a signature in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.deal_timing import gains_by_hurry
from territory_sim.salesforce.effort import PayStanding, expected_cents_per_day
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, grid_minutes

if TYPE_CHECKING:
    from territory_sim.scenario.world import World
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.settlement import Books

LAST_WEEK: Final = 5
"""Business days before a deadline whose bookings are told apart."""


class DealTiming:
    """Lets reps hurry their deals when that pays them.

    Args:
        books: Deals, leads and payroll.
        world: Pay plan, settings of people, and what was sold last year.
    """

    def __init__(self, books: Books, world: World) -> None:
        self._deals, self._leads, self._payroll = books.deals, books.leads, books.tally.payroll
        self._plan, people = world.scenario.commission, world.scenario.people
        self._timing, self._effort = people.deal_timing, people.effort
        self._last_year = world.last_year_cents.astype(np.float64)
        self._day_minutes = grid_minutes(world.scenario.schedule.day_minutes)
        self._asked = np.zeros(len(books.leads.leads), dtype=bool)

    def hurry(self, day: int) -> None:
        """Offer a discount on every open deal whose rep gains by its signature before the deadline.

        A rep asks himself each morning, when all that was signed yesterday is known: a discount is
        offered on no deal that is over, however often a day is settled.

        Args:
            day: Business day that begins, from 0.
        """
        days_left = self._payroll.days_left(day)
        if days_left > self._timing.window_days:
            return
        numbers = self._deals.under_way()
        numbers = numbers[~self._asked[numbers]]
        if not len(numbers):
            return
        gains = self._who_gains(day, numbers)
        numbers = numbers[gains[self._leads.owner[numbers]]]
        self._asked[numbers] = True
        marks = self._deals.marks_of(numbers, "hurried deals", 2)
        accepts = marks[:, 0] < self._timing.accept_share
        numbers, sign_mark = numbers[accepts], marks[accepts, 1]
        now, until_deadline = day * self._day_minutes, days_left * self._day_minutes
        # Who waits for a better offer signs late: towards the deadline, never before this morning.
        moment = now + np.sqrt(sign_mark) * until_deadline
        self._deals.sign_by(numbers, _up_to_grid(moment))
        price = self._leads.leads.value_cents[numbers]
        self._leads.discount_cents[numbers] = np.rint(price * self._timing.discount).astype(np.int64)

    def _who_gains(self, day: int, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        found = self._payroll.standing(day)
        expected = expected_cents_per_day(
            self._last_year, found.credited_in_run_cents, day, self._effort, BUSINESS_DAYS_PER_YEAR
        )
        standing = PayStanding(found.credited_cents, found.quota_cents, expected, found.days_left)
        chance = self._deals.pipeline.win_share[self._deals.stage[numbers]]
        open_cents = np.zeros(len(expected))
        np.add.at(open_cents, self._leads.owner[numbers], chance * self._leads.leads.value_cents[numbers])
        luck = self._effort.monthly_luck_cv
        gains = gains_by_hurry(standing, open_cents, self._timing.discount, luck, self._plan)
        return gains & self._payroll.employed


def _up_to_grid(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round up to the grid of minutes, so that nothing is signed before it was offered."""
    return np.ceil(minutes * 1024) / 1024


def before_deadline(
    ended_minute: NDArray[np.float64], calendar: BusinessCalendar, last_days: dict[str, int]
) -> NDArray[np.bool_]:
    """Say what ended in the last week before a quota period does.

    Args:
        ended_minute: Working minute of each end, nan for none, shape (k,).
        calendar: The business days of the run.
        last_days: Last business day of each period.

    Returns:
        Whether each did, shape (k,).
    """
    last = np.zeros(calendar.days, dtype=bool)
    for last_day in last_days.values():
        last[max(last_day + 1 - LAST_WEEK, 0) : last_day + 1] = True
    ended = np.isfinite(ended_minute)
    # What is signed at the stroke of the evening belongs to the day that ends.
    day = np.ceil(np.where(ended, ended_minute, 0.0) / calendar.day_minutes).astype(np.int64) - 1
    return np.asarray(ended & last[np.clip(day, 0, calendar.days - 1)], dtype=np.bool_)
