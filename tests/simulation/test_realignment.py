"""A redesign within the run: who owns what from its morning on, and what softens it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.worlds import loaded, redesigned, small_scenario, small_world

from territory_sim.errors import DataError, InfeasibleDesignError, ScenarioError
from territory_sim.experiments.alignment_rows import alignment_rows
from territory_sim.experiments.run import Run, simulate
from territory_sim.records.files import write_text
from territory_sim.salesforce.redesign_parameters import WarmHandoverParameters
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import build_world
from territory_sim.simulation.engine import world_demand
from territory_sim.simulation.joint_visits import JointVisits
from territory_sim.simulation.model import TerritoryModel
from territory_sim.streams import Streams

DATE = "2026-01-19"
DAY = 10


def scenario_with(**changes: Any) -> Scenario:
    """Give the small scenario with a redesign in the middle of it."""
    return small_scenario(
        opportunity=False, market__relocations_per_year=0.0, management=redesigned(DATE, **changes)
    )


def run_with(**changes: Any) -> Run:
    """Run it."""
    return simulate(scenario_with(**changes))


def test_accounts_change_hands_on_the_morning_of_the_day() -> None:
    """Owners are those of the first map before the day and of the later one from it on."""
    world = build_world(scenario_with())
    assert world.later is not None
    model = TerritoryModel(world, Streams(1, 0), world_demand(world, Streams(1, 0)))
    before, after = world.alignment.assign(world.accounts), world.later.assign(world.accounts)
    for day in range(20):
        model.step()
        assert model.state.owner.tolist() == (before if day < DAY else after).tolist()
    moved = np.flatnonzero(before != after)
    assert len(moved) > 0
    (handover,) = model.morning.leadership.realignment.handovers
    assert handover.account.tolist() == moved.tolist()
    assert (model.state.rep_since[moved] == DAY * model.rules.day_minutes).all()
    assert np.isinf(model.state.rep_since[before == after]).all()


def test_the_redrawn_map_is_closer_to_balance_and_keeps_homes_and_people() -> None:
    """The later map is within the tolerance that today's misses; territories, reps and homes stay."""
    world = build_world(scenario_with())
    today, later = world.alignment, world.later
    assert later is not None
    assert world.redraws is not None
    assert later.territory_ids == today.territory_ids
    assert later.rep_ids == today.rep_ids
    assert later.homes.tolist() == today.homes.tolist()
    assert (later.territory_of_unit == world.redraws.of(today).territory_of_unit).all()
    assert np.mean(later.territory_of_unit == today.territory_of_unit) > 0.5


def test_tables_follow_the_map() -> None:
    """Accounts and units end in the later map; potential is the mean of both; nothing is lost."""
    scenario = scenario_with()
    world = build_world(scenario)
    assert world.later is not None
    tables = simulate(scenario, world=world).tables
    ids = np.array(world.alignment.territory_ids)
    last = world.later.assign(world.accounts)
    assert tables["account_run"]["territory_id"].tolist() == ids[last].tolist()
    assert tables["unit_run"]["territory_id"].tolist() == ids[world.later.territory_of_unit].tolist()
    run = tables["territory_run"]
    assert run["accounts"].tolist() == np.bincount(last, minlength=len(ids)).tolist()
    potential = world.accounts.potential_cents
    parts = [
        np.bincount(alignment.assign(world.accounts), weights=potential, minlength=len(ids))
        for alignment in (world.alignment, world.later)
    ]
    expected = (10 * parts[0] + 10 * parts[1]) / 20
    np.testing.assert_allclose(run["potential_cents"].to_numpy(), expected, atol=1)
    weekly = tables["territory_week"].groupby("territory_id", observed=True)["booked_cents"].sum()
    assert weekly.tolist() == run["booked_cents"].tolist()


def test_a_file_gives_the_later_map_by_its_reps(tmp_path: Path) -> None:
    """Territories of the file may have other names: who owns a unit is told by the rep."""
    world = build_world(scenario_with())
    assert world.later is not None
    rows = alignment_rows(world.later, world.region)
    rows["territory_id"] = "renamed " + rows["territory_id"].astype(str)
    write_text(tmp_path / "later.csv", rows.to_csv(index=False))
    read = build_world(scenario_with(territories="file", path=str(tmp_path / "later.csv"))).later
    assert read is not None
    assert read.territory_of_unit.tolist() == world.later.territory_of_unit.tolist()
    assert read.territory_ids == world.alignment.territory_ids


def test_a_file_with_other_people_is_refused_with_all_of_them(tmp_path: Path) -> None:
    """Each rep who is not in the team, and each who is missing, is told."""
    world = small_world()
    rows = alignment_rows(world.alignment, world.region)
    rows["rep_id"] = rows["rep_id"].replace({"R01": "Nobody", "R02": "Someone"})
    write_text(tmp_path / "later.csv", rows.to_csv(index=False))
    with pytest.raises(ScenarioError) as told:
        build_world(scenario_with(territories="file", path=str(tmp_path / "later.csv")))
    assert {fault.given for fault in told.value.faults} == {"Nobody", "Someone", "R01", "R02"}


