"""The comparison table: pairing, directions, the family of questions, and lines that need care."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory_sim.experiments.comparisons import COLUMNS, comparison_table, verdict_word
from territory_sim.statistics.holm import holm
from tests.fabricated import LINES, fabricated_comparison


def test_every_line_is_compared_for_every_option() -> None:
    """One row per option and line, in the order of options and dictionary, with the agreed columns."""
    region_options = [np.zeros(24, dtype=int), np.arange(24) // 12, np.arange(24) // 8]
    table = fabricated_comparison(owners=region_options, titles=("a", "b", "c")).table
    assert tuple(table.columns) == COLUMNS
    assert table["kpi"].tolist() == 2 * [kpi for kpi, _, _ in LINES]
    assert table["scenario_id"].unique().tolist() == ["plan_1", "plan_2"]


def test_p_values_are_adjusted_over_all_lines_and_options() -> None:
    """The family is the whole table."""
    table = fabricated_comparison(
        owners=[np.zeros(24, dtype=int), np.arange(24) // 12, np.arange(24) // 8]
    ).table
    assert table["p_holm"].to_numpy() == pytest.approx(holm(table["p_value"]))


@pytest.mark.parametrize(
    ("better", "difference", "p_holm", "word"),
    [
        ("up", 1.0, 0.01, "better"),
        ("up", -1.0, 0.01, "worse"),
        ("down", 1.0, 0.01, "worse"),
        ("down", -1.0, 0.01, "better"),
        ("target", 1.0, 0.01, "shifted"),
        ("up", 1.0, 0.05, "open"),
        ("target", 1.0, 0.9, "open"),
    ],
)
def test_verdict_words(better: str, difference: float, p_holm: float, word: str) -> None:
    """The word follows from the direction wanted, the sign and the adjusted p-value."""
    assert verdict_word(better, difference, p_holm) == word


def test_spread_of_workload_is_taken_from_means_over_replications() -> None:
    """Max over mean of the means, not the mean of maxima, which noise inflates."""
    study = fabricated_comparison()
    row = study.table.set_index("kpi").loc["workload_spread"]
    land = study.tables["territory_run"]
    means = land[land["scenario_id"] == "today"].groupby("territory_id")["required_hours"].mean()
    assert row["baseline"] == pytest.approx(means.max() / means.mean())
    assert row["difference"] == pytest.approx(row["option"] - row["baseline"])


def test_a_missing_replication_takes_its_partner_along() -> None:
    """Pairs are made by number; what lacks its partner is left out, and a line with one pair is absent."""
    study = fabricated_comparison(replications=4)
    kpis = study.tables["kpis"]
    gone = (kpis["scenario_id"] == "plan_1") & (
        ((kpis["kpi"] == "revenue") & (kpis["replication"] == 2))
        | ((kpis["kpi"] == "coverage") & (kpis["replication"] > 0))
    )
    table = comparison_table(
        kpis[~gone],
        study.tables["territory_run"],
        study.tables["kpi_dictionary"],
        study.scenario_ids,
        {"plan_1": 0.5},
    ).set_index("kpi")
    assert table.loc["revenue", "replications"] == 3
    assert "coverage" not in table.index
    wide = kpis[kpis["kpi"] == "revenue"].pivot_table(
        index="replication", columns="scenario_id", values="value"
    )
    expected = (wide["plan_1"] - wide["today"]).drop(2).mean()
    assert table.loc["revenue", "difference"] == pytest.approx(expected)


def test_moved_accounts_are_known_without_noise() -> None:
    """The share that moves comes from the maps: a point, certain, and worse when anyone moves."""
    row = fabricated_comparison().table.set_index("kpi").loc["accounts_moved_share"]
    assert row["low"] == row["difference"] == row["high"] > 0
    assert (row["p_value"], row["verdict"]) == (0.0, "worse")


def test_same_values_show_no_difference() -> None:
    """An option that changes nothing is never called better."""
    plan = np.arange(24) // 6
    study = fabricated_comparison(owners=[plan, plan])
    kpis = study.tables["kpis"]
    copy = kpis[kpis["scenario_id"] == "today"]
    both = pd.concat([copy, copy.assign(scenario_id="plan_1")], ignore_index=True)
    land = study.tables["territory_run"]
    same = land[land["scenario_id"] == "today"]
    table = comparison_table(
        both,
        pd.concat([same, same.assign(scenario_id="plan_1")]),
        study.tables["kpi_dictionary"],
        study.scenario_ids,
        {"plan_1": 0.0},
    )
    assert set(table["verdict"]) == {"a tie"}
    assert (table["p_value"] == 1.0).all()
    assert np.isinf(table["variance_reduction"]).all()
