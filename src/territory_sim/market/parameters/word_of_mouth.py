"""Settings of word of mouth: what customers tell each other, and who listens."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class OrganisationParameters:
    """A local organisation: its members know each other, and it holds events that a rep attends."""

    name: str = parameter(
        "1", "name of the organisation", source="our assumption: kinds that most places have"
    )
    unit: str | None = parameter(
        "1",
        "unit of its seat; null for the unit of most weight that no organisation before it has taken",
        source="our assumption: chambers and fairs sit where the business is",
    )
    membership: float = parameter(
        "share",
        "share of the accounts in the seat's unit and its neighbours that are members",
        low=0,
        high=1,
        source="our assumption: a minority of the businesses of a place joins any one organisation",
    )
    first_event: str | None = parameter(
        "1",
        "date of the first event; null for half a period after the run begins",
        source="our assumption: no event is tied to a date",
    )
    every_days: int | None = parameter(
        "business days", "time from event to event; null for one event at most", low=1, high=1_000_000
    )
    begins_hour: float = parameter(
        "h", "working hours from the opening of the day to the event", low=0, high=24
    )
    minutes: float = parameter(
        "min",
        "minutes of an event, all of them the rep's",
        low=1,
        high=1440,
        source="our assumption: an evening of a chamber, a half day of users, a day of a fair",
    )
    referrals: float = parameter(
        "leads",
        "leads that an attended event brings from each member, over the time word is remembered",
        low=0,
        high=10,
        source="our assumption: one lead from some dozens of members",
    )


@settings
class WordOfMouthParameters:
    """What customers tell each other, and who listens."""

    active: bool = parameter("1", "whether customers talk to each other")
    near_ties: int = parameter(
        "accounts",
        "acquaintances that an account seeks in its own and adjacent units; as many seek it",
        low=0,
        high=50,
        source="our assumption: a handful of peers whose word counts",
    )
    far_ties: int = parameter(
        "accounts",
        "acquaintances that an account seeks anywhere in the region",
        low=0,
        high=50,
        source="our assumption: few long ties make a small world (Watts and Strogatz 1998)",
    )
    memory_days: float = parameter(
        "business days",
        "mean time for which an account's vain wait, or an event, is talked about",
        low=0.1,
        high=1e6,
        source="our assumption: a quarter; only the last year of experience matters (Bolton et al. 2006)",
    )
    praise_from: float = parameter(
        "points",
        "satisfaction above which a customer speaks well of us, in proportion up to 10",
        low=0,
        high=9.99,
        source="our assumption: the merely satisfied keep silent",
    )
    appeal: float = parameter(
        "log odds",
        "gain in the odds of an order when all acquaintances speak well of us",
        low=0,
        high=5,
    )
    negative_weight: float = parameter(
        "1",
        "weight of an acquaintance who waited in vain against one who speaks well of us",
        low=0,
        high=20,
        source="our assumption: bad word weighs twice as much as good word",
    )
    referrals_per_year: float = parameter(
        "leads/year",
        "referral leads of an account all of whose acquaintances speak well of us",
        low=0,
        high=100,
    )
    organisations: tuple[OrganisationParameters, ...] = parameter(
        "1", "local organisations, hubs of the customers' network", may_be_empty=True
    )
