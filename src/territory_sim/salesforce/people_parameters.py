"""Settings of the people in the seats: when they are away, how they learn, when they leave."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class AbsenceParameters:
    """Days on which nobody works a territory although somebody is employed there."""

    active: bool = parameter("1", "whether reps take leave and fall ill")
    leave_days: int = parameter(
        "days/year",
        "business days of leave, taken by the week at times of each rep's own",
        low=0,
        high=100,
        grade="observational",
        source="15 to 19 days after five years are the most frequent in US private industry (Bureau of Labor "
        "Statistics, 2024); public holidays are no business days",
    )
    sick_spells: float = parameter(
        "1/year",
        "how often a rep falls ill",
        low=0,
        high=12,
        source="our assumption: three times in two years",
    )
    sick_days: float = parameter(
        "days", "mean length of an illness", low=1, high=60, source="our assumption: a spell of three days"
    )
    cover: str = parameter(
        "1",
        "who answers messages to a seat in which nobody works today: nobody, or the rep who lives nearest",
        choices=("none", "nearest"),
        source="our assumption: telephones are redirected, visits are not",
    )


@settings
class LearningParameters:
    """How a new hire grows into the work; who was there before the run knows it."""

    active: bool = parameter("1", "whether new hires start below what they will once be able to do")
    start: float = parameter(
        "share",
        "proficiency on the first day",
        low=0,
        high=1,
        source="our assumption: selling skills come along, products and accounts are new",
    )
    full: float = parameter(
        "share", "proficiency that counts as full productivity", low=0.01, high=0.999, source="our assumption"
    )
    months: tuple[float, ...] = parameter(
        "months",
        "ends of the bands of the time to full productivity, from the shortest to the longest",
        low=0.1,
        high=120,
        grade="vendor",
        source="less than 3, 3 to 6, 7 to 12 and more months (SBI); 1 and 18 at the ends are our assumption",
    )
    shares: tuple[float, ...] = parameter(
        "share",
        "share of new hires in each band",
        low=0,
        high=1,
        grade="vendor",
        source="7, 51, 19 and 23 % reach full productivity in these bands (SBI)",
    )


@settings
class HiringParameters:
    """How an empty seat is filled again."""

    months: float = parameter(
        "months",
        "mean time for which a seat stays empty; whoever comes starts on the first of a month",
        low=0,
        high=60,
        grade="vendor",
        source="58 days to fill a sales position (HRO Today and WilsonHCG) and some notice; 6.2 months in a "
        "survey (DePaul University)",
    )
    months_cv: float = parameter("1", "coefficient of variation of that time", low=0, high=3)
    cost: float = parameter(
        "money",
        "what it costs to hire one rep",
        low=0,
        high=1e7,
        grade="vendor",
        source="29,159 dollars to acquire a sales rep, training apart (Sales Effectiveness Survey, DePaul)",
    )


@settings
class TurnoverParameters:
    """What makes a rep leave, and what a leaver takes along."""

    active: bool = parameter("1", "whether reps leave of their own accord")
    hazard_per_year: float = parameter(
        "1/year",
        "hazard that a new rep leaves, at usual morale, with quotas met and all peers staying",
        low=0,
        high=5,
        grade="observational",
        source="chosen for 20 to 34 % a year, the usual range in sales (American Marketing Association; 27 % "
        "of 6,727 salespeople, Harvard Business Review 2017)",
    )
    ceiling_per_year: float = parameter(
        "1/year", "hazard above which nothing raises it; candidates are drawn at this rate", low=0.01, high=10
    )
    morale_effect: float = parameter(
        "log hazard/point",
        "rise of the log hazard for each point of morale lost",
        low=0,
        high=10,
        source="our assumption; sign from Griffeth, Hom and Gaertner 2000 (justice, job satisfaction)",
    )
    missed_quota_effect: float = parameter(
        "log hazard/month",
        "rise of the log hazard for each month in a row behind quota, twelve at most",
        low=0,
        high=2,
        source="our assumption; sign from Sunder, Kumar, Goreczny and Maurer 2017",
    )
    peer_effect: float = parameter(
        "log hazard",
        "rise of the log hazard when all peers have just left, in proportion for some",
        low=0,
        high=10,
        source="our assumption: a fifth more when a fifth left; sign from Sunder and others 2017",
    )
    peer_half_life_months: float = parameter(
        "months", "time in which a peer's exit is half forgotten", low=0.1, high=60
    )
    tenure_effect: float = parameter(
        "log hazard/year", "fall of the log hazard for each year with the firm", low=0, high=2
    )
    goodwill_taken: float = parameter(
        "share",
        "share of the goodwill of his calls that a leaver takes along",
        low=0,
        high=1,
        grade="observational",
        source="about a quarter of sales would follow the salesperson (Palmatier, Scheer and Steenkamp 2007)",
    )
    satisfaction_taken: float = parameter(
        "points",
        "satisfaction that each of a leaver's accounts loses",
        low=0,
        high=10,
        source="our assumption: a tenth of a point, so that a change of rep costs what was observed in all",
    )


@settings
class ExitParameters:
    """An exit on a given day."""

    rep: str = parameter(
        "1", "id of the rep, or best_seller or typical_seller: by last year's sales of the territories"
    )
    date: str = parameter("date", "last day at work, YYYY-MM-DD")
    vacant_months: float | None = parameter(
        "months", "time for which this seat stays empty; null to draw it as for any other", low=0, high=120
    )


@settings
class MentoringParameters:
    """Two reps sit together, and the weaker one learns."""

    active: bool = parameter("1", "whether reps meet in pairs to learn from each other")
    pairing: str = parameter(
        "1",
        "who meets: the ablest with the least able for a month, or pairs drawn anew every week",
        choices=("best_with_weakest", "drawn"),
    )
    hours_per_month: float = parameter(
        "h/month", "hours that each of the two spends, taken from selling", low=0, high=80
    )
    gain_per_hour: float = parameter(
        "share/h",
        "share of the gap in ability that an hour closes",
        low=0,
        high=0.99,
        source="our assumption",
    )
    half_life_months: float = parameter(
        "months", "time in which half of what was learnt is lost again", low=0.1, high=600
    )
    months: float | None = parameter(
        "months", "how long the meetings go on from the start of the run; null for all of it", low=0, high=600
    )
