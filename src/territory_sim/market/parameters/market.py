"""Settings of the market: the accounts, and how their orders answer to calls."""

from __future__ import annotations

from territory_sim.units import PerSegment, parameter, settings


@settings
class MarketParameters:
    """The accounts, their potential, and how their orders answer to calls."""

    accounts: int = parameter("accounts", "number of accounts in the region", low=1, high=2_000_000)
    dispersion: float = parameter(
        "1",
        "shape of the gamma factor by which a unit's market differs from its statistics",
        low=0.2,
        high=1000,
        source="our assumption: a market differs from its statistics with a coefficient of variation of 0.7",
    )
    top_fifth_share: float = parameter(
        "share",
        "share of all potential held by the largest fifth of accounts (lognormal)",
        low=0.21,
        high=0.99,
        grade="observational",
        source="top 20 % of cities in a public sales file hold 81 % of sales; physicians 41-58 %",
    )
    mean_potential: float = parameter(
        "money/year", "mean potential of an account, from all suppliers", low=1, high=1e9
    )
    segment_a_share: float = parameter(
        "share", "share of all potential that makes the A accounts, largest first", low=0, high=1
    )
    segment_ab_share: float = parameter(
        "share", "share of all potential that makes A and B accounts together", low=0, high=1
    )
    calls_per_year: PerSegment = parameter("calls/year", "call norm", low=0, high=250)
    call_minutes: PerSegment = parameter("min", "mean minutes of a call", low=1, high=480)
    call_minutes_cv: float = parameter("1", "coefficient of variation of a call's minutes", low=0, high=2)
    needs_per_year: PerSegment = parameter(
        "orders/year", "how often an account buys, from whomever", low=0.1, high=250
    )
    order_size_cv: float = parameter("1", "coefficient of variation of an order's size", low=0, high=5)
    gross_margin: float = parameter("share", "gross margin of what we sell", low=0, high=1)
    response: str = parameter(
        "1",
        "form of the response to calls",
        choices=("adbudg", "power", "modified_exponential"),
        source="Little 1970 and Lodish 1971 for adbudg, which has a floor and a ceiling",
    )
    choice_floor: float = parameter(
        "share", "probability that we get an order from an account never called on", low=0, high=1
    )
    choice_at_norm: float = parameter(
        "share", "probability that we get an order from an account called on at its norm", low=0.001, high=1
    )
    choice_ceiling: float = parameter(
        "share", "probability that we get an order at boundless calling; used by adbudg", low=0, high=1
    )
    response_elasticity: float = parameter(
        "1",
        "percent of orders per percent of calls at the norm, for accounts that are not new",
        low=0.01,
        high=2,
        grade="meta-analysis",
        source="Albers, Mantrala and Sridhar 2010: mean personal selling elasticity 0.34, corrected 0.31; "
        "with a tenth of new accounts at 1.5 times as much, 0.30 gives 0.315 on average",
    )
    new_account_share: float = parameter(
        "share", "share of accounts that have been with us for less than a year", low=0, high=1
    )
    new_account_response: float = parameter(
        "1",
        "multiple of the elasticity at which new accounts answer to calls",
        low=0.1,
        high=5,
        source="our assumption: new accounts answer more, mature ones less, as in early stages of a product",
    )
    call_trial_share: float = parameter(
        "share",
        "share of accounts, drawn at random in each replication, that are planned more calls as a trial",
        low=0,
        high=1,
        source="our assumption: no trial unless it is asked for",
    )
    call_trial_lift: float = parameter(
        "share", "how many more calls are planned for accounts in the trial", low=0, high=5
    )
    carry_over: float = parameter(
        "share/month",
        "share of the goodwill of calls that is left after a month",
        low=0,
        high=0.99,
        grade="observational",
        source="0.24-0.28 within physician in a detailing panel (Manchanda, Chintagunta and Rossi 2004)",
    )
    satisfaction_effect: float = parameter(
        "log odds/point", "gain in the odds of an order per point of satisfaction", low=0, high=3
    )
    handover_loss: float = parameter(
        "log odds",
        "fall in the log odds of an order on the day an account gets another rep",
        low=0,
        high=5,
        grade="observational",
        source="Shi, Sridhar, Grewal and Lilien 2017: a change of rep costs 13.2-17.6 % of a customer's "
        "yearly sales; 0.44, halved every 6 months, costs 15 % of the first year at a share of a third",
    )
    handover_half_life_months: float = parameter(
        "months", "time in which that loss fades to a half", low=0.1, high=60
    )
    full_days: float = parameter(
        "share",
        "share of working time without idling from which a rep's days count as full, over four weeks; what "
        "is lost for want of calls is then put down to want of capacity",
        low=0,
        high=1,
    )
    relocations_per_year: float = parameter(
        "1/year", "share of accounts that move to a neighbouring unit in a year", low=0, high=1
    )
