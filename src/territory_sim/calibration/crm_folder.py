"""Read a CRM export: CSV files, checked for their columns, with double records of accounts put together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from territory_sim.calibration.account_matching import first_records
from territory_sim.errors import DataError, Fault
from territory_sim.records.crm_schema import CRM_FILES


@dataclass(frozen=True, eq=False)
class CrmLog:
    """A CRM export as it was read. Every ``account_id`` is that of the account's first record.

    Args:
        accounts: The accounts, one row each.
        calls: Calls as entered.
        opportunities: Opportunities as entered.
        opportunity_stages: Stages that opportunities reached.
        orders: Orders as entered.
        surveys: Customers asked, and what they answered.
        pay: Statements of the reps.
        quotas: What the reps were asked to sell.
        assignments: Who had which account when.
        double_records: How many records of accounts were second ones.
    """

    accounts: pd.DataFrame
    calls: pd.DataFrame
    opportunities: pd.DataFrame
    opportunity_stages: pd.DataFrame
    orders: pd.DataFrame
    surveys: pd.DataFrame
    pay: pd.DataFrame
    quotas: pd.DataFrame
    assignments: pd.DataFrame
    double_records: int


def read_crm(folder: Path) -> CrmLog:
    """Read a CRM export.

    Args:
        folder: Folder with one CSV file for each entry of ``records.crm_schema``.

    Returns:
        The export.

    Raises:
        DataError: With every file that is missing or unreadable and every column that is missing.
    """
    faults: list[Fault] = []
    frames = {
        name: _read(folder / f"{name}.csv", list(columns), faults) for name, columns in CRM_FILES.items()
    }
    if faults:
        raise DataError(faults)
    accounts = frames["accounts"]
    first = first_records(accounts)
    for name, frame in frames.items():
        if name != "accounts" and "account_id" in frame:
            known = frame["account_id"].map(first)
            frames[name] = frame.assign(account_id=known.where(known.notna(), frame["account_id"]))
    single = accounts["account_id"] == accounts["account_id"].map(first)
    return CrmLog(
        accounts=accounts[single].reset_index(drop=True),
        **{name: frame for name, frame in frames.items() if name != "accounts"},
        double_records=int((~single).sum()),
    )


def _read(path: Path, columns: list[str], faults: list[Fault]) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    except FileNotFoundError:
        faults.append(Fault(where=str(path), allowed="no such file; a CRM export has one"))
        return pd.DataFrame()
    except (OSError, ValueError) as broken:
        faults.append(Fault(where=str(path), allowed=f"not readable as CSV: {broken}"))
        return pd.DataFrame()
    missing = [name for name in columns if name not in frame]
    faults.extend(Fault(where=f"{path}:1", allowed=f"column {name} is missing") for name in missing)
    if "amount" in frame:
        amount = pd.to_numeric(frame["amount"], errors="coerce")
        faults.extend(
            Fault(
                where=f"{path}:{row + 2}:amount", given=str(frame["amount"][row]), allowed="must be a number"
            )
            for row in amount.index[amount.isna()].tolist()
        )
        frame["amount"] = amount
    return frame
