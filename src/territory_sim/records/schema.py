"""Every table of results: its columns, and what one row of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RUN_KEYS: Final = ("scenario_id", "design_id", "replication")
"""The columns that tell runs apart, first in every table of a run."""


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table.

    Args:
        name: Name of the table and of its file.
        row: What one row is.
        keys: Columns that identify a row, in the order in which rows are sorted.
        columns: The other columns.
    """

    name: str
    row: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]


def _of_run(name: str, row: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> TableSchema:
    return TableSchema(name, row, (*RUN_KEYS, *keys), columns)


TABLES: Final = {
    table.name: table
    for table in (
        _of_run("kpis", "one scorecard line of a run", ("kpi",), ("value",)),
        _of_run(
            "rep_day",
            "one rep on one business day",
            ("rep_id", "day"),
            (
                "shift_minutes",
                "overtime_minutes",
                "travel_minutes",
                "meeting_minutes",
                "admin_minutes",
                "idle_minutes",
                "calls",
                "visits",
                "answers",
                "leads",
                "nights",
            ),
        ),
        _of_run(
            "rep_month",
            "one rep's statement for one month, in cents",
            ("rep_id", "month"),
            ("booked_cents", "base_cents", "variable_cents"),
        ),
        _of_run(
            "territory_week",
            "one territory in one week of five business days",
            ("territory_id", "week"),
            (
                "rep_id",
                "calls_due",
                "calls_on_time",
                "requests_created",
                "requests_served",
                "requests_expired",
                "leads_created",
                "leads_won",
                "booked_cents",
            ),
        ),
        _of_run(
            "territory_run",
            "one territory over the run; hours are those required, done or not",
            ("territory_id",),
            (
                "rep_id",
                "units",
                "accounts",
                "potential_cents",
                "call_hours",
                "request_hours",
                "lead_hours",
                "admin_hours",
                "travel_hours",
                "required_hours",
                "booked_cents",
            ),
        ),
        _of_run(
            "account_run",
            "one account over the run; territory and rep are those at its end",
            ("account_id",),
            (
                "unit_id",
                "territory_id",
                "rep_id",
                "segment",
                "potential_cents",
                "visits",
                "calls_due",
                "calls_on_time",
                "requests",
                "requests_served",
                "requests_expired",
                "wait_hours",
                "bought_cents",
                "booked_cents",
                "satisfaction",
            ),
        ),
        _of_run(
            "request",
            "one service request",
            ("request",),
            (
                "account_id",
                "minute",
                "on_site",
                "high_priority",
                "handling_minutes",
                "deadline_minute",
                "answered_minute",
                "status",
                "rep_id",
            ),
        ),
        _of_run(
            "lead",
            "one lead",
            ("lead",),
            ("account_id", "minute", "value_cents", "answered_minute", "status", "rep_id"),
        ),
    )
}
"""The tables that one run makes, by name."""

SIZE_COLUMNS: Final = (
    "reps",
    "sales",
    "sales_low",
    "sales_high",
    "contribution",
    "contribution_at_norm",
    "required_hours",
    "travel_hours",
    "capacity_hours",
    "utilisation",
    "busiest",
    "max_deviation",
)
"""Columns of ``size.csv``, one row for each number of reps; money and hours are those of a year."""
