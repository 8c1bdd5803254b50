"""Settings of competitors: who else sells to the accounts, and how they compete."""

from __future__ import annotations

from territory_sim.units import parameter, settings

PRICE_SOURCE = (
    "Bijmolt, van Heerde and Pieters 2005: mean of 1,851 price elasticities -2.62; mostly consumer goods, so "
    "the log odds are set a little lower in effect: elasticity 2.6 x (1 - share)"
)


@settings
class RivalParameters:
    """One rival firm."""

    name: str = parameter("1", "name of the firm, its key in tables and streams")
    price: float = parameter("ratio", "its price over ours, 1 where they are equal", low=0.1, high=10)
    product: float = parameter(
        "ratio", "how good its products are over ours, 1 where they are equal", low=0.1, high=10
    )
    reps: int = parameter("reps", "reps of the firm", low=1, high=5000)
    calls_per_year: float = parameter(
        "calls/year", "highest rate of its calls on one account in ordinary times", low=0, high=250
    )
    takeover: float = parameter(
        "1/year",
        "rate at which it takes over an account that it calls on once a year; grows with the root of its "
        "calls (used when dynamics is lanchester)",
        low=0,
        high=50,
    )


@settings
class RivalCampaignParameters:
    """A campaign of a rival: dated, in some units, with more calls or a more attractive offer."""

    rival: str = parameter("1", "name of the rival that runs it")
    start: str = parameter("1", "first day, such as 2026-03-02")
    end: str | None = parameter("1", "last day; null for the end of the run")
    units: tuple[str, ...] = parameter(
        "1", "ids of the units it runs in; an empty list for all", may_be_empty=True
    )
    lift: float = parameter("log odds", "what it adds to the rival's attraction", low=0, high=5)
    calls_factor: float = parameter("ratio", "how many times as often its reps call", low=1, high=50)


@settings
class CompetitorParameters:
    """Rival firms with their offers, their reps and their reactions."""

    active: bool = parameter("1", "whether there are rival firms")
    attraction: str = parameter(
        "1",
        "how price and product make a firm attractive: mnl (exponential) or mci (powers)",
        choices=("mnl", "mci"),
        source="our assumption: both have the same slope where offers are equal",
    )
    outside_share: float = parameter(
        "share",
        "share of what does not come to us that goes to none of the rivals, at equal offers and without "
        "rival calls: small suppliers, other goods, doing without",
        low=0,
        high=1,
    )
    price_effect: float = parameter(
        "log odds",
        "weight of the price ratio; the elasticity is this times (1 - share) at equal prices",
        low=0,
        high=20,
        grade="meta-analysis",
        source=PRICE_SOURCE,
    )
    product_effect: float = parameter(
        "log odds",
        "weight of the product ratio",
        low=0,
        high=20,
        source="our assumption: one percent better counts as one percent cheaper",
    )
    pull: float = parameter(
        "log odds/call",
        "gain of a rival's attraction per unit of his goodwill",
        low=0,
        high=3,
        source="our assumption: as much as a call of ours on a B account that nobody else of us has seen",
    )
    base_share: float = parameter(
        "share",
        "share of a rival's highest rate at which an account is called on that is no target at all",
        low=0,
        high=1,
    )
    unvisited_months: float = parameter(
        "months", "time since our last visit after which an account is wholly unvisited", low=0.1, high=60
    )
    learning: float = parameter(
        "1",
        "how fast a rival's targeting shifts each month to the kind of account that won most orders per "
        "call; 0 for never",
        low=0,
        high=5,
        source="our assumption: multiplicative weights (Arora, Hazan and Kale 2012)",
    )
    reaction: float = parameter(
        "share",
        "by how much rivals raise their calls, and part of the price cut they make, where we gain; 0 for "
        "no reaction",
        low=0,
        high=5,
        grade="observational",
        source="Steenkamp, Nijs, Hanssens and Dekimpe 2005: the most predominant response is passive",
    )
    reaction_lag_months: int = parameter(
        "months", "months until rivals react to what they see", low=1, high=24
    )
    reaction_price_cut: float = parameter(
        "share", "price cut of a rival whose reaction is 1, where we gain most", low=0, high=0.9
    )
    dynamics: str = parameter(
        "1",
        "none: every need is a new choice; lanchester: an account buys from one supplier until another "
        "takes it over",
        choices=("none", "lanchester"),
    )
    takeover: float = parameter(
        "1/year",
        "rate at which we take over an account that we call on once a year; grows with the root of our "
        "calls (used when dynamics is lanchester)",
        low=0,
        high=50,
    )
    rivals: tuple[RivalParameters, ...] = parameter("1", "the rival firms")
    campaigns: tuple[RivalCampaignParameters, ...] = parameter("1", "campaigns of rivals", may_be_empty=True)

    @property
    def present(self) -> tuple[RivalParameters, ...]:
        """The rival firms that there are: none when they are not active."""
        return self.rivals if self.active else ()

    @property
    def accounts_keep_suppliers(self) -> bool:
        """Whether an account buys from one supplier until another takes it over."""
        return self.active and self.dynamics == "lanchester"
