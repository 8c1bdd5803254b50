"""Pay statements: what is printed adds up, and the page of plans is the one the command makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from territory_sim.reports.pay_statement import statement_text
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger
from tests.salesforce.plans import PLANS, any_plan

ROOT = Path(__file__).parents[2]


def amount(line: str) -> int:
    """Read the cents at the end of a line."""
    return round(float(line.rsplit(maxsplit=1)[-1].replace(",", "")) * 100)


@given(plan=any_plan(), months=st.lists(st.integers(-(10**7), 10**9), min_size=1, max_size=5))
def test_the_lines_of_pay_add_up_to_the_total(plan: CommissionParameters, months: list[int]) -> None:
    """What stands between the last two rules is the total below them, to the cent."""
    ledger = PayLedger(plan, 1)
    for number, cents in enumerate(months):
        month = MonthOfSales(booked_cents=cents, credited_cents=cents, quota_cents=10**8)
        statement = ledger.close_month([month], 20 * number, 20)[0]
        blocks = statement_text(statement, "R01", "2026-01", "plan: any", "EUR").split("-" * 52 + "\n")
        pay = sum(amount(line) for line in blocks[2].splitlines())
        total = next(line for line in blocks[3].splitlines() if line.startswith("Total pay, EUR"))
        assert pay == amount(total) == statement.base_cents + statement.variable_cents


def test_the_page_of_plans_is_made_by_its_command() -> None:
    """Every plan is on it, with the statements that this version works out."""
    spec = importlib.util.spec_from_file_location("pay_plans", ROOT / "tools" / "pay_plans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "pay_plans.md").read_text(encoding="utf-8")
    assert module.page() == page
    assert all(f"## {name}\n" in page for name in PLANS)
