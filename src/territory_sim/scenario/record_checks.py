"""Relations that must hold between settings of records: surveys within the run, exports that agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from territory_sim.errors import Fault

_DAYS_PER_WEEK: Final = 5


def record_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check what must hold between the settings of exports and surveys.

    Args:
        values: Single settings by dotted key, each valid by itself.

    Yields:
        One fault for each relation that does not hold.
    """
    exports = [value for key, value in values.items() if key.partition(".")[0] == "export"]
    if "none" in exports and len(exports) > 1:
        given = ", ".join(map(str, exports))
        yield Fault(where="export", given=given, allowed="must be none alone, or any of crm and truth")
    run = _run_dates(values)
    for key, value in values.items():
        if not key.startswith("management.surveys."):
            continue
        if key.endswith(".date") and isinstance(value, str):
            yield from _date_faults(key, value, run)
        elif key.endswith(".sample") and isinstance(value, int):
            yield from _sample_faults(key, value, values)


def _date_faults(key: str, text: str, run: tuple[dt.date, dt.date] | None) -> Iterator[Fault]:
    date = _date(text)
    if date is None:
        yield Fault(where=key, given=text, allowed="must be a date such as 2026-06-30, or null")
    elif run is not None and not run[0] <= date <= run[1]:
        allowed = f"must lie within the run, from {run[0]} to {run[1]}"
        yield Fault(where=key, given=text, allowed=allowed)


def _sample_faults(key: str, sample: int, values: Mapping[str, object]) -> Iterator[Fault]:
    accounts = values.get("market.accounts")
    # With a region of the user's own, accounts.csv may say otherwise.
    drawn = "region.path" in values and values["region.path"] is None
    if drawn and isinstance(accounts, int) and sample > accounts:
        allowed = f"must not be more than market.accounts, which is {accounts}"
        yield Fault(where=key, given=str(sample), allowed=allowed)


def _run_dates(values: Mapping[str, object]) -> tuple[dt.date, dt.date] | None:
    start, days = values.get("schedule.start_date"), values.get("days")
    date = _date(start) if isinstance(start, str) else None
    if date is None or not isinstance(days, int):
        return None
    monday = date - dt.timedelta(days=date.weekday())
    passed = min(_DAYS_PER_WEEK, date.weekday())
    weeks, rest = divmod(passed + days - 1, _DAYS_PER_WEEK)
    try:
        return date, monday + dt.timedelta(days=7 * weeks + rest)
    except OverflowError:  # a run of thousands of years
        return date, dt.date.max


def _date(text: str) -> dt.date | None:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return date if date.isoformat() == text else None
