"""The CRM export of a run: what stands in it, what it hides, and that nobody feels it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import loaded, small_scenario, small_world

from territory_sim.calibration.crm_folder import read_crm
from territory_sim.crm.export import crm_export
from territory_sim.crm.files import README, write_crm
from territory_sim.crm.stage_history import ENDS, stage_history
from territory_sim.experiments.folder import write_run
from territory_sim.experiments.run import Run, simulate
from territory_sim.records.crm_schema import CRM_DATES, CRM_FILES
from territory_sim.records.schema import LOG_TABLES
from territory_sim.salesforce.management import PerEntry

NONE = PerEntry(calls=0.0, opportunities=0.0, orders=0.0)
SOUND = {
    "management__crm_missing_share": NONE,
    "management__crm_late_days": NONE,
    "management__crm_wrong_share": NONE,
    "management__crm_duplicate_share": 0.0,
}
"""A company that writes everything down at once and rightly."""


def exported(**changes: object) -> tuple[Run, dict[str, pd.DataFrame]]:
    """Run the small scenario and make its export."""
    run = simulate(small_scenario(export=("crm",), **changes), replication=1)
    return run, crm_export({**run.tables, **run.logs}, small_world(export=("crm",), **changes), 1)


@pytest.fixture(scope="module")
def usual() -> tuple[Run, dict[str, pd.DataFrame]]:
    """The export at the default rates of errors."""
    return exported()


@pytest.mark.parametrize("name", sorted(CRM_FILES))
def test_each_file_has_the_columns_it_names(usual: tuple[Run, dict[str, pd.DataFrame]], name: str) -> None:
    """Ids are there and unique, and dates are business days of the run."""
    run, frames = usual
    frame = frames[name]
    assert frame.columns.tolist() == list(CRM_FILES[name])
    assert len(frame) > 0 or name == "quotas"  # the default plan may have none
    first = frame.columns[0]
    if name not in {"opportunity_stages", "surveys"}:
        assert frame[first].is_unique
    first_day, last_day = "2026-01-05", "2026-01-30"
    for column in set(CRM_DATES) & set(frame):
        dates = frame.loc[frame[column] != "", column]
        assert dates.between(first_day, last_day).all(), column
        assert (pd.to_datetime(dates).dt.day_of_week < 5).all()
    assert run.scenario.export == ("crm",)


def test_a_company_without_errors_writes_down_what_happened() -> None:
    """Row for row and cent for cent: the export is the truth log in other words."""
    run, frames = exported(**SOUND)
    assert len(frames["calls"]) == run.tables["rep_day"]["visits"].sum()
    assert frames["orders"]["amount"].sum() == pytest.approx(
        run.tables["account_run"]["booked_cents"].sum() / 100, abs=0.005
    )
    leads, found = run.tables["lead"], frames["opportunities"]
    assert len(found) == len(leads)
    for status in ENDS:
        assert (found["stage"] == status).sum() == (leads["status"] == status).sum()
    assert found["is_won"].sum() == (frames["orders"]["opportunity_id"] != "").sum()
    ended = leads["status"].astype(str).isin(ENDS).sum()
    assert len(frames["opportunity_stages"]) == len(leads) + len(run.tables["lead_stage"]) + ended
    assert len(frames["accounts"]) == 300
    started = frames["calls"][["call_date", "start_time"]].agg(" ".join, axis=1)
    assert started.is_monotonic_increasing


def test_histories_begin_new_and_end_where_the_leads_do(usual: tuple[Run, dict[str, pd.DataFrame]]) -> None:
    """Each step comes no earlier than the one before; who is closed stands in the last."""
    leads = usual[0].tables["lead"]
    history = stage_history(leads, usual[0].tables["lead_stage"])
    by_lead = history.groupby("lead")
    assert (by_lead["stage"].first() == "new").all()
    assert not (by_lead["minute"].diff() < 0).any()
    assert by_lead["step"].max().tolist() == (by_lead.size() - 1).tolist()
    closed = leads["status"].astype(str).isin(ENDS).to_numpy()
    assert by_lead["stage"].last()[closed].tolist() == leads["status"].astype(str)[closed].tolist()


def test_pay_quotas_and_assignments_are_those_of_the_run() -> None:
    """To the cent, by quarter; every account has one rep at a time, the last one being its owner."""
    plan = loaded("status_quo", "commission=accelerator").commission
    run, frames = exported(commission=plan, market__relocations_per_year=2.0)
    statements, pay, quotas = run.tables["rep_month"], frames["pay"], frames["quotas"]
    assert round(100 * pay["variable_pay"].sum()) == statements["variable_cents"].sum()
    assert round(100 * pay["base_salary"].sum()) == statements["base_cents"].sum()
    assert quotas["period"].unique().tolist() == ["2026-Q1"]
    assert round(100 * quotas["credited"].sum()) == statements["credited_cents"].sum()
    assert quotas["owner_id"].tolist() == sorted(statements["rep_id"].astype(str).unique())
    kept = frames["assignments"]
    assert kept["account_id"].nunique() == 300 < len(kept)
    last = kept[kept["to_date"] == ""].set_index("account_id")["owner_id"]
    owners = run.tables["account_run"].set_index("account_id")["rep_id"].astype(str)
    assert last.reindex(owners.index).tolist() == owners.tolist()
    again = kept[kept["from_date"] != ""]
    before = kept.shift(1).loc[again.index]
    assert (before["account_id"] == again["account_id"]).all()
    assert (before["to_date"] == again["from_date"]).all()
    assert (before["owner_id"] != again["owner_id"]).all()


def test_the_truth_is_not_in_the_export(usual: tuple[Run, dict[str, pd.DataFrame]]) -> None:
    """No potential, no satisfaction, no orders that went elsewhere, no skill."""
    hidden = {"potential_cents", "satisfaction", "skill", "size_cents", "status", "felt"}
    assert hidden.isdisjoint(column for columns in CRM_FILES.values() for column in columns)
    run, frames = usual
    assert len(frames["orders"]) < (run.logs["order"]["status"] == "ours").sum() + len(run.tables["lead"])


def test_one_kind_of_error_moves_no_other_entry() -> None:
    """Calls kept badly leave opportunities, orders and surveys as they were."""
    _, before = exported()
    _, after = exported(management__crm_missing_share=PerEntry(calls=0.5, opportunities=0.05, orders=0.01))
    assert len(after["calls"]) < 0.8 * len(before["calls"])
    for name in ("accounts", "opportunities", "opportunity_stages", "orders", "surveys"):
        assert after[name].equals(before[name]), name


def test_the_same_run_writes_the_same_bytes(tmp_path: Path) -> None:
    """Twice the same command, twice the same files; beside them a text that explains every column."""
    written = []
    for name in ("one", "two"):
        run, frames = exported()
        (tmp_path / name).mkdir()
        write_crm(frames, run.scenario.management, tmp_path / name)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {*(f"{name}.csv" for name in CRM_FILES), README}
    text = written[0][README].decode()
    assert all(meaning in text for columns in CRM_FILES.values() for meaning in columns.values())
    assert "10.0% never entered" in text


def test_the_folder_of_a_run_keeps_both_logs_apart(tmp_path: Path) -> None:
    """CSV in crm/, tables in truth/, and neither when neither is asked for."""
    both = small_scenario(export=("crm", "truth"))
    world = small_world(export=("crm", "truth"))
    folder = write_run(simulate(both, world=world), world, tmp_path / "both")
    assert {path.stem for path in (folder / "truth").iterdir()} == LOG_TABLES.keys() - {"call_elasticity"}
    assert read_crm(folder / "crm").accounts["account_id"].nunique() == 300
    usual = write_run(simulate(small_scenario()), small_world(), tmp_path / "usual")
    assert not (usual / "crm").exists()
    assert not (usual / "truth").exists()
    for table in usual.glob("*.parquet"):
        if table.stem != "runs":
            assert table.read_bytes() == (folder / table.name).read_bytes(), table.stem


def test_a_year_without_calls_or_surveys_exports_empty_files(tmp_path: Path) -> None:
    """Headers alone are a valid export."""
    nobody = {"A": 0.0, "B": 0.0, "C": 0.0}
    per_segment = type(small_scenario().market.calls_per_year)(**nobody)
    changes = {
        "market__calls_per_year": per_segment,
        "leads__leads_per_year": per_segment,
        "service__requests_per_year": per_segment,
        "leads__prospecting_leads_per_year": 0.0,
        "word_of_mouth__active": False,
        "fulfilment__active": False,
        "management__surveys": (),
    }
    run, frames = exported(**changes)
    for name in ("calls", "opportunities", "opportunity_stages", "surveys"):
        assert len(frames[name]) == 0
    write_crm(frames, run.scenario.management, tmp_path)
    assert len(read_crm(tmp_path).orders) > 0
