"""The morning: what came in is laid on desks, and every rep gets a plan of the day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.relocations import neighbour_reached
from territory_sim.simulation.coaching import Coaching
from territory_sim.simulation.dispatch import Dispatch
from territory_sim.simulation.drive import Drive
from territory_sim.simulation.leadership import Leadership
from territory_sim.simulation.prospecting import Prospecting, idle_minutes
from territory_sim.simulation.settlement import Arrivals
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel
    from territory_sim.streams import Streams


class Morning:
    """Opens one day after another.

    Args:
        model: The model with its books and agents.
        streams: Streams of the replication.
    """

    def __init__(self, model: TerritoryModel, streams: Streams) -> None:
        world, demand = model.world, model.demand
        self._model = model
        self._dispatch = Dispatch(world, streams, demand.planned_calls, model.state, model.rules)
        self._prospecting = Prospecting(world.scenario.leads.prospecting_leads_per_year, world.reps)
        self._coaching = Coaching(world, streams, model.calendar, model.roster, model.team)
        self._relocations = Timeline(demand.relocations.minute)
        self.drive = Drive(world, model.team, model.tally.payroll, model.calendar, model.reps)
        self.leadership = Leadership(model)

    def open_day(self, day: int, day_end: float) -> None:
        """Let in what the day brings and plan it.

        Args:
            day: Business day, from 0.
            day_end: Working minute at which it ends.
        """
        model, state = self._model, self._model.state
        self._relocate(day_end)
        model.roster.open_day(day, model.reps)
        self.leadership.open_day(day)
        self._coaching.open_day(day, model.reps)
        self.drive.open_day(day)
        model.team.open_day()
        model.settlement.begin_day(day)
        model.diary.open_day(day, model.reps)
        model.campaigns.open_day(day)
        requests = model.requests.open_day(day_end, state.owner, state.is_customer)
        present = model.roster.present
        self._prospecting.open_day(day, model.tally, state, present)
        leads = model.leads.open_day(day_end, state)
        model.deals.hand_over(state.owner)
        model.settlement.open_day(day, Arrivals(requests, leads))
        model.rivalry.open_day(day, day_end, day - model.calls.visited_day, state)
        before_weekend = model.calendar.is_before_weekend(day)
        longest_way_home = math.inf if before_weekend else model.rules.overnight_minutes
        # Leads that go to the least busy pass over who is away.
        idle = np.where(present, idle_minutes(model.tally, day), -np.inf)
        routed = self._dispatch.route(model.leads, leads, idle)
        books = (model.requests, requests), (model.leads, leads, routed)
        desks = model.desks.own, model.desks.common, model.roster.answering
        self._dispatch.fill_desks(*books, *desks, longest_way_home)
        self._dispatch.plan(day, model.calls, model.requests, model.deals, model.reps, longest_way_home)

    def _relocate(self, day_end: float) -> None:
        moves, state = self._model.demand.relocations, self._model.state
        for move in self._relocations.take(day_end).tolist():
            account = int(moves.account[move])
            neighbours = self._model.world.region.neighbours[int(state.unit[account])]
            unit = neighbour_reached(neighbours, float(moves.direction_mark[move]))
            if unit is not None:
                state.relocate(account, unit, float(moves.minute[move]))
