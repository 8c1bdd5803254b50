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
            "inside_rep_day",
            "one inside rep on one business day; none where there are no inside reps",
            ("rep_id", "day"),
            (
                "shift_minutes",
                "overtime_minutes",
                "answering_minutes",
                "idle_minutes",
                "answers",
                "leads",
                "pay_cents",
            ),
        ),
        _of_run(
            "rep_month",
            "one rep's statement for one month, in cents; without a person where the seat was vacant",
            ("rep_id", "month"),
            (
                "person_id",
                "employed_days",
                "booked_cents",
                "credited_cents",
                "split_out_cents",
                "split_in_cents",
                "cancelled_cents",
                "clawed_cents",
                "uncredited_cents",
                "carried_cents",
                "quota_cents",
                "base_cents",
                "commission_cents",
                "pool_out_cents",
                "pool_in_cents",
                "guarantee_cents",
                "advance_cents",
                "recovered_cents",
                "owed_cents",
                "variable_cents",
            ),
        ),
        _of_run(
            "rep_drive",
            "one field rep's drive in one month, means over its days: effort in the usual effort, share of"
            " the shift at work, points of morale",
            ("rep_id", "month"),
            ("effort", "attendance", "morale"),
        ),
        _of_run(
            "rep_run",
            "one rep over the run",
            ("rep_id",),
            ("territory_id", "unit_id", "skill", "shift_minutes"),
        ),
        _of_run(
            "employment",
            "one person in one seat, which is a territory and keeps its rep_id; days are the first and last",
            ("rep_id", "from_day"),
            ("territory_id", "person_id", "to_day", "began", "ended", "skill", "hiring_cost_cents"),
        ),
        _of_run(
            "finance",
            "one line of profit and loss of the region, a territory, a rep or a segment; costs are negative",
            ("level", "id", "line"),
            ("cents",),
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
            "one territory over the run: units and accounts at its end, potential as the mean over its"
            " days; hours are those required, done or not",
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
                "new_account",
                "in_trial",
                "calls_planned",
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
                "churned",
                "churn_minute",
                "churn_cause",
            ),
        ),
        _of_run(
            "handover",
            "one account that another rep got by a redesign within the run, in the morning of the day",
            ("account_id", "day"),
            ("from_rep_id", "to_rep_id", "warm", "dated"),
        ),
        _of_run(
            "review",
            "what one rep heard about one month: his sales beside what it was worth in his territory",
            ("rep_id", "month"),
            ("manager", "booked_cents", "expected_cents", "minutes"),
        ),
        _of_run(
            "campaigns",
            "one campaign in one unit in one week; adstock as spend a year over potential a year, lift in"
            " log odds and leads of one account, each in the middle of the week",
            ("campaign", "unit_id", "week"),
            ("spend_cents", "adstock", "lift", "leads_per_year"),
        ),
        _of_run(
            "geo_test_units",
            "one unit with accounts as a geo-test reads it; block -1 takes no part",
            ("unit_id",),
            (
                "block",
                "is_treated",
                "potential_cents",
                "spend_cents",
                "before_days",
                "before_cents",
                "during_days",
                "during_cents",
            ),
        ),
        _of_run(
            "geo_test",
            "one reading of what the tested campaign brought: sales per money spent, 95 % interval",
            ("reading",),
            ("iroas", "low", "high", "gained_cents", "spend_cents", "units"),
        ),
        _of_run(
            "firm_run",
            "one firm over the run: we, each rival, and all others (orders only, won leads apart)",
            ("firm",),
            ("orders", "won_cents", "order_share"),
        ),
        _of_run(
            "lost_sales",
            "one cause of lost sales in one territory; leads are those that were not won",
            ("territory_id", "cause"),
            ("needs", "lost_cents", "leads", "lead_cents"),
        ),
        _of_run(
            "rival_month",
            "one rival in one month, with its weight of each kind of target",
            ("firm", "month"),
            ("calls", "orders", "won_cents", "dissatisfied", "unvisited", "large"),
        ),
        _of_run(
            "unit_run",
            "one basic unit over the run; ways are those of the rep who owns it, in minutes",
            ("unit_id",),
            (
                "territory_id",
                "rep_id",
                "accounts",
                "home_way_minutes",
                "mean_way_minutes",
                "on_site_requests",
                "met_in_time",
                "availability",
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
                "expiry_minute",
                "answered_minute",
                "status",
                "rep_id",
                "cause",
            ),
        ),
        _of_run(
            "lead",
            "one lead",
            ("lead",),
            (
                "account_id",
                "source",
                "minute",
                "value_cents",
                "answered_minute",
                "ended_minute",
                "status",
                "cause",
                "stage",
                "handed_over",
                "discount_cents",
                "at_deadline",
                "answering_rep_id",
                "rep_id",
            ),
        ),
        _of_run(
            "lead_stage",
            "one stage that one deal was in; without next and end where it still is",
            ("lead", "step"),
            ("stage", "entered_minute", "visited_minute", "left_minute", "next"),
        ),
        _of_run(
            "delivery",
            "our orders that one territory won in one week, by how their delivery ends",
            ("territory_id", "week"),
            ("orders", "under_way", "delivered", "late", "missing"),
        ),
        _of_run(
            "local_event",
            "one event of a local organisation; leads are those expected of its members",
            ("organisation", "day"),
            ("rep_id", "minutes", "attended_minute", "members", "expected_leads"),
        ),
        _of_run(
            "survey",
            "one survey: what was said by those who answered, and beside it what all customers felt",
            ("survey",),
            (
                "kind",
                "date",
                "customers",
                "asked",
                "answered",
                "mean",
                "mean_low",
                "mean_high",
                "true_mean",
                "nps",
                "nps_low",
                "nps_high",
                "true_nps",
            ),
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

LOG_TABLES: Final = {
    table.name: table
    for table in (
        _of_run(
            "visit",
            "one visit of a rep to an account; number is that of the request or lead it was for",
            ("visit",),
            ("account_id", "minute", "rep_id", "purpose", "number", "minutes_on_site"),
        ),
        _of_run(
            "order",
            "one need of an account, whoever met it",
            ("order",),
            ("account_id", "minute", "size_cents", "status", "firm", "cause", "rep_id"),
        ),
        _of_run(
            "survey_answer",
            "one customer asked in one survey; points are -1 where no answer came",
            ("survey", "account_id"),
            ("answered", "points"),
        ),
        _of_run(
            "assignment",
            "one rep who had one account for a time; from -1: since before the run, to -1: to its end",
            ("account_id", "from_day"),
            ("to_day", "rep_id"),
        ),
        _of_run(
            "call_elasticity",
            "per cent of sales for one per cent more calls, by one way to find out",
            ("method",),
            ("estimate", "low", "high"),
        ),
    )
}
"""Tables made only on demand, most of them the truth log of single occurrences, by name."""
