"""Leave and sickness: as much as was set, for each person and year by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.worlds import loaded

from territory_sim.salesforce.absence import away_days
from territory_sim.streams import Streams, entity_keys

USUAL = loaded("status_quo").people.absence
KEYS = entity_keys(f"R{number}" for number in range(400))
STREAMS = Streams(5, 0)


def test_everybody_takes_exactly_his_leave_every_year() -> None:
    """Weeks of leave never overlap, whatever their marks; a week may be a part of one."""
    for days in (0, 4, 15, 23, 60):
        away = away_days(replace(USUAL, leave_days=days, sick_spells=0.0), STREAMS, KEYS, 500)
        assert (away[:, :250].sum(axis=1) == days).all()
        assert (away[:, 250:].sum(axis=1) == days).all()


def test_sickness_has_the_frequency_and_length_that_were_set() -> None:
    """1.5 spells of 3 days make 4.5 days a year, fewer where two overlap; 4 standard errors, seed fixed."""
    away = away_days(replace(USUAL, leave_days=0), STREAMS, KEYS, 1000)
    a_year = away.sum(axis=1) / 4
    assert abs(a_year.mean() - 4.5) < 4 * a_year.std() / 20 + 0.1


def test_more_illness_only_adds_days() -> None:
    """A spell is accepted by its level: a higher rate keeps every day of a lower one."""
    often = away_days(replace(USUAL, leave_days=0, sick_spells=6.0), STREAMS, KEYS, 250)
    seldom = away_days(replace(USUAL, leave_days=0, sick_spells=2.0), STREAMS, KEYS, 250)
    assert (often | ~seldom).all()
    assert often.sum() > 2 * seldom.sum()


def test_days_hang_on_the_person_and_the_year_alone() -> None:
    """Other people and a longer run change nobody's days."""
    all_of_them = away_days(USUAL, STREAMS, KEYS, 250)
    one = away_days(USUAL, STREAMS, KEYS[7:8], 700)
    assert np.array_equal(all_of_them[7], one[0, :250])


def test_off_is_never_away() -> None:
    """Switched off, nobody is away, whatever the other settings are."""
    assert not away_days(replace(USUAL, active=False), STREAMS, KEYS, 250).any()
