"""Write docs/pay_plans.md: every example plan with a worked statement.

python tools/pay_plans.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from territory_sim import load_scenario
from territory_sim.reports.pay_statement import statement_text
from territory_sim.salesforce.commission import credited_cents
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger, split_cents
from territory_sim.salesforce.quota import period_of, period_quota

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "pay_plans.md"
MONTHS = ("2026-01", "2026-02", "2026-03")
DEALS_CENTS = (
    (31_200_00, 44_650_40, 18_900_00),
    (12_400_00, 22_310_25),
    (210_000_00, 61_750_90, 35_080_00),
)
"""Three months of one rep: an even one, a slow one, and one with a very large deal."""
COLLEAGUE_CENTS = (120_000_00, 90_000_00, 60_000_00)
CANCELLED_CENTS = 18_900_00
"""The third deal of January, cancelled in February where the plan takes credit back."""
QUOTA_CENTS = 1_440_000_00
EXPLAINED = """\
# Pay plans

Each file in `configs/commission/` is a plan; choose one with `commission=NAME`, or change any part of it:
`territory-sim run commission=accelerator commission.quota.growth=0.1`. `territory-sim parameters` lists every
part with its unit and range.

| part | what it does |
|---|---|
| `base_salary` | salary of the year; it accrues by the business day. A rep's own stands in `reps.csv` |
| `period` | time over which sales count against quota: month, quarter or year |
| `quota.method` | `none`; `flat`: the same for all; `history`: last year's sales plus `growth`; |
| | `potential`: the same total by potential; `top_down`: shares of one goal |
| `tiers` | marginal rates by attainment: each holds for the sales within its stretch |
| | (accelerator: rising; decelerator: falling) |
| `threshold` | attainment below which nothing is paid; at it, everything from the first sale |
| `bonus_at_quota` | paid once in each period that reaches its quota |
| `cap` | most that salary and variable pay of a year may come to, in equal parts for each period |
| `draw` | least variable pay of a month; `recoverable`: later commission pays it back |
| `guarantee` | least variable pay of a new hire in the first months |
| `pool_share` | share of every commission that all reps divide equally |
| `windfall` | a deal above a size counts in part beyond it |
| `split` | shares of the credit of a sale for others: of a won deal for the rep who answered its lead |
| | (`finder_share`; `inside_share` for an inside rep, who is salaried, so that it pays nobody), of any sale |
| | for the rep who had the account before, some months after a handover (`previous_owner_share`) |
| `clawback` | a sale cancelled within so many business days takes its credit back from all who got it; |
| | how many are cancelled says `fulfilment.cancelled_share`, 0 by default. `carry_over`: what a period |
| | takes back beyond its sales is taken off the next one's, until it is made up |

Commission is worked out on all sales credited since the period began, less what earlier months have paid, so
rounding never adds up: the months of a period come to the cent of its total. Returns lower what is credited;
what cannot be taken back at once is owed. Where more is taken back in a period than is sold in it, the
next period begins below zero (`carried_cents`): sales pay again, and count against quota, once that is made
up. Who leaves takes nothing along.

The worked statements below are made by `python tools/pay_plans.py`: a slow and a good month of one rep with a
quota of {quota} a year. The good month holds a deal of {large}, whose lead the colleague had answered,
and in the slow month a sale of {cancelled} of January is cancelled; both matter to `shared_credit` alone. One
colleague shares the pool.

## A rep's statement of a run

`territory-sim statement DIR rep=R07 month=2026-03` prints a statement from the folder of a run; without
`month` it prints all months of the run, without `rep` all reps. `--json` gives the same lines in cents.
"""


def page() -> str:
    """Write the page.

    Returns:
        Markdown.
    """
    large = f"{DEALS_CENTS[2][0] / 100:,.0f}"
    cancelled = f"{CANCELLED_CENTS / 100:,.0f}"
    parts = [EXPLAINED.format(quota=f"{QUOTA_CENTS / 100:,.0f}", large=large, cancelled=cancelled)]
    for file in sorted((ROOT / "configs" / "commission").glob("*.yaml")):
        says = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        parts.append(f"## {file.stem}\n\n{says}\n\n```\n{worked(file.stem)}\n```\n")
    return "\n".join(parts)


def worked(name: str) -> str:
    """Work out the second and the third month under a plan.

    Args:
        name: Name of the plan.

    Returns:
        Both statements as text.
    """
    plan = load_scenario("status_quo", [f"commission={name}"]).commission
    ledger, period, texts = PayLedger(plan, 2), "", []
    quota = None if plan.quota.method == "none" else period_quota(QUOTA_CENTS, plan.period)
    for number, (month, deals) in enumerate(zip(MONTHS, DEALS_CENTS, strict=True)):
        if period_of(month, plan.period) != period:
            ledger.begin_period()
            period = period_of(month, plan.period)
        other = COLLEAGUE_CENTS[number]
        # Plans that neither share nor take back have these two at nought; there the sale stays booked.
        found = split_cents(deals[0], [plan.split.finder_share])[0] if number == len(MONTHS) - 1 else 0
        clawed = CANCELLED_CENTS if plan.clawback.within_days and number == 1 else 0
        credited = sum(credited_cents(deal, plan.windfall) for deal in deals)
        own = MonthOfSales(
            booked_cents=sum(deals) - clawed,
            credited_cents=credited - found - clawed,
            split_out_cents=found,
            cancelled_cents=clawed,
            clawed_cents=clawed,
            quota_cents=quota,
            months_employed=3 + number,
        )
        others = MonthOfSales(booked_cents=other, credited_cents=other, quota_cents=quota, months_employed=99)
        statement = ledger.close_month([own, others], 21 * number, 21)[0]
        texts.append(statement_text(statement, "R07", month, f"plan: {name}", plan.currency))
    return "\n\n\n".join(texts[1:])


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(TARGET)
    sys.exit(0)
