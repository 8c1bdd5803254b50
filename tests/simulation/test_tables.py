"""The tables of a run: columns and order as the schema says, and the same figures everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.worlds import campaign, geo_tested, loaded, redesigned, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate
from territory_sim.records.schema import LOG_TABLES, TABLES
from territory_sim.simulation.log_tables import LOG_MAKERS


@pytest.fixture(scope="module")
def run() -> Run:
    """Run the small scenario with inside rep, campaign and redesign, so that every table has rows."""
    busy = small_scenario(
        staffing__inside_reps=1,
        marketing=geo_tested(campaign()),
        management=redesigned("2026-02-09", tolerance=0.02),
        schedule=replace(loaded("status_quo").schedule, start_date="2026-01-26"),
    )
    return simulate(busy, replication=3)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_columns_and_order_are_those_of_the_schema(run: Run, name: str) -> None:
    """Keys first, each row once, rows in the order of the keys (the scorecard in its own order)."""
    table, schema = run.tables[name], TABLES[name]
    assert table.columns.tolist() == [*schema.keys, *schema.columns]
    assert not table.duplicated(list(schema.keys)).any()
    assert len(table) > 0
    assert set(table["scenario_id"]) == {"status_quo"}
    assert set(table["replication"]) == {3}
    if name != "kpis":
        keys = table[list(schema.keys[3:])].astype(
            {key: str for key in schema.keys[3:] if key.endswith("_id")}
        )
        rows = list(keys.itertuples(index=False, name=None))
        assert rows == sorted(rows)


@pytest.fixture(scope="module")
def logged() -> Run:
    """Run the small scenario, without local events that take a rep's time, with its truth log."""
    scenario = small_scenario(export=("truth",), word_of_mouth__organisations=())
    return simulate(scenario, replication=3)


@pytest.mark.parametrize("name", sorted(LOG_MAKERS))
def test_the_truth_log_follows_its_schema(logged: Run, name: str) -> None:
    """Keys first, each row once; the log is made when somebody asks, and then whole."""
    table, schema = logged.logs[name], LOG_TABLES[name]
    assert table.columns.tolist() == [*schema.keys, *schema.columns]
    assert not table.duplicated(list(schema.keys)).any()
    assert len(table) > 0


def test_nothing_is_logged_unless_asked_for(run: Run) -> None:
    """Single occurrences cost neither time nor memory in a usual run."""
    assert run.logs == {}


def test_going_to_a_local_event_is_no_visit() -> None:
    """A rep meets nobody's account there: it stands in its own table, not in the log of visits."""
    run = simulate(small_scenario(export=("truth",)), replication=3)
    assert run.tables["local_event"]["attended_minute"].notna().any()
    assert run.logs["visit"]["account_id"].notna().all()
    assert len(run.logs["visit"]) == run.tables["account_run"]["visits"].sum()


def test_the_truth_log_agrees_with_the_totals(logged: Run) -> None:
    """Visits, minutes on site, orders and answers add up to what the usual tables say."""
    visits, orders, accounts = logged.logs["visit"], logged.logs["order"], logged.tables["account_run"]
    by_account = visits.groupby("account_id", observed=False).size()
    assert by_account.tolist() == accounts["visits"].tolist()
    days = logged.tables["rep_day"]
    assert len(visits) == days["visits"].sum()
    requests = logged.tables["request"]
    remote = (requests["status"] == "served") & ~requests["on_site"]
    # The first answer to a lead takes a quarter of an hour.
    answers = requests.loc[remote, "handling_minutes"].sum() + 15 * days["leads"].sum()
    assert visits["minutes_on_site"].sum() + answers == days["meeting_minutes"].sum()
    leads = logged.tables["lead"]
    won = leads.loc[leads["status"] == "won", "value_cents"].sum()
    ours = orders.loc[orders["status"] == "ours", "size_cents"].sum()
    assert ours + won == accounts["booked_cents"].sum()
    surveys, said = logged.tables["survey"], logged.logs["survey_answer"]
    assert said.groupby("survey")["answered"].agg(["size", "sum"]).to_numpy().tolist() == (
        surveys[["asked", "answered"]].to_numpy().tolist()
    )


