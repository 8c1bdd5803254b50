"""Settings of effort, morale and deal timing that cannot hold together are all told at once."""

from __future__ import annotations

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.scenario.load import load_scenario


def test_all_faults_are_told_at_once_with_their_bounds() -> None:
    """A weight out of range, morale that takes more than everything, a window beyond its quarter."""
    with pytest.raises(ScenarioError) as raised:
        load_scenario(
            "status_quo",
            [
                "people.effort.pay_weight=1.5",
                "people.morale.loss_weight=4",
                "people.morale.attendance_per_point=0.3",
                "people.morale.effort_per_point=0.4",
                "people.deal_timing.window_days=90",
                "people.morale.peers=friends",
            ],
        )
    told = {fault.where: fault.allowed for fault in raised.value.faults}
    assert set(told) == {
        "people.effort.pay_weight",
        "people.morale.attendance_per_point",
        "people.morale.effort_per_point",
        "people.deal_timing.window_days",
        "people.morale.peers",
    }
    assert "0.25" in told["people.morale.effort_per_point"]
    assert "62" in told["people.deal_timing.window_days"]


def test_a_plan_without_quotas_has_no_deadline_to_meet() -> None:
    """Monthly pay without quotas goes with any window."""
    plan = ["commission=linear", "people.deal_timing.window_days=90"]
    assert load_scenario("status_quo", plan).people.deal_timing.window_days == 90
