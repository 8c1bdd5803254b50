"""Settings of fulfilment: how orders are delivered, and when goods are missing or new."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class LaunchParameters:
    """A product launch: accounts adopt the product over time and then need it again and again."""

    name: str = parameter("1", "name of the product; names the streams of its needs")
    start: str = parameter("1", "date from which the product can be had")
    innovation: float = parameter(
        "1/year",
        "hazard of adopting without any acquaintance who has (Bass p)",
        low=0,
        high=100,
        grade="meta-analysis",
        source="0.03 on average over 213 applications (Sultan, Farley and Lehmann 1990)",
    )
    imitation: float = parameter(
        "1/year",
        "hazard of adopting added when all acquaintances have (Bass q)",
        low=0,
        high=100,
        grade="meta-analysis",
        source="0.38 on average over 213 applications (Sultan, Farley and Lehmann 1990)",
    )
    needs_per_year: float = parameter("orders/year", "how often an adopter needs it", low=0, high=250)
    value_share: float = parameter(
        "share", "what an adopter needs of it in a year, in years of the account's potential", low=0, high=5
    )


@settings
class StockOutParameters:
    """A stock-out: for some days part of what accounts need cannot be had from us."""

    name: str = parameter("1", "name of what is out of stock; names the stream of its marks")
    start: str = parameter("1", "first business day of the stock-out, as a date")
    days: int = parameter("business days", "how long it lasts", low=1, high=1_000_000)
    share: float = parameter("share", "share of needs that ask for the missing goods", low=0, high=1)
    units: tuple[str, ...] = parameter("1", "units it is felt in; empty for all", may_be_empty=True)


@settings
class FulfilmentParameters:
    """How orders are delivered, and when goods are missing or new."""

    active: bool = parameter("1", "whether orders pass through the delivery desk")
    staff: int | None = parameter(
        "clerks",
        "clerks of the delivery desk; null for as many as keep it busy seven tenths of the time",
        low=1,
        high=100_000,
    )
    handling_minutes: float = parameter("min", "mean minutes a clerk needs for an order", low=0.1, high=6000)
    handling_cv: float = parameter(
        "1", "coefficient of variation of the minutes a clerk needs", low=0, high=5
    )
    transit_days: float = parameter(
        "business days", "mean time from the desk to the customer", low=0, high=1000
    )
    transit_cv: float = parameter("1", "coefficient of variation of the time in transit", low=0, high=5)
    promise_days: float = parameter(
        "business days",
        "time from order to delivery that customers are promised",
        low=0.1,
        high=1000,
        source="our assumption: with the defaults about one order in ten comes late",
    )
    missing_share: float = parameter("share", "share of orders that never arrive", low=0, high=1)
    complaint_share: float = parameter(
        "share",
        "share of late orders about which the customer asks; about missing ones all ask",
        low=0,
        high=1,
    )
    experience_late: float = parameter("points", "experience of an order delivered late", low=0, high=10)
    experience_missing: float = parameter(
        "points", "experience of an order that never arrives", low=0, high=10
    )
    experience_out_of_stock: float = parameter(
        "points", "experience of wanting from us what is out of stock", low=0, high=10
    )
    cancelled_share: float = parameter(
        "share",
        "share of our orders and won deals that the customer cancels or returns; 0 for none",
        low=0,
        high=1,
        source="our assumption: none unless it is asked for",
    )
    cancel_within_days: float = parameter(
        "business days",
        "longest time until a sale is cancelled; all times up to it alike",
        low=0.1,
        high=1000,
    )
    launches: tuple[LaunchParameters, ...] = parameter("1", "product launches", may_be_empty=True)
    stock_outs: tuple[StockOutParameters, ...] = parameter("1", "stock-outs", may_be_empty=True)
