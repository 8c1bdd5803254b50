"""The answer of a comparison in one sentence: yes or no, how much, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from territory_sim.experiments.comparisons import BETTER, OPEN, TIE, WORSE
from territory_sim.experiments.wording import label, number, odds_words, size

ANSWERING: Final = ("contribution", "revenue", "coverage")
"""The line that answers, the first that the scenarios have."""


def answer_sentence(
    lines: Mapping[str, Mapping[str, Any]], titles: tuple[str, str], currency: str, days: int
) -> str:
    """Answer the question with a direction, a size, an interval and odds.

    Args:
        lines: Rows of table ``comparisons`` of one option, by scorecard line.
        titles: Names of the baseline and of the option for people.
        currency: Currency of money.
        days: Business days of a run.

    Returns:
        One sentence; empty when none of the answering lines is there.

    Example:
        >>> row = {"kpi": "contribution", "unit": "money", "verdict": "better", "difference": 1.2e6}
        >>> row |= {"low": 9e5, "high": 1.5e6, "odds": 0.999, "replications_to_settle": float("nan")}
        >>> answer_sentence({"contribution": row}, ("Today", "Redraw"), "USD", 250)
        'Yes: Redraw instead of Today raises contribution by USD 1.20 M in 250 business days \
(95 % interval 0.90 to 1.50 M); odds that it is better: >99 %.'
    """
    row = next((lines[kpi] for kpi in ANSWERING if kpi in lines), None)
    if row is None:
        return ""
    name, verdict = label(str(row["kpi"])).lower(), row["verdict"]
    change = f"{titles[1]} instead of {titles[0]}"
    period = f"in {number(days, 0)} business days"
    sure = f"odds that it is better: {odds_words(float(row['odds']))}"
    if verdict in {BETTER, WORSE}:
        large, between = size(row["difference"], row["low"], row["high"], str(row["unit"]), currency)
        way = "raises" if row["difference"] > 0 else "lowers"
        yes = "Yes" if verdict == BETTER else "No"
        return f"{yes}: {change} {way} {name} by {large} {period} (95 % interval {between}); {sure}."
    large, between = _signed(row, currency)
    if verdict == TIE:
        return f"A tie: {change} changes {name} by no more than matters, {large} ({between}); {sure}."
    assert verdict == OPEN
    more = float(row["replications_to_settle"])
    needed = "" if more != more else f"; about {number(more, 0)} replications would settle it"  # noqa: PLR0124
    return f"Not settled: {change} changes {name} by {large} {period} ({between}); {sure}{needed}."


def _signed(row: Mapping[str, Any], currency: str) -> tuple[str, str]:
    from territory_sim.experiments.wording import difference

    changed, between = difference(row["difference"], row["low"], row["high"], str(row["unit"]))
    money = f"{currency} " if row["unit"] == "money" else ""
    return f"{money}{changed}", f"95 % interval {between}"
