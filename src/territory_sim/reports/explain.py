"""Findings: what an option changes, said in sentences with number, interval and cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from territory_sim.experiments.comparisons import UNDECIDED
from territory_sim.experiments.verdict import HEADLINES, ahead, describe, odds
from territory_sim.experiments.wording import number, quantities, size
from territory_sim.reports.rep_changes import RepChange, rep_changes

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

WORSE_OFF: Final = 0.05
"""A loss of pay above this share is told as a loss that will be felt."""

_CUSTOMERS: Final = (
    "first_response_hours",
    "first_response_p90_hours",
    "unanswered_share",
    "face_to_face_share",
    "coverage_worst_decile",
    "satisfaction",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the comparison shows.

    Args:
        topic: ``reps`` or ``customers``.
        claim: A sentence with the number and its interval.
        cause: Why, as far as the tables tell; may be empty.
        table: The table it is taken from.
        value: The number, in the unit of the table.
        low: Lower end of its interval; equal to the value where it is exact.
        high: Upper end of its interval.
        kpi: The scorecard line it is about; empty when it is about none.
        verdict: The verdict word of that line; empty without a line.
        is_small: Whether the line changes by less than would matter.
    """

    topic: str
    claim: str
    cause: str
    table: str
    value: float
    low: float
    high: float
    kpi: str = ""
    verdict: str = ""
    is_small: bool = False


def explain(comparison: Comparison, option_id: str) -> tuple[Finding, ...]:
    """Say what one option changes for reps and for customers.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        Findings, those about reps first.
    """
    changes = rep_changes(comparison, option_id)
    return (*_about_reps(changes, comparison.currency), *_about_customers(comparison, option_id))


def findings_table(comparison: Comparison) -> pd.DataFrame:
    """List all findings of a comparison: table ``explanations``.

    Args:
        comparison: The comparison.

    Returns:
        A row per option and finding: claim, number with its 95 % interval and unit, cause, source.
    """
    units = comparison.tables["kpi_dictionary"].set_index("kpi")["unit"].to_dict()
    rows = [
        {
            "topic": f"{comparison.title(option_id)}: {found.topic}",
            "subject": found.kpi or "reps",
            "claim": found.claim,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "unit": units.get(found.kpi, "money" if abs(found.value) > 1 else "share"),
            "cause": found.cause,
            "source": found.table,
        }
        for option_id in comparison.option_ids
        for found in (*_about_firm(comparison, option_id), *explain(comparison, option_id))
    ]
    return pd.DataFrame(rows)


def _about_firm(comparison: Comparison, option_id: str) -> list[Finding]:
    """Say what happens to the lines that leaders ask about first."""
    table = comparison.table[comparison.table["scenario_id"] == option_id]
    lines = {str(row["kpi"]): row for row in table.to_dict("records")}
    found = []
    for names in HEADLINES:
        row = next((lines[kpi] for kpi in names if kpi in lines), None)
        if row is not None:
            named = {str(name): value for name, value in row.items()}
            said = describe(named, comparison.currency, odds(*ahead(comparison.tables["kpis"], named)))
            claim = f"{said[:1].upper()}{said[1:]}."
            found.append(replace(_about_line(named, claim), topic="the decision"))
    return found


def _about_reps(changes: Sequence[RepChange], currency: str) -> list[Finding]:
    paired = [change for change in changes if change.difference is not None]
    if not paired:
        return []
    losers = [c for c in paired if (c.pay_after or 0.0) < (1 - WORSE_OFF) * (c.pay_before or 0.0)]
    winners = [c for c in paired if (c.pay_after or 0.0) > (1 + WORSE_OFF) * (c.pay_before or 0.0)]
    share = len(losers) / len(paired)
    per_cent = f"{100 * WORSE_OFF:.0f} %"
    claim = (
        f"{len(losers)} of {len(paired)} reps lose more than {per_cent} of their pay, "
        f"{len(winners)} gain more than {per_cent}."
    )
    findings = [Finding("reps", claim, "", "rep_month", share, share, share)]
    for change, verb in ((paired[-1], "loses"), (paired[0], "gains")):
        found = change.difference
        assert found is not None
        if change.is_sure and (found.difference.estimate < 0) == (verb == "loses"):
            findings.append(_about_one(change, verb, currency))
    return findings


def _about_one(change: RepChange, verb: str, currency: str) -> Finding:
    found = change.difference
    assert found is not None
    at = found.difference
    amount, between = size(at.estimate, at.low, at.high, "money", currency)
    share = abs(at.estimate) / found.baseline if found.baseline else 0.0
    claim = (
        f"{_called(change)} {verb} most: {amount} a year, {number(100 * share, 0)} % of pay "
        f"(95 % interval {between})."
    )
    return Finding("reps", claim, cause_of(change, currency), "rep_month", at.estimate, at.low, at.high)


def cause_of(change: RepChange, currency: str) -> str:
    """Say what happens to a rep's territory, the likely cause of a change in pay.

    Args:
        change: The rep's change.
        currency: Currency of money.

    Returns:
        A sentence, or an empty text when the territory stays as it is or is not known.
    """
    before, after = change.potential_before, change.potential_after
    if before is None or after is None or not (change.gained or change.lost):
        return ""
    worth = quantities([before, after], "money", currency)
    work = ""
    if change.hours_before is not None and change.hours_after is not None:
        hours = [number(value, 0) for value in (change.hours_before, change.hours_after)]
        work = f", the work it asks for from {hours[0]} to {hours[1]} hours a year"
    return (
        f"The territory gives up {change.lost} accounts and takes over {change.gained}: "
        f"its potential goes from {worth[0]} to {worth[1]}{work}."
    )


def _about_customers(comparison: Comparison, option_id: str) -> list[Finding]:
    table = comparison.table[comparison.table["scenario_id"] == option_id]
    lines: dict[str, dict[str, Any]] = {
        str(row["kpi"]): {str(name): value for name, value in row.items()} for row in table.to_dict("records")
    }
    rows = [lines[kpi] for kpi in _CUSTOMERS if kpi in lines]
    findings = []
    for row in rows:
        kpi = str(row["kpi"])
        if row["verdict"] not in UNDECIDED:
            said = describe(row, comparison.currency, odds(*ahead(comparison.tables["kpis"], row)))
            claim = f"{row['verdict'].capitalize()}: {said}."
            findings.append(
                _about_line(row, claim, is_small=abs(row["difference"]) < comparison.thresholds.get(kpi, 0.0))
            )
    same = [row for row in rows if row["verdict"] in UNDECIDED]
    findings += [
        _about_line(row, f"{row['verdict'].capitalize()}: {describe(row, comparison.currency)}.")
        for row in same
    ]
    return findings


def _about_line(row: dict[str, Any], claim: str, *, is_small: bool = False) -> Finding:
    return Finding(
        topic="customers",
        claim=claim,
        cause="",
        table="comparisons",
        value=row["difference"],
        low=row["low"],
        high=row["high"],
        kpi=row["kpi"],
        verdict=row["verdict"],
        is_small=is_small,
    )


def _called(change: RepChange) -> str:
    return change.rep_id if change.name == change.rep_id else f"{change.name} ({change.rep_id})"
