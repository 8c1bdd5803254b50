"""Rows of the report's tables as texts, ready to be laid out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from territory_sim.experiments.comparison import line_cells
from territory_sim.experiments.comparisons import BETTER, OPEN, WORSE
from territory_sim.experiments.wording import MARKS, difference, number, quantities, unsigned
from territory_sim.reports.bars import interval_bar, pay_bar
from territory_sim.reports.lost_sales import CAUSE_WORDS
from territory_sim.reports.rep_changes import RepChange

_GROUPS: Final = (
    (
        "Fair pay, fair service",
        (
            "pay_opportunity_gini",
            "pay_gini",
            "coverage_gini",
            "coverage_worst_decile",
            "territory_share_of_pay",
            "luck_share_of_pay",
            "pay_p90_p10",
            "pay_theil",
            "pay_theil_between",
            "pay_atkinson",
            "pay_jain",
            "envy_rate",
            "equity_slope_effort",
            "equity_slope_ability",
            "quota_attained_share",
            "quota_difficulty",
            "quota_chance_spread",
            "workload_spread",
        ),
    ),
    (
        "Money",
        (
            "revenue",
            "contribution",
            "selling_cost_share",
            "cost_to_serve",
            "market_share",
            "campaign_return",
            "campaign_spend",
            "lead_conversion",
            "win_rate",
            "stalled_share",
            "sales_cycle_days",
            "pipeline_velocity",
            "signed_at_deadline",
            "discount_share",
        ),
    ),
    (
        "Customers",
        (
            "coverage",
            "reach",
            "call_plan_attainment",
            "first_response_hours",
            "first_response_p90_hours",
            "unanswered_share",
            "face_to_face_share",
            "lead_response_hours",
            "satisfaction",
        ),
    ),
    ("Work and change", ()),
)
"""Headings of the scorecard and their lines; the last takes every line that none of the others names."""

_DASH: Final = "\N{EN DASH}"
_ARROW: Final = "\N{RIGHTWARDS ARROW}"


def scorecard_groups(
    lines: Sequence[Mapping[str, Any]], dictionary: Sequence[Mapping[str, Any]], currency: str
) -> list[tuple[str, list[dict[str, str]]]]:
    """Lay out the scorecard lines of one option under headings.

    Args:
        lines: Lines of the option as ``report.json`` holds them.
        dictionary: Rows of table ``kpi_dictionary``.
        currency: Currency of money.

    Returns:
        Headings with their rows; headings without a row are left out.
    """
    known = {str(row["kpi"]): row for row in dictionary}
    by_kpi = {str(line["kpi"]): line for line in lines}
    named = {kpi for _, kpis in _GROUPS for kpi in kpis}
    groups = []
    for heading, kpis in _GROUPS:
        wanted = kpis or tuple(kpi for kpi in by_kpi if kpi not in named)
        rows = [_line_row(by_kpi[kpi], known.get(kpi, {}), currency) for kpi in wanted if kpi in by_kpi]
        if rows:
            groups.append((heading, rows))
    return groups


DECIDING: Final = (
    "contribution",
    "revenue",
    "campaign_return",
    "pay_opportunity_gini",
    "quota_attained_share",
    "coverage",
    "coverage_worst_decile",
    "first_response_hours",
    "unanswered_share",
    "satisfaction",
    "travel_share",
    "accounts_moved_share",
)
"""Lines of the decision table, in its order; the appendix has all lines."""


def deciding_rows(groups: Sequence[tuple[str, list[dict[str, str]]]]) -> list[dict[str, str]]:
    """Pick the rows of the decision table.

    Args:
        groups: From :func:`scorecard_groups`.

    Returns:
        The rows of the lines that decide, as far as they are there.
    """
    by_kpi = {row["kpi"]: row for _, rows in groups for row in rows}
    return [by_kpi[kpi] for kpi in DECIDING if kpi in by_kpi]


def _line_row(line: Mapping[str, Any], definition: Mapping[str, Any], currency: str) -> dict[str, str]:
    # report.json writes infinity as a text, because JSON has no such number.
    numbers = {**line} | {end: float(line[end]) for end in ("low", "high")}
    cells = line_cells(numbers, currency)
    counted = line["pairs"] and line["better"] != "target"
    verdict = str(line["verdict"])
    return {
        "kpi": str(line["kpi"]),
        "name": cells.name,
        "meaning": str(definition.get("meaning", "")),
        "before": cells.before,
        "after": cells.after,
        "difference": cells.difference,
        "interval": cells.interval,
        "odds": cells.odds,
        "big_enough": cells.big_enough,
        "verdict": cells.verdict,
        "mark": MARKS[verdict],
        "class": verdict.rpartition(" ")[2],
        "ahead": f"{line['ahead']}/{line['pairs']}" if counted else _DASH,
        "gain": cells.gain,
        "bar": interval_bar(numbers) if math.isfinite(numbers["high"] - numbers["low"]) else "",
    }


def rep_rows(changes: Sequence[RepChange]) -> list[dict[str, str]]:
    """Lay out what an option does to each rep.

    Args:
        changes: From :func:`~territory_sim.reports.rep_changes.rep_changes`.

    Returns:
        One row per rep in the same order, bars on one scale.
    """
    ends = [
        end
        for c in changes
        if c.difference
        for end in (c.difference.difference.low, c.difference.difference.high)
    ]
    widest = max((abs(end) for end in ends), default=1.0) or 1.0
    return [_rep_row(change, widest) for change in changes]


def _rep_row(change: RepChange, widest: float) -> dict[str, str]:
    row = {
        "rep": change.rep_id,
        "name": "" if change.name == change.rep_id else change.name,
        "before": _whole(change.pay_before),
        "after": _whole(change.pay_after),
        "hours": f"{_whole(change.hours_before)} {_ARROW} {_whole(change.hours_after)}",
        "gained": number(change.gained, 0, signed=True),
        "lost": number(-change.lost, 0),
        "reason": _reason(change),
        "difference": "new" if change.pay_before is None else "not there",
        "share": "",
        "interval": "",
        "bar": "",
        "class": "",
    }
    if change.difference is not None:
        at = change.difference.difference
        row["difference"] = number(at.estimate, 0, signed=True)
        row["interval"] = f"{number(at.low, 0, signed=True)} to {number(at.high, 0, signed=True)}"
        row["bar"] = pay_bar(at, widest)
        if change.difference.baseline:
            row["share"] = f"{number(100 * at.estimate / change.difference.baseline, 0, signed=True)} %"
        if change.is_sure:
            row["class"] = BETTER if at.estimate > 0 else WORSE
    return row


def _reason(change: RepChange) -> str:
    """Say in a few words what happens to a rep's territory."""
    before, after = change.potential_before, change.potential_after
    if before is None or after is None:
        return ""
    if not (change.gained or change.lost):
        return "same territory"
    (apart,) = quantities([after - before], "money", signed=True)
    return f"territory worth {unsigned(apart)} {'more' if after > before else 'less'}"


