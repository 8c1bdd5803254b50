"""A redesign within the run: no candidate moves, and nothing happens before its day or beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.randomness.off_switches import candidates
from tests.worlds import loaded, redesigned, small_scenario

from territory_sim.experiments.run import simulate
from territory_sim.salesforce.management import ManagementParameters

DATE = "2026-01-19"
DAY = 10
WARM = replace(loaded("status_quo").management.redesign.warm_handover, share=1.0)
NO_DISRUPTION = {"market__handover_loss": 0.0, "leads__handover_loss": 0.0}


def test_no_candidate_moves_by_a_byte() -> None:
    """Dated early or late, softened or not, with the disruption off or on: the market is the same."""
    before = candidates()
    for management in (
        redesigned(DATE),
        redesigned("2026-01-26", tolerance=0.02, pipeline_protection=True),
        redesigned(DATE, warm_handover=WARM),
    ):
        assert candidates(management=management) == before
        assert candidates((), management=management, **NO_DISRUPTION) == before


def test_without_a_date_all_its_settings_change_nothing() -> None:
    """Everything that softens a redesign is idle where there is none, to the last bit."""
    relief = replace(loaded("status_quo").management.redesign.quota_relief, share=0.9)
    idle = redesigned(None, warm_handover=WARM, quota_relief=relief, pipeline_protection=True)
    usual, without = (
        simulate(small_scenario(opportunity=False)),
        simulate(small_scenario(opportunity=False, management=idle)),
    )
    for name, table in usual.tables.items():
        assert table.equals(without.tables[name]), name


def test_days_before_the_redesign_are_as_without_it() -> None:
    """Until its morning every rep's day is the same; afterwards some are not."""
    usual, redrawn = (
        simulate(small_scenario(opportunity=False, management=management)).tables["rep_day"]
        for management in (redesigned(None), redesigned(DATE))
    )
    early = usual["day"] < DAY
    assert usual[early].equals(redrawn[early])
    assert not usual[~early].equals(redrawn[~early])


def test_a_redesign_to_the_map_in_force_changes_nothing_but_the_quotas_it_sets_anew() -> None:
    """Within a tolerance that today's map meets, nobody moves and every order stays as it was."""
    managements: tuple[ManagementParameters, ...] = (redesigned(None), redesigned(DATE, tolerance=1.0))
    usual, same = (simulate(small_scenario(opportunity=False, management=each)) for each in managements)
    assert not len(same.tables["handover"])
    for name, table in usual.tables.items():
        assert table.equals(same.tables[name]), name


def test_disruption_touches_accounts_that_changed_hands_alone() -> None:
    """With enough time for all, a dearer change of rep costs orders of the accounts handed over only."""
    runs = [
        simulate(
            small_scenario(
                opportunity=False,
                management=redesigned("2026-01-06"),
                market__handover_loss=loss,
                leads__handover_loss=0.0,
                market__relocations_per_year=0.0,
            )
        ).tables
        for loss in (0.0, 4.0)
    ]
    booked = [tables["account_run"].set_index("account_id")["booked_cents"] for tables in runs]
    moved = set(runs[0]["handover"]["account_id"])
    differ = set(booked[0].index[np.asarray(booked[0] != booked[1])])
    assert differ
    assert moved == set(runs[1]["handover"]["account_id"])
    lost = booked[0][sorted(moved)].sum() - booked[1][sorted(moved)].sum()
    assert lost > 0
