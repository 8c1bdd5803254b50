"""The evening: the day's visits, answers and needs take effect on accounts, sales and pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.orders import choice_share, order_probability
from territory_sim.market.satisfaction import experience, updated_satisfaction
from territory_sim.simulation.day_log import Deeds, deeds_of
from territory_sim.simulation.stops import CALL, LEAD, REQUEST
from territory_sim.simulation.tally import REP_DAY_COUNTS
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.market.orders import Needs
    from territory_sim.market.planned_calls import PlannedCalls
    from territory_sim.scenario.world import World
    from territory_sim.simulation.call_calendar import CallCalendar
    from territory_sim.simulation.day_log import DayLog
    from territory_sim.simulation.lead_book import LeadBook
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.rep_agent import RepAgent
    from territory_sim.simulation.request_book import RequestBook
    from territory_sim.simulation.tally import Tally


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came in on one day.

    Args:
        requests: Numbers of the day's requests.
        leads: Numbers of the day's leads.
        rival_calls: Index of the account of each rival call of the day.
    """

    requests: NDArray[np.int64]
    leads: NDArray[np.int64]
    rival_calls: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """What the evening writes to.

    Args:
        state: The accounts as they stand.
        calls: The call plan.
        requests: The book of requests.
        leads: The book of leads.
        tally: Running totals.
        planned_calls: Expected minutes of calls.
    """

    state: MarketState
    calls: CallCalendar
    requests: RequestBook
    leads: LeadBook
    tally: Tally
    planned_calls: PlannedCalls


class Settlement:
    """Settles one day after another.

    Args:
        world: Settings and reps.
        books: What the evening writes to.
        needs: What accounts buy, drawn beforehand.
    """

    def __init__(self, world: World, books: Books, needs: Needs) -> None:
        self._scenario = world.scenario
        self._books = books
        self._needs = needs
        self._timeline = Timeline(needs.minute)
        self._skill = np.array([rep.skill for rep in world.reps])

    def close_day(
        self, day: int, day_end: float, log: DayLog, arrivals: Arrivals, agents: Sequence[RepAgent]
    ) -> None:
        """Let the day take effect.

        Args:
            day: Business day, from 0.
            day_end: Working minute at which it ends.
            log: What reps did.
            arrivals: What came in.
            agents: The reps.
        """
        state, tally = self._books.state, self._books.tally
        self._record_time(day, agents)
        state.fade()
        visits, answers = deeds_of(log.visits), deeds_of(log.answers)
        self._count_deeds(day, visits, answers)
        self._settle_visits(day, visits)
        self._settle_requests(day, day_end, visits.of(REQUEST), answers.of(REQUEST), arrivals.requests)
        self._settle_leads(day, day_end, visits.of(LEAD), answers.of(LEAD), arrivals.leads)
        np.add.at(state.rival_goodwill, arrivals.rival_calls, 1.0)
        self._settle_needs(day, day_end)
        self._close_intervals(day)
        tally.pay_out(day)

    def _record_time(self, day: int, agents: Sequence[RepAgent]) -> None:
        tally = self._books.tally
        tally.rep_minutes[day] = [agent.close_day() for agent in agents]
        tally.rep_counts[day, :, REP_DAY_COUNTS.index("nights")] = [agent.pass_night() for agent in agents]

    def _count_deeds(self, day: int, visits: Deeds, answers: Deeds) -> None:
        counted = {
            "calls": visits.rep[visits.kind == CALL],
            "visits": visits.rep,
            "answers": answers.rep,
            "leads": answers.rep[answers.kind == LEAD],
        }
        counts = self._books.tally.rep_counts[day]
        for name, reps in counted.items():
            counts[:, REP_DAY_COUNTS.index(name)] = np.bincount(reps, minlength=len(counts))

    def _settle_visits(self, day: int, visits: Deeds) -> None:
        self._books.state.note_visits(visits.account, self._skill[visits.rep])
        np.add.at(self._books.state.calls_made, visits.account[visits.kind == CALL], 1)
        self._books.calls.visit(visits.account, day)

    def _settle_requests(
        self, day: int, day_end: float, visits: Deeds, answers: Deeds, today: NDArray[np.int64]
    ) -> None:
        book, state, tally = self._books.requests, self._books.state, self._books.tally
        number = np.concatenate([visits.number, answers.number])
        minute = np.concatenate([visits.minute, answers.minute])
        rep = np.concatenate([visits.rep, answers.rep])
        served, expired = book.close_day(today, number, minute, rep, day_end)
        drawn = book.requests
        ended = np.concatenate([served, expired])
        points = experience(book.answered_minute[ended], drawn.deadline_minute[ended], self._scenario.service)
        state.satisfaction = updated_satisfaction(
            state.satisfaction, drawn.account[ended], points, self._scenario.service
        )
        tally.count(day, "requests_created", book.owner[today])
        tally.count(day, "requests_served", book.owner[served])
        tally.count(day, "requests_expired", book.owner[expired])
        tally.require("request", book.owner[today], drawn.handling_minutes[today], drawn.on_site[today])

    def _settle_leads(
        self, day: int, day_end: float, visits: Deeds, answers: Deeds, today: NDArray[np.int64]
    ) -> None:
        book, tally = self._books.leads, self._books.tally
        won = book.visit(visits.number, visits.minute, self._skill[visits.rep])
        qualified = book.answer(answers.number, answers.minute)
        book.close_day(day_end)
        leads = book.leads
        # What a won lead sells is bought beyond the account's usual orders.
        np.add.at(self._books.state.bought_cents, leads.account[won], leads.value_cents[won])
        self._book(day, leads.account[won], leads.value_cents[won])
        tally.count(day, "leads_created", book.owner[today])
        tally.count(day, "leads_won", book.owner[won])
        contact = np.full(len(today), self._scenario.leads.contact_minutes)
        tally.require("lead", book.owner[today], contact, np.zeros(len(today), dtype=bool))
        visit_minutes = leads.visit_minutes[qualified]
        tally.require("lead", book.owner[qualified], visit_minutes, np.ones(len(qualified), dtype=bool))

    def _settle_needs(self, day: int, day_end: float) -> None:
        state, market = self._books.state, self._scenario.market
        today = self._timeline.take(day_end)
        account, size_cents = self._needs.account[today], self._needs.size_cents[today]
        chance = order_probability(
            choice_share(state.goodwill[account], market),
            state.satisfaction[account],
            self._scenario.competitors.pull * state.rival_goodwill[account],
            market,
        )
        ours = self._needs.choice_mark[today] < chance
        np.add.at(state.bought_cents, account, size_cents)
        self._book(day, account[ours], size_cents[ours])

    def _book(self, day: int, account: NDArray[np.int64], booked_cents: NDArray[np.int64]) -> None:
        state = self._books.state
        np.add.at(state.booked_cents, account, booked_cents)
        self._books.tally.book(day, state.owner[account], booked_cents)

    def _close_intervals(self, day: int) -> None:
        state, tally = self._books.state, self._books.tally
        ended, made = self._books.calls.close_day(day)
        state.calls_due[ended] += 1
        state.calls_on_time[ended[made]] += 1
        owner = state.owner[ended]
        tally.count(day, "calls_due", owner)
        tally.count(day, "calls_on_time", owner[made])
        tally.require(
            "call", owner, self._books.planned_calls.expected_minutes[ended], np.ones(len(ended), dtype=bool)
        )
