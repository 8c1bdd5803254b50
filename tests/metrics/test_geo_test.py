"""The readings of a geo-test on tables small enough to know the answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from territory_sim.metrics.geo_test import geo_test_table
from territory_sim.records.schema import TABLES
from territory_sim.streams import Streams


def units(pairs: int = 10, lift: float = 3.0, noise: float = 0.0, growth: float = 1.0) -> pd.DataFrame:
    """Give pairs of units of rising size; treated ones spend by size and gain ``lift`` per money spent."""
    size = np.repeat(np.arange(1.0, pairs + 1) * 1e6, 2)
    treated = np.tile([True, False], pairs)
    spend = np.where(treated, 0.01 * size, 0.0)
    luck = noise * size * Streams(5).generator("luck").standard_normal(2 * pairs)
    before = 0.3 * size * np.resize([1.0, 1.1, 1.1, 1.0], 2 * pairs)
    columns: dict[str, Any] = {
        "scenario_id": "made_up",
        "design_id": 0,
        "replication": 2,
        "unit_id": [f"U{number:02d}" for number in range(2 * pairs)],
        "block": np.repeat(np.arange(pairs), 2),
        "is_treated": treated,
        "potential_cents": size.astype(np.int64),
        "spend_cents": spend.astype(np.int64),
        "before_days": 40,
        "before_cents": before.astype(np.int64),
        "during_days": 40,
        "during_cents": (growth * before + lift * spend + luck).astype(np.int64),
    }
    return pd.DataFrame(columns)


def readings(table: pd.DataFrame, lift: float = 3.0) -> dict[str, dict[str, float]]:
    """Read a test whose twin sold the same without the lift."""
    twin = table.assign(during_cents=(table["during_cents"] - lift * table["spend_cents"]).astype(np.int64))
    rows = geo_test_table(table, twin).to_dict("records")
    numbers = ("iroas", "low", "high", "units")
    return {str(row["reading"]): {name: float(row[name]) for name in numbers} for row in rows}


def test_without_noise_test_and_truth_read_the_true_lift() -> None:
    """Three per money spent, and the interval closes on it."""
    found = readings(units())
    assert found["truth"]["iroas"] == pytest.approx(3.0, rel=1e-6)
    assert found["geo_test"]["iroas"] == pytest.approx(3.0, rel=1e-3)
    assert found["geo_test"]["high"] - found["geo_test"]["low"] < 0.01
    assert found["geo_test"]["units"] == 20


def test_growth_of_the_market_deceives_before_and_after_and_not_the_test() -> None:
    """Sales that rise by a tenth everywhere look like the campaign's doing to who compares with before."""
    table = units(growth=1.1)
    found, treated = readings(table), table[table["is_treated"]]
    mistaken = 0.1 * treated["before_cents"].sum() / treated["spend_cents"].sum()
    assert mistaken > 3
    assert found["before_after"]["iroas"] == pytest.approx(3.0 + mistaken, rel=1e-3)
    assert found["geo_test"]["iroas"] == pytest.approx(3.0, rel=1e-2)


def test_regression_takes_for_effect_that_money_follows_size() -> None:
    """Large units sell more and get more money: the slope is many times the truth."""
    assert readings(units())["regression"]["iroas"] > 10


def test_noise_widens_the_interval_and_leaves_the_truth_in_it() -> None:
    """One seeded draw."""
    found = readings(units(pairs=60, noise=0.02))
    assert found["geo_test"]["low"] < 3.0 < found["geo_test"]["high"]
    assert found["geo_test"]["high"] - found["geo_test"]["low"] > 0.5


def test_columns_are_those_of_the_schema_and_keys_those_of_the_run() -> None:
    """Rows in the order of their keys, cents whole."""
    table = geo_test_table(units(), units())
    schema = TABLES["geo_test"]
    assert table.columns.tolist() == [*schema.keys, *schema.columns]
    assert table["reading"].tolist() == ["before_after", "geo_test", "regression", "truth"]
    assert set(table["replication"]) == {2}
    assert table["gained_cents"].dtype == table["spend_cents"].dtype == np.int64


def test_without_a_test_or_without_spend_nothing_is_read() -> None:
    """No row, the same columns and types."""
    some = units()
    idle = some.assign(spend_cents=0)
    for table in (geo_test_table(some.iloc[:0], None), geo_test_table(idle, idle)):
        assert len(table) == 0
        assert table.columns.tolist() == geo_test_table(some, some).columns.tolist()


def test_a_single_pair_can_be_read_naively_but_is_no_test() -> None:
    """With one block there is no spread to judge by."""
    assert "geo_test" not in readings(units(pairs=1))
    few = readings(units(pairs=2, noise=0.02))
    assert few["geo_test"]["units"] == 4
