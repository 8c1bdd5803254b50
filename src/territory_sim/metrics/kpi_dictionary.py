"""The scorecard's lines: name, unit, which way is better, what it means, how much is much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Better = Literal["up", "down", "target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiDefinition:
    """One line of the scorecard.

    Args:
        kpi: Name, fixed for good.
        unit: Unit of the value.
        better: Direction in which a change is good; ``target`` where neither is by itself.
        meaning: What the figure says.
        threshold: Change that is big enough to matter, in the unit; our assumption.
    """

    kpi: str
    unit: str
    better: Better
    meaning: str
    threshold: float


def _line(kpi: str, unit: str, better: Better, threshold: float, meaning: str) -> KpiDefinition:
    return KpiDefinition(kpi=kpi, unit=unit, better=better, meaning=meaning, threshold=threshold)


KPI_DICTIONARY: Final = (
    _line("revenue", "money", "up", 250_000, "booked sales"),
    _line(
        "contribution",
        "money",
        "up",
        100_000,
        "gross margin less pay, travel, nights away, campaigns and hiring",
    ),
    _line("selling_cost_share", "share", "down", 0.005, "pay, travel, nights and hiring over booked sales"),
    _line("cost_to_serve", "money", "down", 50, "pay, travel, nights and hiring, an account and year"),
    _line("market_share", "share", "up", 0.002, "our part of what the accounts bought, leads included"),
    _line("campaign_spend", "money", "target", 10_000, "money spent on campaigns"),
    _line(
        "campaign_return",
        "ratio",
        "up",
        0.1,
        "contribution gained per money spent on campaigns, the money itself taken off: above 0 they pay",
    ),
    _line("pay_gini", "0-1", "down", 0.02, "Gini of variable pay over reps, corrected by n/(n-1)"),
    _line("pay_opportunity_gini", "0-1", "down", 0.02, "the same with equally able reps in all territories"),
    _line(
        "territory_share_of_pay",
        "0-1",
        "down",
        0.05,
        "variance of log variable pay that goes with the territory's potential, not with skill or effort",
    ),
    _line(
        "luck_share_of_pay",
        "0-1",
        "down",
        0.05,
        "the same that goes with neither potential nor skill nor effort: luck",
    ),
    _line("pay_p90_p10", "ratio", "down", 0.2, "ninth over first decile of variable pay over reps"),
    _line("pay_theil", "0-1", "down", 0.02, "Theil's T of variable pay over reps"),
    _line(
        "pay_theil_between",
        "0-1",
        "down",
        0.01,
        "the part of it between managers' teams; the rest lies within them",
    ),
    _line("pay_atkinson", "0-1", "down", 0.01, "Atkinson index of variable pay over reps, aversion 0.5"),
    _line("pay_jain", "0-1", "up", 0.02, "Jain's fairness index of variable pay over reps"),
    _line(
        "envy_rate",
        "share",
        "down",
        0.05,
        "reps for whom a peer of no more effort and ability gets over a tenth more variable pay",
    ),
    _line(
        "equity_slope_effort",
        "ratio",
        "target",
        0.2,
        "per cent of variable pay that goes with one per cent of effort, ability alike; 1 is in proportion",
    ),
    _line(
        "equity_slope_ability",
        "ratio",
        "target",
        0.2,
        "per cent of variable pay that goes with one per cent of ability, effort alike; 1 is in proportion",
    ),
    _line("quota_attained_share", "share", "target", 0.05, "reps at or over their quotas of the run"),
    _line(
        "quota_difficulty",
        "ratio",
        "down",
        0.03,
        "standard deviation of quota attainment over territories with equally able reps",
    ),
    _line(
        "quota_chance_spread",
        "share",
        "down",
        0.05,
        "standard deviation over territories of the chance that equally able reps make a period's quota",
    ),
    _line("effort", "ratio", "up", 0.02, "effort of field reps in their usual effort, mean"),
    _line("attendance", "share", "up", 0.01, "share of their shift that field reps are at work, mean"),
    _line("morale", "points", "up", 0.1, "morale of field reps, 0 as usual, mean"),
    _line("coverage", "share", "up", 0.01, "planned calls made within their due interval"),
    _line("coverage_worst_decile", "share", "up", 0.02, "the same over the worst-served tenth of accounts"),
    _line("coverage_gini", "0-1", "down", 0.01, "Gini of coverage over territories, corrected by n/(n-1)"),
    _line("reach", "share", "up", 0.01, "accounts of the call plan that were visited at least once"),
    _line(
        "call_plan_attainment",
        "share",
        "up",
        0.01,
        "visits over planned calls, no account counting for more than its plan",
    ),
    _line("first_response_hours", "working h", "down", 0.5, "request to first answer, mean"),
    _line(
        "first_response_p90_hours",
        "working h",
        "down",
        1.0,
        "request to first answer, nine in ten are faster",
    ),
    _line("unanswered_share", "share", "down", 0.005, "requests that expired without an answer"),
    _line("face_to_face_share", "share", "up", 0.01, "on-site requests met in person within their deadline"),
    _line("travel_share", "share", "down", 0.01, "travel in working time"),
    _line("utilisation", "share", "target", 0.02, "worked over available hours, overtime included"),
    _line("workload_spread", "ratio", "down", 0.05, "largest over mean required hours of territories"),
    _line("lead_conversion", "share", "up", 0.01, "leads won of those that came to an end"),
    _line("lead_response_hours", "working h", "down", 0.5, "lead to first answer, mean"),
    _line("win_rate", "share", "up", 0.01, "deals won of those that came to an end"),
    _line("stalled_share", "share", "down", 0.01, "deals that stalled of those that came to an end"),
    _line("sales_cycle_days", "business days", "down", 1.0, "first answer to the end of a deal, mean"),
    _line(
        "pipeline_velocity",
        "money",
        "up",
        500,
        "sales a day: deals under way x value of a won one x win rate / sales cycle",
    ),
    _line(
        "signed_at_deadline",
        "share",
        "target",
        0.02,
        "deals won that were signed in the last five business days of a quota period",
    ),
    _line(
        "discount_share", "share", "down", 0.005, "price of deals won that discounts before deadlines took"
    ),
    _line("satisfaction", "points", "up", 0.1, "satisfaction of accounts at the end, 0 to 10, the truth"),
    _line("rep_turnover", "per year", "down", 0.03, "reps who left for each year that a rep was employed"),
    _line("churned_share", "share", "down", 0.005, "accounts that left us for good in the run"),
    _line("churned_share_A", "share", "down", 0.01, "the same for A accounts"),
    _line("churned_share_B", "share", "down", 0.01, "the same for B accounts"),
    _line("churned_share_C", "share", "down", 0.01, "the same for C accounts"),
    _line(
        "late_order_share", "share", "down", 0.01, "our orders delivered late or never, of those that ended"
    ),
    _line("accounts_moved_share", "share", "down", 0.05, "accounts whose rep changes against the baseline"),
    _line("mean_wait_hours", "h", "down", 0.1, "wait of a request in one queue served round the clock, mean"),
    _line("mean_wait_hours_high", "h", "down", 0.1, "the same for requests of high priority"),
    _line("mean_wait_hours_low", "h", "down", 0.1, "the same for requests of low priority"),
    _line("wait_probability", "share", "down", 0.01, "requests in that queue that had to wait"),
    _line("mean_number_waiting", "requests", "down", 0.1, "requests waiting in that queue, mean over time"),
    _line("served", "requests", "up", 100, "requests served from that queue"),
)
"""Every line that can appear in table ``kpis``, in the order of the scorecard. A line that a
scenario cannot fill is absent from its scorecard, never zero."""
