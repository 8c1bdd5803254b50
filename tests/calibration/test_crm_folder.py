"""Reading a CRM export: all faults at once, second records put to the first."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import small_scenario, small_world

from territory_sim.calibration.account_matching import first_records, plain_name
from territory_sim.calibration.crm_folder import read_crm
from territory_sim.crm.account_names import account_names, other_spelling
from territory_sim.crm.export import crm_export
from territory_sim.crm.files import write_crm
from territory_sim.errors import DataError
from territory_sim.experiments.run import simulate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the export of a company with many double records."""
    changes = {"export": ("crm",), "management__crm_duplicate_share": 0.3}
    run, world = simulate(small_scenario(**changes)), small_world(**changes)
    write_crm(crm_export({**run.tables, **run.logs}, world, 0), run.scenario.management, tmp_path)
    return tmp_path


def test_double_records_are_found_again(folder: Path) -> None:
    """All of them, and no others: as many accounts as there are, every entry with one of them."""
    written = pd.read_csv(folder / "accounts.csv", dtype="str")
    log = read_crm(folder)
    assert len(written) > 350
    assert len(log.accounts) == 300
    assert log.double_records == len(written) - 300
    known = set(log.accounts["account_id"])
    for frame in (log.calls, log.orders, log.opportunities, log.surveys):
        assert set(frame["account_id"]) <= known


def test_every_spelling_is_recognised() -> None:
    """Whatever the second record is called, its plain name is that of the first."""
    world = small_world()
    for name, account_id in zip(
        account_names(world.accounts, world.region.unit_names),
        world.accounts.account_ids.tolist(),
        strict=True,
    ):
        second = other_spelling(name, account_id)
        assert second != name
        assert plain_name(second) == plain_name(name)


def test_namesakes_elsewhere_stay_apart() -> None:
    """The same name in another unit is another account."""
    accounts = pd.DataFrame(
        {
            "account_id": ["A", "B", "A-2"],
            "account_name": ["Smith Co", "Smith Co", "SMITH"],
            "unit_id": ["1", "2", "1"],
        }
    )
    assert first_records(accounts).to_dict() == {"A": "A", "A-2": "A", "B": "B"}


def test_all_faults_of_an_export_are_told_at_once(folder: Path) -> None:
    """A missing file, a missing column and a word for a number: one line each, with file, row and column."""
    (folder / "calls.csv").unlink()
    accounts = pd.read_csv(folder / "accounts.csv", dtype="str").drop(columns="unit_id")
    accounts.to_csv(folder / "accounts.csv", index=False)
    orders = pd.read_csv(folder / "orders.csv", dtype="str", keep_default_na=False)
    orders.loc[2, "amount"] = "a lot"
    orders.to_csv(folder / "orders.csv", index=False)
    with pytest.raises(DataError) as broken:
        read_crm(folder)
    told = [str(fault) for fault in broken.value.faults]
    assert len(told) == 3
    assert any("calls.csv" in line for line in told)
    assert any("unit_id" in line for line in told)
    assert any("orders.csv:4:amount = a lot" in line for line in told)
