"""The morning: what came in goes to desks, and every rep gets a plan of the day's stops."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.call_policy import CALL_POLICIES, Candidates
from territory_sim.salesforce.day_plan import Mornings, OpenStops, plan_days
from territory_sim.simulation.lead_routing import LEAD_ROUTES
from territory_sim.simulation.message_routing import message_routing
from territory_sim.simulation.stops import CALL, LEAD, REQUEST, Stop, messages_of, stops_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.market.planned_calls import PlannedCalls
    from territory_sim.scenario.world import World
    from territory_sim.simulation.call_calendar import CallCalendar
    from territory_sim.simulation.deal_book import DealBook
    from territory_sim.simulation.desk import Desk
    from territory_sim.simulation.lead_book import LeadBook
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.rep_agent import RepAgent, WorkRules
    from territory_sim.simulation.request_book import RequestBook
    from territory_sim.streams import Streams

_NO_MARKS = np.zeros((0, 1))


class Dispatch:
    """Fills desks and plans days.

    Args:
        world: Accounts, reps and settings.
        streams: Streams of the replication.
        planned_calls: Minutes of planned calls.
        state: The accounts as they stand.
        rules: What holds for every rep's day.
    """

    def __init__(
        self,
        world: World,
        streams: Streams,
        planned_calls: PlannedCalls,
        state: MarketState,
        rules: WorkRules,
    ) -> None:
        schedule, service, leads = world.scenario.schedule, world.scenario.service, world.scenario.leads
        self._by_priority = service.discipline == "priority"
        routing = message_routing(world.scenario.staffing, service)
        self._to_common = np.isin(np.arange(3), list(routing.common))
        self._to_owner = np.isin(np.arange(3), list(routing.own))
        self._state = state
        self._rules = rules
        self._market = world.scenario.market
        self._policy = CALL_POLICIES[schedule.policy]
        self._points_per_minute = rules.points_per_minute
        self._request_points = schedule.request_points
        self._most_stops = schedule.max_stops
        self._remote_lead_minutes = leads.contact_minutes
        self._route = LEAD_ROUTES[leads.routing]
        self._lead_visit_hours = leads.visit_within_hours
        self._expected = (0.0, service.on_site_minutes, leads.visit_minutes)
        self._planned_calls = planned_calls
        self._volume = world.accounts.potential_cents / world.accounts.potential_cents.mean()
        self._potential_cents = world.accounts.potential_cents
        self._marks = (
            _NO_MARKS
            if self._policy.travel_share
            else streams.rows("stop order", world.accounts.stream_keys, planned_calls.minutes.shape[1])
        )
        self._homes = np.array([rep.home for rep in world.reps], dtype=np.int32)

    def route(
        self, book: LeadBook, numbers: NDArray[np.int64], idle_minutes: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Say who is to answer the day's leads.

        Args:
            book: The book of leads.
            numbers: Numbers of the day's leads in the order of their time, shape (k,).
            idle_minutes: Idle minutes of every rep on recent days, shape (reps,).

        Returns:
            Index of the rep for each lead, shape (k,).
        """
        return self._route(book.owner[numbers], idle_minutes, self._remote_lead_minutes)

    def fill_desks(
        self,
        requests: tuple[RequestBook, NDArray[np.int64]],
        leads: tuple[LeadBook, NDArray[np.int64], NDArray[np.int64]],
        desks: Sequence[Desk],
        common: Desk | None,
        answering: NDArray[np.int64],
        longest_way_home: float,
    ) -> None:
        """Lay the day's arrivals on the desks.

        Args:
            requests: The book of requests and the numbers of the day's.
            leads: The book of leads, the numbers of the day's, and the rep who is to answer each.
            desks: Each rep's own desk.
            common: The desk of the pool or of the inside reps, or None.
            answering: On whose desk the messages to each rep are laid today, shape (reps,).
            longest_way_home: Way home in minutes above which a rep stays overnight; inf when
                everybody must be home tonight.
        """
        book, numbers = requests
        lead_book, lead_numbers, first_answer = leads
        on_site = book.requests.on_site[numbers]
        remote, asked = numbers[~on_site], numbers[on_site]
        questions = self._questions(book, remote)
        offers = self._lead_contacts(lead_book, lead_numbers)
        owners = answering[np.concatenate([book.owner[remote], first_answer])]
        rows = [np.concatenate(pair) for pair in zip(questions, offers, strict=True)]
        if common is not None:
            laid = np.flatnonzero(self._to_common[rows[1]])
            laid = laid[np.argsort(rows[0][laid], kind="stable")]
            common.open_day(messages_of([column[laid] for column in rows]), [])
            own = self._to_owner[rows[1]]
            owners, rows = owners[own], [column[own] for column in rows]
        order = np.lexsort((rows[0], owners))
        written = messages_of([column[order] for column in rows])
        begins = np.searchsorted(owners[order], np.arange(len(desks) + 1)).tolist()
        # Latest first, because a desk takes them from the end of its list.
        by_owner = np.lexsort((-book.requests.minute[asked], book.owner[asked]))
        asked = asked[by_owner]
        fresh = self._fresh_requests(book, asked, longest_way_home)
        visits = list(zip(book.requests.minute[asked].tolist(), fresh, strict=True))
        first = np.searchsorted(book.owner[asked], np.arange(len(desks) + 1)).tolist()
        for rep, desk in enumerate(desks):
            desk.open_day(written[begins[rep] : begins[rep + 1]], visits[first[rep] : first[rep + 1]])

    def _questions(self, book: RequestBook, remote: NDArray[np.int64]) -> list[NDArray[np.generic]]:
        drawn = book.requests
        return [
            drawn.minute[remote],
            np.full(len(remote), REQUEST),
            remote,
            drawn.handling_minutes[remote],
            drawn.expiry_minute[remote],
            drawn.high_priority[remote] & self._by_priority,
        ]

    def _lead_contacts(self, book: LeadBook, numbers: NDArray[np.int64]) -> list[NDArray[np.generic]]:
        return [
            book.leads.minute[numbers],
            np.full(len(numbers), LEAD),
            numbers,
            np.full(len(numbers), self._remote_lead_minutes),
            book.leads.expiry_minute[numbers],
            np.zeros(len(numbers), dtype=np.bool_),
        ]

    def plan(
        self,
        day: int,
        calls: CallCalendar,
        requests: RequestBook,
        deals: DealBook,
        agents: Sequence[RepAgent],
        longest_way_home: float,
    ) -> None:
        """Plan every rep's day.

        Args:
            day: Business day, from 0.
            calls: Which accounts are due.
            requests: The book of requests.
            deals: The book of deals.
            agents: The reps.
            longest_way_home: Way home in minutes above which a rep stays overnight; inf when
                everybody must be home tonight.
        """
        due, asked, offers = calls.due(day), requests.open_on_site(), deals.to_visit()
        if not self._rules.closing_hours:
            due, asked, offers = _not_under_way((due, asked, offers), agents)
        leads = deals.leads
        account = np.concatenate([due, requests.requests.account[asked], leads.leads.account[offers]])
        # A deal may stay with the rep who had the account before.
        owner = np.concatenate([self._state.owner[account[: len(due) + len(asked)]], leads.owner[offers]])
        kind = np.repeat(np.arange(3, dtype=np.int8), [len(due), len(asked), len(offers)])
        number = np.concatenate([due, asked, offers])
        claim = np.concatenate([np.zeros(len(due)), *self._claims(day, requests, asked, deals, offers)])
        urgency = np.concatenate([calls.urgency(due, day), np.zeros(len(asked) + len(offers))])
        standing = self._standing(account, urgency, claim)
        expected = np.array(self._expected)[kind]
        expected[: len(due)] = self._planned_calls.expected_minutes[due]
        stops = OpenStops(rep=owner, unit=self._state.unit[account], minutes=expected, standing=standing)
        plans = plan_days(
            stops,
            self._mornings(agents, longest_way_home),
            self._rules.travel_minutes,
            self._points_per_minute,
            self._most_stops,
        )
        chosen = plans.row
        unit = stops.unit[chosen]
        columns = (
            standing[chosen],
            unit,
            expected[chosen] + self._ways_home(unit, owner[chosen], longest_way_home),
            self._real_minutes(chosen, kind, number, requests, leads),
            kind[chosen],
            number[chosen],
            account[chosen],
            _expiry(chosen, kind, number, requests, deals),
        )
        made = stops_of(columns)
        made.reverse()  # Reps take the next stop from the end of their list.
        bounds = (len(made) - plans.first).tolist()
        for agent, end, begin in zip(agents, bounds, bounds[1:], strict=False):
            agent.stops = made[begin:end]

    def _fresh_requests(
        self, book: RequestBook, numbers: NDArray[np.int64], longest_way_home: float
    ) -> list[Stop]:
        account = book.requests.account[numbers]
        unit = self._state.unit[account]
        count = len(numbers)
        columns = (
            self._standing(account, np.zeros(count), np.full(count, self._request_points)),
            unit,
            self._expected[REQUEST] + self._ways_home(unit, book.owner[numbers], longest_way_home),
            book.requests.handling_minutes[numbers],
            np.full(count, REQUEST),
            numbers,
            account,
            book.requests.expiry_minute[numbers],
        )
        return stops_of(columns)

    def _ways_home(
        self, unit: NDArray[np.int32], rep: NDArray[np.int64], longest_way_home: float
    ) -> NDArray[np.float64]:
        minutes = self._rules.travel_minutes[unit, self._homes[rep]].astype(np.float64)
        return np.where(minutes > longest_way_home, 0.0, minutes)

    def _standing(
        self,
        account: NDArray[np.int64],
        urgency: NDArray[np.float64],
        claim: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        state = self._state
        marks = (
            self._marks[account, state.visits[account] % self._marks.shape[1]]
            if len(self._marks)
            else np.zeros(len(account))
        )
        gain = self._gain(account) if self._policy.weighs_gain else np.zeros(len(account))
        return np.asarray(
            self._policy.standing(
                Candidates(
                    urgency=urgency,
                    volume=self._volume[account],
                    gain=gain,
                    mark=marks,
                    claim=claim,
                )
            ),
            dtype=np.float64,
        )

    def _gain(self, account: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the yearly sales that a call now would add, relative to the mean potential."""
        state = self._state
        gained = state.response.call_gain(account, state.goodwill[account], state.call_impact[account])
        return gained * self._potential_cents[account] / self._market.mean_potential

    def _claims(
        self,
        day: int,
        requests: RequestBook,
        asked: NDArray[np.int64],
        deals: DealBook,
        offers: NDArray[np.int64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the points of those who asked: at once, twice as many at the deadline."""
        now = day * self._rules.day_minutes
        drawn = requests.requests
        allowed = drawn.deadline_minute[asked] - drawn.minute[asked]
        waited = (now - drawn.minute[asked]) / allowed
        lead_allowed = 60 * self._lead_visit_hours
        lead_waited = 1 - (deals.visit_by[offers] - now) / lead_allowed
        return self._request_points * (1 + waited), self._request_points * (1 + lead_waited)

    def _mornings(self, agents: Sequence[RepAgent], longest_way_home: float) -> Mornings:
        free = [agent.free_minutes for agent in agents]
        return Mornings(
            place=np.array([agent.place for agent in agents], dtype=np.int32),
            free_minutes=np.array(free),
            home=self._homes,
            longest_way_home=longest_way_home if self._rules.closing_hours else math.inf,
        )

    def _real_minutes(
        self,
        chosen: NDArray[np.int64],
        kind: NDArray[np.int8],
        number: NDArray[np.int64],
        requests: RequestBook,
        leads: LeadBook,
    ) -> NDArray[np.float64]:
        why, which = kind[chosen], number[chosen]
        minutes = np.empty(len(chosen))
        calls, asked, offers = (why == CALL, why == REQUEST, why == LEAD)
        minutes[calls] = self._planned_calls.minutes_of_next(
            which[calls], self._state.calls_made[which[calls]]
        )
        minutes[asked] = requests.requests.handling_minutes[which[asked]]
        minutes[offers] = leads.leads.visit_minutes[which[offers]]
        return minutes


def _expiry(
    chosen: NDArray[np.int64],
    kind: NDArray[np.int8],
    number: NDArray[np.int64],
    requests: RequestBook,
    deals: DealBook,
) -> NDArray[np.float64]:
    """Return the minute from which nobody waits for each stop any more."""
    why, which = kind[chosen], number[chosen]
    asked, offers = (why == REQUEST, why == LEAD)
    minutes = np.full(len(chosen), np.inf)
    minutes[asked] = requests.requests.expiry_minute[which[asked]]
    minutes[offers] = deals.visit_by[which[offers]]
    return minutes


def _not_under_way(
    numbers: tuple[NDArray[np.int64], ...], agents: Sequence[RepAgent]
) -> list[NDArray[np.int64]]:
    """Leave out the calls, requests and leads for which a rep set out before midnight."""
    headings = [agent.heading for agent in agents if agent.heading is not None]
    return [
        found[~np.isin(found, [stop.number for stop in headings if stop.kind == kind])]
        for kind, found in enumerate(numbers)
    ]
