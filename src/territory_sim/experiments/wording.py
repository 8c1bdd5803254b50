"""How scorecard lines and their values read to people: names, units, signs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

LABELS: Final = {
    "revenue": "Revenue",
    "contribution": "Contribution",
    "selling_cost_share": "Selling cost share",
    "cost_to_serve": "Cost to serve an account",
    "market_share": "Market share",
    "rep_turnover": "Rep turnover",
    "campaign_spend": "Campaign spend",
    "campaign_return": "Campaign return",
    "pay_gini": "Pay Gini",
    "pay_opportunity_gini": "Pay opportunity Gini",
    "territory_share_of_pay": "Pay explained by territory",
    "luck_share_of_pay": "Pay explained by luck",
    "pay_p90_p10": "Pay P90/P10",
    "pay_theil": "Pay Theil",
    "pay_theil_between": "Pay Theil between teams",
    "pay_atkinson": "Pay Atkinson",
    "pay_jain": "Pay Jain",
    "envy_rate": "Reps with reason for envy",
    "equity_slope_effort": "Pay per effort, slope",
    "equity_slope_ability": "Pay per ability, slope",
    "quota_attained_share": "Reps at quota",
    "quota_difficulty": "Quota difficulty, spread",
    "quota_chance_spread": "Chance to make quota, spread",
    "effort": "Effort",
    "attendance": "Attendance",
    "morale": "Morale",
    "coverage": "Coverage",
    "coverage_worst_decile": "Coverage, worst-served tenth",
    "coverage_gini": "Coverage Gini",
    "reach": "Reach",
    "call_plan_attainment": "Call plan attainment",
    "first_response_hours": "First response, mean",
    "first_response_p90_hours": "First response, 9 in 10",
    "unanswered_share": "Unanswered requests",
    "face_to_face_share": "Met face to face",
    "travel_share": "Travel share",
    "utilisation": "Utilisation",
    "workload_spread": "Workload spread",
    "lead_conversion": "Lead conversion",
    "lead_response_hours": "Lead response",
    "late_order_share": "Late orders",
    "win_rate": "Deals won",
    "stalled_share": "Deals stalled",
    "sales_cycle_days": "Sales cycle, business days",
    "pipeline_velocity": "Pipeline velocity, a day",
    "signed_at_deadline": "Deals signed in a last week",
    "discount_share": "Price given away in deals",
    "satisfaction": "Satisfaction",
    "churned_share": "Accounts lost",
    "churned_share_A": "A accounts lost",
    "churned_share_B": "B accounts lost",
    "churned_share_C": "C accounts lost",
    "accounts_moved_share": "Accounts that change rep",
}
"""Short name of each scorecard line."""

MARKS: Final = {
    "better": "\N{BLACK UP-POINTING TRIANGLE}",
    "worse": "\N{BLACK DOWN-POINTING TRIANGLE}",
    "shifted": "\N{LEFT RIGHT ARROW}",
    "a tie": "\N{EQUALS SIGN}",
    "open": "\N{MIDDLE DOT}",
}
"""A sign before each verdict word, so that colour is never the only signal."""

MINUS: Final = "\N{MINUS SIGN}"
_SCALES: Final = ((1e9, 1e9, " bn"), (1e6, 1e6, " M"), (1e4, 1e3, " k"))
"""From which amount on money is written in what multiple."""
_HOURS: Final = ("h", "hour", "hours", "working hours", "working h")


def label(kpi: str) -> str:
    """Return the short name of a scorecard line.

    Args:
        kpi: Its name in tables.

    Returns:
        A name for people.

    Example:
        >>> label("pay_gini"), label("rep_turnover")
        ('Pay Gini', 'Rep turnover')
    """
    return LABELS.get(kpi, kpi.replace("_", " ").capitalize())


def number(value: float, decimals: int, *, signed: bool = False) -> str:
    """Write a number with a true minus sign, and zero without any.

    Args:
        value: The number.
        decimals: Digits after the point.
        signed: Whether a positive number carries a plus.

    Returns:
        The number as text.

    Example:
        >>> number(-0.04, 1), number(1234.5, 1, signed=True)
        ('0.0', '+1,234.5')
    """
    rounded = round(value, decimals)
    if rounded == 0:
        return f"{0:.{decimals}f}"
    sign = MINUS if rounded < 0 else "+" if signed else ""
    return f"{sign}{abs(rounded):,.{decimals}f}"


def quantities(values: Iterable[float], unit: str, currency: str = "", *, signed: bool = False) -> list[str]:
    """Write values that stand beside each other, so that they share one scale.

    Args:
        values: The values, in the unit.
        unit: Unit as the KPI dictionary names it.
        currency: Currency of money.
        signed: True for differences: with a sign, and shares as percentage points.

    Returns:
        One text per value, with its unit.

    Example:
        >>> quantities([1_250_000, 980_000], "money", "USD")
        ['USD 1.25 M', 'USD 0.98 M']
        >>> quantities([0.041], "share", signed=True)
        ['+4.1 points']
    """
    amounts = list(values)
    if unit == "money":
        largest = max((abs(value) for value in amounts), default=0.0)
        scale, suffix = next(((scale, name) for least, scale, name in _SCALES if largest >= least), (1.0, ""))
        decimals = 2 if scale >= 1e6 else 1 if scale > 1 else 0
        front = f"{currency} " if currency and not signed else ""
        return [f"{front}{number(value / scale, decimals, signed=signed)}{suffix}" for value in amounts]
    if unit == "share":
        name = " points" if signed else " %"
        return [number(100 * value, 1, signed=signed) + name for value in amounts]
    if unit in _HOURS:
        return [number(value, 2, signed=signed) + " h" for value in amounts]
    # Small changes of satisfaction count: a difference shows one digit more than the values.
    decimals = 3 if unit in {"1", "0-1", "ratio"} or signed else 2
    return [number(value, decimals, signed=signed) for value in amounts]


def difference(estimate: float, low: float, high: float, unit: str) -> tuple[str, str]:
    """Write a difference and its interval on one scale.

    Args:
        estimate: The difference, in the unit.
        low: Lower end of its interval.
        high: Upper end of its interval.
        unit: Unit as the KPI dictionary names it.

    Returns:
        The difference, and both ends with the unit once; ``exact`` when the interval is a point,
        ``without bounds`` when it has none.

    Example:
        >>> difference(0.041, 0.028, 0.054, "share")
        ('+4.1 points', '+2.8 to +5.4 points')
    """
    if not math.isfinite(high - low):
        return quantities([estimate], unit, signed=True)[0], "without bounds"
    middle, first, last = quantities([estimate, low, high], unit, signed=True)
    return middle, "exact" if low == high else _joined(first, last)


def size(estimate: float, low: float, high: float, unit: str, currency: str = "") -> tuple[str, str]:
    """Write how large a difference is, whichever way it goes.

    Args:
        estimate: The difference, in the unit; its interval leaves out zero.
        low: Lower end of its interval.
        high: Upper end of its interval.
        unit: Unit as the KPI dictionary names it.
        currency: Currency of money.

    Returns:
        Size and interval without signs, the smaller end first.

    Example:
        >>> size(-0.083, -0.095, -0.071, "1")
        ('0.083', '0.071 to 0.095')
    """
    ends = sorted((abs(low), abs(high)))
    if unit == "share":
        middle, first, last = (f"{number(100 * value, 1)} points" for value in (abs(estimate), *ends))
    elif unit == "money":
        middle, first, last = quantities([abs(estimate), *ends], unit, currency)
        first, last = (text.removeprefix(f"{currency} ") for text in (first, last))
    else:
        texts = quantities([abs(estimate), *ends], unit, signed=True)
        middle, first, last = (text.removeprefix("+") for text in texts)
    return middle, _joined(first, last)


def unsigned(text: str) -> str:
    """Take the sign off a written number.

    Args:
        text: A number as :func:`number` or :func:`quantities` write it.

    Returns:
        The same without plus or minus.

    Example:
        >>> unsigned(number(-3.2, 1))
        '3.2'
    """
    return text.removeprefix("+").removeprefix(MINUS)


def _joined(first: str, last: str) -> str:
    tail = last.partition(" ")[2]
    return f"{first.removesuffix(f' {tail}')} to {last}" if tail else f"{first} to {last}"


def odds_words(odds: float) -> str:
    """Write the probability that an option is better, never surer than whole per cents allow.

    Args:
        odds: The probability; nan for a line that has no better side.

    Returns:
        Per cent; more than 99 % and less than 1 % as such.

    Example:
        >>> odds_words(0.9993), odds_words(0.5), odds_words(1.0)
        ('>99 %', '50 %', '>99 %')
    """
    if odds != odds:  # noqa: PLR0124 - nan alone differs from itself
        return "\N{EN DASH}"
    whole = 100 * odds
    return ">99 %" if whole > 99 else "<1 %" if whole < 1 else f"{whole:.0f} %"


def gain(variance_reduction: float) -> str:
    """Write how many times more replications unpaired runs would need.

    Args:
        variance_reduction: The ratio; infinite for a constant difference, nan where it has no meaning.

    Returns:
        The ratio with a multiplication sign; ``exact`` when the difference has no noise at all.

    Example:
        >>> gain(11.7)[:-1], gain(1.26)[:-1], gain(float("inf"))
        ('12', '1.3', 'exact')
    """
    if variance_reduction != variance_reduction:  # noqa: PLR0124 - nan alone differs from itself
        return "\N{EN DASH}"
    if variance_reduction == float("inf"):
        return "exact"
    if variance_reduction > 999:
        # Of two or three pairs the ratio can be anything; more digits would only look exact.
        return ">999\N{MULTIPLICATION SIGN}"
    return f"{variance_reduction:,.{1 if variance_reduction < 9.95 else 0}f}\N{MULTIPLICATION SIGN}"
