"""What a map sells: each rep divides the time between units in the best way, and travel eats into it.

Sales of a unit answer to the hours at its accounts with a constant elasticity e < 1:
S_i = s_i (h_i / n_i)**e, where s_i are the sales at the norm of n_i hours. In the form of the
literature that is a_i P_i**(1-e) h_i**e with a_i = (s_i / P_i) (P_i / n_i)**e. An hour at the
accounts of unit i costs a rep who lives at j another p_ij hours of travel, however long the calls
are. The best division of T hours is then known in closed form: with
g_ij = (s_i (n_i (1 + p_ij))**-e)**(1 / (1-e)), unit i gets the share g_ij / G_j of the time, where
G_j is the sum of g_ij over the territory, and the territory sells T**e G_j**(1-e).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.homes import best_bases
from territory_sim.design.problem import FREE
from territory_sim.statistics.inequality import gini
from territory_sim.territories.workload import WorkloadModel, sum_per_territory
from territory_sim.units import BUSINESS_DAYS_PER_YEAR


@dataclass(frozen=True, eq=False, kw_only=True)
class ProfitModel:
    """What sales, time and travel are worth.

    Args:
        work: Hours and stops that the accounts of each unit require at the norm, and travel.
        sales_at_norm: Sales a year of each unit when its accounts get these hours, money, shape (n_units,).
        elasticity: Elasticity e of sales to hours at the accounts, above 0 and below 1.
        selling_hours: Hours a year that each rep has for accounts and travel; one number where all
            have alike, else shape (territories,).
        margin: What is left of a unit of sales after goods and commission, a share.
        travel_cost_per_hour: Cost of an hour's driving, money.
        rep_cost: Yearly cost of a rep apart from commission and travel, money.
        homes: Unit where each rep lives, ``FREE`` for the best base of the territory; a home outside
            the territory counts as ``FREE``; None where all are, shape (territories,).
    """

    work: WorkloadModel
    sales_at_norm: NDArray[np.float64]
    elasticity: float
    selling_hours: float | NDArray[np.float64]
    margin: float
    travel_cost_per_hour: float
    rep_cost: float
    homes: NDArray[np.int32] | None = None

    def __post_init__(self) -> None:
        """Refuse an elasticity for which no best division of time exists."""
        if not 0 < self.elasticity < 1:
            raise ValueError("the elasticity must lie between 0 and 1")

    @property
    def sales_factor(self) -> float | NDArray[np.float64]:
        """Sales of a territory over G**(1-e)."""
        return self.selling_hours**self.elasticity

    def bases(self, owner: NDArray[np.int32], territories: int) -> NDArray[np.int32]:
        """Say where the reps of a map live.

        Args:
            owner: Territory of every unit, none empty, shape (n_units,).
            territories: How many territories there are.

        Returns:
            Unit indices, shape (territories,).
        """
        best = best_bases(self.work, owner, territories)
        if self.homes is None:
            return best
        known = (self.homes != FREE) & (owner[self.homes] == np.arange(territories))
        return np.where(known, self.homes, best).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Pull:
    """What each unit would bring to each territory, homes and tours taken as they are.

    Args:
        gain: g of the closed form, shape (n_units, territories).
        travel: Part of g that stands for time on the road, same shape.
    """

    gain: NDArray[np.float64]
    travel: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MapProfit:
    """What a map brings a year.

    Args:
        sales: Sales of each territory, money, shape (territories,).
        travel_hours: Hours on the road of each rep, shape (territories,).
        contribution: Margin on all sales less travel and reps, money.
    """

    sales: NDArray[np.float64]
    travel_hours: NDArray[np.float64]
    contribution: float

    @property
    def pay_gini(self) -> float:
        """Inequality of sales, and so of commission, between equally able reps; 0 when all sell alike."""
        return gini(self.sales)


def map_profit(model: ProfitModel, owner: NDArray[np.int32], territories: int) -> MapProfit:
    """Work out what a map brings when every rep lives at the best base and divides time in the best way.

    Args:
        model: What sales, time and travel are worth.
        owner: Territory of every unit, none empty, shape (n_units,).
        territories: How many territories there are.

    Returns:
        Sales, travel and contribution of a year.
    """
    pull = pull_of(model, owner, territories)
    units = np.arange(len(owner))
    gain = sum_per_territory(pull.gain[units, owner], owner, territories)
    road = sum_per_territory(pull.travel[units, owner], owner, territories)
    sales = model.sales_factor * gain ** (1 - model.elasticity)
    hours = model.selling_hours * road / np.maximum(gain, 1e-300)
    spent = float(hours.sum()) * model.travel_cost_per_hour + territories * model.rep_cost
    return MapProfit(sales, hours, model.margin * float(sales.sum()) - spent)


@dataclass(frozen=True, eq=False)
class TimeSpent:
    """How the reps of a map divide their time.

    Args:
        at_accounts: Hours a year at the accounts of each unit over those of the norm, shape (n_units,).
        travel_hours: Hours on the road for each unit, shape (n_units,).
    """

    at_accounts: NDArray[np.float64]
    travel_hours: NDArray[np.float64]


def time_spent(
    model: ProfitModel, owner: NDArray[np.int32], territories: int, most: float = np.inf
) -> TimeSpent:
    """Divide the time of every rep between the units in the best way.

    Args:
        model: What sales, time and travel are worth.
        owner: Territory of every unit, none empty, shape (n_units,).
        territories: How many territories there are.
        most: Hours at the accounts of a unit over those of the norm that are not passed; a rep who
            has reached it everywhere is idle.

    Returns:
        Time at the accounts and on the road.
    """
    pull = pull_of(model, owner, territories)
    units = np.arange(len(owner))
    gain, road = pull.gain[units, owner], pull.travel[units, owner]
    norm = np.maximum(model.work.service_hours, 1e-12)
    worth_it = gain > 0
    # Hours that a unit takes, travel included, when it is visited as often as it may be.
    whole = np.where(worth_it, norm * gain / np.where(worth_it, gain - road, 1.0), 0.0)
    full = np.zeros(len(owner), dtype=np.bool_)
    while True:
        taken = sum_per_territory(np.where(full, min(most, 1e9) * whole, 0.0), owner, territories)
        shared = sum_per_territory(np.where(full, 0.0, gain), owner, territories)
        left = np.maximum(model.selling_hours - taken, 0.0)
        per_gain = np.divide(left, shared, out=np.zeros(territories), where=shared > 0)
        at_accounts = np.where(full, most, per_gain[owner] * (gain - road) / norm)
        beyond = ~full & (at_accounts > most)
        if not beyond.any():
            break
        full |= beyond
    return TimeSpent(at_accounts, at_accounts * (whole - np.where(worth_it, norm, 0.0)))


def pull_of(model: ProfitModel, owner: NDArray[np.int32], territories: int) -> Pull:
    """Tell what each unit would bring to each territory of a map.

    Args:
        model: What sales, time and travel are worth.
        owner: Territory of every unit; says where reps live and how far apart stops are, shape (n_units,).
        territories: How many territories there are.

    Returns:
        Gains and their travel part.
    """
    work, e = model.work, model.elasticity
    homes = model.bases(owner, territories)
    stops = np.maximum(sum_per_territory(work.stops_per_year, owner, territories), 1e-12)
    # A year of full days says what one stop's part of the tour takes.
    year = work.stops_per_day * BUSINESS_DAYS_PER_YEAR
    room = sum_per_territory(work.room, owner, territories) * np.sqrt(year / stops)
    tour_hours = np.array([work.travel_hours(year, each, 0.0) for each in room.tolist()]) / year
    home_hours = work.home_legs(work.minutes[homes]).T * (2.0 / work.stops_per_day / 60.0)
    hours = np.maximum(work.service_hours, 1e-12)[:, None]
    ratio = work.stops_per_year[:, None] * (home_hours + tour_hours) / hours
    sold = (model.sales_at_norm > 0) & (work.service_hours > 0)
    base = np.where(sold, model.sales_at_norm, 0.0)[:, None] * (hours * (1 + ratio)) ** -e
    gain = np.where(sold[:, None], base ** (1 / (1 - e)), 0.0)
    return Pull(gain, gain * (ratio / (1 + ratio)))
