"""The world of a user's own folder: his files are used, and what they leave open is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.errors import DataError
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import World, build_world

FILES = {
    "units.csv": """\
unit_id,lon,lat,establishments
U1,-97.0,31.0,10
U2,-97.3,31.0,20
U3,-97.6,31.0,30
U4,-97.9,31.0,5
""",
    "adjacency.csv": "unit_a,unit_b\nU1,U2\nU2,U3\nU3,U4\n",
    "accounts.csv": """\
account_id,unit_id,segment,annual_potential
A1,U1,A,50000
A2,U2,B,9000
A3,U3,C,1000
A4,U4,C,2000
""",
    "reps.csv": "rep_id,unit_id,skill\nAnn,U1,1.2\nBob,U4,0.9\nCy,U2,1.0\n",
    "alignment.csv": "unit_id,territory_id,rep_id\nU1,East,Ann\nU2,East,Ann\nU3,West,Bob\nU4,West,Bob\n",
    "travel.csv": "origin_id,dest_id,minutes\nU1,U2,45\n",
}


def world_of(folder: Path, changes: dict[str, str] | None = None) -> World:
    """Write the files, some of them changed, and build the world of today's territories."""
    for name, text in (FILES | (changes or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    return build_world(load_scenario("status_quo", [f"region.path={folder}", "territories.count=null"]))


def test_the_folders_files_make_the_world(tmp_path: Path) -> None:
    """Accounts, reps with homes and skills, and today's territories are the user's own."""
    world = world_of(tmp_path)
    assert world.accounts.account_ids.tolist() == ["A1", "A2", "A3", "A4"]
    assert [(rep.rep_id, rep.home, rep.skill) for rep in world.reps] == [("Ann", 0, 1.2), ("Bob", 3, 0.9)]
    assert world.alignment.territory_of_unit.tolist() == [0, 0, 1, 1]
    assert world.travel_minutes[0, 1] == world.travel_minutes[1, 0] == 45.0


def test_what_the_files_leave_open_is_told(tmp_path: Path) -> None:
    """A rep without a territory and trips that travel.csv lacks are counted, not passed over."""
    remarks = world_of(tmp_path).remarks
    assert remarks == (
        "travel.csv gives 1 trips, and 1 more as their way back; 10 follow from the distance",
        "reps.csv: Cy without a territory, so without work in this run",
    )


def test_a_rep_unknown_to_reps_csv_is_told(tmp_path: Path) -> None:
    """He works all the same, and the user learns that his skill is drawn."""
    world = world_of(tmp_path, {"reps.csv": "rep_id,unit_id\nAnn,U1\n"})
    assert "reps.csv lacks Bob: homes and skills are drawn for them" in world.remarks


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    """Whoever mends his files learns everything in one go."""
    broken = {
        "units.csv": FILES["units.csv"] + "U4,-98.0,31.0,1\n",
        "accounts.csv": FILES["accounts.csv"] + "A1,U9,A,1\n",
        "reps.csv": FILES["reps.csv"] + "Dee,U8,1\n",
    }
    with pytest.raises(DataError) as caught:
        world_of(tmp_path, broken)
    places = {fault.where.split(":")[0] for fault in caught.value.faults}
    assert places == {"units.csv", "accounts.csv", "reps.csv"}
