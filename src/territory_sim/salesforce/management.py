"""Settings of management: records, surveys, and a redesign of the territories within the run."""

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
