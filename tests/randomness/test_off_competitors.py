"""Rivals off: no stream of anything else moves by a byte, and runs differ where they should alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.randomness.candidates import candidates_of
from tests.simulation.diary import model_of
from tests.worlds import NOBODY_LEAVES, busy_rivals, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate
from territory_sim.market.parameters.competitors import RivalCampaignParameters

OFF: dict[str, Any] = {"competitors__active": False}
ATTACK = RivalCampaignParameters(
    rival="Birch", start="2026-01-12", end=None, units=(), lift=1.0, calls_factor=5.0
)
SWITCHES: dict[str, dict[str, Any]] = {
    "off": OFF,
    "one rival": {"competitors__rivals": busy_rivals(8.0)[:1]},
    "campaign": {"competitors__campaigns": (ATTACK,)},
    "reaction": {"competitors__reaction": 1.0},
    "no learning": {"competitors__learning": 0.0},
    "takeovers": {"competitors__dynamics": "lanchester"},
    "other form": {"competitors__attraction": "mci", "competitors__outside_share": 0.7},
}
SALES_CHANGE_NOTHING: dict[str, Any] = {
    "days": 120,
    "opportunity": False,
    "service__churn": NOBODY_LEAVES,
    "fulfilment__active": False,
    "word_of_mouth__active": False,
}
"""Nobody leaves, talks or waits for goods: what we sell does not come back as work."""
SALES = {"booked_cents", "variable_cents", "base_cents"}


@pytest.fixture(scope="module")
def usual() -> Run:
    """Run the small world with its rivals for half a year."""
    return simulate(small_scenario(**SALES_CHANGE_NOTHING))


@pytest.mark.parametrize("switch", sorted(SWITCHES))
def test_no_candidate_of_anything_else_moves(switch: str) -> None:
    """Requests, leads, needs, planned calls and relocations: the same to the byte whatever rivals do."""
    before, after = candidates_of(small_world()), candidates_of(small_world(**SWITCHES[switch]))
    own = ("rival_calls.", "takeovers.")
    assert {name for name in before if before[name] != after[name] and not name.startswith(own)} == set()
    assert (before["rival_calls.minute"] != after["rival_calls.minute"]) == (
        switch in {"off", "one rival", "campaign", "reaction"}
    )
    assert (len(after["takeovers.minute"]) > 0) == (switch == "takeovers")


@pytest.mark.parametrize("switch", sorted(SWITCHES))
def test_runs_differ_in_sales_and_in_nothing_else(usual: Run, switch: str) -> None:
    """Reps' days, requests, leads and satisfaction stay as they are; sales do not."""
    other = simulate(small_scenario(**SALES_CHANGE_NOTHING, **SWITCHES[switch]))
    for name in ("rep_day", "request", "lead"):
        assert usual.tables[name].equals(other.tables[name])
    for name in ("account_run", "territory_week", "territory_run"):
        left, right = (run.tables[name].drop(columns=SALES, errors="ignore") for run in (usual, other))
        assert left.equals(right), name
    booked = [int(run.tables["account_run"]["booked_cents"].sum()) for run in (usual, other)]
    # Rivals who see no gain of ours do not react, and learning shifts few calls in half a year.
    assert booked[0] != booked[1] or switch in {"reaction", "no learning"}


def test_off_is_the_closed_form() -> None:
    """Without rivals each need is ours where its mark lies under the odds of goodwill and satisfaction."""
    model = model_of(small_world(**OFF, market__handover_loss=0.0))
    model.step()
    state, book, market = model.state, model.orders, model.world.scenario.market
    today = np.arange(book.settled)
    account = book.needs.account[today]
    share = state.choice_share(account)
    odds = share / (1 - share) * np.exp(market.satisfaction_effect * (state.satisfaction[account] - 7))
    expected = book.needs.choice_mark[today] < odds / (1 + odds)
    np.testing.assert_array_equal(book.firm[today] == 0, expected)
    assert set(np.unique(book.firm[today]).tolist()) <= {0, 1}


def test_off_leaves_every_other_setting_of_rivals_without_effect() -> None:
    """Campaigns, reaction, takeovers and offers of rivals who are not there change no byte of any table."""
    plain = simulate(small_scenario(**OFF, opportunity=False))
    dressed = simulate(
        small_scenario(
            **OFF,
            opportunity=False,
            competitors__campaigns=(ATTACK,),
            competitors__reaction=1.0,
            competitors__dynamics="lanchester",
            competitors__outside_share=0.9,
            competitors__rivals=tuple(replace(rival, price=0.5) for rival in busy_rivals(99.0)),
        )
    )
    for name, table in plain.tables.items():
        assert table.equals(dressed.tables[name]), name
    assert len(plain.tables["rival_month"]) == 0
    assert plain.tables["firm_run"]["firm"].tolist() == ["others", "us"]


def test_a_rival_less_only_adds_sales_where_rivals_do_not_learn() -> None:
    """With fixed targeting, everything we sold with two busy rivals we sell with two quiet ones."""
    fixed: dict[str, Any] = {
        **SALES_CHANGE_NOTHING,
        "days": 60,
        "competitors__learning": 0.0,
    }
    busy = simulate(small_scenario(**fixed, competitors__rivals=busy_rivals(60.0)))
    quiet = simulate(small_scenario(**fixed, competitors__rivals=busy_rivals(0.0)))
    sold = [run.tables["account_run"]["booked_cents"] for run in (busy, quiet)]
    assert (sold[0] <= sold[1]).all()
    assert sold[0].sum() < sold[1].sum()
