"""Deal timing off: no deal is hurried or discounted, and nothing is drawn otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.randomness.candidates import touched
from tests.worlds import loaded, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate

PEOPLE = small_scenario().people
HURRIED = replace(PEOPLE, deal_timing=loaded("status_quo").people.deal_timing)
STEEP = loaded("status_quo", "commission=accelerator", "commission.quota.growth=-0.3").commission
TABLES = ("rep_day", "rep_month", "territory_week", "request", "lead", "account_run")


def run_with(people: Any, **changes: Any) -> Run:
    """Run a quarter and a half of the small scenario under an accelerator that is easily reached."""
    changes = {"days": 90, "opportunity": False, "commission": STEEP, **changes}
    return simulate(small_scenario(people=people, **changes))


def test_no_candidate_depends_on_deal_timing() -> None:
    """Every column of demand is the same to the byte."""
    assert touched(small_world(people=PEOPLE), small_world(people=HURRIED)) == set()


def test_without_quotas_or_takers_it_is_off() -> None:
    """A straight plan, or customers who never accept, give the very run without the mechanism."""
    linear = loaded("status_quo", "commission=linear").commission
    nobody = replace(HURRIED, deal_timing=replace(HURRIED.deal_timing, accept_share=0.0))
    for plan, people in ((linear, HURRIED), (STEEP, nobody)):
        off, on = (run_with(each, commission=plan) for each in (PEOPLE, people))
        for name in TABLES:
            assert off.tables[name].equals(on.tables[name]), name


def test_hurried_deals_are_signed_earlier_for_less_and_no_deal_is_won_that_was_lost() -> None:
    """Against the same run without: discounts are the price let off, and the first quarter's books agree."""
    off, on = run_with(PEOPLE), run_with(HURRIED)
    before, after = (run.tables["lead"].set_index("lead") for run in (off, on))
    assert (before["discount_cents"] == 0).all()
    cheaper = after[after["discount_cents"] > 0]
    assert len(cheaper)
    share = on.scenario.people.deal_timing.discount
    assert (cheaper["discount_cents"] == (cheaper["value_cents"] * share).round()).all()
    assert (cheaper["status"] == "won").all()
    same = before.loc[cheaper.index]
    ended = same["ended_minute"].fillna(float("inf"))
    assert (cheaper["ended_minute"] <= ended + 1e-3).all()
    assert (cheaper["ended_minute"] < ended).any()
    assert not same["status"].isin(["lost", "stalled"]).any()


def test_nothing_happens_before_the_window_opens() -> None:
    """Days and leads agree until three weeks before the quarter ends."""
    window = HURRIED.deal_timing.window_days
    opens = (62 - window) * small_scenario().schedule.day_minutes
    early = []
    for people in (PEOPLE, HURRIED):
        leads = run_with(people).tables["lead"]
        early.append(leads[leads["ended_minute"] < opens].reset_index(drop=True))
    assert early[0].equals(early[1])
    assert len(early[0])
