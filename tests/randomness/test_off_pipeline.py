"""Pipeline, sources and response forms switched off or on leave every other candidate as it was."""

from __future__ import annotations

from typing import Any

import pytest
from tests.randomness.candidates import candidates_of
from tests.worlds import changed, loaded, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate
from territory_sim.units import PerSegment

ONE_VISIT = loaded("benchmark").leads
CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "stages": ({"leads__stages": ONE_VISIT.stages}, ""),
    "decay": ({"leads__decay_causal_share": 0.0}, ""),
    "sources": (
        {
            "leads__campaign_ceiling": 0.0,
            "leads__referral_ceiling": 0.0,
            "leads__prospecting_leads_per_year": 0.0,
        },
        "leads.",
    ),
    "handover": ({"leads__handover_loss": 0.0, "leads__protection": "open_deals"}, ""),
    "routing": ({"leads__routing": "least_busy"}, ""),
    "response form": ({"market__response": "power"}, ""),
    "new accounts": ({"market__new_account_share": 0.0}, ""),
    "trial": ({"market__call_trial_share": 0.5}, "planned_calls."),
}
"""What each change may touch among the candidates, by the beginning of its name."""


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_only_the_mechanisms_own_candidates_change(name: str) -> None:
    """Every other column of the demand is the same to the byte."""
    change, own = CHANGES[name]
    before, after = candidates_of(small_world()), candidates_of(small_world(**change))
    differing = {key for key in before if before[key] != after[key]}
    assert all(own and key.startswith(own) for key in differing)
    assert bool(differing) == bool(own)


def test_a_trial_plans_more_calls_and_moves_no_phase() -> None:
    """What belongs to an account stays with it, only the number of its calls rises."""
    before = candidates_of(small_world())
    after = candidates_of(small_world(market__call_trial_share=0.5))
    assert before["planned_calls.phase_mark"] == after["planned_calls.phase_mark"]
    assert before["planned_calls.calls_per_year"] != after["planned_calls.calls_per_year"]


def run(**changes: Any) -> Run:
    """Run the small scenario for sixty days."""
    return simulate(changed(small_scenario(days=60, opportunity=False), **changes))


def test_handover_and_protection_change_nothing_where_no_account_changes_hands() -> None:
    """Without relocations every table is the same to the bit."""
    still: dict[str, Any] = {"market__relocations_per_year": 0.0}
    usual = run(**still)
    for change in ({"leads__handover_loss": 0.9}, {"leads__protection": "open_deals"}):
        other = run(**still, **change)
        assert all(table.equals(other.tables[name]) for name, table in usual.tables.items())


def test_handover_touches_deals_that_changed_hands_alone() -> None:
    """With accounts on the move, a dearer handover changes the fate of handed-over deals and no other."""
    moving: dict[str, Any] = {
        "market__relocations_per_year": 6.0,
        "leads__leads_per_year": PerSegment(A=12.0, B=12.0, C=12.0),
        "leads__prospecting_leads_per_year": 0.0,
    }
    free, dear = (run(**moving, leads__handover_loss=loss).tables["lead"] for loss in (0.0, 0.9))
    handed = free["handed_over"].to_numpy()
    assert handed.any()
    # A deal lost sooner frees a visit sooner, so only the fates of deals are compared, not minutes.
    lost = (free["status"].astype(str) == "won") & (dear["status"].astype(str) != "won")
    assert lost.any()
    assert handed[lost.to_numpy()].all()
    assert set(dear["cause"][lost].astype(str)) == {"handover"}
    assert "handover" not in set(free["cause"].dropna().astype(str))


def test_one_visit_and_no_other_source_is_the_plain_lead() -> None:
    """With the group's off-switch every lead is inbound, and every deal has one stage and one visit."""
    plain = run(leads=ONE_VISIT).tables
    assert set(plain["lead"]["source"].astype(str)) == {"inbound"}
    stages = plain["lead_stage"]
    assert set(stages["step"]) == {0}
    ended = stages[stages["next"].isin(["won", "lost"])]
    assert len(ended) > 0
    assert (ended["left_minute"] == ended["visited_minute"]).all()