def test_an_unknown_map_is_refused(tmp_path: Path) -> None:
    """A file that is not there is a fault of the user's files, told without a traceback."""
    with pytest.raises(DataError, match=r"later\.csv"):
        build_world(scenario_with(territories="file", path=str(tmp_path / "later.csv")))


def test_a_map_with_an_empty_territory_cannot_be_redrawn() -> None:
    """A territory without units has nothing to start from."""
    world = build_world(scenario_with())
    assert world.redraws is not None
    owner = np.where(world.alignment.territory_of_unit == 3, 2, world.alignment.territory_of_unit)
    with pytest.raises(InfeasibleDesignError, match=r"management\.redesign"):
        world.redraws.of(replace(world.alignment, territory_of_unit=owner))


def test_all_faults_of_a_redesign_are_told_at_once() -> None:
    """A date outside the run, an unknown map, negative costs and shares over one, in one go."""
    with pytest.raises(ScenarioError) as told:
        load_scenario(
            "mid_year_redesign",
            [
                "management.redesign.date=2031-01-01",
                "management.redesign.territories=circles",
                "management.redesign.warm_handover.minutes=-5",
                "management.redesign.warm_handover.share=1.5",
                "management.redesign.quota_relief.share=2",
            ],
        )
    where = {fault.where for fault in told.value.faults}
    assert {f"management.redesign.{key}" for key in ("date", "territories")} <= where
    assert {f"management.redesign.warm_handover.{key}" for key in ("minutes", "share")} <= where
    assert "management.redesign.quota_relief.share" in where
    with pytest.raises(ScenarioError, match=r"redesign\.path.*alignment\.csv"):
        load_scenario("mid_year_redesign", ["management.redesign.territories=file"])


def test_a_warm_handover_takes_time_of_both_and_costs_less_sales() -> None:
    """Joint visits stand in the working time of the days before; those accounts feel half the loss."""
    warm = replace(loaded("status_quo").management.redesign.warm_handover, share=1.0, days=10)
    cold, softened = (
        simulate(scenario_with(warm_handover=each)).tables for each in (replace(warm, share=0.0), warm)
    )
    assert not cold["handover"]["warm"].any()
    visited = softened["handover"]["warm"]
    assert visited.any()
    taken = [tables["rep_day"].query(f"day < {DAY}")["admin_minutes"].sum() for tables in (cold, softened)]
    assert taken[1] > taken[0]
    world = build_world(scenario_with(warm_handover=warm))
    model = TerritoryModel(world, Streams(1, 0), world_demand(world, Streams(1, 0)))
    for _ in range(DAY + 1):
        model.step()
    (handover,) = model.morning.leadership.realignment.handovers
    felt = model.state.handover_felt[handover.account]
    assert felt.tolist() == np.where(handover.warm, 0.5, 1.0).tolist()


def test_joint_visits_never_take_more_than_half_a_shift() -> None:
    """Accounts for which no day has room stay cold; the largest go first; both reps spend the time."""
    parameters = WarmHandoverParameters(share=1.0, minutes=60, days=2, kept=0.5)
    visits = JointVisits(parameters, np.array([480.0, 480.0, 480.0]), day=5)
    moved, worth = np.arange(20), np.arange(20)
    visits.plan(moved, np.stack([np.zeros(20, dtype=np.int64), np.ones(20, dtype=np.int64)]), worth)
    assert visits.minutes_on(2) is None
    for day in (3, 4):
        minutes = visits.minutes_on(day)
        assert minutes is not None
        assert minutes.tolist() == [240.0, 240.0, 0.0]
    assert visits.were_at(moved.tolist()).tolist() == [False] * 12 + [True] * 8


def test_protected_deals_stay_with_the_old_rep() -> None:
    """With protection no deal is handed over by the redesign; without it some are."""
    handed = [
        int(run_with(pipeline_protection=protected, tolerance=0.02).tables["lead"]["handed_over"].sum())
        for protected in (False, True)
    ]
    assert handed[0] > 0
    assert handed[1] == 0


def test_quota_relief_lowers_the_quota_of_those_concerned_for_its_months() -> None:
    """From the month of the redesign on, reps whose accounts changed are asked for less."""
    usual = loaded("status_quo", "commission=quota_bonus").commission
    relief = replace(loaded("status_quo").management.redesign.quota_relief, share=0.25)
    full, eased = (
        simulate(
            replace(scenario_with(quota_relief=each), commission=replace(usual, period="month"), days=40)
        ).tables
        for each in (replace(relief, share=0.0), relief)
    )
    asked = [tables["rep_month"].set_index(["rep_id", "month"])["quota_cents"] for tables in (full, eased)]
    moved = set(full["handover"]["from_rep_id"]) | set(full["handover"]["to_rep_id"])
    share = asked[1] / asked[0]
    for rep_id, value in zip(share.index.get_level_values("rep_id"), share, strict=True):
        assert value == pytest.approx(0.75 if rep_id in moved else 1.0, abs=1e-6)
