"""The CRM export as files: CSV, with a text beside them that says what stands in each column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from territory_sim.records.crm_schema import CRM_FILES
from territory_sim.records.files import write_text

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.salesforce.management import ManagementParameters

README: Final = "README.txt"


def write_crm(frames: Mapping[str, pd.DataFrame], management: ManagementParameters, folder: Path) -> None:
    """Write the export.

    Args:
        frames: From :func:`~territory_sim.crm.export.crm_export`.
        management: The rates of errors, for the text beside the files.
        folder: A folder that exists; each file in it is there whole or not at all.
    """
    for name, frame in frames.items():
        write_text(folder / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))
    write_text(folder / README, "\n".join(_readme(frames, management)) + "\n")


def _readme(frames: Mapping[str, pd.DataFrame], management: ManagementParameters) -> Iterator[str]:
    yield "CRM export: what the company wrote down, not what happened."
    yield "Text in UTF-8, columns parted by commas, dates as YYYY-MM-DD."
    yield ""
    yield "Rates of errors (settings management.crm_*):"
    for kind in ("calls", "opportunities", "orders"):
        missing = getattr(management.crm_missing_share, kind)
        late = getattr(management.crm_late_days, kind)
        wrong = getattr(management.crm_wrong_share, kind)
        yield (
            f"  {kind}: {missing:.1%} never entered; entered {late:g} business days late on average; "
            f"{wrong:.1%} with a wrong date, account or amount, or twice"
        )
    yield f"  accounts: {management.crm_duplicate_share:.1%} stand here twice, spelt differently"
    for name, columns in CRM_FILES.items():
        yield ""
        yield f"{name}.csv: {len(frames[name]):,} rows"
        width = max(map(len, columns))
        yield from (f"  {column:<{width}}  {meaning}" for column, meaning in columns.items())
