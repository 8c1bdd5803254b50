"""Write docs/duties.md: each duty of a territory manager, the command that exercises it, and its figure.

    python tools/duties.py

Runs every command of the page at its settings, which takes some minutes.
"""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from territory_sim import compare, load_scenario, simulate
from territory_sim.cli.arguments import read_arguments
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

TARGET = Path(__file__).parents[1] / "docs" / "duties.md"
_FEW = "replications=4 opportunity=false"
_AGAINST = "territory-sim compare scenario=status_quo"


@dataclass(frozen=True)
class Duty:
    """One duty.

    Args:
        name: The duty.
        command: The command that exercises it.
        lines: Scorecard lines that measure it, those that are read off the command first.
        teaches: What one learns from it.
        also: Other commands, tables and pages that belong to it.
    """

    name: str
    command: str
    lines: tuple[str, ...]
    teaches: str
    also: str


DUTIES = (
    Duty(
        "Oversee the sales of a region",
        "territory-sim run",
        ("revenue", "market_share", "coverage", "travel_share"),
        "where a region loses sales, territory by territory",
        "tables `territory_run` and `lost_sales`",
    ),
    Duty(
        "Analyse records of sales and finance",
        "territory-sim run export=crm",
        ("contribution", "revenue"),
        "a pooled reading of the CRM log takes size for effect",
        "[CRM log](market/crm.md): calls, orders, pay, quotas, assignments",
    ),
    Duty(
        "Research marketing",
        f"{_AGAINST},spring_campaign {_FEW}",
        ("campaign_return", "campaign_spend"),
        "whether a campaign paid, and why a geo-test hardly sees it",
        "[campaigns and geo-tests](market/marketing.md)",
    ),
    Duty(
        "Follow up leads and close",
        f"{_AGAINST},campaign_into_understaffed {_FEW}",
        ("lead_conversion", "lead_response_hours", "win_rate"),
        "leads go cold where nobody has time for them",
        "[leads](market/leads.md), table `lead_stage`",
    ),
    Duty(
        "Submit reports",
        f"{_AGAINST},balanced {_FEW}",
        ("contribution",),
        "one page that can be made again to the byte",
        "`territory-sim report DIR`, `report.html`, `manifest.json`",
    ),
    Duty(
        "Mentor staff",
        f"{_AGAINST},mentoring {_FEW}",
        ("coverage", "win_rate", "contribution"),
        "hours of two people now against ability that lasts for months",
        "lesson `mentoring` of the [page](teaching.md), [people](people.md), [ride-alongs](management.md)",
    ),
    Duty(
        "Set goals and judge performance",
        f"{_AGAINST} commission=quota_bonus,accelerator {_FEW}",
        ("quota_attained_share", "pay_gini"),
        "the same year makes other winners under another goal",
        "[pay plans](pay_plans.md), table `rep_month`",
    ),
    Duty(
        "Coordinate with logistics, marketing and product",
        f"{_AGAINST},stock_out {_FEW}",
        ("revenue", "satisfaction", "late_order_share"),
        "goods that are missing cost goodwill for longer than orders",
        "`scenario=product_launch`, table `lost_sales`, [fulfilment](market/fulfilment.md)",
    ),
    Duty(
        "Balance staff against area",
        f"{_AGAINST},understaffed,overstaffed {_FEW}",
        ("workload_spread", "utilisation", "contribution"),
        "a plateau, not one best number",
        "`territory-sim size`, [how many reps](sizing.md)",
    ),
    Duty(
        "Pay fairly",
        f"{_AGAINST},balanced replications=4",
        ("pay_opportunity_gini", "territory_share_of_pay", "pay_gini"),
        "much of what pay differs by is the territory, not the person",
        "`territory-sim statement DIR rep=R07`, [pay plans](pay_plans.md)",
    ),
    Duty(
        "Serve customers",
        f"{_AGAINST},pooled_backup {_FEW}",
        (
            "first_response_hours",
            "first_response_p90_hours",
            "unanswered_share",
            "face_to_face_share",
            "churned_share",
        ),
        "owners who back each other up answer sooner",
        "`scenario=inside_desk`, [service](market/service.md)",
    ),
    Duty(
        "Determine and explain what reps and campaigns achieved",
        "territory-sim run export=crm opportunity=true",
        ("territory_share_of_pay", "pay_opportunity_gini"),
        "luck, territory and ability beside each other; naive and causal readings of calls",
        "table `call_elasticity`, [how it is checked](verification.md#the-market)",
    ),
    Duty(
        "Survey customers",
        "territory-sim run opportunity=false",
        ("satisfaction",),
        "eight people are no sample, and those who answer are not those who were asked",
        "table `survey`, [surveys](market/surveys.md)",
    ),
    Duty(
        "Look after the team",
        f"{_AGAINST},top_seller_leaves {_FEW}",
        ("revenue", "churned_share", "rep_turnover", "morale"),
        "who leaves takes part of the accounts' loyalty along",
        "table `employment`, [people](people.md), [morale](morale.md)",
    ),
    Duty(
        "Work with local organisations",
        f"{_AGAINST} word_of_mouth.active=false,true {_FEW}",
        ("revenue", "lead_conversion"),
        "what customers tell each other sells and unsells",
        "table `local_event`, [word of mouth](market/word_of_mouth.md)",
    ),
    Duty(
        "Compare redesigns",
        f"{_AGAINST},balanced,mid_year_redesign {_FEW}",
        ("accounts_moved_share", "contribution", "coverage"),
        "a gain has a price in accounts that change hands",
        "`territory-sim design`, [territories](design.md), [leadership](management.md)",
    ),
)


def page() -> str:
    """Write the page.

    Returns:
        Markdown.
    """
    rows = "\n".join(_row(duty) for duty in DUTIES)
    return f"""\
# What a territory manager does, and how to practise it

Each duty with a command that exercises it, the lines of the scorecard that measure it, and what this version
answers. Figures are made by `python tools/duties.py`: seed 1, a year of Texas; differences are means of four
paired replications with 95 % intervals, enough to show what a command tells, few for a decision.

| duty | command | measured by | what it answers | what it teaches | see also |
|---|---|---|---|---|---|
{rows}

Money is in the currency of the run, a year.
"""


def _row(duty: Duty) -> str:
    lines = ", ".join(f"`{line}`" for line in duty.lines)
    return f"| {duty.name} | `{duty.command}` | {lines} | {_answer(duty)} | {duty.teaches} | {duty.also} |"


def _answer(duty: Duty) -> str:
    request = read_arguments(shlex.split(duty.command)[1:])
    if request.verb == "run":
        scenario = load_scenario("status_quo", request.overrides)
        values = simulate(scenario).kpis.set_index("kpi")["value"]
        return "; ".join(f"{line} {_number(float(values[line]))}" for line in duty.lines if line in values)
    return "; ".join(_differences(compare(load_scenarios(request.overrides)), duty.lines))


def _differences(found: Comparison, lines: tuple[str, ...]) -> list[str]:
    told = []
    for row in found.table.to_dict("records"):
        if row["kpi"] in lines:
            numbers = (_number(float(row[name]), signed=True) for name in ("difference", "low", "high"))
            told.append("{}, {}: {} ({} to {})".format(row["scenario_id"], row["kpi"], *numbers))
    return told


def _number(value: float, *, signed: bool = False) -> str:
    sign = "+" if signed else ""
    if abs(value) >= 10_000:
        return f"{value / 1e6:{sign}.2f} M"
    return f"{value:{sign}.3g}"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(TARGET)
    sys.exit(0)
