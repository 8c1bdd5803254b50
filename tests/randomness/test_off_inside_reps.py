"""Without inside reps their other settings change nothing, and with them no customer changes."""

from __future__ import annotations

from typing import Any

from tests.randomness.candidates import touched
from tests.worlds import NOBODY_LEAVES, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate


def run_with(**changes: Any) -> Run:
    """Run the small scenario with accounts that stay whatever happens."""
    return simulate(small_scenario(opportunity=False, service__churn=NOBODY_LEAVES, **changes))


def test_inside_reps_touch_no_candidate() -> None:
    """What customers do does not depend on who answers from the office."""
    assert touched(small_world(), small_world(staffing__inside_reps=3)) == set()


def test_nobody_in_the_office_costs_nothing_and_answers_nothing() -> None:
    """Salary and duties of nobody leave every table as it is; the table of their days is empty."""
    usual = run_with()
    other = run_with(staffing__inside_answers="requests_and_leads", staffing__inside_salary=90_000.0)
    for name, table in usual.tables.items():
        assert table.equals(other.tables[name])
    assert len(usual.tables["inside_rep_day"]) == 0


def test_on_and_off_differ_in_answers_and_what_follows() -> None:
    """The same requests come in; when they are answered differs, and so do the days of field reps."""
    off, on = run_with(), run_with(staffing__inside_reps=1)
    asked = ["account_id", "minute", "on_site", "handling_minutes", "expiry_minute"]
    requests = [run.tables["request"] for run in (off, on)]
    assert requests[0][asked].equals(requests[1][asked])
    assert not requests[0]["answered_minute"].equals(requests[1]["answered_minute"])
    assert on.tables["rep_day"]["answers"].sum() < off.tables["rep_day"]["answers"].sum()
