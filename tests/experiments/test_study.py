"""Result folders as tables, whatever verb wrote them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory_sim import Study, compare, load_scenarios, simulate, sweep
from territory_sim.errors import DataError
from territory_sim.experiments.folder import write_run, write_study
from territory_sim.scenario.world import build_world
from tests.sweeping import TINY


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give a folder of each verb: two points or scenarios, two replications where there are several."""
    base = tmp_path_factory.mktemp("studies")
    scenarios = load_scenarios([*TINY, "staffing.reps=2,3"])
    world = build_world(scenarios[0])
    words = [*TINY, "staffing.reps=2,3", "replications=2", "executor=serial"]
    return {
        "run": write_run(simulate(scenarios[0], world=world), world, base / "run"),
        "compare": write_study(compare(scenarios, replications=2, workers=1), base / "compare"),
        "sweep": sweep(words, base / "sweep").folder,
    }


@pytest.mark.parametrize("verb", ["run", "compare", "sweep"])
def test_a_study_reads_the_folder_of_every_verb(folders: dict[str, Path], verb: str) -> None:
    """Tables are attributes and names; the dictionary says what each line means."""
    study = Study.load(folders[verb])
    assert {"kpis", "kpi_dictionary", "params", "rep_month", "runs"} <= set(study.tables)
    assert {"revenue", "coverage"} <= set(study.kpi_dictionary["kpi"]) & set(study.kpis["kpi"])
    assert study.table("kpis") is study.kpis
    assert study.arrow("kpis").num_rows == len(study.kpis)
    assert len(study.runs) == {"run": 1, "compare": 4, "sweep": 4}[verb]
    assert "kpis" in dir(study)
    assert verb in repr(study)


def test_what_is_no_study_or_no_table_is_told(folders: dict[str, Path], tmp_path: Path) -> None:
    """The nearest name is suggested; another schema is refused; a folder without manifest too."""
    study = Study.load(folders["sweep"])
    with pytest.raises(DataError, match="did you mean kpis"):
        study.table("kpi")
    with pytest.raises(AttributeError, match="no table 'nothing'"):
        _ = study.nothing
    with pytest.raises(DataError, match="no such file"):
        Study.load(tmp_path)
    for change, told in (({"schema": 99}, "schema = 99"), ({"verb": "size"}, "verb = size")):
        (tmp_path / "manifest.json").write_text(json.dumps(dict(study.manifest) | change), encoding="utf-8")
        with pytest.raises(DataError, match=told):
            Study.load(tmp_path)


def test_sql_sees_every_table_or_says_what_to_install(folders: dict[str, Path]) -> None:
    """With the extra a query gives what pandas gives; without it, the way to get it."""
    study = Study.load(folders["sweep"])
    query = (
        'select "staffing.reps" as reps, avg(value) as mean from kpis join designs '
        "using (scenario_id, design_id) where kpi = 'revenue' group by all order by reps"
    )
    try:
        import duckdb  # noqa: F401
    except ImportError:
        with pytest.raises(DataError, match=r"pip install 'territory-sim\[sql\]'"):
            study.sql(query)
        return
    answer = study.sql(query)
    revenue = study.kpis[study.kpis["kpi"] == "revenue"].groupby("design_id")["value"].mean()
    assert answer["reps"].tolist() == [2, 3]
    assert answer["mean"].tolist() == pytest.approx(revenue.tolist())
    with pytest.raises(DataError, match="tables: "):
        study.sql("select * from nowhere")
