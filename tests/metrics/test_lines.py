"""Each scorecard line on tables small enough to work out by hand; what cannot be filled is absent."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.worlds import changed, loaded

from territory_sim.metrics.coverage import coverage_lines
from territory_sim.metrics.effort import effort_lines
from territory_sim.metrics.equity import equity_lines
from territory_sim.metrics.fairness import fairness_lines
from territory_sim.metrics.pay_spread import pay_spread_lines
from territory_sim.metrics.pipeline import pipeline_lines
from territory_sim.metrics.queue import queue_lines
from territory_sim.metrics.sales import sales_lines
from territory_sim.metrics.service import service_lines
from territory_sim.metrics.statements import variable_pay

NAN = float("nan")


def frame(**columns: list[Any]) -> pd.DataFrame:
    """Make a table."""
    return pd.DataFrame(columns)


def sales_tables() -> dict[str, pd.DataFrame]:
    """Give two accounts, two rep-days and two statements."""
    return {
        "account_run": frame(booked_cents=[30_000, 10_000], bought_cents=[50_000, 50_000]),
        "campaigns": frame(spend_cents=[1_500, 500]),
        "rep_day": frame(travel_minutes=[90.0, 30.0], nights=[1, 0]),
        "inside_rep_day": frame(pay_cents=[]),
        "rep_month": frame(base_cents=[5_000, 5_000], variable_cents=[700, 300]),
        "employment": frame(rep_id=["R1", "R2"], hiring_cost_cents=[1_000, 0]),
    }


def test_sales_lines() -> None:
    """Revenue 400; margin .5 of it less pay 110, two hours at 45, a night 140, hiring 10, campaigns 20."""
    scenario = changed(
        loaded("status_quo"),
        market__gross_margin=0.5,
        schedule__travel_cost_per_hour=45.0,
        schedule__night_cost=140.0,
    )
    assert sales_lines(sales_tables(), scenario) == pytest.approx(
        {
            "revenue": 400.0,
            "contribution": 0.5 * 400 - 110 - 90 - 140 - 10 - 20,
            "campaign_spend": 20.0,
            "selling_cost_share": (110 + 90 + 140 + 10) / 400,
            "cost_to_serve": (110 + 90 + 140 + 10) / 2,
            "market_share": 0.4,
        }
    )


def test_sales_lines_that_nothing_fills_are_absent() -> None:
    """No purchase, no share of the market; no sales, no share of costs; no campaign, no spend."""
    tables = sales_tables()
    tables["account_run"] = frame(booked_cents=[0], bought_cents=[0])
    tables["campaigns"] = tables["campaigns"].iloc[:0]
    assert set(sales_lines(tables, loaded("status_quo"))) == {"revenue", "contribution"}


def lead_table() -> pd.DataFrame:
    """Give seven leads over 20 days of 480 minutes: two won, one of each other state, one never qualified."""
    return frame(
        status=["won", "won", "lost", "stalled", "expired", "open", "qualified"],
        stage=["offer", "offer", None, "offer", "offer", None, "offer"],
        minute=[0.0] * 7,
        answered_minute=[60.0, 60.0, 120.0, 0.0, 0.0, NAN, 4800.0],
        ended_minute=[60.0 + 480, 60.0 + 960, 120.0, 1440.0, 960.0, NAN, NAN],
        value_cents=[10_000, 30_000, 1, 1, 1, 1, 1],
    )


def test_pipeline_lines() -> None:
    """Two of five leads won; deals stayed 1, 2, 3 and 2 days, one is under way for ten."""
    lines = pipeline_lines(lead_table(), 20 * 480.0, 480.0)
    assert lines == pytest.approx(
        {
            "lead_conversion": 2 / 5,
            "lead_response_hours": (1 + 1 + 2 + 0 + 0 + 80) / 6,
            "win_rate": 2 / 4,
            "stalled_share": 1 / 4,
            "sales_cycle_days": 2.0,
            "pipeline_velocity": (1 + 2 + 3 + 2 + 10) / 20 * 200 * 0.5 / 2.0,
        }
    )


def test_velocity_is_what_a_day_sells_when_all_deals_have_ended() -> None:
    """Little's law: deals under way over the cycle are deals a day, times win rate and value won."""
    closed = lead_table().iloc[[0, 1, 3, 4]]
    lines = pipeline_lines(closed, 20 * 480.0, 480.0)
    assert lines["pipeline_velocity"] == pytest.approx((100 + 300) / 20)


