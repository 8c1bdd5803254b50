"""Settings of surveys, exports and the CRM system: what cannot be is told, all at once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.errors import ScenarioError
from territory_sim.experiments.run import simulate
from territory_sim.salesforce.management import SurveyParameters
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.record_checks import record_faults
from territory_sim.scenario.world import build_world
from territory_sim.simulation.calendar import business_calendar
from tests.worlds import loaded, small_scenario


def test_all_faults_are_told_at_once() -> None:
    """Shares over one, dates outside the run, samples beyond the accounts, unknown exports, negative days."""
    outside = "{kind: nps, date: 2027-06-01, sample: 5000}"
    unreadable = "{kind: npss, date: 5.1., sample: 0}"
    with pytest.raises(ScenarioError) as broken:
        load_scenario(
            "status_quo",
            [
                "management.crm_missing_share.calls=1.2",
                "management.crm_late_days.orders=-1",
                f"management.surveys=[{outside}, {unreadable}]",
                "export=[none,crm,all]",
            ],
        )
    told = {fault.where: fault for fault in broken.value.faults}
    assert set(told) == {
        "management.crm_missing_share.calls",
        "management.crm_late_days.orders",
        "management.surveys.0.date",
        "management.surveys.0.sample",
        "management.surveys.1.kind",
        "management.surveys.1.date",
        "management.surveys.1.sample",
        "export.2",
        "export",
    }
    assert "2026-01-05 to 2026-12-18" in told["management.surveys.0.date"].allowed
    assert "2400" in told["management.surveys.0.sample"].allowed
    assert told["management.surveys.1.kind"].hint == "did you mean nps?"


def test_one_word_is_a_list_of_one() -> None:
    """`export=crm` needs no brackets, and nothing is exported when nothing is said."""
    assert load_scenario("status_quo", ["export=crm"]).export == ("crm",)
    assert loaded("status_quo").export == ("none",)
    assert load_scenario("status_quo", ["export=[crm,truth]"]).export == ("crm", "truth")


def test_surveys_are_switched_off_by_an_empty_list() -> None:
    """And the two scenarios that measure the engine take none."""
    assert load_scenario("status_quo", ["management.surveys=[]"]).management.surveys == ()
    for name in ("benchmark", "verification"):
        assert loaded(name).management.surveys == ()


def test_accounts_of_a_file_may_be_more_than_the_setting_says() -> None:
    """With a region of the user's own the number of accounts stands in accounts.csv."""
    values = {"region.path": "mine", "market.accounts": 10, "management.surveys.0.sample": 50}
    assert list(record_faults(values)) == []
    assert len(list(record_faults(values | {"region.path": None}))) == 1


def test_a_sample_beyond_the_accounts_of_a_file_is_told() -> None:
    """What the parser cannot know is said when the world is built, and everybody is asked."""
    survey = SurveyParameters(kind="nps", date=None, sample=500)
    scenario = small_scenario(management__surveys=(survey,))
    world = build_world(scenario)
    assert world.remarks == (
        "management.surveys.0.sample = 500, but there are 300 accounts: all of them are asked",
    )
    taken = simulate(scenario, world=world).tables["survey"]
    assert taken["asked"].tolist() == taken["customers"].tolist()


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 600))
def test_the_run_ends_where_its_calendar_says(start: dt.date, days: int) -> None:
    """The last day allowed for a survey is the last business day, whatever day the run begins on."""
    last = business_calendar(start.isoformat(), days, 480.0).dates[-1]
    values = {"schedule.start_date": start.isoformat(), "days": days}
    for date, faults in ((last, 0), (last + dt.timedelta(days=1), 1)):
        found = list(record_faults(values | {"management.surveys.0.date": date.isoformat()}))
        assert len(found) == faults
