"""Third yardstick: the same model as the SimPy tutorial would write it, a process for everybody.

Every customer is a process that sleeps until something happens next: a planned call falls due, a
request, a lead, a rival's call or an order comes. Every rep is a process that takes the best open
visit, or sleeps until somebody wakes it up. Numbers are drawn one by one. Rival reps that travel,
pay, tables and reproducible streams are left out, so it does less than the engine.
"""

from __future__ import annotations

import random  # noqa: TID251 - drawn one by one, as a naive model would
import time
from collections.abc import Generator
from dataclasses import dataclass

import simpy
from workload import Workload, lognormal_terms

_WARM_UP_DAYS = 40

Steps = Generator[simpy.Event, None, None]


@dataclass
class Customer:
    """What changes about a customer."""

    number: int
    unit: int
    goodwill: float = 1.0
    rival_goodwill: float = 0.0
    faded_at: float = 0.0
    satisfaction: float = 7.0
    orders: int = 0


@dataclass
class Ask:
    """A visit that waits: planned, on request, or to close a lead."""

    customer: Customer
    minute: float
    claim: float
    mean_minutes: float


class Rep:
    """A rep with the visits and questions that wait."""

    def __init__(self, env: simpy.Environment, home: int) -> None:
        self.home = home
        self.place = home
        self.asks: list[Ask] = []
        self.questions: list[Customer] = []
        self.wake = env.event()

    def call(self) -> None:
        """Wake the rep up if asleep."""
        if not self.wake.triggered:
            self.wake.succeed()


class NaiveSimulation:
    """Customers and reps on one clock, which runs through shift minutes alone."""

    def __init__(self, work: Workload) -> None:
        self.work = work
        self.env = simpy.Environment()
        self.random = random.Random(1)
        self.log: list[dict[str, float]] = []
        service = work.scenario.service
        self._patience = service.patience * service.on_site_deadline_hours * 60
        self.reps = [Rep(self.env, home) for home in work.home]
        for rep in self.reps:
            self.env.process(self._work(rep))
        for number, unit in enumerate(work.unit):
            customer = Customer(number, unit)
            self.env.process(self._live(customer, self.reps[work.rep[number]]))

    def _live(self, customer: Customer, rep: Rep) -> Steps:
        work, draw, number = self.work, self.random, customer.number
        shift = work.shift_minutes
        requests = work.requests_per_day[number]
        leads = requests + work.leads_per_day[number]
        rivals = leads + work.rival_calls_per_day
        everything = rivals + work.needs_per_day[number]
        interval = work.interval_days[number] * shift
        next_call = draw.random() * interval
        while True:
            wait = draw.expovariate(everything) * shift
            while self.env.now + wait >= next_call:
                wait -= next_call - self.env.now
                yield self.env.timeout(next_call - self.env.now)
                self._plan_call(customer, rep)
                next_call += interval
            yield self.env.timeout(wait)
            what = draw.random() * everything
            if what < leads:
                self._ask(customer, rep, lead=what >= requests)
            elif what < rivals:
                self._fade(customer)
                customer.rival_goodwill += 1
            else:
                self._order(customer)

    def _plan_call(self, customer: Customer, rep: Rep) -> None:
        rep.asks.append(Ask(customer, self.env.now, 0.5, self.work.call_minutes[customer.number]))
        rep.call()

    def _ask(self, customer: Customer, rep: Rep, *, lead: bool) -> None:
        service, leads = self.work.scenario.service, self.work.scenario.leads
        points = self.work.scenario.schedule.request_points
        if lead:
            rep.questions.append(customer)
            if self.random.random() < leads.qualify_at_once:
                rep.asks.append(Ask(customer, self.env.now, points, leads.visit_minutes))
        elif self.random.random() < service.remote_share:
            rep.questions.append(customer)
        else:
            rep.asks.append(Ask(customer, self.env.now, points, service.on_site_minutes))
        rep.call()

    def _fade(self, customer: Customer) -> None:
        kept = self.work.goodwill_kept ** ((self.env.now - customer.faded_at) / self.work.shift_minutes)
        customer.goodwill *= kept
        customer.rival_goodwill *= kept
        customer.faded_at = self.env.now

    def _order(self, customer: Customer) -> None:
        self._fade(customer)
        chance = self.work.order_chance(customer.goodwill, customer.satisfaction, customer.rival_goodwill)
        if self.random.random() < chance:
            customer.orders += 1

    def _work(self, rep: Rep) -> Steps:
        env, shift, travel = self.env, self.work.shift_minutes, self.work.travel_minutes
        while True:
            day_end = (env.now // shift + 1) * shift
            if rep.questions:
                customer = rep.questions.pop(0)
                yield env.timeout(self._minutes(self.work.scenario.service.remote_minutes))
                customer.satisfaction = min(10.0, customer.satisfaction + 0.1)
                continue
            self._give_up_the_old(rep)
            if not rep.asks:
                rep.wake = env.event()
                yield rep.wake
                continue
            ask = max(rep.asks, key=lambda ask: self._score(rep, ask))
            unit = ask.customer.unit
            way = float(travel[rep.place, unit])
            if env.now + way + ask.mean_minutes + float(travel[unit, rep.home]) > day_end:
                yield env.timeout(day_end - env.now + 1e-6)
                rep.place = rep.home
                continue
            rep.asks.remove(ask)
            yield env.timeout(way)
            rep.place = unit
            minutes = self._minutes(ask.mean_minutes)
            yield env.timeout(minutes)
            self._visit(rep, ask.customer, minutes)

    def _score(self, rep: Rep, ask: Ask) -> float:
        way = float(self.work.travel_minutes[rep.place, ask.customer.unit])
        waited = (self.env.now - ask.minute) / self.work.shift_minutes
        return ask.claim * (1 + waited / 2) - self.work.scenario.schedule.travel_weight / 60 * way

    def _give_up_the_old(self, rep: Rep) -> None:
        oldest = self.env.now - self._patience
        while rep.asks and rep.asks[0].minute < oldest:
            ask = rep.asks.pop(0)
            ask.customer.satisfaction = max(0.0, ask.customer.satisfaction - 1.0)

    def _visit(self, rep: Rep, customer: Customer, minutes: float) -> None:
        self._fade(customer)
        customer.goodwill += self.work.goodwill_of_call[customer.number]
        customer.satisfaction = min(10.0, customer.satisfaction + 0.1)
        self.log.append(
            {
                "minute": self.env.now,
                "home": rep.home,
                "customer": customer.number,
                "minutes": minutes,
                "satisfaction": customer.satisfaction,
            }
        )

    def _minutes(self, mean: float) -> float:
        return self.random.lognormvariate(*lognormal_terms(mean, self.work.scenario.service.minutes_cv))


def rep_days_per_second(work: Workload, days: int) -> tuple[float, float]:
    """Time the naive SimPy model; the making of its processes is not counted.

    Args:
        work: What there is to do.
        days: Days to time, after a few to warm up.

    Returns:
        Rep-days per second of processor time, and visits per rep-day.
    """
    simulation = NaiveSimulation(work)
    simulation.env.run(until=_WARM_UP_DAYS * work.shift_minutes)
    before = len(simulation.log)
    begun = time.process_time()
    simulation.env.run(until=(_WARM_UP_DAYS + days) * work.shift_minutes)
    seconds = time.process_time() - begun
    rep_days = len(work.home) * days
    return rep_days / seconds, (len(simulation.log) - before) / rep_days
