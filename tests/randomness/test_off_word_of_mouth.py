"""Word of mouth off: no stream of another mechanism moves, and only choice and leads ever differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.randomness.off_switches import candidates
from tests.simulation.diary import model_of
from tests.worlds import small_scenario, small_world

from territory_sim.experiments.run import simulate

OFF: dict[str, Any] = {"word_of_mouth__active": False}
QUIET = {"fulfilment__active": False}
"""More orders would make more late orders, and those make requests."""


def test_no_candidate_moves_by_a_byte() -> None:
    """Everything that accounts will do is the same whether they talk or not, and however many they know."""
    assert candidates() == candidates(**OFF)
    assert candidates() == candidates(word_of_mouth__near_ties=9, word_of_mouth__organisations=())


def test_off_writes_nothing() -> None:
    """Without word nobody is drawn to us or away, and no referral comes."""
    model = model_of(small_world(days=10, **OFF))
    for _ in range(10):
        model.step()
    assert model.world.network is None
    assert not model.state.word_appeal.any()
    assert not model.state.referral_lead_rate.any()
    assert model.diary.events == []


def test_word_without_weight_is_as_good_as_off() -> None:
    """No appeal, no referrals, no organisations: the run is the same to the last bit."""
    mute = {
        "word_of_mouth__appeal": 0.0,
        "word_of_mouth__referrals_per_year": 0.0,
        "word_of_mouth__organisations": (),
    }
    off, on = (simulate(small_scenario(opportunity=False, **change)) for change in (OFF, mute))
    for name, table in off.tables.items():
        assert table.equals(on.tables[name]), name


def test_talk_moves_orders_and_no_visit() -> None:
    """With organisations away, appeal alone changes what is sold; visits, answers and requests stay."""
    loud = {"word_of_mouth__appeal": 5.0, "word_of_mouth__referrals_per_year": 0.0}
    talk = {**loud, "word_of_mouth__organisations": (), **QUIET}
    settings = ({**OFF, **QUIET}, talk)
    off, on = (simulate(small_scenario(opportunity=False, days=60, **change)) for change in settings)
    for name in ("rep_day", "request", "lead"):
        assert off.tables[name].equals(on.tables[name]), name
    booked = [run.tables["account_run"]["booked_cents"].to_numpy() for run in (off, on)]
    assert (booked[0] != booked[1]).any()


def test_an_organisation_that_is_added_shifts_no_other_tie() -> None:
    """Hubs come after the accounts; whose ties they are, stays."""
    usual = small_world()
    more = replace(usual.scenario.word_of_mouth.organisations[0], name="another", unit=None)
    added = small_world(word_of_mouth__organisations=(*usual.scenario.word_of_mouth.organisations, more))
    assert usual.network is not None
    assert added.network is not None
    before = usual.network.ties
    after = added.network.ties[added.network.ties[:, 1] < 303]
    np.testing.assert_array_equal(before, after)
