"""Sentences about campaigns: whether they pay, and what a geo-test tells about them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from territory_sim.experiments.campaign_return import CAMPAIGN_RETURN, CAMPAIGN_SPEND
from territory_sim.experiments.comparisons import BETTER, UNDECIDED
from territory_sim.experiments.verdict import CLEAR_ALONE, is_clear_alone
from territory_sim.experiments.wording import number, quantities
from territory_sim.metrics.geo_test import BEFORE_AFTER, GEO_TEST, REGRESSION, TRUTH

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.experiments.comparison import Comparison

READING_NAMES: Final = {
    BEFORE_AFTER: "Before and after",
    REGRESSION: "Regression of sales on spend",
    GEO_TEST: "Geo-test",
    TRUTH: "Truth",
}
"""What people call each reading, naive ones first."""

_NAIVE: Final = {
    REGRESSION: "a regression of sales on spend reads",
    BEFORE_AFTER: "before and after",
}

_OWN_KEYS: Final = frozenset({"marketing", "scenario", "label"})
"""Settings in which scenarios may differ without blurring what the campaigns brought."""


def campaign_sentences(comparison: Comparison, option_id: str) -> tuple[str, ...]:
    """Say whether the campaigns of an option pay, and what a geo-test of them tells.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        No sentence when the option has no campaigns beyond the baseline's and no geo-test.
    """
    table = comparison.table
    lines = table[table["scenario_id"] == option_id].set_index("kpi")
    said = []
    if CAMPAIGN_RETURN in lines.index:
        row = {str(name): value for name, value in lines.loc[CAMPAIGN_RETURN].items()}
        said.append(return_sentence(row, _spend(comparison, option_id), comparison.currency))
        differing = _other_differences(comparison, option_id)
        if differing:
            said.append(
                f"The two differ in more than campaigns ({', '.join(differing)}), so this is not the"
                " campaigns' doing alone."
            )
    readings = comparison.tables.get("geo_test")
    if readings is not None and (readings["scenario_id"] == option_id).any():
        said.append(geo_test_sentence(readings[readings["scenario_id"] == option_id], comparison.currency))
    return tuple(said)


def return_sentence(row: Mapping[str, Any], spend: float, currency: str) -> str:
    """Say whether campaigns pay.

    Args:
        row: The row of table ``comparisons`` for ``campaign_return``.
        spend: Money spent more than in the baseline, mean over replications.
        currency: Currency of money.

    Returns:
        A sentence.

    Example:
        >>> row = {"difference": 0.82, "low": 0.4, "high": 1.24, "verdict": "better"}
        >>> return_sentence(row, 2e5, "USD")
        'The campaigns pay: USD 200.0 k spent come back with 0.82 of contribution per USD on top \
(95 % interval 0.40 to 1.24).'
    """
    (money,) = quantities([spend], "money", currency)
    if not math.isfinite(row["low"]) or not math.isfinite(row["high"]):
        return (
            "Whether the campaigns pay cannot be said: what they cost differs so little from the"
            " baseline's that these runs bound no return."
        )
    between = f"95 % interval {number(row['low'], 2)} to {number(row['high'], 2)}"
    if row["verdict"] in UNDECIDED:
        alone = f"; {CLEAR_ALONE}" if is_clear_alone(row) else ""
        return (
            f"Whether the campaigns pay is not shown: {money} spent, contribution gained per {currency}"
            f" after the spend {number(row['difference'], 2)} ({between}{alone})."
        )
    amount = number(abs(row["difference"]), 2)
    if row["verdict"] == BETTER:
        back = f"{money} spent come back with {amount} of contribution per {currency} on top"
        return f"The campaigns pay: {back} ({between})."
    return f"The campaigns do not pay: of {money} spent, {amount} per {currency} are lost ({between})."


def geo_test_sentence(readings: pd.DataFrame, currency: str) -> str:
    """Say what a geo-test reads, what naive readings make of the same sales, and what is true.

    Args:
        readings: Rows of table ``geo_test`` of one scenario, of one run or of many.
        currency: Currency of money.

    Returns:
        A sentence or three.
    """
    middle = readings.groupby("reading")["iroas"].median()
    naive = ", ".join(
        f"{words} {number(middle[reading], 1)}"
        for reading, words in _NAIVE.items()
        if reading in middle.index
    )
    truth = number(middle[TRUTH], 1)
    said = f"Sales gained per {currency} of the tested campaign: {naive}; the truth is {truth}."
    rows = readings[readings["reading"] == GEO_TEST]
    if rows.empty:
        return f"{said} Too few units take part for a test by lot."
    if len(rows) == 1:
        return f"{said} The geo-test reads {number(middle[GEO_TEST], 1)} ({_between(rows)})."
    width = float((rows["high"] - rows["low"]).median())
    wide = (
        f"half of them are wider than {number(width, 1)}" if math.isfinite(width) else "most have no bounds"
    )
    return (
        f"{said} {len(rows)} geo-tests read {number(middle[GEO_TEST], 1)} in the middle;"
        f" {hits(readings, GEO_TEST)} of their 95 % intervals hold the truth, and {wide}."
    )


def _between(rows: pd.DataFrame) -> str:
    low, high = float(rows["low"].iloc[0]), float(rows["high"].iloc[0])
    if not math.isfinite(high - low):
        return "its interval has no bounds: the spend of treated and spared units hardly differs"
    return f"95 % interval {number(low, 1)} to {number(high, 1)}"


def hits(readings: pd.DataFrame, reading: str) -> int:
    """Count the runs in which the interval of a reading holds the truth.

    Args:
        readings: Rows of table ``geo_test`` of one scenario.
        reading: The reading.

    Returns:
        A number of runs.
    """
    truth = readings[readings["reading"] == TRUTH].set_index("replication")["iroas"]
    rows = readings[readings["reading"] == reading].set_index("replication")
    right = truth.reindex(rows.index)
    return int(((rows["low"] <= right) & (right <= rows["high"])).sum())


def _spend(comparison: Comparison, option_id: str) -> float:
    kpis = comparison.tables["kpis"]
    spend = kpis[kpis["kpi"] == CAMPAIGN_SPEND].groupby("scenario_id")["value"].mean()
    return float(spend.get(option_id, 0.0) - spend.get(comparison.baseline_id, 0.0))


def _other_differences(comparison: Comparison, option_id: str) -> list[str]:
    """Name the groups of settings, campaigns and names apart, in which option and baseline differ."""
    before, after = comparison.config(comparison.baseline_id), comparison.config(option_id)
    return sorted(key for key in {*before, *after} - _OWN_KEYS if before.get(key) != after.get(key))
