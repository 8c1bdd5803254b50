"""Second yardstick: the same model as the Mesa tutorial would write it, one step of everybody a day.

Every customer is an agent that steps every day: goodwill fades, a planned call may be due, a
request, a lead, a rival's call or an order may come. Every rep is an agent that then works
through the day: answers, then one visit after another by the best score, then home. Numbers are
drawn one by one. Rival reps that travel, pay, tables and reproducible streams are left out, so it
does less than the engine.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import mesa
from workload import Workload, lognormal_terms

_WARM_UP_DAYS = 40


@dataclass
class Ask:
    """A visit that a customer asked for: on request, or to close a lead."""

    customer: Customer
    day: int
    mean_minutes: float


class Customer(mesa.Agent):  # type: ignore[misc]
    """A customer, who steps every day."""

    def __init__(self, model: NaiveModel, number: int, rep: Rep) -> None:
        super().__init__(model)
        work = model.work
        self.number = number
        self.unit = work.unit[number]
        self.rep = rep
        self.interval_days = work.interval_days[number]
        self.interval_begun = -model.random.random() * self.interval_days
        self.last_visit = self.interval_begun
        self.visited = False
        self.missed = 0
        self.goodwill = 1.0
        self.rival_goodwill = 0.0
        self.satisfaction = 7.0
        self.orders = 0

    def step(self) -> None:
        """Forget a little, wait for a call, ask, meet a rival, order."""
        model, number = self.model, self.number
        work, draw, day = model.work, model.random.random, model.day
        self.goodwill *= work.goodwill_kept
        self.rival_goodwill *= work.goodwill_kept
        if day >= self.interval_begun + self.interval_days:
            self.interval_begun += self.interval_days
            self.missed = 0 if self.visited else min(self.missed + 1, 3)
            self.visited = False
        if draw() < work.requests_per_day[number]:
            service = work.scenario.service
            if draw() < service.remote_share:
                self.rep.questions.append(self)
            else:
                self.rep.asks.append(Ask(self, day, service.on_site_minutes))
        if draw() < work.leads_per_day[number]:
            self.rep.questions.append(self)
            if draw() < work.scenario.leads.qualify_at_once:
                self.rep.asks.append(Ask(self, day, work.scenario.leads.visit_minutes))
        if draw() < work.rival_calls_per_day:
            self.rival_goodwill += 1
        if draw() < work.needs_per_day[number]:
            chance = work.order_chance(self.goodwill, self.satisfaction, self.rival_goodwill)
            if draw() < chance:
                self.orders += 1

    def is_due(self) -> bool:
        """Say whether a planned call may be made today."""
        gap = self.model.work.scenario.schedule.least_gap * self.interval_days
        return not self.visited and self.model.day - self.last_visit >= gap

    def urgency(self) -> float:
        """Return how pressing a planned call is."""
        return (self.model.day - self.interval_begun) / self.interval_days + self.missed


class Rep(mesa.Agent):  # type: ignore[misc]
    """A rep, who works through a day."""

    def __init__(self, model: NaiveModel, number: int) -> None:
        super().__init__(model)
        self.home = model.work.home[number]
        self.place = self.home
        self.customers: list[Customer] = []
        self.asks: list[Ask] = []
        self.questions: list[Customer] = []

    def step(self) -> None:
        """Answer, visit by score, go home."""
        work = self.model.work
        left = work.shift_minutes - self._answer_all()
        self._give_up_the_old()
        travel = work.travel_minutes
        stops = self._stops()
        while stops:
            place, standing, mean_minutes, customer, ask = max(stops, key=self._score)
            stops.remove((place, standing, mean_minutes, customer, ask))
            way = float(travel[self.place, place])
            if way + mean_minutes + float(travel[place, self.home]) > left:
                continue
            minutes = self.model.minutes(mean_minutes)
            left -= way + minutes
            self.place = place
            if ask is not None:
                self.asks.remove(ask)
            self._visit(customer, minutes)
        self.place = self.home

    def _stops(self) -> list[tuple[int, float, float, Customer, Ask | None]]:
        work, points = self.model.work, self.model.work.scenario.schedule.request_points
        stops: list[tuple[int, float, float, Customer, Ask | None]] = [
            (customer.unit, customer.urgency(), work.call_minutes[customer.number], customer, None)
            for customer in self.customers
            if customer.is_due()
        ]
        for ask in self.asks:
            waited = (self.model.day - ask.day) / 2
            stops.append((ask.customer.unit, points * (1 + waited), ask.mean_minutes, ask.customer, ask))
        return stops

    def _score(self, stop: tuple[int, float, float, Customer, Ask | None]) -> float:
        work = self.model.work
        way = float(work.travel_minutes[self.place, stop[0]])
        return stop[1] - work.scenario.schedule.travel_weight / 60 * way

    def _answer_all(self) -> float:
        mean = self.model.work.scenario.service.remote_minutes
        spent = sum(self.model.minutes(mean) for _ in self.questions)
        for customer in self.questions:
            customer.satisfaction = min(10.0, customer.satisfaction + 0.1)
        self.questions.clear()
        return spent

    def _give_up_the_old(self) -> None:
        today, patience = self.model.day, self.model.expiry_days
        for ask in self.asks:
            if today - ask.day > patience:
                ask.customer.satisfaction = max(0.0, ask.customer.satisfaction - 1.0)
        self.asks = [ask for ask in self.asks if today - ask.day <= patience]

    def _visit(self, customer: Customer, minutes: float) -> None:
        customer.goodwill += self.model.work.goodwill_of_call[customer.number]
        customer.satisfaction = min(10.0, customer.satisfaction + 0.1)
        customer.visited = True
        customer.last_visit = self.model.day
        self.model.log.append(
            {
                "day": self.model.day,
                "rep": self.unique_id,
                "customer": customer.unique_id,
                "minutes": minutes,
                "satisfaction": customer.satisfaction,
            }
        )


class NaiveModel(mesa.Model):  # type: ignore[misc]
    """All customers, then all reps, once a day."""

    def __init__(self, work: Workload) -> None:
        super().__init__(rng=1)
        self.work = work
        self.day = 0
        self.log: list[dict[str, float]] = []
        service = work.scenario.service
        self.expiry_days = math.ceil(service.patience * service.on_site_deadline_hours / 9)
        reps = [Rep(self, number) for number in range(len(work.home))]
        for number, rep in enumerate(work.rep):
            reps[rep].customers.append(Customer(self, number, reps[rep]))

    def step(self) -> None:
        """Let a day pass."""
        self.agents_by_type[Customer].do("step")
        self.agents_by_type[Rep].do("step")
        self.day += 1

    def minutes(self, mean: float) -> float:
        """Draw minutes around a mean."""
        drawn: float = self.random.lognormvariate(
            *lognormal_terms(mean, self.work.scenario.service.minutes_cv)
        )
        return drawn


def rep_days_per_second(work: Workload, days: int) -> tuple[float, float]:
    """Time the naive Mesa model; the making of its agents is not counted.

    Args:
        work: What there is to do.
        days: Days to time, after a few to warm up.

    Returns:
        Rep-days per second of processor time, and visits per rep-day.
    """
    model = NaiveModel(work)
    for _ in range(_WARM_UP_DAYS):
        model.step()
    before = len(model.log)
    begun = time.process_time()
    for _ in range(days):
        model.step()
    seconds = time.process_time() - begun
    rep_days = len(work.home) * days
    return rep_days / seconds, (len(model.log) - before) / rep_days
