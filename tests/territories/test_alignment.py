"""The alignment: who owns which unit and account."""

from __future__ import annotations

import numpy as np
import pytest

from territory_sim.market.accounts import Accounts
from territory_sim.territories.alignment import UNOWNED, Alignment, numbered_ids


def alignment(owners: list[int], **changes: object) -> Alignment:
    """Make an alignment of two territories."""
    fields: dict[str, object] = {
        "territory_ids": ("T01", "T02"),
        "rep_ids": ("R01", "R02"),
        "territory_of_unit": np.array(owners, dtype=np.int32),
        "homes": np.array([0, 1], dtype=np.int32),
    }
    return Alignment(**(fields | changes))  # type: ignore[arg-type]


def accounts() -> Accounts:
    """Make three accounts in units 0, 1 and 2."""
    return Accounts(
        account_ids=np.array(["A1", "A2", "A3"]),
        unit=np.array([0, 1, 2], dtype=np.int32),
        potential_cents=np.full(3, 100, dtype=np.int64),
        segment=np.zeros(3, dtype=np.int8),
        stream_keys=np.zeros(3, dtype=np.uint64),
    )


def test_an_account_belongs_to_the_owner_of_its_unit() -> None:
    """Without exceptions the unit decides; nobody owns what lies in an unowned unit."""
    assert alignment([1, 0, UNOWNED]).assign(accounts()).tolist() == [1, 0, UNOWNED]


def test_a_named_account_belongs_to_its_territory_wherever_it_lies() -> None:
    """An exception goes before the owner of the unit and touches no other account."""
    assert alignment([1, 0, 0], territory_of_account={"A3": 1}).assign(accounts()).tolist() == [1, 0, 1]


def test_moved_units_are_those_whose_rep_changes() -> None:
    """Ids decide, not positions: the same map with its territories listed the other way moves nothing."""
    here = alignment([0, 0, 1])
    same = alignment([1, 1, 0], rep_ids=("R02", "R01"), territory_ids=("T02", "T01"))
    assert not here.moved_units(same).any()
    assert here.moved_units(alignment([0, 1, 1])).tolist() == [False, True, False]


def test_rows_name_every_owned_unit_and_named_account_once() -> None:
    """Rows come in the order of the units, named accounts after them by id; unowned units have none."""
    mapped = alignment([1, UNOWNED, 0], territory_of_account={"B": 0, "A": 1})
    homes = [("u", "v", "w")[home] for home in mapped.homes.tolist()]
    assert mapped.to_rows(("u", "v", "w")) == [
        ("u", "", "T02", "R02", homes[1]),
        ("w", "", "T01", "R01", homes[0]),
        ("", "A", "T02", "R02", homes[1]),
        ("", "B", "T01", "R01", homes[0]),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"territory_ids": ("T01", "T01")},
        {"rep_ids": ("R01",)},
        {"homes": np.array([0], dtype=np.int32)},
        {"territory_of_unit": np.array([0, 2], dtype=np.int32)},
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(changes: dict[str, object]) -> None:
    """An alignment that exists is consistent."""
    with pytest.raises(ValueError, match=r"territory|rep"):
        alignment([0, 1], **changes)


def test_an_alignment_cannot_be_changed_in_place() -> None:
    """Its arrays are values too."""
    with pytest.raises(ValueError, match="read-only"):
        alignment([0, 1]).territory_of_unit[0] = 1


@pytest.mark.parametrize("count", [9, 99, 100, 1000])
def test_numbered_ids_sort_as_they_count(count: int) -> None:
    """Sorting the ids as text keeps their order, also beyond ninety-nine."""
    ids = numbered_ids("R", count)
    assert len(ids) == count
    assert list(ids) == sorted(ids)
