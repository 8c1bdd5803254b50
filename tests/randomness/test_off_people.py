"""Absence, turnover, learning and mentoring off: nothing is drawn otherwise, and off is as if never there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.randomness.off_switches import candidates
from tests.worlds import loaded, small_scenario

from territory_sim.experiments.run import simulate
from territory_sim.salesforce.parameters import PeopleParameters

USUAL = loaded("status_quo").people
SETTLED = loaded("status_quo", "people=settled").people
MECHANISMS = ("absence", "learning", "turnover", "mentoring")
STRONGER: dict[str, dict[str, Any]] = {
    "absence": {"leave_days": 60, "sick_spells": 8.0},
    "learning": {"start": 0.1, "full": 0.5},
    "turnover": {"hazard_per_year": 2.0, "goodwill_taken": 1.0, "satisfaction_taken": 5.0},
    "mentoring": {"hours_per_month": 40.0, "gain_per_hour": 0.5},
}


def with_one(name: str, *, active: bool, **changes: Any) -> PeopleParameters:
    """Settled people with one mechanism changed."""
    return replace(SETTLED, **{name: replace(getattr(SETTLED, name), active=active, **changes)})


@pytest.mark.parametrize("name", MECHANISMS)
def test_no_candidate_of_the_market_moves_by_a_byte(name: str) -> None:
    """What accounts want does not depend on who is at work."""
    assert candidates(people=with_one(name, active=True, **STRONGER[name])) == candidates()


@pytest.mark.parametrize("name", MECHANISMS)
def test_off_is_off_whatever_the_other_settings_are(name: str) -> None:
    """Tables of a run are the same to the byte with stronger settings of a mechanism that is off."""
    off, stronger = (
        simulate(small_scenario(days=25, opportunity=False, people=people))
        for people in (SETTLED, with_one(name, active=False, **STRONGER[name]))
    )
    for table, frame in off.tables.items():
        assert frame.equals(stronger.tables[table]), table


def test_absence_moves_nobodys_exit_and_exits_nobodys_leave() -> None:
    """Each mechanism has streams of its own: the same persons are away on the same days."""
    both = simulate(small_scenario(days=60, opportunity=False, people=USUAL))
    alone = simulate(small_scenario(days=60, opportunity=False, people=with_one("absence", active=True)))
    rows = both.tables["employment"]
    last = rows[rows["began"] == "of old"].set_index("rep_id")["to_day"].to_dict()
    own = []
    for run in (both, alone):
        days = run.tables["rep_day"]
        own.append(
            days[days["day"] <= days["rep_id"].map(last).astype("int64")][["rep_id", "day", "shift_minutes"]]
        )
    assert own[0].equals(own[1])
