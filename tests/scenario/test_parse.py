from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.errors import ScenarioError
from territory_sim.scenario.compose import compose
from territory_sim.scenario.parse import parameters, parse_scenario, unknown_key_hint

DEFAULTS = compose()
FILLED: dict[str, Any] = copy.deepcopy(DEFAULTS)
"""The defaults with an item in each list that is empty by default."""
for _scenario, _group, _list in (
    ("rival_attack", "competitors", "campaigns"),
    ("product_launch", "fulfilment", "launches"),
    ("stock_out", "fulfilment", "stock_outs"),
):
    _given: Any = compose([f"scenario={_scenario}"])
    FILLED[_group][_list] = _given[_group][_list]
FILLED["marketing"]["campaigns"] = [
    {
        "name": "letters", "channel": "mail", "places": [], "choose": "largest", "share": 0.5,
        "start": "day 0", "days": 1, "spend_per_week": 100, "spread": "equal",
    },
]  # fmt: skip
RANGED = {
    path: (described, kind)
    for path, described, kind in parameters()
    if kind in (int, float) and described.low is not None and described.high is not None
}
RELATED = {
    "market.segment_a_share", "market.segment_ab_share", "market.choice_floor", "market.choice_at_norm",
    "market.choice_ceiling", "leads.stages.0.next.0.share",
    "staffing.shift_minutes", "schedule.day_minutes", "verification.horizon_hours",
    "days", "marketing.campaigns.0.days", "marketing.channels.mail.leads_per_year",
    "service.experience_unanswered", "service.experience_late", "service.experience_in_time",
    "people.turnover.hazard_per_year", "people.turnover.ceiling_per_year", "people.deal_timing.window_days",
    "people.learning.start", "people.learning.full", "people.morale.attendance_per_point",
    "people.morale.effort_per_point", "market.accounts", "management.surveys.1.sample",
    "commission.split.previous_owner_months", "commission.split.previous_owner_share",
    "service.churn.hazard_per_year", "service.churn.ceiling_per_year", "leads.campaign_ceiling",
    "commission.tiers.0.from_attainment", "commission.threshold", "commission.bonus_at_quota",
    "commission.base_salary", "commission.cap",
}  # fmt: skip
"""Settings that are bound by more than a range of their own."""


def changed(**values: Any) -> dict[str, Any]:
    """Give the default tree with other values; keys are written with two underscores for a dot."""
    tree = copy.deepcopy(DEFAULTS)
    for key, value in values.items():
        put(tree, key.replace("__", "."), value)
    return tree


def put(tree: dict[str, Any], path: str, value: object) -> None:
    """Set one value in a tree by its dotted key."""
    node: Any = tree
    *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
    for part in parents:
        node = node[part]
    node[last] = value


def told(tree: dict[str, Any]) -> list[str]:
    """Parse what cannot be parsed, and give the lines that are told."""
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(tree)
    return [str(fault) for fault in caught.value.faults]


def test_the_default_configs_are_a_scenario() -> None:
    """What `territory-sim run` simulates is valid, and whole numbers become floats where floats are meant."""
    scenario = parse_scenario(DEFAULTS)
    assert scenario.scenario_id == "status_quo"
    assert isinstance(scenario.market.calls_per_year.A, float)
    assert [band.up_to_km for band in scenario.region.speeds] == [5.0, 30.0, None]


@given(st.data())
def test_what_is_written_is_read_back_equal(data: st.DataObject) -> None:
    """parse(to_tree(s)) == s for values anywhere in their ranges, also through JSON."""
    tree = copy.deepcopy(FILLED)
    for path in data.draw(st.lists(st.sampled_from(sorted(set(RANGED) - RELATED)), unique=True, max_size=8)):
        described, kind = RANGED[path]
        low, high = described.low, described.high
        assert low is not None
        assert high is not None
        number = st.integers(int(low), int(high)) if kind is int else st.floats(low, high)
        put(tree, path, data.draw(number))
    scenario = parse_scenario(tree)
    assert parse_scenario(scenario.to_tree()) == scenario
    assert parse_scenario(json.loads(json.dumps(scenario.to_tree()))) == scenario