def test_pipeline_lines_that_nothing_fills_are_absent() -> None:
    """No lead at an end, no conversion; none answered, no wait; no deal at an end, no rate of wins."""
    leads = lead_table()
    assert pipeline_lines(leads.iloc[[5]], 9600.0, 480.0) == {}
    assert set(pipeline_lines(leads.iloc[[2]], 9600.0, 480.0)) == {"lead_conversion", "lead_response_hours"}
    assert set(pipeline_lines(leads.iloc[[6]], 9600.0, 480.0)) == {"lead_response_hours"}


def test_coverage_lines() -> None:
    """Twenty accounts with four calls due, two of them with one call made: these are the worst tenth."""
    accounts = frame(
        calls_due=[4] * 20 + [0],
        calls_on_time=[1, 4, 4, 1] + [4] * 16 + [0],
        calls_planned=[4.0] * 20 + [0.0],
        visits=[1, 4, 4, 0] + [9] * 16 + [2],
        territory_id=["T1"] * 21,
    )
    assert coverage_lines(accounts) == pytest.approx(
        {
            "reach": 19 / 20,
            "call_plan_attainment": (1 + 4 + 4 + 0 + 16 * 4) / 80,
            "coverage": (2 * 1 + 18 * 4) / 80,
            "coverage_worst_decile": 0.25,
        }
    )


def test_the_worst_tenth_is_one_account_at_least_and_a_share_of_calls() -> None:
    """Of five accounts the worst one alone; accounts without a due call do not count."""
    accounts = frame(
        calls_due=[2, 10, 2, 0, 1], calls_on_time=[2, 3, 1, 0, 1], calls_planned=[0.0] * 5, visits=[1] * 5
    ).assign(territory_id="T1")
    assert coverage_lines(accounts)["coverage_worst_decile"] == pytest.approx(0.3)


def test_no_call_due_no_coverage() -> None:
    """Absent, not zero and not one; where nothing is planned, nobody is reached or missed either."""
    accounts = frame(calls_due=[0, 0], calls_on_time=[0, 0], calls_planned=[0.1, 0.0], visits=[1, 0])
    assert coverage_lines(accounts) == {"reach": 1.0, "call_plan_attainment": 1.0}
    assert coverage_lines(accounts.assign(calls_planned=0.0)) == {}


def pay_tables(pay: list[int], potential: list[int], skill: list[float]) -> dict[str, pd.DataFrame]:
    """Give one month of some reps."""
    reps = [f"R{number}" for number in range(len(pay))]
    nothing = [0] * len(pay)
    month = ["2026-01"] * len(pay)
    return {
        "rep_month": frame(
            rep_id=reps,
            person_id=reps,
            month=month,
            employed_days=[20] * len(pay),
            variable_cents=pay,
            credited_cents=pay,
            carried_cents=[0] * len(pay),
            quota_cents=nothing,
        ),
        "rep_run": frame(rep_id=reps, skill=skill),
        "rep_drive": frame(rep_id=reps, effort=[1.0] * len(pay)),
        "rep_day": frame(
            rep_id=reps,
            travel_minutes=[60.0] * len(pay),
            meeting_minutes=[60.0] * len(pay),
            admin_minutes=[0.0] * len(pay),
        ),
        "territory_run": frame(rep_id=reps, potential_cents=potential),
    }


def test_inequality_lines() -> None:
    """Pay of 1, 2 and 3: Gini 2/9, corrected by 3/2 is 1/3; the twin's equal pay has none."""
    tables = pay_tables([100, 200, 300], [1, 2, 3], [1.0, 1.0, 1.0])
    twin = pay_tables([5, 5, 5], [1, 2, 3], [1.0, 1.0, 1.0])["rep_month"]
    found = fairness_lines(tables, twin, "month")
    assert found == pytest.approx({"pay_gini": 1 / 3, "pay_opportunity_gini": 0.0})


def test_pay_counts_for_the_time_of_employment() -> None:
    """Half a year at 50 is a year at 100; a seat that stayed empty is no rep without pay."""
    tables = pay_tables([100, 50, 0], [1, 1, 1], [1.0, 1.0, 1.0])
    tables["rep_month"]["employed_days"] = [250, 125, 0]
    assert variable_pay(tables["rep_month"]).to_dict() == {"R0": 100, "R1": 100}
    assert fairness_lines(tables, None, "month")["pay_gini"] == 0


