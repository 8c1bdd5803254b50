"""Several scenarios in one ranking: places, ties, and who can still be the best."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory_sim.experiments.ranking import COLUMNS, ranking_table
from territory_sim.streams import Streams
from tests.fabricated import fabricated_comparison

DICTIONARY = pd.DataFrame(
    [("sales", "money", "up", 1.0), ("wait", "h", "down", 1.0), ("load", "share", "target", 0.1)],
    columns=["kpi", "unit", "better", "threshold"],
)


def _kpis(**means: float) -> pd.DataFrame:
    common = Streams(1).generator("test ranking").normal(size=12)
    noise = {name: Streams(1).generator("test ranking", name).normal(size=12) for name in means}
    rows = [
        (name, number, kpi, sign * mean + 5 * common[number] + 0.1 * noise[name][number])
        for name, mean in means.items()
        for kpi, sign in (("sales", 1), ("wait", -1), ("load", 1))
        for number in range(12)
    ]
    return pd.DataFrame(rows, columns=["scenario_id", "replication", "kpi", "value"])


def test_scenarios_that_cannot_be_told_apart_share_a_place() -> None:
    """Two equally good teams are both first, each ties with the best, and the next is third."""
    table = ranking_table(_kpis(a=10.0, b=10.0, c=4.0), DICTIONARY, ("a", "b", "c"))
    assert tuple(table.columns) == COLUMNS
    sales = table[table["kpi"] == "sales"].set_index("scenario_id")
    assert sales["place"].to_dict() == {"a": 1, "b": 1, "c": 3}
    assert sales["shared"].to_dict() == {"a": True, "b": True, "c": False}
    assert sales.loc[["a", "b"], "standing"].eq("ties with the best").all()
    assert sales.loc["c", "standing"] == "not the best"


def test_less_is_better_where_the_line_says_so() -> None:
    """Waits rank the other way round, and a line with a target is not ranked at all."""
    table = ranking_table(_kpis(a=10.0, b=7.0, c=4.0), DICTIONARY, ("a", "b", "c"))
    assert table[table["kpi"] == "wait"]["scenario_id"].tolist() == ["a", "b", "c"]
    assert table[table["kpi"] == "wait"]["lead"].iloc[0] > 0
    assert "load" not in set(table["kpi"])


def test_a_comparison_of_two_has_no_ranking_and_one_of_three_shows_it() -> None:
    """The notebook shows the ranking beside the comparisons."""
    plans = [np.arange(24) // 6, np.arange(24) % 4, np.arange(24) // 8]
    study = fabricated_comparison(owners=plans, titles=("a", "b", "c"))
    assert study.ranking is not None
    assert "All scenarios ranked" in study._repr_html_()
    assert fabricated_comparison().ranking is None


def test_twins_tie_with_each_other_and_not_with_the_rest() -> None:
    """Two teams that hand in the same map share a place, whatever else is open."""
    kpis = _kpis(a=10.0, c=4.0)
    twin = kpis[kpis["scenario_id"] == "a"].assign(scenario_id="b")
    table = ranking_table(pd.concat([kpis, twin]), DICTIONARY, ("a", "b", "c")).query("kpi == 'sales'")
    assert table["place"].tolist() == [1, 1, 3]
    assert table["standing"].tolist() == ["ties with the best", "ties with the best", "not the best"]
