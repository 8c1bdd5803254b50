"""The map follows the number of reps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory_sim.design.history import draw_history
from territory_sim.design.resize import resize
from territory_sim.design.rule_of_thumb import rule_of_thumb
from territory_sim.errors import InfeasibleDesignError
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.contiguity import pieces_per_territory
from territory_sim.territories.workload import territory_workload_hours

if TYPE_CHECKING:
    from tests.design.conftest import Ground, MakeGround


def hours_of(ground: Ground, alignment: Alignment) -> dict[str, float]:
    """Return the hours of each territory by its id."""
    model = rule_of_thumb(ground.region, ground.model)
    hours = territory_workload_hours(model, alignment.territory_of_unit, alignment.homes).total
    return dict(zip(alignment.territory_ids, hours.tolist(), strict=True))


def owners(alignment: Alignment) -> list[str]:
    """Return the territory id of every unit."""
    return [alignment.territory_ids[territory] for territory in alignment.territory_of_unit.tolist()]


@settings(max_examples=40)
@given(before=st.integers(1, 20), reps=st.integers(1, 40))
def test_all_else_stays_unchanged(plain: Ground, before: int, reps: int) -> None:
    """Whole territories, one a rep; a unit changes hands only out of a dissolved or into a new territory."""
    today = draw_history(plain.region, plain.model, before)
    resized = resize(plain.region, plain.model, today, reps)
    assert len(resized) == reps
    assert (pieces_per_territory(plain.region.neighbours, resized.territory_of_unit, reps) == 1).all()
    gone = set(today.territory_ids) - set(resized.territory_ids)
    new = set(resized.territory_ids) - set(today.territory_ids)
    assert (len(gone), len(new)) == (max(before - reps, 0), max(reps - before, 0))
    for then, now in zip(owners(today), owners(resized), strict=True):
        assert then == now or then in gone or now in new
    staff = dict(zip(today.territory_ids, zip(today.rep_ids, today.homes.tolist(), strict=True), strict=True))
    for territory, rep, home in zip(
        resized.territory_ids, resized.rep_ids, resized.homes.tolist(), strict=True
    ):
        assert territory in new or staff[territory] == (rep, home)
    assert resized.territory_of_unit[resized.homes].tolist() == list(range(reps))


def test_one_rep_fewer_dissolves_the_least_loaded_territory(ground: MakeGround) -> None:
    """Its units go to territories around it; those elsewhere keep theirs to the unit."""
    texas = ground("texas")
    today = draw_history(texas.region, texas.model, 24)
    hours = hours_of(texas, today)
    least = min(hours, key=lambda territory: (hours[territory], territory))
    fewer = resize(texas.region, texas.model, today, 23)
    assert set(today.territory_ids) - set(fewer.territory_ids) == {least}
    gained = {now for then, now in zip(owners(today), owners(fewer), strict=True) if then == least}
    gone = today.territory_ids.index(least)
    around = {
        owners(today)[other]
        for unit in today.units_of(gone).tolist()
        for other in texas.region.neighbours[unit]
    }
    assert gained <= around - {least}
    assert gained


def test_one_rep_more_halves_the_most_loaded_territory(ground: MakeGround) -> None:
    """The old rep keeps the half with the home; neither half has more than two thirds of the service."""
    texas = ground("texas")
    today = draw_history(texas.region, texas.model, 24)
    hours = hours_of(texas, today)
    most = max(hours, key=lambda territory: (hours[territory], territory))
    more = resize(texas.region, texas.model, today, 25)
    assert more.territory_ids == (*today.territory_ids, "T25")
    assert more.rep_ids == (*today.rep_ids, "R25")
    after = hours_of(texas, more)
    assert {territory for territory in hours if after[territory] != hours[territory]} == {most}
    service = [
        texas.model.service_hours[more.units_of(more.territory_ids.index(territory))].sum()
        for territory in (most, "T25")
    ]
    assert max(service) < 2 / 3 * sum(service)


def test_a_dissolved_territorys_named_accounts_fall_to_the_owner_of_their_unit(plain: Ground) -> None:
    """Exceptions of other territories stay with them under their new index."""
    today = draw_history(plain.region, plain.model, 4)
    hours = hours_of(plain, today)
    least = today.territory_ids.index(min(hours, key=lambda territory: hours[territory]))
    named = {f"A{territory}": territory for territory in range(4)}
    with_named = Alignment(today.territory_ids, today.rep_ids, today.territory_of_unit, today.homes, named)
    fewer = resize(plain.region, plain.model, with_named, 3)
    kept = {account: fewer.territory_ids[t] for account, t in fewer.territory_of_account.items()}
    assert kept == {f"A{t}": today.territory_ids[t] for t in range(4) if t != least}


def test_a_territory_of_a_single_unit_is_not_split(plain: Ground) -> None:
    """The most loaded territory that can be split is; new ids skip those that are taken."""
    owner = np.ones(40, dtype=np.int32)
    heaviest = int(np.argmax(plain.model.service_hours))
    owner[heaviest] = 0
    today = Alignment(
        ("T03", "B"), ("R03", "Bob"), owner, np.array([heaviest, int(owner.argmax())], dtype=np.int32)
    )
    more = resize(plain.region, plain.model, today, 3)
    assert more.units_of(0).tolist() == [heaviest]
    assert (more.territory_ids[2], more.rep_ids[2]) == ("T04", "R04")


@pytest.mark.parametrize("reps", [0, 41])
def test_impossible_numbers_of_reps_are_refused(plain: Ground, reps: int) -> None:
    """The fault names staffing.reps."""
    today = draw_history(plain.region, plain.model, 3)
    with pytest.raises(InfeasibleDesignError, match=r"^staffing\.reps"):
        resize(plain.region, plain.model, today, reps)
