"""Settings of a redesign of the territories within a run, and of what softens it."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class WarmHandoverParameters:
    """The old rep brings the new one along before an account changes hands."""

    share: float = parameter(
        "share",
        "share of the accounts handed over that both reps visit together beforehand, the largest first",
        low=0,
        high=1,
        source="our assumption: 0, for it is a choice of the scenario",
    )
    minutes: float = parameter(
        "minutes",
        "time of each of both reps for one such visit, way included",
        low=0,
        high=480,
        source="our assumption: a planned call and a short way",
    )
    days: int = parameter(
        "business days",
        "days before the redesign over which these visits are spread",
        low=1,
        high=250,
        source="our assumption: a month",
    )
    kept: float = parameter(
        "share",
        "part of the loss of a handover that such a visit avoids",
        low=0,
        high=1,
        source="our assumption: half; that the way of handing over matters: Shi, Sridhar, Grewal and "
        "Lilien 2017",
    )


@settings
class QuotaReliefParameters:
    """A lower quota for reps whose accounts have changed."""

    share: float = parameter(
        "share",
        "part of the quota that is waived",
        low=0,
        high=1,
        source="our assumption: 0, for it is a choice of the scenario",
    )
    months: int = parameter(
        "months",
        "months, that of the redesign included, for which it is waived",
        low=1,
        high=60,
        source="our assumption: a quarter",
    )


@settings
class RedesignParameters:
    """A redesign of the territories on a date of the run."""

    date: str | None = parameter(
        "date", "morning on which accounts change hands, YYYY-MM-DD; null for no dated redesign"
    )
    territories: str = parameter(
        "1",
        "the map it goes to: today's redrawn in balance with as little change as possible, or a file",
        choices=("balanced", "file"),
    )
    path: str | None = parameter("1", "alignment.csv with the same reps, when territories is file")
    tolerance: float = parameter(
        "share",
        "largest deviation from the mean that a map redrawn within the run aims at",
        low=0.001,
        high=1,
        source="our assumption: within 5 % nobody has reason to complain; closer moves many more accounts",
    )
    warm_handover: WarmHandoverParameters = parameter("1", "joint visits before accounts change hands")
    quota_relief: QuotaReliefParameters = parameter("1", "a lower quota after a redesign")
    pipeline_protection: bool = parameter(
        "1", "whether the old rep brings the deals to their end that are open on the day of the redesign"
    )
