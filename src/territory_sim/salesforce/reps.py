"""Reps: who they are, where they live, how able they are, how long they work."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from scipy.special import ndtri

from territory_sim.salesforce.parameters import PeopleParameters
from territory_sim.streams import Streams
from territory_sim.units import BUSINESS_DAYS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One salesperson.

    Args:
        rep_id: Id as text.
        home: Index of the unit the rep lives in.
        skill: Effect of a call and odds to win a lead, relative to the typical rep (1).
        shift_minutes: Working minutes of a day.
        name: Name for people; may be empty.
        base_salary: Base salary a year, in money; None for the plan's.
        is_new: Whether he is hired for the run, and so has to learn and costs what a hire costs.
    """

    rep_id: str
    home: int
    skill: float
    shift_minutes: float
    name: str = ""
    base_salary: float | None = None
    is_new: bool = False

    @property
    def capacity_hours(self) -> float:
        """Working hours the rep has in a year."""
        return self.shift_minutes / 60 * BUSINESS_DAYS_PER_YEAR


def drawn_skill(rep_id: str, parameters: PeopleParameters, streams: Streams) -> float:
    """Draw a rep's skill, a function of his id.

    Args:
        rep_id: Id of the rep.
        parameters: Spread of skill.
        streams: Streams of the world, without a replication.

    Returns:
        Skill; its median over reps is 1.
    """
    mark = max(streams.generator("rep skill", rep_id).random(), 2.0**-54)
    return math.exp(parameters.skill_sd * float(ndtri(mark)))


def identical(reps: tuple[Rep, ...]) -> tuple[Rep, ...]:
    """Return the same reps with one skill and one shift for all.

    Args:
        reps: The reps as they are.

    Returns:
        Reps of old with skill 1, the plan's salary and the mean shift: what is left of their pay
        differences is the territory's doing.
    """
    shift = sum(rep.shift_minutes for rep in reps) / len(reps)
    return tuple(replace(rep, skill=1.0, shift_minutes=shift, base_salary=None, is_new=False) for rep in reps)


def settled(people: PeopleParameters) -> PeopleParameters:
    """Return the same settings with nobody ever away, learning, leaving, teaching or troubled by others' pay.

    Args:
        people: The settings as they are.

    Returns:
        Settings under which whoever sits in a seat works there every day of the run.
    """
    return replace(
        people,
        absence=replace(people.absence, active=False),
        learning=replace(people.learning, active=False),
        turnover=replace(people.turnover, active=False),
        mentoring=replace(people.mentoring, active=False),
        morale=replace(people.morale, active=False),
        exits=(),
    )
