"""The verdict in words says what the numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from territory_sim.experiments.verdict import CLEAR_ALONE, ahead, count_sentence, describe, verdict_sentences
from tests.fabricated import fabricated_comparison


def test_a_fairer_option_is_called_fairer_with_size_interval_and_odds() -> None:
    """The headline names both scenarios, both values, how large, how sure and how often."""
    study = fabricated_comparison()
    row = study.table.set_index("kpi").loc["pay_opportunity_gini"]
    headline = study.verdict.split(". ")[0]
    assert headline.startswith("Redrawn in balance pays more fairly than Today's territories: ")
    for value in (row["baseline"], row["option"], abs(row["difference"]), abs(row["low"]), abs(row["high"])):
        assert f"{value:.3f}" in headline
    assert "ahead in all 6 paired runs" in headline


def test_a_less_fair_option_is_called_less_fair() -> None:
    """The other way round the words turn round."""
    plans = [np.arange(24) // 6, np.minimum(np.arange(24) // 3, 3)]
    assert "pays less fairly" in fabricated_comparison(owners=plans).verdict


def test_no_difference_is_not_called_one() -> None:
    """The same map twice is open where any change would matter, and else a tie."""
    study = fabricated_comparison(owners=[np.arange(24) // 6] * 2)
    said = verdict_sentences(study.table, study.tables["kpis"], ("old", "new"), "USD", {})
    assert said[0].startswith("Whether new pays more or less fairly than old is open")
    tied = study.table.assign(verdict="a tie")
    said = verdict_sentences(tied, study.tables["kpis"], ("old", "new"), "USD", {})
    assert said[0].startswith("new pays as fairly as old")


def test_count_adds_up_and_names_what_gets_worse() -> None:
    """All lines are counted once, and those that get worse are named."""
    study = fabricated_comparison()
    said = count_sentence(study.table, {})
    assert said.startswith(f"Of {len(study.table)} scorecard lines: ")
    assert "(accounts that change rep)" in said
    assert "(hardly: accounts that change rep)" in count_sentence(study.table, {"accounts_moved_share": 1.0})


def test_ahead_counts_in_the_direction_that_is_better() -> None:
    """For a line that should fall, ahead means lower."""
    study = fabricated_comparison()
    rows = {row["kpi"]: row for row in study.table.to_dict("records")}
    named = {str(key): value for key, value in rows["pay_gini"].items()}
    assert ahead(study.tables["kpis"], named) == (6, 6)


@pytest.mark.parametrize(
    ("low", "high", "verdict", "said"),
    [(1.0, 3.0, "open", True), (-1.0, 3.0, "open", False), (1.0, 3.0, "better", False)],
)
def test_a_line_that_is_open_among_many_alone_is_told_so(
    low: float, high: float, verdict: str, *, said: bool
) -> None:
    """An interval above zero beside the word open would puzzle; the sentence says why it is open."""
    row = {"kpi": "contribution", "unit": "money", "baseline": 10.0, "option": 12.0, "difference": 2.0}
    assert (CLEAR_ALONE in describe(row | {"low": low, "high": high, "verdict": verdict}, "USD")) is said