def test_money_and_counts_are_whole(run: Run) -> None:
    """Cents are 64-bit integers in every table."""
    for table in run.tables.values():
        for column in table.columns:
            if column.endswith("_cents"):
                assert table[column].dtype == np.int64


def test_visits_and_answers_agree_between_tables(run: Run) -> None:
    """What accounts got is what reps did; served requests and won leads are among it."""
    days, accounts, requests = run.tables["rep_day"], run.tables["account_run"], run.tables["request"]
    assert days["visits"].sum() == accounts["visits"].sum()
    assert (days["calls"] <= days["visits"]).all()
    remote = (requests["status"] == "served") & ~requests["on_site"]
    inside = run.tables["inside_rep_day"]
    answered = days["answers"].sum() + inside["answers"].sum()
    assert answered == remote.sum() + days["leads"].sum() + inside["leads"].sum()
    assert inside["answers"].sum() > 0
    assert accounts["calls_on_time"].sum() <= accounts["visits"].sum()


def test_wait_hours_are_those_of_the_requests(run: Run) -> None:
    """The sum by account is the sum over its served requests."""
    requests = run.tables["request"]
    wait = (requests["answered_minute"] - requests["minute"]).dropna() / 60
    assert run.tables["account_run"]["wait_hours"].sum() == pytest.approx(wait.sum(), rel=1e-12)


def test_territory_hours_add_up(run: Run) -> None:
    """Required hours are the sum of their parts; accounts and units are all shared out."""
    table = run.tables["territory_run"]
    parts = [f"{kind}_hours" for kind in ("call", "request", "lead", "admin", "travel")]
    np.testing.assert_allclose(table["required_hours"], table[parts].sum(axis=1))
    assert table["accounts"].sum() == 300
    assert table["units"].sum() == 60
    assert table["potential_cents"].sum() == run.tables["account_run"]["potential_cents"].sum()
    assert table["booked_cents"].sum() == run.tables["rep_month"]["booked_cents"].sum()


def test_units_add_up_to_accounts_and_requests(run: Run) -> None:
    """Every account lies in one unit; every on-site request that ended was met in time in its unit or not."""
    units, requests = run.tables["unit_run"], run.tables["request"]
    assert units["accounts"].sum() == 300
    ended = requests[requests["on_site"] & requests["status"].isin(["served", "expired"])]
    assert units["on_site_requests"].sum() == len(ended) > 0
    assert units["met_in_time"].sum() == (ended["answered_minute"] <= ended["deadline_minute"]).sum()
    asked = units[units["on_site_requests"] > 0]
    np.testing.assert_allclose(asked["availability"], asked["met_in_time"] / asked["on_site_requests"])
    assert units["availability"][units["on_site_requests"] == 0].isna().all()


def test_ways_to_a_unit_are_those_of_its_rep(run: Run) -> None:
    """From home by the travel table; on average from where the rep's visits were, weighed by their number."""
    world, units, accounts = small_world(), run.tables["unit_run"], run.tables["account_run"]
    unit = int(units["mean_way_minutes"].notna().argmax())
    row = units.iloc[unit]
    rep = [rep.rep_id for rep in world.reps].index(row["rep_id"])
    own = accounts[accounts["rep_id"] == row["rep_id"]]
    places = [world.region.unit_ids.index(name) for name in own["unit_id"]]
    ways = world.travel_minutes[places, unit].astype(np.float64)
    assert row["mean_way_minutes"] == pytest.approx(np.average(ways, weights=own["visits"]))
    assert row["home_way_minutes"] == world.travel_minutes[world.reps[rep].home, unit]


def test_ids_are_text(run: Run) -> None:
    """Names survive as text, whatever categories they are stored in."""
    for table in run.tables.values():
        for column in (name for name in table.columns if name.endswith("_id") and name != "design_id"):
            assert all(isinstance(value, str) for value in table[column].dropna())
    assert pd.api.types.is_integer_dtype(run.tables["rep_day"]["design_id"])
