"""A rep's pay statement as text, line by line as a payroll office would print it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from territory_sim.salesforce.quota import period_of
from territory_sim.salesforce.statement import Statement
from territory_sim.units import Cents

if TYPE_CHECKING:
    import pandas as pd

_LABELS = {
    "base_cents": ("Base salary", 1),
    "commission_cents": ("Commission and bonus", 1),
    "pool_out_cents": ("Into the team pool", -1),
    "pool_in_cents": ("From the team pool", 1),
    "guarantee_cents": ("Guarantee for new hires", 1),
    "advance_cents": ("Advance (draw)", 1),
    "recovered_cents": ("Advance paid back", -1),
}
_CREDIT = {
    "cancelled_cents": ("Cancelled in the month", 1),
    "split_out_cents": ("Credit to others", -1),
    "split_in_cents": ("Credit from others", 1),
    "clawed_cents": ("Taken back for cancelled sales", -1),
    "uncredited_cents": ("Sold while the seat was empty", -1),
}
"""Lines between what was booked and what is credited; cancelled sales are no longer in the former."""
_WIDTH = 52


@dataclass(frozen=True, slots=True)
class RepMonth:
    """One row of table ``rep_month``.

    Args:
        rep_id: Id of the rep.
        month: The month, as ``2026-01``.
        statement: What the month pays.
    """

    rep_id: str
    month: str
    statement: Statement


def statements_of(rep_month: pd.DataFrame, period: str) -> list[RepMonth]:
    """Read the statements of one run back from their table.

    Args:
        rep_month: Table ``rep_month`` of one run.
        period: Time over which sales count against a quota: month, quarter or year.

    Returns:
        One for each row, by rep and month; a quota of 0 cents is none.
    """
    names = [field.name for field in fields(Statement) if field.name in rep_month.columns]
    found: list[RepMonth] = []
    credited: dict[tuple[str, str, str], int] = {}
    for row in rep_month.sort_values(["rep_id", "month"]).to_dict("records"):
        rep_id, month = str(row["rep_id"]), str(row["month"])
        cents = {name: Cents(int(row[name])) for name in names}
        counted = rep_id, str(row["person_id"]), period_of(month, period)
        credited[counted] = credited.get(counted, 0) + cents["credited_cents"] + cents["carried_cents"]
        values: dict[str, Any] = {
            **cents,
            "quota_cents": cents["quota_cents"] or None,
            "period_credited_cents": Cents(credited[counted]),
        }
        found.append(RepMonth(rep_id, month, Statement(**values)))
    return found


def statement_text(statement: Statement, rep: str, month: str, under: str, currency: str) -> str:
    """Print one month of one rep.

    Args:
        statement: What the month pays.
        rep: Id or name of the rep.
        month: The month, as ``2026-01``.
        under: What it was earned under, as ``plan: linear``.
        currency: Code of the currency.

    Returns:
        Lines of text; amounts stand under each other, and lines of nothing are left out.
    """
    lines = [
        f"{'Pay statement':<28}{month:>24}",
        f"{rep:<28}{under:>24}",
        "-" * _WIDTH,
        _line("Sales booked", statement.booked_cents),
    ]
    for name, (label, sign) in _CREDIT.items():
        if cents := sign * getattr(statement, name):
            lines.append(_line(label, cents))
    if statement.credited_cents != statement.booked_cents:
        lines.append(_line("Sales credited", statement.credited_cents))
    if statement.carried_cents:
        lines.append(_line("Carried from the period before", statement.carried_cents))
    if statement.quota_cents is not None:
        lines.append(_line("Credited since the period began", statement.period_credited_cents))
        lines.append(_line("Quota of the period", statement.quota_cents))
        lines.append(f"{'Attainment':<32}{f'{statement.attainment or 0:.1%}':>20}")
    lines.append("-" * _WIDTH)
    for name, (label, sign) in _LABELS.items():
        cents = sign * getattr(statement, name)
        if cents:
            lines.append(_line(label, cents))
    lines.append("-" * _WIDTH)
    lines.append(_line(f"Total pay, {currency}", statement.base_cents + statement.variable_cents))
    if statement.owed_cents:
        lines.append(_line("Still to be paid back", statement.owed_cents))
    return "\n".join(lines)


def _line(label: str, cents: int) -> str:
    return f"{label:<32}{cents / 100:>20,.2f}"
