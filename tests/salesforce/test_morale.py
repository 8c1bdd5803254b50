"""Morale follows pay among peers that nothing visible explains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.salesforce.morale import (
    attendance,
    effort_factor,
    inequity,
    input_in_pay,
    morale_points,
)

MORALE = loaded("status_quo").people.morale
PAY = st.lists(st.integers(1, 10**9), min_size=2, max_size=8)


@given(pay=PAY, transparency=st.floats(0, 1), data=st.data())
def test_seeing_more_never_hurts_more(pay: list[int], transparency: float, data: st.DataObject) -> None:
    """Gaps add up to nothing in the dark, and shrink without turning round the more is seen."""
    amounts = np.array(pay, dtype=float)
    worth = np.array(data.draw(st.permutations(pay)), dtype=float)
    everybody = ~np.eye(len(pay), dtype=bool)
    dark, seen = (inequity(amounts, worth, share, everybody) for share in (0.0, transparency))
    assert dark.sum() == pytest.approx(0, abs=1e-6)
    assert (np.abs(seen) <= np.abs(dark) + 1e-12).all()
    assert (seen * dark >= -1e-12).all()


def test_equal_pay_troubles_nobody() -> None:
    """And without peers there is nobody to compare with."""
    equal, nobody = np.full(3, 7.0), np.zeros((3, 3), dtype=bool)
    assert not inequity(equal, equal, 0.5, ~np.eye(3, dtype=bool)).any()
    assert not inequity(np.array([1.0, 2.0, 3.0]), equal, 0.5, nobody).any()


def test_losses_weigh_twice_and_wide_gaps_are_felt_little_more() -> None:
    """Points run from minus the loss weight to one, and rise with the gap."""
    points = morale_points(np.array([-10.0, -0.03, 0.0, 0.03, 10.0]), MORALE)
    assert points[[0, 2, 4]] == pytest.approx([-2, 0, 1])
    assert points[1] == pytest.approx(-2 * points[3])
    assert (np.diff(points) > 0).all()


def test_low_morale_takes_effort_and_attendance_and_high_morale_adds_effort_alone() -> None:
    """Attendance never exceeds the shift, and neither falls below nothing."""
    points = np.array([-2.0, 0.0, 1.0, -100.0])
    assert attendance(points, MORALE)[:3] == pytest.approx([1 - 2 * MORALE.attendance_per_point, 1, 1])
    assert effort_factor(points, MORALE)[2] > 1
    assert attendance(points, MORALE)[3] == effort_factor(points, MORALE)[3] == 0


def test_input_is_weighed_in_pay_at_equal_chances() -> None:
    """All variable pay is divided in proportion to input; nobody's input earns his territory."""
    worth = input_in_pay(np.full(4, 100.0), np.array([0.0, 0, 0, 40]), np.array([1.0, 1, 1, 2]))
    assert worth.tolist() == [108, 108, 108, 116]
    idle = input_in_pay(np.full(2, 100.0), np.array([0.0, 40]), np.zeros(2))
    assert idle.tolist() == [120, 120]


def test_ability_accounts_for_a_salary_as_far_as_it_goes() -> None:
    """Half the ability accounts for all of a lower salary, a little less for a part, more for nothing."""
    salaries = np.array([90.0, 110.0])
    for ability, worth in ((0.5, 90.0), (0.95, 97.436), (1.2, 100.0)):
        found = input_in_pay(salaries, np.zeros(2), np.array([ability, 1.0]))
        assert found[0] == pytest.approx(worth, abs=1e-3)


def test_a_transparency_of_one_leaves_only_what_input_does_not_explain() -> None:
    """Half transparency feels half of a difference that input explains in full."""
    pay, everybody = np.array([80.0, 100.0]), ~np.eye(2, dtype=bool)
    gaps = [abs(inequity(pay, pay, seen, everybody)[0]) for seen in (0.0, 0.5, 1.0)]
    assert gaps == pytest.approx([np.log(1.25), np.log(1.25) / 2, 0])


def test_weights_of_zero_switch_what_follows_off() -> None:
    """Morale without consequences leaves effort and attendance as they are."""
    still = replace(MORALE, effort_per_point=0.0, attendance_per_point=0.0)
    points = np.array([-2.0, 1.0])
    assert effort_factor(points, still).tolist() == attendance(points, still).tolist() == [1, 1]