def test_inequality_needs_a_twin_and_two_reps() -> None:
    """Without a twin run no opportunity line; with one rep no line at all."""
    two = pay_tables([1, 3], [1, 1], [1.0, 1.0])
    assert set(fairness_lines(two, None, "month")) == {"pay_gini"}
    one = pay_tables([4], [1], [1.0])
    assert fairness_lines(one, one["rep_month"], "month") == {}


def test_the_territory_s_share_of_pay() -> None:
    """Pay in proportion to potential is all territory; to skill, none; nobody paid, nothing to explain."""
    rising, skill = [100, 200, 400, 800], [2.0, 1.0, 1.0, 2.0]
    share = "territory_share_of_pay"
    assert equity_lines(pay_tables(rising, rising, skill))[share] == pytest.approx(1)
    able = [200, 100, 100, 200]
    assert equity_lines(pay_tables(able, rising, skill))[share] == pytest.approx(0, abs=1e-9)
    assert equity_lines(pay_tables([0] * 4, rising, skill))[share] == 0


def test_effort_and_luck_take_their_shares_of_pay() -> None:
    """Pay that follows hours alone is neither territory nor luck; what follows nothing is luck."""
    even, able = [100, 100, 100, 100], [1.0, 1.0, 1.0, 1.0]
    tables = pay_tables([100, 200, 400, 800], even, able)
    tables["rep_drive"] = frame(rep_id=["R0", "R1", "R2", "R3"], effort=[0.5, 1.0, 2.0, 4.0])
    found = equity_lines(tables)
    assert (found["territory_share_of_pay"], found["luck_share_of_pay"]) == pytest.approx((0, 0), abs=1e-9)
    assert found["equity_slope_effort"] == pytest.approx(1)
    lucky = equity_lines(pay_tables([100, 200, 400, 800], even, able))
    assert lucky["luck_share_of_pay"] == 1
    assert not {"equity_slope_effort", "equity_slope_ability"} & set(lucky)


def test_equity_slopes_tell_effort_from_ability() -> None:
    """Pay by the square of effort and not by ability, though the able work more."""
    skill, effort = [1.0, 2.0, 2.0, 1.0], [1.0, 2.0, 3.0, 1.5]
    tables = pay_tables([100, 400, 900, 225], [100] * 4, skill)
    tables["rep_drive"] = frame(rep_id=["R0", "R1", "R2", "R3"], effort=effort)
    found = equity_lines(tables)
    assert (found["equity_slope_effort"], found["equity_slope_ability"]) == pytest.approx((2, 0), abs=1e-6)


def test_the_spread_of_pay_has_every_usual_measure() -> None:
    """Three reps paid 1, 1 and 4: Jain 36/54; nobody with nothing, so P90 over P10 is finite."""
    one_team = pd.Series(0, index=["R0", "R1", "R2", "R3"])
    found = pay_spread_lines(pay_tables([100, 100, 400], [1] * 3, [1.0] * 3)["rep_month"], one_team)
    assert set(found) == {"pay_theil", "pay_atkinson", "pay_jain", "pay_p90_p10"}
    assert found["pay_jain"] == pytest.approx(2 / 3)
    assert found["pay_p90_p10"] == pytest.approx(3.4)
    nothing = pay_spread_lines(pay_tables([0, 0, 0, 100], [1] * 4, [1.0] * 4)["rep_month"], one_team)
    assert "pay_p90_p10" not in nothing
    assert pay_spread_lines(pay_tables([1], [1], [1.0])["rep_month"], one_team) == {}


def test_theil_s_index_lies_between_teams_or_within_them() -> None:
    """Two teams paid 1 and 3 each: all between; teams that pay 1 and 3 each: nothing."""
    pay, teams = pay_tables([100, 300, 100, 300], [1] * 4, [1.0] * 4)["rep_month"], ["R0", "R1", "R2", "R3"]
    apart = pay_spread_lines(pay, pd.Series([0, 1, 0, 1], index=teams))
    assert apart["pay_theil_between"] == pytest.approx(apart["pay_theil"])
    assert pay_spread_lines(pay, pd.Series([0, 0, 1, 1], index=teams))["pay_theil_between"] == 0


def test_coverage_gini_compares_territories() -> None:
    """Two territories with coverage 1 and 0 have a Gini of 1; one alone has none."""
    accounts = frame(
        calls_due=[2, 2],
        calls_on_time=[2, 0],
        calls_planned=[2.0] * 2,
        visits=[1] * 2,
        territory_id=["A", "B"],
    )
    assert coverage_lines(accounts)["coverage_gini"] == pytest.approx(1)
    assert "coverage_gini" not in coverage_lines(accounts.assign(territory_id="A"))