@pytest.mark.parametrize("path", sorted(RANGED))
def test_values_outside_their_range_are_told_with_the_range(path: str) -> None:
    """Just outside either end, the fault names the key and repeats what was given."""
    described, _ = RANGED[path]
    assert described.low is not None
    assert described.high is not None
    for value in (described.low - 1, described.high * 2 + 1):
        given_value = int(value)
        tree = copy.deepcopy(FILLED)
        put(tree, path, given_value)
        assert any(fault.startswith(f"{path} = {given_value}: must be") for fault in told(tree)), path


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("staffing__reps", 3.7, "staffing.reps = 3.7: must be a whole number from 1 to 100,000 [reps]"),
        ("staffing__reps", True, "staffing.reps = true: must be a whole number"),
        ("staffing__reps", "20", "staffing.reps = 20: must be a whole number"),
        ("people__skill_sd", None, "people.skill_sd = null: must be a number"),
        ("staffing__reps", 0, "staffing.reps = 0: must be a whole number from 1"),
        ("staffing__reps", 10**400, "must be a whole number"),
        ("staffing__shift_minutes", float("nan"), "staffing.shift_minutes = nan: must be a number"),
        ("staffing__shift_minutes", float("inf"), "staffing.shift_minutes = inf: must be a number"),
        ("staffing__shift_minutes", 10**400, "must be a number"),
        ("schedule__travel", "yes", "must be true or false (write true or false)"),
        ("schedule__travel", 1, "must be true or false"),
        ("schedule__policy", "nearst", "must be one of due_first, nearest, volume, marginal, random (did"),
        ("out", 2026, "must be text, or null (to mean text, put it in quotes"),
        ("market__calls_per_year", 3, "must be a group of settings with the keys A, B, C"),
        ("market__calls_per_year", {"A": 1, "B": 2}, "market.calls_per_year.C: is missing: must be a number"),
        ("market__calls_per_year__A", -1, "market.calls_per_year.A = -1: must be a number from 0 to 250 ["),
        ("region__speeds", [], "must be a list with at least one item"),
        ("region__speeds", [{"up_to_km": None}], "region.speeds.0.km_per_hour: is missing"),
        ("territories__path", "???", "territories.path: a value must be given"),
        ("seed", -1, "seed = -1: must be a whole number from 0"),
        ("workers", 0, "workers = 0: must be a whole number from 1 to 1,024 [processes], or null"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_with_what_is_allowed(key: str, value: object, words: str) -> None:
    """The one fault names key, value, type, range and unit, and a remedy where one is known."""
    (fault,) = told(changed(**{key: value}))
    assert words in fault


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"market__segment_a_share": 0.96}, "market.segment_a_share"),
        ({"market__choice_floor": 0.5}, "market.choice_floor"),
        ({"market__choice_ceiling": 0.31}, "market.choice_at_norm"),
        (
            {"market__response": "modified_exponential", "market__response_elasticity": 0.41},
            "market.response_elasticity",
        ),
        ({"staffing__shift_minutes": 541}, "staffing.shift_minutes"),
        ({"service__experience_unanswered": 5.5}, "service.experience_unanswered"),
        ({"service__experience_late": 9}, "service.experience_late"),
        ({"service__churn__hazard_per_year": 3}, "service.churn.hazard_per_year"),
        ({"schedule__start_date": "2026-02-30"}, "schedule.start_date"),
        ({"schedule__start_date": "20260105"}, "schedule.start_date"),
        ({"commission__currency": "usd"}, "commission.currency"),
        ({"region__built_in": None}, "region.path"),
        ({"territories__method": "file"}, "territories.path"),
        ({"region__speeds__1__up_to_km": 5}, "region.speeds.1.up_to_km"),
        ({"region__speeds__0__up_to_km": None}, "region.speeds.0.up_to_km"),
        ({"region__speeds__2__up_to_km": 90}, "region.speeds.2.up_to_km"),
        ({"scenario__name": ""}, "scenario.name"),
        ({"label": " x"}, "label"),
        ({"out": ""}, "out"),
        ({"verification__horizon_hours": 1e9, "schedule__day_minutes": 540}, "verification.horizon_hours"),
    ],
)
def test_a_relation_that_does_not_hold_is_told_once(changes: dict[str, Any], key: str) -> None:
    """Each rule between settings, or of a text's grammar, is told under the key one would change."""
    (fault,) = told(changed(**changes))
    assert fault.startswith(key)


def test_all_faults_are_told_at_once() -> None:
    """Unknown key, wrong type, out of range and missing value appear together."""
    tree = changed(staffing__reps=0, days="x", seed=-1)
    tree["staffing"]["rep"] = 3
    del tree["people"]
    assert len(told(tree)) == 5


def test_all_faults_of_service_are_told_at_once() -> None:
    """Unknown words, negative rates, a patience below one deadline and crossed limits: one line each."""
    faults = told(
        changed(
            service__patience_distribution="gamma",
            service__patience=0.5,
            service__requests_per_year__A=-1,
            service__experience_late=9,
            service__churn__hazard_per_year=3,
            service__churn__rival_effect=-0.1,
            service__memory_half_months=0,
            staffing__inside_reps=-1,
            staffing__inside_answers="leads",
        )
    )
    assert sorted(fault.split(" =")[0] for fault in faults) == [
        "service.churn.hazard_per_year",
        "service.churn.rival_effect",
        "service.experience_late",
        "service.memory_half_months",
        "service.patience",
        "service.patience_distribution",
        "service.requests_per_year.A",
        "staffing.inside_answers",
        "staffing.inside_reps",
    ]


@pytest.mark.parametrize(
    ("given_key", "meant"),
    [
        ("staffing.rep", "staffing.reps"),
        ("reps", "staffing.reps"),
        ("shift_minutes", "staffing.shift_minutes"),
        ("staffng.reps", "staffing.reps"),
        ("schedule.reps", "staffing.reps"),
        ("polcy", "schedule.policy"),
        ("replication", "replications"),
        ("commission.currancy", "commission.currency"),
        ("markt", "market"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_right_one(given_key: str, meant: str) -> None:
    """Misspelt, without its group, or under the wrong group: the right name is found."""
    assert unknown_key_hint(given_key) == f"did you mean {meant}?"


def test_a_scenario_file_without_its_first_line_is_recognised() -> None:
    """Settings of other groups under `scenario` mean that the package line was forgotten."""
    tree = changed()
    tree["scenario"]["staffing"] = {"reps": 20}
    (fault,) = told(tree)
    assert "# @package _global_" in fault


def test_a_horizon_in_hours_takes_the_place_of_days() -> None:
    """Hours become whole days of the clock, rounded up, and reading again changes nothing."""
    scenario = parse_scenario(changed(verification__horizon_hours=100, schedule__day_minutes=540))
    assert scenario.days == 12
    assert parse_scenario(scenario.to_tree()) == scenario
