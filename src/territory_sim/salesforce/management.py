"""Settings of management: records, surveys, what managers do, and redesigns within the run."""

from __future__ import annotations

from dataclasses import dataclass

from territory_sim.salesforce.redesign_parameters import RedesignParameters
from territory_sim.units import parameter, settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PerEntry:
    """One number for each kind of entry in the CRM system.

    Args:
        calls: Value for calls, which reps enter themselves.
        opportunities: Value for opportunities and their stages.
        orders: Value for orders, which come from the order system.
    """

    calls: float
    opportunities: float
    orders: float


@settings
class SurveyParameters:
    """One survey of the customers."""

    kind: str = parameter(
        "1",
        "nps: customers are asked in writing; focus_group: so many of them come and talk",
        choices=("nps", "focus_group"),
    )
    date: str | None = parameter("date", "day of the survey, YYYY-MM-DD; null for the last day of the run")
    sample: int | None = parameter(
        "accounts",
        "customers asked (nps) or seats in the room (focus_group); null for every customer",
        low=1,
        high=2_000_000,
        source="our assumption: a focus group has 6 to 10 people",
    )


@settings
class ManagementParameters:
    """How the sales force is led, keeps its records, and asks its customers."""

    crm_missing_share: PerEntry = parameter(
        "share",
        "share of entries that never reach the CRM system",
        low=0,
        high=1,
        source="our assumption: reps forget calls, orders come from another system",
    )
    crm_late_days: PerEntry = parameter(
        "business days",
        "mean time from what happened to its entry; what is entered after the run is not in the export",
        low=0,
        high=250,
        source="our assumption: reps catch up once a week",
    )
    crm_wrong_share: PerEntry = parameter(
        "share",
        "share of entries with a wrong date, account or amount, or entered twice",
        low=0,
        high=1,
        source="our assumption: vendors of data cleaning claim more, without a count one could check",
    )
    crm_duplicate_share: float = parameter(
        "share",
        "share of accounts that stand in the CRM system twice, spelt differently",
        low=0,
        high=1,
        source="our assumption: a duplicate arises when a rep does not find the account",
    )
    surveys: tuple[SurveyParameters, ...] = parameter("1", "the surveys of the run", may_be_empty=True)
    survey_response: float = parameter(
        "share",
        "share of neutral customers (7 points of satisfaction) who answer when asked",
        low=0,
        high=1,
        source="our assumption: between the 10 % of cold mail and the 50 % of a good relation",
    )
    survey_extremes: float = parameter(
        "log odds/point",
        "rise in the odds of an answer per point of satisfaction away from neutral, either way",
        low=0,
        high=2,
        source="our assumption: who is indifferent does not answer",
    )
    survey_loyalty: float = parameter(
        "log odds/point",
        "rise in the odds of an answer per point of satisfaction; the dissatisfied stay away",
        low=-2,
        high=2,
        source="our assumption: who is about to leave answers no survey of ours",
    )
    scale_shift: float = parameter(
        "points",
        "standard deviation between people of where on the scale they put the same satisfaction",
        low=0,
        high=5,
        source="our assumption in points; that people differ so: Rossi, Gilula and Allenby 2001",
    )
    scale_stretch: float = parameter(
        "1",
        "standard deviation between people of the log of how much of the scale they use",
        low=0,
        high=2,
        source="our assumption in size; that people differ so: Rossi, Gilula and Allenby 2001",
    )
    answer_noise: float = parameter(
        "points",
        "standard deviation of an answer about what the same person would say on average",
        low=0,
        high=5,
        source="our assumption: asked again a week later, people move by a point",
    )
    redesign: RedesignParameters = parameter("1", "a redesign of the territories within the run")
    span: int = parameter(
        "reps",
        "reps of one manager, in the order of the territories",
        low=1,
        high=1000,
        source="our assumption: first-line sales managers lead eight to ten; that the span matters for "
        "sales: Ryans and Weinberg 1979",
    )
    review_minutes: float = parameter(
        "minutes/month",
        "time of each rep for the monthly review of his results and his goal; 0 for no reviews",
        low=0,
        high=480,
        source="our assumption: half an hour a month",
    )
    explain_minutes: float = parameter(
        "minutes/month",
        "time of each rep, beside the review, in which the manager explains what made the result",
        low=0,
        high=480,
        source="our assumption: 0, for it is a choice of the scenario",
    )
    peer_meeting_minutes: float = parameter(
        "minutes",
        "time of each rep for one meeting of a manager's reps; 0 for no meetings",
        low=0,
        high=480,
        source="our assumption: 0; meetings that teach are people.mentoring",
    )
    peer_meeting_days: int = parameter(
        "business days", "days from one such meeting to the next", low=1, high=250
    )
    ride_alongs_per_month: int = parameter(
        "days/month",
        "days a month on which each manager goes along with the rep who has most to learn",
        low=0,
        high=20,
        source="our assumption: 0, for it is a choice of the scenario",
    )
    ride_along_minutes: float = parameter(
        "minutes", "time of the rep for the talk after such a day", low=0, high=480
    )
    ride_along_gain: float = parameter(
        "share",
        "part of the gap to the ablest rep of the same manager that such a day closes",
        low=0,
        high=1,
        source="our assumption; that structured learning from peers raises sales: Sandvik, Saouma, Seegert "
        "and Stanton 2020",
    )
    ride_along_half_life_months: float = parameter(
        "months",
        "time in which half of what was learnt so is forgotten",
        low=0.5,
        high=240,
        source="our assumption: a year, as with mentoring",
    )
    realign_above: float | None = parameter(
        "ratio",
        "largest over mean hours required of the territories in three months above which the map is "
        "redrawn within management.redesign.tolerance; null for never",
        low=1,
        high=100,
        source="our assumption: null, for it is a choice of the scenario",
    )
    realign_every_months: int = parameter(
        "months", "months that must lie between one such realignment and the next", low=3, high=120
    )
