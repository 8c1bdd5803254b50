"""Surveys, the CRM system and exports only watch: on or off, the market is the same to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.worlds import changed, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate
from territory_sim.market.demand import Demand
from territory_sim.salesforce.management import PerEntry
from territory_sim.scenario.scenario import Scenario
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams

HALF = PerEntry(calls=0.5, opportunities=0.5, orders=0.5)
USUAL = small_scenario()
WATCHED = {
    "without surveys": changed(USUAL, management__surveys=()),
    "with everything exported": changed(USUAL, export=("crm", "truth")),
    "with records badly kept": changed(
        USUAL,
        export=("crm",),
        management__crm_missing_share=HALF,
        management__crm_late_days=PerEntry(calls=20.0, opportunities=20.0, orders=20.0),
        management__crm_wrong_share=HALF,
        management__crm_duplicate_share=0.5,
    ),
    "with people who use scales oddly": changed(
        USUAL, management__scale_shift=5.0, management__answer_noise=5.0
    ),
}


@pytest.fixture(scope="module")
def usual() -> Run:
    """The run at the defaults."""
    return simulate(USUAL, replication=2)


@pytest.mark.parametrize("scenario", WATCHED.values(), ids=WATCHED)
def test_every_table_but_the_survey_is_the_same(usual: Run, scenario: Scenario) -> None:
    """Scorecard, pay, visits and orders do not know that somebody writes things down."""
    run = simulate(scenario, replication=2)
    assert usual.tables.keys() == run.tables.keys()
    for name in usual.tables.keys() - {"survey"}:
        assert usual.tables[name].equals(run.tables[name]), name


@pytest.mark.parametrize("scenario", WATCHED.values(), ids=WATCHED)
def test_no_candidate_changes_by_a_byte(scenario: Scenario) -> None:
    """What the market will do is drawn without looking at management."""
    drawn = []
    for one in (USUAL, scenario):
        world = replace(small_world(), scenario=one)
        drawn.append(list(_bytes(world_demand(world, Streams(one.seed, 2)))))
    assert drawn[0] == drawn[1]


def test_surveys_differ_where_they_should(usual: Run) -> None:
    """Odd scales change what is said and not what is felt."""
    odd = simulate(WATCHED["with people who use scales oddly"], replication=2).tables["survey"]
    plain = usual.tables["survey"]
    assert (odd["mean"] != plain["mean"]).all()
    assert odd[["true_mean", "true_nps", "asked", "answered"]].equals(
        plain[["true_mean", "true_nps", "asked", "answered"]]
    )
    assert len(simulate(WATCHED["without surveys"], replication=2).tables["survey"]) == 0


def _bytes(demand: Demand) -> list[bytes]:
    return [
        value.tobytes()
        for part in vars(demand).values()
        for value in vars(part).values()
        if isinstance(value, np.ndarray)
    ]
