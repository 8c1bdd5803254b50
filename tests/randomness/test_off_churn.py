"""Churn off: nobody leaves, and nothing else in the market is drawn otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.randomness.candidates import touched
from tests.worlds import NOBODY_LEAVES, loaded, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate

OFF: dict[str, dict[str, Any]] = {
    "switched off": {"service__churn": NOBODY_LEAVES},
    "no hazard": {"service__churn": replace(loaded("status_quo").service.churn, hazard_per_year=0.0)},
}
TABLES = ("rep_day", "rep_month", "territory_week", "request", "lead")


def run_with(**changes: Any) -> Run:
    """Run a quarter of a year of the small scenario."""
    return simulate(small_scenario(days=60, opportunity=False, **changes))


@pytest.mark.parametrize("off", sorted(OFF))
def test_switching_churn_touches_its_own_candidates_alone(off: str) -> None:
    """Every other column of demand is the same to the byte."""
    assert touched(small_world(), small_world(**OFF[off])) == {
        "churn.account",
        "churn.minute",
        "churn.level",
    }


@pytest.mark.parametrize("off", sorted(OFF))
def test_without_churn_everybody_stays(off: str) -> None:
    """Nobody has left, no request is missing, whatever the other settings of churn are."""
    run = run_with(**OFF[off])
    accounts = run.tables["account_run"]
    assert not accounts["churned"].any()
    assert accounts["churn_minute"].isna().all()
    assert (accounts["churn_cause"] == "none").all()


def test_ways_to_be_off_are_one() -> None:
    """No hazard and switched off give the same run, table by table."""
    runs = [run_with(**OFF[off]) for off in sorted(OFF)]
    for name in TABLES:
        assert runs[0].tables[name].equals(runs[1].tables[name])


def test_churn_changes_nothing_before_the_first_account_leaves() -> None:
    """On and off agree on every request, visit and cent up to that evening, and differ after it."""
    on, off = run_with(), run_with(service__churn=NOBODY_LEAVES)
    first = on.tables["account_run"]["churn_minute"].min()
    day = int(first // on.scenario.schedule.day_minutes)
    days = [run.tables["rep_day"] for run in (on, off)]
    early = [table[table["day"] <= day].reset_index(drop=True) for table in days]
    assert day >= 1
    assert early[0].equals(early[1])
    assert not days[0].equals(days[1])
