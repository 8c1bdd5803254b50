"""Whatever the settings, nothing gets lost: no request, no lead, no minute, no cent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import loaded, small_scenario

from territory_sim.experiments.run import Run, simulate
from territory_sim.metrics.conservation import check_conservation
from territory_sim.units import PerSegment

DAY_MINUTES = 480.3
SETTINGS = st.fixed_dictionaries(
    {
        "days": st.integers(1, 15),
        "seed": st.integers(0, 2**40),
        "region__synthetic_units": st.integers(6, 20),
        "market__accounts": st.integers(1, 60),
        "market__relocations_per_year": st.sampled_from([0.0, 1.0]),
        "market__calls_per_year": st.builds(
            PerSegment, A=st.floats(0, 250), B=st.floats(0, 60), C=st.floats(0, 12)
        ),
        "staffing__reps": st.integers(1, 4),
        "staffing__shift_minutes": st.floats(30, DAY_MINUTES),
        "schedule__day_minutes": st.just(DAY_MINUTES),
        "schedule__closing_hours": st.booleans(),
        "schedule__travel": st.booleans(),
        "schedule__policy": st.sampled_from(["due_first", "nearest", "volume", "marginal", "random"]),
        "schedule__overnight_minutes": st.floats(0, 300),
        "schedule__admin_minutes": st.floats(0, 200),
        "schedule__max_stops": st.integers(1, 20),
        "service__requests_per_year": st.builds(
            PerSegment, A=st.floats(0, 300), B=st.floats(0, 100), C=st.floats(0, 30)
        ),
        "service__remote_share": st.floats(0, 1),
        "service__on_site_minutes": st.floats(5, 900),
        "service__remote_minutes": st.floats(1, 900),
        "service__on_site_deadline_hours": st.floats(0.5, 30),
        "service__remote_deadline_hours": st.floats(0.5, 30),
        "service__patience": st.floats(1, 3),
        "service__patience_distribution": st.sampled_from(["fixed", "exponential"]),
        "service__churn": st.builds(
            replace,
            st.just(loaded("status_quo").service.churn),
            active=st.booleans(),
            hazard_per_year=st.floats(0, 20),
            ceiling_per_year=st.just(20.0),
        ),
        "staffing__inside_reps": st.integers(0, 2),
        "staffing__inside_answers": st.sampled_from(["requests", "requests_and_leads"]),
        "service__backup": st.sampled_from(["owner", "pooled"]),
        "service__discipline": st.sampled_from(["fcfs", "priority"]),
        "service__priority_share": st.floats(0, 1),
        "leads__leads_per_year": st.builds(
            PerSegment, A=st.floats(0, 100), B=st.floats(0, 40), C=st.floats(0, 10)
        ),
        "leads__patience_hours": st.floats(0.5, 50),
        "leads__visit_within_hours": st.floats(0.5, 90),
        "leads__routing": st.sampled_from(["owner", "least_busy"]),
        "leads__protection": st.sampled_from(["none", "open_deals"]),
        "competitors__active": st.booleans(),
        "competitors__attraction": st.sampled_from(["mnl", "mci"]),
        "competitors__outside_share": st.floats(0, 1),
        "competitors__dynamics": st.sampled_from(["none", "lanchester"]),
        "competitors__reaction": st.floats(0, 2),
        "opportunity": st.just(False),
    }
)


def assert_balanced(run: Run) -> None:
    """Add up requests, leads, minutes and cents by ways of their own."""
    tables, scenario = run.tables, run.scenario
    check_conservation(tables, scenario.commission)
    requests, leads, accounts = tables["request"], tables["lead"], tables["account_run"]
    week, days, months = tables["territory_week"], tables["rep_day"], tables["rep_month"]
    created, served, expired = (week[f"requests_{name}"].sum() for name in ("created", "served", "expired"))
    still_open = int((requests["status"] == "open").sum())
    assert created == len(requests) == served + expired + still_open
    assert accounts["requests"].sum() == created
    assert accounts["requests_served"].sum() == served == requests["answered_minute"].notna().sum()
    assert accounts["requests_expired"].sum() == expired
    assert week["leads_created"].sum() == len(leads)
    assert week["leads_won"].sum() == (leads["status"] == "won").sum()
    assert set(leads["status"]) <= {"open", "qualified", "won", "lost", "stalled", "expired"}
    not_won = leads["status"].isin(["lost", "stalled", "expired"])
    assert leads["cause"].notna().equals(not_won)
    assert leads["ended_minute"].notna().equals(not_won | (leads["status"] == "won"))
    assert_stages_follow_each_other(leads, tables["lead_stage"])
    spent = days[["travel_minutes", "meeting_minutes", "admin_minutes", "idle_minutes"]]
    assert ((spent.to_numpy() * 1024) % 1 == 0).all()
    np.testing.assert_array_equal(
        spent.sum(axis=1).to_numpy(), (days["shift_minutes"] + days["overtime_minutes"]).to_numpy()
    )
    inside = tables["inside_rep_day"]
    inside_spent = inside["answering_minutes"] + inside["idle_minutes"]
    assert inside_spent.equals(inside["shift_minutes"] + inside["overtime_minutes"])
    pay = round(100 * scenario.staffing.inside_salary * scenario.days / 250)
    assert inside["pay_cents"].sum() == pay * scenario.staffing.inside_reps
    answers = days["answers"].sum() + inside["answers"].sum()
    remote = requests["answered_minute"].notna() & ~requests["on_site"]
    assert answers - days["leads"].sum() - inside["leads"].sum() == remote.sum()
    assert (accounts["booked_cents"] <= accounts["bought_cents"]).all()
    lost = tables["lost_sales"]
    assert lost["lost_cents"].sum() == (accounts["bought_cents"] - accounts["booked_cents"]).sum()
    assert lost["leads"].sum() == leads["status"].isin(["lost", "stalled", "expired"]).sum()
    assert (lost[["needs", "lost_cents", "leads", "lead_cents"]] >= 0).all(axis=None)
    assert accounts["booked_cents"].sum() == months["booked_cents"].sum() == week["booked_cents"].sum()
    rate = Fraction(str(scenario.commission.tiers[0].rate))
    assert months["variable_cents"].tolist() == [
        round(rate * booked) for booked in months["booked_cents"].tolist()
    ]
    salary = round(100 * scenario.commission.base_salary * scenario.days / 250)
    assert months.groupby("rep_id", observed=True)["base_cents"].sum().tolist() == [salary] * len(
        months["rep_id"].unique()
    )
    assert accounts["calls_due"].sum() == week["calls_due"].sum()
    assert (accounts["calls_on_time"] <= accounts["calls_due"]).all()
    assert accounts["satisfaction"].between(0, 10).all()


def assert_stages_follow_each_other(leads: pd.DataFrame, stages: pd.DataFrame) -> None:
    """Each deal enters a stage where it left the last one, and its last stage says how it ended."""
    assert set(stages["lead"]) == set(leads["lead"][leads["stage"].notna()])
    for _, path in stages.groupby("lead"):
        assert path["step"].tolist() == list(range(len(path)))
        assert path["left_minute"].tolist()[:-1] == path["entered_minute"].tolist()[1:]
        assert path["next"].tolist()[:-1] == path["stage"].tolist()[1:]
    last = stages.drop_duplicates("lead", keep="last").set_index("lead")["next"].astype(object)
    fate = leads.set_index("lead")["status"].astype(object)[last.index]
    assert last.fillna("qualified").equals(fate.rename("next"))


@settings(max_examples=60)
@given(SETTINGS)
def test_books_balance_whatever_the_settings(changes: dict[str, Any]) -> None:
    """Created = served + expired + open; time spent = shift + overtime; pay = plan of what was booked.

    Over drawn settings: night work, pools, priorities, short patience, relocations, odd day lengths.
    """
    assert_balanced(simulate(small_scenario(**changes)))


def test_books_balance_when_reps_are_on_the_road_at_midnight() -> None:
    """Round the clock, impatient accounts: nobody is served twice for one request, nor after giving up."""
    often = PerSegment(A=40, B=40, C=40)
    run = simulate(
        small_scenario(
            days=20,
            schedule__closing_hours=False,
            service__requests_per_year=often,
            service__remote_share=0.0,
            service__on_site_deadline_hours=2.0,
            service__patience=1.0,
            leads__visit_within_hours=2.0,
            opportunity=False,
        )
    )
    assert_balanced(run)
    requests = run.tables["request"]
    served = requests[requests["status"] == "served"]
    assert 0 < len(served) < len(requests)
    assert (served["answered_minute"] < served["minute"] + 120).all()
