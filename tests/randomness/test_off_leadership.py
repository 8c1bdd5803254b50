"""Managers off: no candidate moves, and what they do touches time and skill alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.randomness.off_switches import candidates
from tests.worlds import loaded, small_scenario

from territory_sim.experiments.run import Run, simulate
from territory_sim.salesforce.management import ManagementParameters

ACTIONS = (
    pytest.param({"review_minutes": 120.0}, id="reviews"),
    pytest.param({"explain_minutes": 60.0}, id="explanation"),
    pytest.param({"peer_meeting_minutes": 90.0}, id="peer meetings"),
    pytest.param({"ride_alongs_per_month": 8, "ride_along_gain": 1.0}, id="ride-alongs"),
    pytest.param({"realign_above": 1.0}, id="watch over balance"),
)


def managed(**changes: Any) -> ManagementParameters:
    """Give management without any meeting, but for what is changed."""
    return replace(loaded("status_quo").management, **{"review_minutes": 0.0} | changes)


def run(**changes: Any) -> Run:
    """Run eighty days of the small scenario."""
    return simulate(small_scenario(opportunity=False, days=80, management=managed(**changes)))


@pytest.mark.parametrize("action", ACTIONS)
def test_no_candidate_moves_by_a_byte(action: dict[str, Any]) -> None:
    """Whatever managers do, the market is the same."""
    assert candidates(management=managed(**action)) == candidates(management=managed())


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_changes_the_run(action: dict[str, Any]) -> None:
    """On and off differ: every action has an effect."""
    off, on = run(), run(**action)
    assert any(not table.equals(on.tables[name]) for name, table in off.tables.items())


def test_idle_settings_change_nothing() -> None:
    """Without meetings and ride-alongs, neither their gain nor the span has any part, to the last bit.

    One line is left out: the share of the spread of pay that lies between teams asks who is in which team,
    and that is what the span says.
    """
    off, idle = run(), run(span=1, ride_along_gain=1.0, ride_along_minutes=480.0, peer_meeting_days=1)
    for name in off.tables.keys() - {"kpis"}:
        assert off.tables[name].equals(idle.tables[name]), name
    between_teams = {"pay_theil_between"}
    assert lines(off, without=between_teams) == lines(idle, without=between_teams)


def lines(run: Run, without: set[str]) -> dict[str, float]:
    """Give the scorecard as it is on file, without some lines."""
    kpis = run.tables["kpis"]
    return {kpi: value for kpi, value in zip(kpis["kpi"], kpis["value"], strict=True) if kpi not in without}
