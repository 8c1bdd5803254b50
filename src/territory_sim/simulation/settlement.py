"""Settlement: what reps did and the market wanted takes effect on accounts, sales and pay.

``settle`` lets a stretch of the day take effect, usually the whole of it in the evening;
``close_day`` then ends the day: working time, call intervals, pay. One part for each kind of
occurrence stands in a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.satisfaction import updated_satisfaction
from territory_sim.simulation.cancellation_settlement import CancellationSettlement
from territory_sim.simulation.churn_settlement import ChurnSettlement
from territory_sim.simulation.day_log import Deeds, deeds_of
from territory_sim.simulation.deal_timing import DealTiming
from territory_sim.simulation.delivery_settlement import DeliverySettlement
from territory_sim.simulation.departures import Departures
from territory_sim.simulation.launch_settlement import LaunchSettlement
from territory_sim.simulation.lead_settlement import LeadSettlement
from territory_sim.simulation.market_state import Visits
from territory_sim.simulation.order_settlement import OrderSettlement
from territory_sim.simulation.request_settlement import RequestSettlement
from territory_sim.simulation.shortage_settlement import ShortageSettlement
from territory_sim.simulation.stops import CALL, EVENT, LEAD, REQUEST
from territory_sim.simulation.tally import REP_DAY_COUNTS
from territory_sim.simulation.word_settlement import WordSettlement
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import simpy

    from territory_sim.market.demand import Demand
    from territory_sim.scenario.world import World
    from territory_sim.simulation.call_calendar import CallCalendar
    from territory_sim.simulation.campaign_effects import CampaignEffects
    from territory_sim.simulation.day_log import DayLog
    from territory_sim.simulation.deal_book import DealBook
    from territory_sim.simulation.deal_credit import DealCredit
    from territory_sim.simulation.event_diary import EventDiary
    from territory_sim.simulation.inside_staff import InsideStaff
    from territory_sim.simulation.lead_book import LeadBook
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.model import TerritoryModel
    from territory_sim.simulation.order_book import OrderBook
    from territory_sim.simulation.owner_history import OwnerHistory
    from territory_sim.simulation.rep_agent import RepAgent
    from territory_sim.simulation.request_book import RequestBook
    from territory_sim.simulation.rivalry import Rivalry
    from territory_sim.simulation.roster import Roster
    from territory_sim.simulation.supply import Supply
    from territory_sim.simulation.tally import Tally
    from territory_sim.simulation.team import Team


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a business day.

    Args:
        day: Business day, from 0.
        begin: Working minute at which the part begins.
        end: Working minute at which it ends.
        days: How long it is, in days.
    """

    day: int
    begin: float
    end: float
    days: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came in this morning, before it was known when it would be dealt with.

    Args:
        requests: Numbers of the day's requests.
        leads: Numbers of the day's leads.
    """

    requests: NDArray[np.int64]
    leads: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """What settlement writes to.

    Args:
        state: The accounts as they stand.
        calls: The call plan.
        requests: The book of requests.
        leads: The book of leads.
        deals: The book of deals.
        orders: The book of orders.
        rivalry: The rivals and their calls of the day.
        supply: Who supplies each account; None where every need is a new choice.
        team: The people as they stand today.
        tally: Running totals.
        inside: The inside staff.
        campaigns: The campaigns at work.
        diary: Events of local organisations.
        owners: Who has had each account.
        credit: Who else gets credit for a sale.
        roster: Who sits in which seat.
    """

    state: MarketState
    calls: CallCalendar
    requests: RequestBook
    leads: LeadBook
    deals: DealBook
    orders: OrderBook
    rivalry: Rivalry
    supply: Supply | None
    team: Team
    tally: Tally
    inside: InsideStaff
    campaigns: CampaignEffects
    diary: EventDiary
    owners: OwnerHistory
    credit: DealCredit
    roster: Roster

    @classmethod
    def of(cls, model: TerritoryModel) -> Books:
        """Take the books of a model.

        Args:
            model: The model, which has each of them under its name.

        Returns:
            The books.
        """
        return cls(**{book.name: getattr(model, book.name) for book in fields(cls)})


class Settlement:
    """Settles one day after another.

    Args:
        world: Settings and reps.
        books: What it writes to.
        demand: What the market will do.
        env: The clock, in working minutes.
    """

    def __init__(self, world: World, books: Books, demand: Demand, env: simpy.Environment) -> None:
        self._books = books
        self._planned_calls = demand.planned_calls
        self._service = world.scenario.service
        self._requests = RequestSettlement(books, world.scenario.service)
        hurried = world.scenario.people.deal_timing.active and world.yearly_quota_cents is not None
        timing = DealTiming(books, world) if hurried else None
        self._leads = LeadSettlement(books, world.scenario.leads, timing)
        self._orders = OrderSettlement(books, world.scenario)
        day_minutes = grid_minutes(world.scenario.schedule.day_minutes)
        self._churn = ChurnSettlement(books, demand.churn, world.scenario.service.churn, day_minutes)
        fulfilment = world.scenario.fulfilment
        self._departures = Departures(books, world.scenario.people.turnover, day_minutes)
        self._word = None if world.network is None else WordSettlement(books, world.scenario, world.network)
        extra = demand.launch_needs
        self.launches = (
            LaunchSettlement(world, books.orders, extra.resistance_mark) if fulfilment.launches else None
        )
        self._shortages = (
            ShortageSettlement(world, books, demand.shortages) if fulfilment.stock_outs else None
        )
        self.deliveries = (
            DeliverySettlement(env, world, books, demand.deliveries) if fulfilment.active else None
        )

        self._cancellations = (
            CancellationSettlement(books, demand.cancellations, world.scenario)
            if fulfilment.cancelled_share
            else None
        )

    def begin_day(self, day: int) -> None:
        """Let what yesterday left undone reach the books before anything comes in.

        Args:
            day: Business day, from 0.
        """
        self._books.owners.open_day(day)
        if self.deliveries is not None:
            self.deliveries.begin_day(day)

    def open_day(self, day: int, arrivals: Arrivals) -> None:
        """Count what came in.

        Args:
            day: Business day, from 0.
            arrivals: What came in.
        """
        self._requests.open_day(day, arrivals.requests)
        self._leads.open_day(day, arrivals.leads)

    def settle(self, stretch: Stretch, log: DayLog) -> None:
        """Let a part of the day take effect.

        Args:
            stretch: The part of the day.
            log: What reps did in it.
        """
        stops, answers = deeds_of(log.visits), deeds_of(log.answers)
        visits, events = stops.but(EVENT), stops.of(EVENT)
        self._count_deeds(stretch.day, visits, answers)
        self._settle_visits(stretch, visits)
        self._requests.settle(stretch, visits.of(REQUEST), answers.of(REQUEST))
        self._books.campaigns.settle(stretch)
        if self._books.supply is not None:
            self._books.supply.settle(stretch, self._books.state)
        self._churn.settle(stretch)
        self._leads.settle(stretch, visits.of(LEAD), answers.of(LEAD))
        self._settle_word(stretch, events)
        if self.launches is not None:
            self.launches.settle(stretch)
        if self._shortages is not None:
            self._shortages.mark(stretch)
        self._orders.settle(stretch)
        if self._cancellations is not None:
            self._cancellations.settle(stretch)
        if self._shortages is not None:
            self._shortages.disappoint(stretch.end)
        if self.deliveries is not None:
            self.deliveries.send_handled()

    def close_day(self, day: int, agents: Sequence[RepAgent]) -> None:
        """End the day.

        Args:
            day: Business day, from 0.
            agents: The reps.
        """
        self._record_time(day, agents)
        self._close_intervals(day)
        self._books.rivalry.close_day(day, self._books.orders, self._books.state)
        self._books.tally.payroll.pay_out(day)
        self._departures.close_day(day)

    def close(self) -> None:
        """End the run: what was put off until now is worked out."""
        self._orders.close()
        self._books.roster.close()

    def _settle_word(self, stretch: Stretch, events: Deeds) -> None:
        if self._word is None:
            return
        self._books.diary.note(events)
        self._word.settle(stretch, events)

    def _record_time(self, day: int, agents: Sequence[RepAgent]) -> None:
        tally = self._books.tally
        self._books.inside.close_day(day)
        tally.rep_minutes[day] = [agent.close_day() for agent in agents]
        tally.rep_counts[day, :, REP_DAY_COUNTS.index("nights")] = [agent.pass_night() for agent in agents]

    def _count_deeds(self, day: int, visits: Deeds, answers: Deeds) -> None:
        counted = {
            "calls": visits.rep[visits.kind == CALL],
            "visits": visits.rep,
            "answers": answers.rep,
            "leads": answers.rep[answers.kind == LEAD],
        }
        counts, inside = self._books.tally.rep_counts[day], self._books.inside
        for name, reps in counted.items():
            done = np.bincount(reps, minlength=len(self._books.team.ability)).astype(np.int16)
            counts[:, REP_DAY_COUNTS.index(name)] += done[: len(counts)]
            inside.count(day, name, done[len(counts) :])

    def _settle_visits(self, stretch: Stretch, visits: Deeds) -> None:
        state = self._books.state
        ours = Visits(visits.account, visits.minute, self._books.team.ability[visits.rep])
        state.live_through(stretch, ours, self._books.rivalry.settle(stretch))
        np.add.at(state.calls_made, visits.account[visits.kind == CALL], 1)
        self._books.calls.visit(visits.account, stretch.day)

    def _close_intervals(self, day: int) -> None:
        state, tally = self._books.state, self._books.tally
        ended, made = self._books.calls.close_day(day)
        state.calls_due[ended] += 1
        state.calls_on_time[ended[made]] += 1
        owner = state.owner[ended]
        tally.count(day, "calls_due", owner)
        tally.count(day, "calls_on_time", owner[made])
        self._disappoint(ended[~made])
        minutes = self._planned_calls.expected_minutes[ended]
        tally.require("call", owner, minutes, np.ones(len(ended), dtype=bool))

    def _disappoint(self, missed: NDArray[np.int64]) -> None:
        """Let accounts feel that their planned call did not come."""
        points = self._service.experience_missed_call
        if points is not None and len(missed):
            state = self._books.state
            felt = np.full(len(missed), points)
            state.satisfaction = updated_satisfaction(state.satisfaction, missed, felt, self._service)
