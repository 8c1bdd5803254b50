"""Reps differ by skill, a function of their id; made identical, only the territory is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.worlds import loaded

from territory_sim.salesforce.reps import Rep, drawn_skill, identical
from territory_sim.streams import Streams

PEOPLE = loaded("status_quo").people


def test_skill_is_lognormal_around_one() -> None:
    """Over 5,000 ids the log has mean 0 and the set standard deviation, within 4 standard errors."""
    logs = np.log([drawn_skill(f"R{number}", PEOPLE, Streams(1)) for number in range(5000)])
    assert abs(logs.mean()) < 4 * PEOPLE.skill_sd / np.sqrt(5000)
    assert logs.std() == pytest.approx(PEOPLE.skill_sd, abs=4 * PEOPLE.skill_sd / np.sqrt(2 * 5000))


def test_skill_belongs_to_the_id() -> None:
    """The same rep is as able in any scenario; more spread moves him away from 1 on his own side."""
    usual, wider = (
        drawn_skill("R07", replace(PEOPLE, skill_sd=sd), Streams(1)) for sd in (PEOPLE.skill_sd, 0.4)
    )
    assert usual == drawn_skill("R07", PEOPLE, Streams(1))
    assert np.log(wider) / np.log(usual) == pytest.approx(0.4 / PEOPLE.skill_sd)
    assert drawn_skill("R07", replace(PEOPLE, skill_sd=0.0), Streams(1)) == 1.0


def test_identical_reps_keep_home_and_hours_in_all() -> None:
    """Skill 1 and the mean shift for everybody; who they are and where they live stays."""
    reps = tuple(
        Rep(rep_id=f"R{n}", home=n, skill=1 + n / 10, shift_minutes=400.0 + 40 * n, name=f"N{n}")
        for n in range(3)
    )
    same = identical(reps)
    assert [(rep.rep_id, rep.home, rep.name) for rep in same] == [(r.rep_id, r.home, r.name) for r in reps]
    assert {(rep.skill, rep.shift_minutes) for rep in same} == {(1.0, 440.0)}
