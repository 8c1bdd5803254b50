"""Replicating until intervals are narrow: what may be asked for, and when it is enough."""

from __future__ import annotations

import pandas as pd
import pytest

from territory_sim.errors import ScenarioError
from territory_sim.experiments.compare import compare
from territory_sim.experiments.precision import Precision, read_precision, replications_wanted
from territory_sim.scenario.load import load_scenario, load_scenarios
from territory_sim.streams import Streams


def _kpis(count: int, spread: float) -> pd.DataFrame:
    noise = Streams(1).generator("test precision").normal(size=count)
    rows = [("a", n, "revenue", 1000.0 + n) for n in range(count)]
    rows += [("b", n, "revenue", 1010.0 + n + spread * noise[n]) for n in range(count)]
    return pd.DataFrame(rows, columns=["scenario_id", "replication", "kpi", "value"])


def test_never_fewer_than_twenty() -> None:
    """However narrow the interval is before, the first look is at twenty."""
    assert replications_wanted(_kpis(8, 1e-9), ("a", "b"), Precision("revenue", 1.0, relative=False)) >= 20


def test_enough_is_enough_and_too_wide_asks_for_more_but_at_most_doubles() -> None:
    """The guess follows the square of the half-width."""
    kpis = _kpis(20, 10.0)
    wide = Precision("revenue", 50.0, relative=False)
    assert replications_wanted(kpis, ("a", "b"), wide) == 20
    assert 25 <= replications_wanted(kpis, ("a", "b"), Precision("revenue", 4.0, relative=False)) < 40
    assert replications_wanted(kpis, ("a", "b"), Precision("revenue", 0.1, relative=False)) == 40
    assert replications_wanted(kpis, ("a", "b"), Precision("revenue", 0.05, relative=True)) == 20


@pytest.mark.parametrize("text", ["contribution", "contribution:", ":3", "coverage:-1", "coverage:nan"])
def test_what_is_no_precision_is_refused_with_an_example(text: str) -> None:
    """The grammar is checked with all other settings."""
    with pytest.raises(ScenarioError, match="contribution:50000"):
        load_scenario("status_quo", [f"precision='{text}'"])


def test_a_number_is_a_share_and_a_text_names_a_line() -> None:
    """Both come from the command line as they are typed; ranges are checked."""
    assert load_scenario("status_quo", ["precision=0.002"]).precision == 0.002
    assert load_scenario("status_quo", ["precision=contribution:50000"]).precision == "contribution:50000"
    assert load_scenario("status_quo").precision is None
    assert read_precision("coverage:0.01") == Precision("coverage", 0.01, relative=False)
    with pytest.raises(ScenarioError, match="precision"):
        load_scenario("status_quo", ["precision=-1"])
    with pytest.raises(ScenarioError, match="did you mean"):
        read_precision("contributon:3")


@pytest.mark.slow
def test_compare_goes_on_until_the_interval_is_narrow() -> None:
    """More replications than were asked for, no gaps among them, and the half-width is kept."""
    chosen = load_scenarios(
        [
            "scenario=status_quo,balanced",
            "region=synthetic",
            "region.synthetic_units=40",
            "market.accounts=60",
            "staffing.reps=4",
            "territories.starts=1",
            "territories.tolerance=1",
            "days=10",
            "opportunity=false",
            "replications=2",
            "precision=coverage:0.02",
        ]
    )
    study = compare(chosen, workers=1)
    count = study.manifest["replications"]
    row = study.table.set_index("kpi").loc["coverage"]
    assert 20 <= count == row["replications"]
    assert sorted(set(study.tables["kpis"]["replication"])) == list(range(count))
    assert (row["high"] - row["low"]) / 2 <= 0.02
