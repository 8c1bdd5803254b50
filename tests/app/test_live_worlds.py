from __future__ import annotations

import io
import pickle

import numpy as np

from territory_sim.app.live_worlds import LiveWorlds, map_key, with_map_of
from territory_sim.app.map_stock import maps_to_draw
from territory_sim.experiments.run import simulate
from territory_sim.experiments.world_file import dump
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import World, build_world
from tests.worlds import SMALL, changed, small_scenario, small_world

OVERRIDES = ("scenario=status_quo", *SMALL)


def built(*changes: str) -> tuple[World, World]:
    """Build a world for the live page, and the same from nothing."""
    worlds = LiveWorlds({"status_quo": (OVERRIDES, small_world())}, ())
    return worlds.world("status_quo", (*OVERRIDES, *changes)), build_world(
        load_scenario("status_quo", [*SMALL, *changes])
    )


def test_a_world_built_quickly_is_the_world() -> None:
    """Another number of reps, redrawn or not, gives the very run that it gives from nothing."""
    quick, slow = built("staffing.reps=5", "territories=balanced", "service.backup=pooled")
    assert quick.scenario == slow.scenario
    assert np.array_equal(quick.alignment.territory_of_unit, slow.alignment.territory_of_unit)
    kpis = [simulate(world.scenario, world=world).kpis for world in (quick, slow)]
    assert kpis[0].equals(kpis[1])


def test_travel_speed_leaves_the_map() -> None:
    """Ways take half the time, and each unit keeps its rep."""
    quick, _ = built("region.distance_factor=0.5", "territories=balanced")
    usual, _ = built("territories=balanced")
    assert np.array_equal(quick.alignment.territory_of_unit, usual.alignment.territory_of_unit)
    assert quick.travel_minutes.sum() < usual.travel_minutes.sum()


def test_maps_drawn_elsewhere_are_used() -> None:
    """A map that came from another process is not drawn again."""
    worlds = LiveWorlds({"status_quo": (OVERRIDES, small_world())}, ())
    wanted = (*OVERRIDES, "staffing.reps=5")
    drawn = build_world(with_map_of(small_scenario(), worlds.scenario(wanted)))
    file = io.BytesIO()
    dump((map_key(drawn.scenario), drawn.alignment), file)
    worlds.learn([pickle.loads(file.getvalue())])  # noqa: S301 - written two lines above
    worlds.world("status_quo", wanted)
    assert worlds.newly_drawn() == []
    worlds.world("status_quo", (*OVERRIDES, "staffing.reps=6"))
    assert len(worlds.newly_drawn()) == 1


def test_the_nearest_numbers_of_reps_are_drawn_first() -> None:
    """A lever moves by a step more often than by many."""
    counts = [scenario.staffing.reps for scenario in maps_to_draw(small_scenario(), 24)]
    assert counts[:3] == [24, 22, 26]
    assert len(counts) == 10


def test_progress_counts_the_twin_too() -> None:
    """Days of both runs are told, up to the last of all: a bar never stands full while a twin runs."""
    told: list[tuple[int, int]] = []
    scenario = changed(small_scenario(), opportunity=True, days=5)
    world = build_world(scenario)
    simulate(scenario, world=world, progress=lambda done, total: told.append((done, total)))
    assert told == [(day, 10) for day in range(1, 11)]