def test_quota_difficulty_is_the_spread_of_attainment_between_equal_reps() -> None:
    """Attainment of 0.5 and 1.5 in the twin: a standard deviation of half the square root of two."""
    tables = pay_tables([100, 100], [1, 1], [1.0, 1.0])
    tables["rep_month"]["quota_cents"] = 100
    twin = tables["rep_month"].assign(credited_cents=[50, 150])
    found = fairness_lines(tables, twin, "month")
    assert found["quota_difficulty"] == pytest.approx(0.5**0.5)
    assert found["quota_attained_share"] == 1


def test_the_spread_of_chances_takes_luck_off() -> None:
    """One territory makes every quota, one none: a spread of .71; both make half: no more than luck does."""
    months, reps = ["2026-01", "2026-02", "2026-03", "2026-04"], ["R0"] * 4 + ["R1"] * 4
    twin = frame(rep_id=reps, person_id=reps, month=months * 2, quota_cents=[100] * 8, carried_cents=[0] * 8)
    twin[["employed_days", "variable_cents"]] = 20
    tables = pay_tables([100, 100], [1, 1], [1.0, 1.0])
    tables["rep_month"]["quota_cents"] = 100
    apart = twin.assign(credited_cents=[150] * 4 + [50] * 4)
    assert fairness_lines(tables, apart, "month")["quota_chance_spread"] == pytest.approx(0.5**0.5)
    alike = twin.assign(credited_cents=[150, 50] * 4)
    assert fairness_lines(tables, alike, "month")["quota_chance_spread"] == 0
    assert "quota_chance_spread" not in fairness_lines(tables, alike, "year")


def test_reps_at_quota() -> None:
    """Over all periods of the run: a quarter's quota counts once, whatever its months sold."""
    tables = pay_tables([0, 0, 0, 0], [1, 1, 1, 1], [1.0, 1.0, 1.0, 1.0])
    tables["rep_month"] = frame(
        rep_id=["R0", "R0", "R1", "R1", "R2", "R2", "R3", "R3"],
        person_id=["R0", "R0", "R1", "R1", "R2", "R2", "R3", "R3"],
        month=["2026-03", "2026-04"] * 4,
        employed_days=[20] * 8,
        variable_cents=[0] * 8,
        credited_cents=[10, 20, 20, 10, 9, 20, 30, 30],
        quota_cents=[10, 20] * 4,
    )
    found = fairness_lines(tables, None, "quarter")
    assert found["quota_attained_share"] == pytest.approx(3 / 4)


def test_pay_counts_days_of_employment_and_quota_those_who_are_there() -> None:
    """Half a month's work for half the pay is as much a year; whoever left has no say in the quota line."""
    tables = pay_tables([100, 50], [1, 1], [1.0, 1.0])
    tables["rep_month"]["employed_days"] = [20, 10]
    assert fairness_lines(tables, None, "month")["pay_gini"] == pytest.approx(0)
    tables["rep_month"] = frame(
        rep_id=["R0", "R0", "R1", "R1"],
        person_id=["R0", "R0", "R1", None],
        month=["2026-01", "2026-02"] * 2,
        employed_days=[20, 20, 20, 0],
        variable_cents=[0] * 4,
        credited_cents=[10, 10, 1, 0],
        quota_cents=[10, 10, 10, 0],
    )
    assert fairness_lines(tables, None, "month")["quota_attained_share"] == 1


def service_tables() -> dict[str, pd.DataFrame]:
    """Give six requests: answered after 1, 2 and 6 hours, the last late; two expired; one open."""
    return {
        "request": frame(
            status=["served", "served", "served", "expired", "expired", "open"],
            minute=[0.0, 60.0, 0.0, 0.0, 0.0, 0.0],
            answered_minute=[60.0, 180.0, 360.0, NAN, NAN, NAN],
            deadline_minute=[240.0, 240.0, 300.0, 300.0, 300.0, 300.0],
            on_site=[False, True, True, True, False, True],
        ),
        "account_run": frame(satisfaction=[7.0, 8.0]),
    }


def test_service_lines() -> None:
    """Mean and ninth decile of waits; shares over requests that came to an end."""
    assert service_lines(service_tables()) == pytest.approx(
        {
            "first_response_hours": 3.0,
            "first_response_p90_hours": 2 + 0.8 * 4,
            "unanswered_share": 2 / 5,
            "face_to_face_share": 1 / 3,
            "satisfaction": 7.5,
        }
    )


