"""Word of mouth in the running model: good word draws, bad word repels, time forgets."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.diary import model_of
from tests.worlds import changed, loaded, small_world

from territory_sim.market.word_of_mouth import kept_share, praise, word_appeal
from territory_sim.simulation.model import TerritoryModel
from territory_sim.units import PerSegment

TALK = loaded("status_quo").word_of_mouth


def test_only_the_more_than_satisfied_customers_speak_well() -> None:
    """From 7 points on in proportion, up to full praise at 10; who has left says nothing."""
    points = np.array([0.0, 7.0, 8.5, 10.0, 10.0])
    here = np.array([True, True, True, True, False])
    assert praise(points, here, TALK).tolist() == [0, 0, 0.5, 1, 0]


def test_bad_word_weighs_twice_as_much_as_good() -> None:
    """One acquaintance who waited in vain undoes two who praise."""
    good, bad = np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.5])
    appeal = word_appeal(good, bad, TALK)
    assert appeal[1] == -2 * appeal[0] < 0
    assert appeal[2] == 0


def test_half_a_day_twice_is_a_day() -> None:
    """What is remembered fades by a hazard, whatever the step."""
    half, whole = kept_share(np.array([0.5, 1.0]), 60.0)
    assert half * half == pytest.approx(whole, rel=1e-12)


def settled(parts: int, days: int = 15, **changes: object) -> TerritoryModel:
    """Run a world in which many wait in vain, in so many settlements a day."""
    scarce = {
        "service__requests_per_year": PerSegment(A=400, B=200, C=100),
        "service__patience": 1.0,
        "fulfilment__active": False,
    }
    model = model_of(small_world(days=days, schedule__settlements_per_day=parts, **scarce, **changes))
    for _ in range(days):
        model.step()
    return model


def test_who_waits_in_vain_is_heard_by_neighbours_alone() -> None:
    """Appeal falls below nought for those who know such accounts, and not for those who know none."""
    model = settled(1, days=2)
    assert model.world.network is not None
    book = model.requests
    waited = np.zeros(300)
    waited[book.requests.account[book.status == 3]] = 1
    hears = model.world.network.heard_share(waited) > 0
    assert hears.any()
    assert (~hears).any()
    assert model.state.word_appeal[~hears].min() >= 0
    assert model.state.word_appeal[hears].min() < 0


def test_halving_the_step_changes_what_is_heard_by_little() -> None:
    """One, two or four settlements a day: appeal and referral rates differ by a few per cent at most."""
    appeal = [settled(parts).state.word_appeal for parts in (1, 2, 4)]
    spread = np.abs(appeal[0]).mean()
    for finer in appeal[1:]:
        assert abs(finer.mean() - appeal[0].mean()) < 0.05 * spread


def test_customers_who_left_say_nothing() -> None:
    """When all have left, only vain waits are talked about."""
    model = model_of(small_world(days=2, word_of_mouth__organisations=()))
    model.state.is_customer[:] = False
    model.step()
    assert model.state.referral_lead_rate.max() == 0
    assert model.state.word_appeal.max() <= 0
    assert changed(loaded("status_quo"), word_of_mouth__active=False).word_of_mouth.active is False