def segment_rows(segments: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Lay out what an option does to each segment of accounts.

    Args:
        segments: Segments of the option as ``report.json`` holds them.

    Returns:
        One row per segment.
    """
    return [
        {
            "segment": str(segment["segment"]),
            "accounts": number(segment["accounts"], 0),
            "moved": f"{number(100 * segment['moved'] / segment['accounts'], 0)} %",
            "coverage": _change(segment["coverage"], "share"),
            "wait_hours": _change(segment["wait_hours"], "h"),
            "unanswered": _change(segment["unanswered"], "share"),
        }
        for segment in segments
    ]


def lost_sales_rows(causes: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Lay out what an option does to lost sales by cause.

    Args:
        causes: Causes of the option as ``report.json`` holds them.

    Returns:
        One row per cause.
    """
    return [
        {
            "cause": CAUSE_WORDS[str(cause["cause"])],
            "bar": interval_bar(_line_of(cause["orders"])),
            "class": _line_of(cause["orders"])["verdict"],
        }
        | _before_and_after(cause["orders"], "money")
        | {"leads": _change(cause["leads"], "money")}
        for cause in causes
    ]


def firm_rows(firms: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Lay out the firms' shares of the orders.

    Args:
        firms: Firms of the option as ``report.json`` holds them.

    Returns:
        One row per firm.
    """
    words = {"us": "We", "others": "All others"}
    return [
        {"firm": words.get(str(firm["firm"]), str(firm["firm"]))}
        | _before_and_after(firm["order_share"], "share")
        for firm in firms
    ]


def _line_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Treat a loss as a line of the scorecard whose fall is good, judged by its own interval alone."""
    at = found["difference"]
    verdict = BETTER if at["high"] < 0 else WORSE if at["low"] > 0 else OPEN
    return {
        "better": "down",
        "low": at["low"],
        "high": at["high"],
        "difference": at["estimate"],
        "verdict": verdict,
    }


def _before_and_after(found: Mapping[str, Any], unit: str) -> dict[str, str]:
    at = found["difference"]
    before, after = quantities([found["baseline"], found["option"]], unit)
    changed, between = difference(at["estimate"], at["low"], at["high"], unit)
    return {"before": before, "after": after, "difference": changed, "interval": between}


def _change(found: Mapping[str, Any] | None, unit: str) -> str:
    if found is None:
        return _DASH
    before, after = quantities([found["baseline"], found["option"]], unit)
    at = found["difference"]
    return f"{before} {_ARROW} {after} ({difference(at['estimate'], at['low'], at['high'], unit)[1]})"


def _whole(value: float | None) -> str:
    return _DASH if value is None else number(value, 0)
