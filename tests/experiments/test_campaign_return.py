"""What campaigns bring back: a ratio from pairs, its interval, and its sentence."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from territory_sim.experiments.campaign_return import campaign_return
from territory_sim.experiments.campaign_wording import geo_test_sentence, hits, return_sentence
from territory_sim.experiments.compare import compare
from territory_sim.statistics.intervals import mean_interval
from tests.worlds import campaign, geo_tested, small_scenario


def values(contribution: list[float], spend: list[float] | None = None) -> pd.DataFrame:
    """Give scorecards of a baseline with contribution 1000 and no campaign, and of an option."""
    columns = {
        ("today", "contribution"): [1000.0] * len(contribution),
        ("plan", "contribution"): contribution,
    }
    if spend is not None:
        columns[("plan", "campaign_spend")] = spend
    return pd.DataFrame(columns)


def test_a_return_is_the_contribution_gained_per_money_spent() -> None:
    """With a spend that is the same in all replications it is Student's interval of the gain, scaled."""
    found = campaign_return(values([1040.0, 1070.0, 1100.0], [100.0] * 3), "today", "plan")
    usual = mean_interval([0.4, 0.7, 1.0])
    assert found is not None
    assert found.option == pytest.approx(0.7)
    assert (found.difference.low, found.difference.high) == pytest.approx((usual.low, usual.high))
    assert found.baseline == 0


def test_there_is_none_without_more_spend() -> None:
    """No campaign, or less than in the baseline: nothing to divide by."""
    assert campaign_return(values([1040.0, 1070.0]), "today", "plan") is None
    table = values([1040.0, 1070.0], [100.0] * 2)
    assert campaign_return(table, "plan", "today") is None
    assert campaign_return(table.iloc[:1], "today", "plan") is None


def test_a_spend_that_may_be_nothing_leaves_the_return_without_bounds() -> None:
    """Then the sentence says so instead of showing an interval."""
    table = values([1040.0, 960.0, 1100.0], [100.0, -90.0, 20.0])
    found = campaign_return(table, "today", "plan")
    assert found is not None
    assert math.isinf(found.difference.low)
    assert math.isinf(found.difference.high)
    row = {"difference": found.option, "low": -math.inf, "high": math.inf, "verdict": "open"}
    assert "cannot be said" in return_sentence(row, 10.0, "USD")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            {"difference": -0.6, "low": -0.8, "high": -0.4, "verdict": "worse"},
            "The campaigns do not pay: of EUR 20",
        ),
        (
            {"difference": 0.1, "low": -0.3, "high": 0.5, "verdict": "open"},
            "Whether the campaigns pay is not shown",
        ),
        ({"difference": 0.8, "low": 0.4, "high": 1.2, "verdict": "better"}, "The campaigns pay: EUR 200"),
    ],
)
def test_the_sentence_says_whether_they_pay(row: dict[str, float | str], words: str) -> None:
    """Yes, no, or not shown; always with the interval."""
    said = return_sentence(row, 2e5, "EUR")
    assert words in said
    assert "95 % interval" in said


def test_a_comparison_has_the_line_the_sentence_and_the_readings() -> None:
    """Through the whole path: return, geo-test, and which settings else differ."""
    spending = campaign(spend_per_week=30_000.0)
    today = small_scenario(opportunity=False)
    tested = small_scenario(
        opportunity=False, label="tested", marketing=geo_tested(spending), staffing__reps=3
    )
    plain = small_scenario(opportunity=False, label="plain", marketing__campaigns=(spending,))
    found = compare([today, tested, plain], replications=3, workers=1)
    lines = found.table.set_index(["scenario_id", "kpi"])
    gained = lines.loc[("plain", "contribution"), "difference"]
    spend = lines.loc[("plain", "campaign_return"), "difference"]
    kpis = found.tables["kpis"].set_index(["scenario_id", "kpi"])["value"]
    assert spend == pytest.approx(gained / kpis[("plain", "campaign_spend")].mean())
    assert found.table.loc[found.table["kpi"] == "campaign_return", "variance_reduction"].isna().all()
    said = {option: " ".join(found.verdict_on(option)) for option in found.option_ids}
    assert "differ in more than campaigns (staffing)" in said["tested"]
    assert "3 geo-tests read" in said["tested"]
    assert "differ in more" not in said["plain"]
    assert "geo-test" not in said["plain"]


def test_the_sentence_of_one_test_and_of_many() -> None:
    """One test gives its interval; many say how often they were right and how wide they were."""
    rows = [
        ("regression", 60.0, 50.0, 70.0),
        ("before_after", -3.0, -9.0, 3.0),
        ("geo_test", 5.0, -2.0, 12.0),
    ]
    rows.append(("truth", 6.0, 6.0, 6.0))
    one = pd.DataFrame(rows, columns=["reading", "iroas", "low", "high"]).assign(replication=0)
    said = geo_test_sentence(one, "USD").replace("\N{MINUS SIGN}", "-")
    assert said == (
        "Sales gained per USD of the tested campaign: a regression of sales on spend reads 60.0, before and"
        " after -3.0; the truth is 6.0. The geo-test reads 5.0 (95 % interval -2.0 to 12.0)."
    )
    two = pd.concat([one, one.assign(replication=1, iroas=7.0, low=6.5, high=8.0)])
    two.loc[two["reading"] == "truth", ["iroas", "low", "high"]] = 6.0
    assert hits(two, "geo_test") == 1
    assert hits(two, "truth") == 2
    assert (
        "2 geo-tests read 6.0 in the middle; 1 of their 95 % intervals hold the truth"
        in geo_test_sentence(two, "USD")
    )
