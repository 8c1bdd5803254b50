"""What is wrong with campaigns is told all at once, each fault with what is allowed."""

from __future__ import annotations

from typing import Any

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.market.parameters.marketing import CHANNELS
from territory_sim.scenario.campaign_checks import campaign_faults
from territory_sim.scenario.compose import compose
from territory_sim.scenario.parse import parse_scenario

IN_RUN = "lie in the run, business days 0 to 249 from 2026-01-05"
SPRING: dict[str, Any] = {
    "name": "spring",
    "channel": "mail",
    "places": [],
    "choose": "largest",
    "share": 0.3,
    "start": "2026-03-02",
    "days": 40,
    "spend_per_week": 25000,
    "spread": "potential",
}


def told(*campaigns: dict[str, Any], days: int = 250, **marketing: Any) -> list[str]:
    """Parse marketing with some campaigns, and give the faults told."""
    tree: dict[str, Any] = compose()
    tree["days"] = days
    test = {**tree["marketing"]["geo_test"], **marketing.pop("geo_test", {})}
    tree["marketing"] |= {"campaigns": list(campaigns), "geo_test": test, **marketing}
    try:
        parse_scenario(tree)
    except ScenarioError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_all_faults_of_all_campaigns_come_at_once() -> None:
    """Bad channel, share over one, negative spend, twin names, dates outside: one line each."""
    faults = told(
        SPRING | {"channel": "mial", "share": 1.2, "spend_per_week": -30, "start": "2030-01-01"},
        SPRING | {"start": "day 245"},
        without=["summer"],
    )
    assert faults == [
        f"marketing.campaigns.0.channel = mial: must be one of {', '.join(CHANNELS)} (did you mean mail?)",
        "marketing.campaigns.0.share = 1.2: must be a number from 0 to 1 [share]",
        "marketing.campaigns.0.spend_per_week = -30: must be a number from 0 to 1,000,000,000 [money/week]",
        "marketing.campaigns.1.name = spring: is the name of marketing.campaigns.0 already",
        f"marketing.campaigns.0.start = 2030-01-01: must {IN_RUN} (this is day 1041)",
        "marketing.campaigns.1.days = 40: must end within the run: at most 5 business days from day 245 on",
        "marketing.without.0 = summer: must be the name of a campaign: spring, spring",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"start": "2025-12-31"},
            "must lie in the run, business days 0 to 249 from 2026-01-05 (this is day -3)",
        ),
        ({"start": "soon"}, "must be a date such as 2026-03-02, or such as day 40"),
        ({"start": "2026-02-30"}, "must be a date such as"),
        ({"start": "2026-13-01"}, "must be a date such as"),
        ({"name": " spring"}, "must be printable text without blanks around it"),
        ({"name": ""}, "must be printable text"),
        ({"days": 0}, "must be a whole number from 1"),
        ({"days": 211}, "must end within the run: at most 210 business days from 2026-03-02 on"),
        ({"share": -0.1}, "must be a number from 0 to 1"),
        ({"places": "T01"}, ""),
        ({"places": [7]}, "must be text"),
        ({"spread": "evenly"}, "must be one of potential, equal"),
    ],
)
def test_a_bad_campaign_is_told(change: dict[str, Any], words: str) -> None:
    """One fault with what is allowed; a single place needs no list around it."""
    faults = told(SPRING | change)
    assert len(faults) == bool(words)
    assert not words or words in faults[0]


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ({"treated_share": 1.2}, "must be a number from 0 to 1"),
        ({"treated_share": 0.1}, "must leave units with and without the campaign in every block of 2 units"),
        ({"treated_share": 0.9, "block_units": 4}, "in every block of 4 units"),
        ({"pre_days": 41}, "must be at most the 40 business days of the run before the campaign"),
        ({"cooldown_days": 171}, "must be at most the 170 business days of the run after the campaign"),
        ({"campaign": "sprnig"}, "must be the name of a campaign: spring (did you mean spring?)"),
    ],
)
def test_a_test_without_two_groups_or_without_time_is_told(test: dict[str, Any], words: str) -> None:
    """Only while the test is on, except for a name that names nothing."""
    faults = told(SPRING, geo_test={"active": True, **test})
    assert len(faults) == 1
    assert words in faults[0]
    is_relation = "treated_share" not in test or test["treated_share"] <= 1
    if is_relation and "campaign" not in test:
        assert told(SPRING, geo_test=test) == []


def test_a_ceiling_of_leads_below_what_channels_can_bring_is_told() -> None:
    """The channels of the campaigns count, each once; others do not."""
    rates = {"fair": 1.0, "mail": 0.8, "tv": 5.0}
    values: dict[str, object] = {
        f"marketing.channels.{name}.leads_per_year": rate for name, rate in rates.items()
    }
    values |= {
        f"marketing.campaigns.{place}.channel": name for place, name in enumerate(["fair", "mail", "fair"])
    }
    (fault,) = campaign_faults(values | {"leads.campaign_ceiling": 1.5})
    assert str(fault) == (
        "leads.campaign_ceiling = 1.5: must be at least 1.8 leads/year, which fair, mail can bring together"
    )
    assert list(campaign_faults(values | {"leads.campaign_ceiling": 1.8})) == []


def test_a_baseline_without_campaigns_takes_the_overrides_of_an_option_that_has_them() -> None:
    """`compare scenario=status_quo,spring_campaign marketing.geo_test.active=true` has no fault."""
    assert told(geo_test={"active": True, "campaign": "spring"}, without=["spring"]) == []


def test_dates_count_business_days_and_fit_a_shorter_run() -> None:
    """2026-03-02 is business day 40: a run of 80 days just holds 40 days of campaign."""
    assert told(SPRING, days=80) == []
    assert len(told(SPRING, days=79)) == 1
    assert told(SPRING | {"start": "day 40"}, days=80) == []
    assert told(SPRING | {"start": "2026-02-28"}, days=80) == []  # a Saturday counts as the Monday after
