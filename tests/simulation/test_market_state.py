"""The accounts as they stand: owners follow units unless named, visits add goodwill, nights take it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
from tests.worlds import small_world

from territory_sim.simulation.market_state import MarketState, RivalVisits, Visits
from territory_sim.simulation.settlement import Stretch

NOBODY = np.empty(0, dtype=np.int64)
NO_CALLS = RivalVisits(NOBODY, NOBODY, np.empty(0))
DAY = Stretch(0, 0.0, 540.0, days=1)


def state_of(*named: tuple[int, int]) -> MarketState:
    """Give the state of the small world with some accounts held by name: (account, territory)."""
    world = small_world()
    ids = world.accounts.account_ids
    held = MappingProxyType({str(ids[account]): territory for account, territory in named})
    alignment = replace(world.alignment, territory_of_account=held)
    market, service = world.scenario.market, world.scenario.service
    return MarketState(world.accounts, alignment, market, service, world.new_accounts, rivals=2)


def test_an_account_that_moves_changes_hands_unless_it_is_named() -> None:
    """The unit's owner takes it over; a named account stays with its territory wherever it lies."""
    territory_of_unit = small_world().alignment.territory_of_unit
    state = state_of((1, 3))
    assert state.owner[1] == 3
    unit = int(np.flatnonzero(territory_of_unit == 0)[0])
    for account in (0, 1):
        state.relocate(account, unit, 5.0)
    assert state.unit[:2].tolist() == [unit, unit]
    assert state.owner[:2].tolist() == [0, 3]


def test_the_minute_of_a_change_of_hands_is_noted_and_no_other_move() -> None:
    """A move within the territory, or of a named account, is no handover."""
    territory_of_unit = small_world().alignment.territory_of_unit
    state = state_of((1, 3))
    owner = int(state.owner[0])
    others = np.flatnonzero(territory_of_unit != owner)
    state.relocate(0, int(np.flatnonzero(territory_of_unit == owner)[0]), 500.0)
    state.relocate(1, int(others[0]), 500.0)
    assert (state.rep_since == -np.inf).all()
    state.relocate(0, int(others[0]), 900.0)
    assert state.rep_since[:2].tolist() == [900.0, -np.inf]


def test_several_visits_of_a_day_add_up_by_skill() -> None:
    """Goodwill grows by impact times skill for each visit, and visits are counted."""
    state = state_of()
    before = state.goodwill[5]
    kept = state.goodwill_kept
    state.live_through(
        DAY, Visits(np.array([5, 5]), np.array([540.0, 540.0]), np.array([1.0, 1.5])), NO_CALLS
    )
    np.testing.assert_allclose(state.goodwill[5] - before * kept, 2.5 * state.call_impact[5])
    assert state.visits[5] == 2
    assert state.visits.sum() == 2


def test_a_night_takes_its_share_of_both_goodwills() -> None:
    """Ours and the rivals' fade by the same factor; the rivals' add up."""
    state = state_of()
    state.goodwill_of_rivals[:] = 1.0
    state.live_through(DAY, Visits(NOBODY, np.empty(0), np.empty(0)), NO_CALLS)
    np.testing.assert_allclose(state.goodwill, state.goodwill_kept)
    np.testing.assert_allclose(state.goodwill_of_rivals.sum(axis=0), 2 * state.goodwill_kept)


def test_the_worlds_accounts_are_not_written_to() -> None:
    """A run works on its own columns, so that the world serves the next run too."""
    world = small_world()
    before = world.accounts.unit.copy()
    state = state_of()
    state.relocate(0, int((world.accounts.unit[0] + 1) % 60), 5.0)
    np.testing.assert_array_equal(world.accounts.unit, before)
