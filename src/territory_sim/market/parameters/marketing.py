"""Settings of marketing: campaigns by place, channel and date, and what they do to customers."""

from __future__ import annotations

from territory_sim.units import parameter, settings

CHANNELS = ("search", "mail", "print", "radio", "tv", "fair")
"""The channels a campaign can use; each is a field of :class:`ChannelsParameters`."""


@settings
class CampaignParameters:
    """One campaign: where, through which channel, when, and for how much money."""

    name: str = parameter("1", "name of the campaign, as tables and reports print it")
    channel: str = parameter("1", "channel it uses", choices=CHANNELS)
    places: tuple[str, ...] = parameter(
        "1", "ids of the units or territories it may run in; an empty list for all", may_be_empty=True
    )
    choose: str = parameter(
        "1",
        "which of their units it runs in: those of most potential, or units by lot",
        choices=("largest", "random"),
    )
    share: float = parameter("share", "share of their units it runs in", low=0, high=1)
    start: str = parameter("1", "first day, as a date such as 2026-03-02 or as `day 40` counted from day 0")
    days: int = parameter("business days", "how long it runs", low=1, high=1_000_000)
    spend_per_week: float = parameter(
        "money/week", "what it costs in a week of five business days, all units together", low=0, high=1e9
    )
    spread: str = parameter("1", "how the money is shared among units", choices=("potential", "equal"))


@settings
class ChannelParameters:
    """How the spend of one channel is remembered, when it saturates, and what it does."""

    adstock: str = parameter(
        "1",
        "how an impression is remembered: it fades from the first moment on, or its effect first grows",
        choices=("geometric", "weibull_cdf", "weibull_pdf"),
        source="our assumption: the plain form for all channels; Robyn offers the same three",
    )
    retention: float = parameter(
        "share/week",
        "share of the adstock left after a week (geometric)",
        low=0,
        high=0.99,
        grade="vendor",
        source="Robyn's rule of thumb: TV 0.3-0.8, print, radio and outdoor 0.1-0.4, digital 0-0.3;"
        " fairs as print (our assumption)",
    )
    shape: float = parameter(
        "1",
        "shape of the Weibull forms; above 1 the effect of the pdf form first grows",
        low=0.1,
        high=10,
        source="our assumption: 2, an effect that first grows; used by the Weibull forms only",
    )
    scale_weeks: float = parameter(
        "weeks",
        "scale of the Weibull forms",
        low=0.01,
        high=104,
        source="our assumption: two weeks; used by the Weibull forms only",
    )
    saturation: str = parameter(
        "1",
        "form of diminishing returns",
        choices=("hill", "logistic"),
        source="our assumption: Hill, as in Meridian; the logistic form is that of PyMC-Marketing",
    )
    half_spend: float = parameter(
        "share of potential",
        "adstock, as spend a year over potential a year, that gives half of the largest effect",
        low=1e-6,
        high=10,
        source="our assumption: 1 % of potential, near the spend that pays best at an elasticity of 0.1,"
        " a margin of 35 % and a market share of 30 % (Dorfman and Steiner 1954)",
    )
    slope: float = parameter(
        "1",
        "Hill slope; above 1 the curve is S-shaped",
        low=0.2,
        high=5,
        source="our assumption: concave from the start",
    )
    appeal: float = parameter(
        "log odds",
        "lift of the log odds of an order at saturation",
        low=0,
        high=5,
        grade="meta-analysis",
        source="set so that sales answer with an elasticity near 0.1 at half_spend: Henningsen, Heuke and"
        " Clement 2011 mean 0.09, Sethuraman, Tellis and Briesch 2011 mean 0.12",
    )
    leads_per_year: float = parameter(
        "leads/year",
        "leads of one account at saturation",
        low=0,
        high=100,
        source="our assumption: at half_spend a quarter to three quarters of an account's usual leads from"
        " search, mail and fairs, hardly any from broadcasts",
    )


@settings
class ChannelsParameters:
    """One group for each channel."""

    search: ChannelParameters = parameter("1", "paid search and other digital channels")
    mail: ChannelParameters = parameter("1", "letters and e-mail")
    print: ChannelParameters = parameter("1", "trade press and outdoor posters")
    radio: ChannelParameters = parameter("1", "local radio")
    tv: ChannelParameters = parameter("1", "local television")
    fair: ChannelParameters = parameter("1", "trade fairs and demonstrations")


@settings
class GeoTestParameters:
    """A test by lot: some units of a campaign are spared, to see what it brings."""

    active: bool = parameter(
        "1", "whether the campaign runs only in units drawn by lot, and is read as a test"
    )
    campaign: str | None = parameter("1", "the campaign tested; null for all of them together")
    treated_share: float = parameter(
        "share",
        "share of the units of each block in which the campaign runs",
        low=0,
        high=1,
        source="our assumption: half, where a test is sharpest",
    )
    block_units: int = parameter(
        "units",
        "units of like potential among which the lot decides; 2 for matched pairs",
        low=2,
        high=10_000,
        source="our assumption: pairs, as in matched-pair geo designs (Vaver and Koehler 2011)",
    )
    pre_days: int = parameter(
        "business days",
        "days before the campaign that adjust for how units differ",
        low=1,
        high=1_000_000,
        source="our assumption: as long as an eight-week campaign, if the run has room for it",
    )
    cooldown_days: int = parameter(
        "business days",
        "days after the campaign that still count, because what it started lasts",
        low=0,
        high=1_000_000,
        source="our assumption: four weeks, in which adstock of 0.5 a week falls to a sixteenth",
    )


@settings
class MarketingParameters:
    """Campaigns by place, channel and date, and what they do to customers."""

    active: bool = parameter("1", "whether campaigns run")
    campaigns: tuple[CampaignParameters, ...] = parameter("1", "the campaigns", may_be_empty=True)
    without: tuple[str, ...] = parameter(
        "1", "names of campaigns left out, to learn what each is worth", may_be_empty=True
    )
    channels: ChannelsParameters = parameter("1", "how each channel works")
    geo_test: GeoTestParameters = parameter("1", "a test of a campaign by lot")
