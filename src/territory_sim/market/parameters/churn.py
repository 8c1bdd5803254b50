"""Settings of churn: how often accounts leave us for good, and what makes them."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class ChurnParameters:
    """When accounts leave us for good."""

    active: bool = parameter("1", "whether accounts can leave us for good")
    hazard_per_year: float = parameter(
        "1/year",
        "hazard to leave at a satisfaction of 7, without rival calls, with the rep of old",
        low=0,
        high=10,
        grade="observational",
        source="15-40 % of satisfied customers defect in a year across US trades (bpir.com); we take "
        "less for business accounts that are called on, which gives about 11 % a year in status_quo",
    )
    ceiling_per_year: float = parameter(
        "1/year",
        "highest hazard, at which candidates are drawn",
        low=0,
        high=50,
        source="our assumption: even the angriest account takes some months to leave",
    )
    satisfaction_effect: float = parameter(
        "log hazard/point",
        "fall of the log hazard for each point of satisfaction",
        low=0,
        high=3,
        grade="observational",
        source="Jones and Sasser 1995 (Xerox): totally satisfied customers are six times as likely to buy "
        "again as merely satisfied ones; read as a sixfold hazard between the two top marks of five, "
        "2.5 points apart on our scale: ln 6 / 2.5",
    )
    rival_effect: float = parameter(
        "log hazard/call",
        "rise of the log hazard for each unit of rival goodwill, about one fresh rival call",
        low=0,
        high=3,
        source="our assumption: a fresh rival call raises the hazard by two thirds",
    )
    disruption_effect: float = parameter(
        "log hazard",
        "rise of the log hazard on the day on which the account gets another rep",
        low=0,
        high=3,
        source="our assumption: twice the hazard at first; Shi, Sridhar, Grewal and Lilien 2017 find 13-18 % "
        "of a year's sales lost after a change of rep",
    )
    disruption_months: float = parameter(
        "months",
        "time after which a change of rep weighs only 1/e of what it did",
        low=0.1,
        high=60,
        source="our assumption: the loss of Shi et al. 2017 is one of the first year",
    )