def test_service_lines_that_nothing_fills_are_absent() -> None:
    """With one open request only satisfaction is left; without on-site requests no meeting in person."""
    tables = service_tables()
    tables["request"] = tables["request"].iloc[[5]]
    assert set(service_lines(tables)) == {"satisfaction"}
    tables["request"] = service_tables()["request"].iloc[[0]]
    assert "face_to_face_share" not in service_lines(tables)


def effort_tables(*required: float) -> dict[str, pd.DataFrame]:
    """Give two rep-days and the hours that territories require."""
    return {
        "rep_day": frame(
            shift_minutes=[480.0, 480.0],
            travel_minutes=[120.0, 0.0],
            meeting_minutes=[240.0, 60.0],
            admin_minutes=[60.0, 0.0],
        ),
        "territory_run": frame(required_hours=list(required)),
    }


def test_effort_lines() -> None:
    """Two of eight worked hours are travel, eight of sixteen are worked, the largest load is 1.5 the mean."""
    lines = effort_lines(effort_tables(30.0, 20.0, 10.0))
    assert lines == pytest.approx({"utilisation": 0.5, "travel_share": 0.25, "workload_spread": 1.5})


def test_effort_lines_that_nothing_fills_are_absent() -> None:
    """One territory has no spread; who does not work has no share of travel."""
    assert set(effort_lines(effort_tables(30.0))) == {"utilisation", "travel_share"}
    idle = effort_tables(0.0, 0.0)
    idle["rep_day"][["travel_minutes", "meeting_minutes", "admin_minutes"]] = 0.0
    assert effort_lines(idle) == {"utilisation": 0.0}


def queue_table() -> pd.DataFrame:
    """Give four requests within two hours: waits of 0, 30 and 60 minutes, and one still waiting for 30."""
    return frame(
        minute=[0.0, 10.0, 20.0, 90.0],
        answered_minute=[0.0, 40.0, 80.0, NAN],
        expiry_minute=[900.0] * 4,
        status=["served", "served", "served", "open"],
        high_priority=[True, True, False, False],
    )


def test_queue_lines() -> None:
    """Waits of those served; numbers waiting over time, the one still waiting included."""
    lines = queue_lines(queue_table(), 120.0, by_priority=True)
    assert lines == pytest.approx(
        {
            "mean_wait_hours": 0.5,
            "wait_probability": 2 / 3,
            "mean_number_waiting": (30 + 60 + 30) / 120,
            "served": 3,
            "mean_wait_hours_high": 0.25,
            "mean_wait_hours_low": 1.0,
        }
    )


def test_whoever_gives_up_has_waited_and_waits_no_more() -> None:
    """The fourth, who came at 90 and gives up ten minutes later: three of four wait, twenty minutes less."""
    table = queue_table()
    table.loc[3, "expiry_minute"] = 100.0
    table.loc[3, "status"] = "expired"
    lines = queue_lines(table, 120.0, by_priority=False)
    assert lines["wait_probability"] == 3 / 4
    assert lines["mean_number_waiting"] == pytest.approx((30 + 60 + 10) / 120)
    assert lines["served"] == 3


def test_queue_lines_that_nothing_fills_are_absent() -> None:
    """One class alone has no lines by class, nor has a queue in turn; nobody served, no line at all."""
    by_class = {"mean_wait_hours_high", "mean_wait_hours_low"}
    one_class = queue_table().assign(high_priority=False)
    assert not by_class & set(queue_lines(one_class, 120.0, by_priority=True))
    assert not by_class & set(queue_lines(queue_table(), 120.0, by_priority=False))
    assert queue_lines(queue_table().iloc[[3]], 120.0, by_priority=True) == {}


def test_lines_are_plain_numbers() -> None:
    """Python floats, finite, whatever the tables hold: they go into JSON as they are."""
    lines = (
        sales_lines(sales_tables(), loaded("status_quo"))
        | service_lines(service_tables())
        | effort_lines(effort_tables(3.0, 1.0))
        | queue_lines(queue_table(), 120.0, by_priority=True)
        | pipeline_lines(lead_table(), 9600.0, 480.0)
    )
    assert all(type(value) is float and math.isfinite(value) for value in lines.values())
    assert not any(isinstance(value, np.floating) for value in lines.values())
