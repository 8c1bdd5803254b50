"""Bases of territories, and reps matched to redrawn ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from territory_sim.design.homes import best_base, best_bases, keep_homes, match_reps
from territory_sim.territories.alignment import Alignment, numbered_ids
from territory_sim.territories.workload import territory_workload_hours

if TYPE_CHECKING:
    from tests.design.conftest import Ground

OWNERS = st.lists(st.integers(0, 3), min_size=40, max_size=40).filter(lambda owners: len(set(owners)) == 4)


def alignment_of(owner: NDArray[np.int32]) -> Alignment:
    """Make an alignment of four territories with homes in their first units."""
    homes = np.array([np.flatnonzero(owner == territory)[0] for territory in range(4)], dtype=np.int32)
    return Alignment(numbered_ids("T", 4), numbered_ids("R", 4), owner, homes)


@given(owners=OWNERS)
def test_no_other_home_inside_needs_less_travel(plain: Ground, owners: list[int]) -> None:
    """The best base is the best of all units of the territory."""
    owner = np.array(owners, dtype=np.int32)
    units = np.flatnonzero(owner == 0)
    base = best_base(plain.model, units)
    # A night away halves the way home, which is no reason to live far from one's stops.
    every_night = replace(plain.model, overnight_minutes=np.inf)
    travel = {
        home: territory_workload_hours(
            every_night, np.where(owner == 0, 0, -1).astype(np.int32), [home]
        ).travel[0]
        for home in units.tolist()
    }
    assert travel[base] <= min(travel.values()) * (1 + 1e-12)
    assert best_bases(plain.model, owner, 4)[0] == base


@given(today=OWNERS, redrawn=OWNERS, hours=st.lists(st.integers(0, 9), min_size=40, max_size=40))
def test_matching_keeps_as_much_work_as_any_other_numbering(
    plain: Ground, today: list[int], redrawn: list[int], hours: list[int]
) -> None:
    """Of all 24 ways to give four reps the four new territories none keeps more."""
    old, new = np.array(today, dtype=np.int32), np.array(redrawn, dtype=np.int32)
    work = np.array(hours, dtype=np.float64)
    matched = match_reps(replace(plain.model, service_hours=work), alignment_of(old), new)
    best = max(work[np.array(way)[new] == old].sum() for way in permutations(range(4)))
    assert work[matched == old].sum() == best
    assert len(set(zip(new.tolist(), matched.tolist(), strict=True))) == 4


@given(owners=OWNERS)
def test_where_no_work_can_be_kept_reps_take_the_territory_nearest_home(
    plain: Ground, owners: list[int]
) -> None:
    """Without any work to keep the ways from homes to new bases are as short as possible in all."""
    owner = np.array(owners, dtype=np.int32)
    today = alignment_of(owner)
    model = replace(plain.model, service_hours=np.zeros(40))
    matched = match_reps(model, today, (owner + 1) % 4)
    minutes = np.asarray(plain.travel.minutes).astype(np.float64)
    bases = best_bases(model, (owner + 1) % 4, 4)
    rep_of = {int(new): int(rep) for new, rep in zip((owner + 1) % 4, matched, strict=True)}
    way = sum(minutes[bases[new], today.homes[rep]] for new, rep in rep_of.items())
    assert way == min(
        sum(minutes[bases[new], today.homes[rep]] for new, rep in enumerate(reps))
        for reps in permutations(range(4))
    )


@given(owners=OWNERS, homes=st.lists(st.integers(0, 39), min_size=4, max_size=4))
def test_a_home_moves_only_when_it_must(plain: Ground, owners: list[int], homes: list[int]) -> None:
    """Who lives in the new territory stays; all others move into theirs."""
    owner = np.array(owners, dtype=np.int32)
    kept = keep_homes(plain.model, np.array(homes, dtype=np.int32), owner)
    assert owner[kept].tolist() == [0, 1, 2, 3]
    for territory, home in enumerate(homes):
        if owner[home] == territory:
            assert kept[territory] == home
