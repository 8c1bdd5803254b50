"""The Mesa model: it wires agents, clock and books together; one step is one business day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import mesa

from territory_sim.market.pipeline import Pipeline
from territory_sim.simulation.calendar import business_calendar
from territory_sim.simulation.call_calendar import CallCalendar
from territory_sim.simulation.campaign_effects import CampaignEffects
from territory_sim.simulation.clock import Clock
from territory_sim.simulation.customer_agent import CustomerAgent
from territory_sim.simulation.day_log import DayLog
from territory_sim.simulation.deal_book import DealBook
from territory_sim.simulation.deal_credit import DealCredit
from territory_sim.simulation.desk import Desks
from territory_sim.simulation.event_diary import EventDiary
from territory_sim.simulation.inside_staff import InsideStaff
from territory_sim.simulation.lead_book import LeadBook
from territory_sim.simulation.market_state import MarketState
from territory_sim.simulation.message_routing import message_routing
from territory_sim.simulation.morning import Morning
from territory_sim.simulation.order_book import OrderBook
from territory_sim.simulation.owner_history import OwnerHistory
from territory_sim.simulation.rep_agent import RepAgent, WorkRules
from territory_sim.simulation.request_book import RequestBook
from territory_sim.simulation.rival_rep_agent import rival_tour
from territory_sim.simulation.rivalry import Rivalry
from territory_sim.simulation.roster import Roster
from territory_sim.simulation.settlement import Books, Settlement, Stretch
from territory_sim.simulation.supply import Supply
from territory_sim.simulation.survey_round import SurveyRound
from territory_sim.simulation.tally import Tally
from territory_sim.simulation.team import Team
from territory_sim.simulation.workday import Worker, workday

if TYPE_CHECKING:
    from territory_sim.market.demand import Demand
    from territory_sim.scenario.world import World
    from territory_sim.streams import Streams


class TerritoryModel(mesa.Model):
    """Reps, customers and rivals in a region.

    Args:
        world: Region, accounts, reps, territories and settings.
        streams: Streams of the replication.
        demand: What the market will do, drawn beforehand.
        log: Where reps note what they do; None for one that forgets every evening.
    """

    def __init__(self, world: World, streams: Streams, demand: Demand, log: DayLog | None = None) -> None:
        super().__init__(rng=0)  # Mesa wants a generator; nothing here ever draws from it.
        scenario = world.scenario
        schedule, service = scenario.schedule, scenario.service
        self.world = world
        self.day = 0
        self.rules = WorkRules.of(schedule, world.travel_minutes)
        self.calendar = business_calendar(schedule.start_date, scenario.days, self.rules.day_minutes)
        self.env = Clock()
        self.demand = demand
        planned = demand.planned_calls
        self.log = log or DayLog()
        rivals = len(scenario.competitors.present)
        self.state = MarketState(
            world.accounts, world.alignment, scenario.market, service, world.new_accounts, rivals
        )
        self.campaigns = CampaignEffects(world, self.state, streams)
        self.requests = RequestBook(self.demand.requests)
        self.leads = LeadBook(self.demand.leads, scenario.leads)
        pipeline = Pipeline(scenario.leads.stages, self.rules.day_minutes)
        self.deals = DealBook(self.leads, pipeline, scenario.leads, streams, world.accounts.stream_keys)
        plan, salaries = scenario.commission, [rep.base_salary for rep in world.reps]
        self.tally = Tally(len(world.reps), self.calendar, plan, world.yearly_quota_cents, salaries)
        self.desks = Desks(len(world.reps), message_routing(scenario.staffing, service))
        self.inside = InsideStaff(self, world, self.rules, self.desks.common, self.log)
        self.team = Team(world.reps, len(self.inside.agents))
        self.roster = Roster(world, streams, self.calendar, self.team, self.tally.payroll)
        self.calls = CallCalendar(planned.calls_per_year, planned.phase_mark, schedule.least_gap)
        self.orders = OrderBook(self.demand.needs, self.demand.launch_needs)
        self.reps = [self._hire(index) for index in range(len(world.reps))]
        for agent in self.inside.agents:
            self._start(agent)
        self.rivalry = Rivalry(self, demand.rival_calls)
        self.supply = (
            Supply(demand.takeovers, self.state, scenario.competitors)
            if scenario.competitors.accounts_keep_suppliers
            else None
        )
        self.diary, self.owners = EventDiary(world), OwnerHistory(self.state)
        self.credit = DealCredit(self.owners, scenario.commission.split, len(self.reps))
        self.settlement = Settlement(world, Books.of(self), demand, self.env)
        for firm in self.rivalry.reps:
            for rival in firm:
                self.env.process(rival_tour(rival, self.env, self.rules.day_minutes))
        self.surveys = SurveyRound(scenario.management, self.calendar, world.accounts.stream_keys, streams)
        self.morning = Morning(self, streams)

    @cached_property
    def customers(self) -> list[CustomerAgent]:
        """One agent for each account, made on first use: most runs never look at them one by one."""
        account_ids = self.world.accounts.account_ids.tolist()
        return [CustomerAgent(self, *named, self.state) for named in enumerate(account_ids)]

    def step(self) -> None:
        """Let one business day pass."""
        self.morning.open_day(self.day, (self.day + 1) * self.rules.day_minutes)
        self._live_day(self.day, self.rules.day_minutes)
        self.day += 1

    def close(self) -> None:
        """End the run; its tables can be made from then on."""
        self.settlement.close()

    def _live_day(self, day: int, day_minutes: float) -> None:
        parts = self.world.scenario.schedule.settlements_per_day
        for part in range(1, parts + 1):
            begin, end = ((day + share / parts) * day_minutes for share in (part - 1, part))
            stretch = Stretch(day, begin, end, days=1 / parts)
            self.env.run_until(stretch.end)
            self.settlement.settle(stretch, self.log)
            self.log.clear()
        self.settlement.close_day(day, self.reps)
        self.surveys.close_day(day, self.state)

    def _hire(self, index: int) -> RepAgent:
        agent = RepAgent(self, self.world.reps[index], index, self.rules, self.desks.of(index), self.log)
        self._start(agent)
        return agent

    def _start(self, worker: Worker) -> None:
        worker, closing_hours = self.log.watched(worker), self.rules.closing_hours
        self.env.process(workday(worker, self.env, self.calendar, closing_hours=closing_hours))
