from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from territory_sim.app.day_recorder import HOME, DayRecorder
from territory_sim.app.gauges import SCALES, gauges_of
from territory_sim.app.record import FORMAT, packed, record_schema, unpacked
from territory_sim.app.recording import record_scenarios
from territory_sim.errors import DataError, ScenarioError
from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenarios
from tests.app.small import small_record
from tests.worlds import small_world


def faults_of(value: Any, schema: dict[str, Any], where: str = "record") -> list[str]:
    """List where a value is not what a schema says, for the words our schema uses."""
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "integer": int,
        "number": (int, float),
        "string": str,
        "boolean": bool,
    }
    if "const" in schema:
        return [] if value == schema["const"] else [f"{where} is {value!r}"]
    wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, kinds[kind]) for kind in wanted):
        return [f"{where} is no {wanted}"]
    if isinstance(value, list):
        return [
            fault for i, one in enumerate(value) for fault in faults_of(one, schema["items"], f"{where}[{i}]")
        ]
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        faults = [f"{where} lacks {name}" for name in schema.get("required", []) if name not in value]
        for name, one in value.items():
            if name in known or others is not False:
                faults += faults_of(one, known.get(name, others), f"{where}.{name}")
            else:
                faults.append(f"{where} has {name}")
        return faults
    return []


def test_a_record_is_what_its_schema_says() -> None:
    """Every field is described, none is missing, and what is described has its kind."""
    assert faults_of(json.loads(json.dumps(small_record())), record_schema()) == []


def test_watching_changes_nothing() -> None:
    """The tables of a watched run are those of the same run unwatched, to the last bit."""
    world = small_world()
    plain, watched = (simulate(world.scenario, world=world, observe=eye) for eye in (None, DayRecorder()))
    for name, table in plain.tables.items():
        assert table.equals(watched.tables[name]), name


def test_stops_are_the_visits_of_the_truth_log() -> None:
    """Each visit of the log is a stop at its minute and customer, and whoever drives arrives there."""
    world = small_world()
    recorder = DayRecorder()
    run = simulate(replace(world.scenario, export=("truth",)), world=world, observe=recorder)
    begin, day_minutes = 0, world.scenario.schedule.day_minutes
    stops = set()
    for number, day in enumerate(recorder.days):
        begin, at = int(number * day_minutes), 0
        for rep, count in enumerate(day["stops"]):
            clock = 0
            for _ in range(count):
                arrive = clock + day["gap"][at] + day["way"][at]
                clock = arrive + day["stay"][at]
                if day["kind"][at] != HOME and day["place"][at] >= 0:
                    stops.add(
                        (
                            world.reps[rep].rep_id,
                            str(world.accounts.account_ids[day["place"][at]]),
                            begin + arrive,
                        )
                    )
                at += 1
        assert at == len(day["gap"]) == len(day["way"]) == len(day["place"])
    visits = run.logs["visit"]
    visits = visits[visits["account_id"].notna()]
    columns = (visits[name].tolist() for name in ("rep_id", "account_id", "minute"))
    logged = {(str(rep), str(account), int(minute)) for rep, account, minute in zip(*columns, strict=True)}
    assert stops == logged


def test_way_takes_the_minutes_of_the_travel_table() -> None:
    """A leg takes the whole minutes of its trip, give or take the cut to whole ones."""
    world = small_world()
    recorder = DayRecorder()
    simulate(world.scenario, world=world, observe=recorder)
    legs = recorder.log.legs
    assert len(legs) > 100
    trips = [world.travel_minutes[leg.origin, leg.destination] for leg in legs]
    assert np.allclose([leg.minutes for leg in legs], trips)
    # Nobody is in two places: each rep's legs follow each other.
    for rep in range(len(world.reps)):
        own = [leg for leg in legs if leg.rep == rep]
        assert all(a.destination == b.origin for a, b in pairwise(own))


def test_gauges_end_at_the_scorecard() -> None:
    """On the last day the gauges are the lines of the scorecard, to the digits that the record keeps."""
    world = small_world()
    recorder = DayRecorder()
    run = simulate(world.scenario, world=world, observe=recorder)
    lines = dict(zip(run.kpis["kpi"], run.kpis["value"], strict=True))
    for name, steps in gauges_of(run, recorder)["series"].items():
        assert sum(steps) / SCALES[name] == pytest.approx(lines[name], abs=0.51 / SCALES[name]), name
    hours = np.array(recorder.required_hours[-1])
    territories = run.tables["territory_run"].sort_values("territory_id")
    assert np.abs(hours - territories["required_hours"].to_numpy()).max() <= 0.5


def test_the_same_request_comes_at_the_same_minute_in_both_panes() -> None:
    """One list of requests serves both runs; what a run answers lies between asking and giving up."""
    record = small_record()
    assert len(record["requests"]) == 1
    minute = np.cumsum(record["requests"][0]["minute"])
    for run in record["runs"]:
        for number, day in enumerate(run["days"]):
            for request, at in zip(
                np.cumsum(day.get("answered", [])), day.get("answered_minute", []), strict=True
            ):
                if request < len(minute):
                    assert minute[int(request)] <= number * record["day_minutes"] + at + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (packed({"format": FORMAT, "version": 1})[:-8], "cut off"),
        (packed({"format": FORMAT, "version": 2}), "version 1"),
        (packed({"format": "another"}), "no record"),
    ],
)
def test_what_is_no_record_is_refused_in_one_sentence(text: str, said: str) -> None:
    """A truncated, a newer and a foreign record each give one fault that says so."""
    with pytest.raises(DataError) as caught:
        unpacked(text)
    (fault,) = caught.value.faults
    assert said in str(fault)


def test_scenarios_of_other_customers_are_refused() -> None:
    """Panes share customers, seed and days; every difference is told."""
    scenarios = load_scenarios(["days=5,6"]) + load_scenarios(["seed=7", "days=5"])
    with pytest.raises(ScenarioError) as caught:
        record_scenarios(scenarios, 1)
    assert [str(fault.where).rpartition(": ")[2] for fault in caught.value.faults] == ["days", "seed"]
