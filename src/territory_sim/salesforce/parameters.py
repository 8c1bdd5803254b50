"""Settings of the sales force: how many reps, what their day is like, and what they are paid."""

from __future__ import annotations

from territory_sim.salesforce.deal_timing_parameters import DealTimingParameters
from territory_sim.salesforce.effort_parameters import EffortParameters
from territory_sim.salesforce.morale_parameters import MoraleParameters
from territory_sim.salesforce.people_parameters import (
    AbsenceParameters,
    ExitParameters,
    HiringParameters,
    LearningParameters,
    MentoringParameters,
    TurnoverParameters,
)
from territory_sim.units import parameter, settings


@settings
class StaffingParameters:
    """How many reps there are and how long they work."""

    reps: int | None = parameter(
        "reps", "number of reps employed; null for as many as today's map has", low=1, high=100_000
    )
    shift_minutes: float = parameter("min", "working minutes of a rep's day", low=30, high=1440)
    inside_reps: int = parameter(
        "reps", "inside reps, who answer from the office and never travel", low=0, high=10_000
    )
    inside_answers: str = parameter(
        "1",
        "what inside reps answer: remote requests alone, or also leads for the first time",
        choices=("requests", "requests_and_leads"),
    )
    inside_salary: float = parameter(
        "money/year",
        "salary of an inside rep, who earns no commission",
        low=0,
        high=1e7,
        source="our assumption: three quarters of a field rep's base salary",
    )


@settings
class PeopleParameters:
    """Who the reps are: how they differ, what moves them, when they are away, how they learn and leave."""

    skill_sd: float = parameter(
        "1",
        "standard deviation of the log of skill between reps; skill 1 is the typical rep",
        low=0,
        high=1.5,
        source="our assumption: the 0.2 at which territory and ability weigh about the same in pay",
    )
    absence: AbsenceParameters = parameter("1", "leave and sickness")
    learning: LearningParameters = parameter("1", "how new hires learn")
    hiring: HiringParameters = parameter("1", "how empty seats are filled")
    turnover: TurnoverParameters = parameter("1", "why reps leave, and what goes with them")
    exits: tuple[ExitParameters, ...] = parameter("1", "exits on given days", may_be_empty=True)
    mentoring: MentoringParameters = parameter("1", "pairs that learn from each other")
    effort: EffortParameters = parameter("1", "how effort answers to quota, cap and morale")
    deal_timing: DealTimingParameters = parameter("1", "how reps hurry deals before a quota period ends")
    morale: MoraleParameters = parameter("1", "how morale answers to pay among peers")


@settings
class ScheduleParameters:
    """The working day."""

    start_date: str = parameter("date", "first business day of the run, YYYY-MM-DD")
    day_minutes: float = parameter(
        "min", "business minutes of a day, the day of the clock", low=60, high=1440
    )
    settlements_per_day: int = parameter(
        "1/day",
        "how often a day what was done and wanted takes effect; more only shows that it does not matter",
        low=1,
        high=16,
        source="our assumption: the evening is soon enough; docs/verification.md halves the step",
    )
    closing_hours: bool = parameter(
        "1", "whether work stops at the end of the shift and goes on the next morning"
    )
    travel: bool = parameter("1", "whether travel takes time")
    policy: str = parameter(
        "1",
        "how a rep chooses the next stop",
        choices=("due_first", "nearest", "volume", "marginal", "random"),
    )
    travel_weight: float = parameter(
        "points/h", "how much score an hour of travel costs when a rep chooses the next stop", low=0, high=100
    )
    request_points: float = parameter(
        "points",
        "score by which an account that asked comes before one that did not; doubles at the deadline",
        low=0,
        high=1000,
    )
    least_gap: float = parameter(
        "intervals", "time since the last visit below which a planned call would come too soon", low=0, high=1
    )
    max_stops: int = parameter("stops", "most stops planned for one day", low=1, high=24)
    admin_minutes: float = parameter(
        "min",
        "reports, orders and meetings per full day",
        low=0,
        high=480,
        grade="observational",
        source="31 % of the time of 800 reps is administration (Proudfoot)",
    )
    overnight_minutes: float = parameter(
        "min", "way home above which a rep stays overnight, except before the weekend", low=0, high=1440
    )
    travel_cost_per_hour: float = parameter("money/h", "cost of an hour's driving", low=0, high=10_000)
    night_cost: float = parameter("money/night", "cost of a night away", low=0, high=10_000)
