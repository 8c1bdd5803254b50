"""The files of a CRM export: their columns, and what stands in each."""

from __future__ import annotations

from typing import Final

CRM_FOLDER: Final = "crm"
"""Folder of the export inside the folder of a run."""

_OWNER: Final = {"owner_id": "id of the rep", "owner_name": "name of the rep"}

PAY_LINES: Final = {
    "booked": ("booked_cents", "sales booked, less sales cancelled"),
    "credited": ("credited_cents", "sales that count for pay"),
    "cancelled": ("cancelled_cents", "sales cancelled in the month"),
    "credit_to_others": ("split_out_cents", "credit of the rep's sales that went to others"),
    "credit_from_others": ("split_in_cents", "credit of others' sales"),
    "taken_back": ("clawed_cents", "credit taken back for cancelled sales"),
    "uncredited": ("uncredited_cents", "sales of an empty seat, which are nobody's"),
    "carried": ("carried_cents", "credit that the period before took back beyond what it sold"),
    "base_salary": ("base_cents", "base salary"),
    "commission": ("commission_cents", "commission and bonus"),
    "into_pool": ("pool_out_cents", "into the team's pool"),
    "from_pool": ("pool_in_cents", "from the team's pool"),
    "guarantee": ("guarantee_cents", "guarantee for new hires"),
    "advance": ("advance_cents", "advance (draw)"),
    "paid_back": ("recovered_cents", "advance paid back"),
    "owed": ("owed_cents", "what is still to be paid back"),
    "variable_pay": ("variable_cents", "what is paid beyond the base salary"),
}
"""Lines of a statement as payroll prints them: the column of ``rep_month`` and its meaning."""

CRM_FILES: Final[dict[str, dict[str, str]]] = {
    "accounts": {
        "account_id": "id of the account; one account may stand here twice, spelt differently",
        "account_name": "name of the account",
        "unit_id": "id of the basic unit it lies in",
        "unit_name": "name of that unit",
        "segment": "A, B or C",
        **_OWNER,
    },
    "calls": {
        "call_id": "id of the entry",
        "account_id": "account that was visited",
        **_OWNER,
        "call_date": "day of the visit as entered, YYYY-MM-DD",
        "start_time": "beginning of the visit as entered, HH:MM",
        "minutes": "minutes on site",
        "purpose": "call: planned; request: asked for; lead: to close an offer",
        "entered_date": "day on which the rep entered it",
    },
    "opportunities": {
        "opportunity_id": "id of the entry",
        "account_id": "account that asked for an offer",
        **_OWNER,
        "created_date": "day on which it was created",
        "source": "what made the account ask: inbound, campaign, referral or prospecting",
        "stage": "stage it stood in when the export was made",
        "amount": "value in currency",
        "currency": "currency of the amount",
        "is_closed": "whether it came to an end",
        "is_won": "whether it was won",
        "close_date": "day on which it came to an end; empty while it is open",
        "entered_date": "day on which the rep entered it",
    },
    "opportunity_stages": {
        "opportunity_id": "opportunity",
        "step": "number of the stage in its history, from 0",
        "stage": "stage it reached",
        "stage_date": "day on which it reached it",
    },
    "orders": {
        "order_id": "id of the entry",
        "account_id": "account that ordered",
        **_OWNER,
        "order_date": "day of the order",
        "amount": "value in currency",
        "currency": "currency of the amount",
        "opportunity_id": "opportunity that it closed; empty for an order without one",
        "entered_date": "day on which it was entered",
    },
    "surveys": {
        "survey_id": "survey",
        "kind": "nps: asked in writing; focus_group: asked to come and talk",
        "survey_date": "day of the survey",
        "account_id": "customer who was asked",
        "score": "answer, 0 to 10; empty where none came",
    },
    "pay": {
        "statement_id": "statement of one month of one rep",
        **_OWNER,
        "month": "month, YYYY-MM",
        "currency": "currency of the amounts",
        **{line: meaning for line, (_, meaning) in PAY_LINES.items()},
    },
    "quotas": {
        "quota_id": "quota of one rep for one period",
        **_OWNER,
        "period": "month (2026-03), quarter (2026-Q1) or year (2026) over which sales count against it",
        "quota": "what the rep was asked to sell, in currency",
        "credited": "what counted against it by the end of the export, in currency",
        "currency": "currency of the amounts",
    },
    "assignments": {
        "assignment_id": "a stretch of time in which a rep had an account",
        "account_id": "the account, under the id of its first record",
        **_OWNER,
        "from_date": "first day; empty where it began before the export",
        "to_date": "day on which another rep took over; empty while it lasts",
    },
}
"""Columns and their meaning, by file; a file is NAME.csv."""

CRM_DATES: Final = (
    "call_date",
    "entered_date",
    "created_date",
    "close_date",
    "stage_date",
    "order_date",
    "from_date",
    "to_date",
)
"""Columns that hold dates, apart from the survey's."""
