"""The record: what the page plays. Its form is ``record.schema.json``; ``docs/record.md`` explains it.

A record is one JSON object of whole numbers, texts and lists. Numbers that ascend are written as
steps from one to the next. In a file it is deflated (zlib) and written in base64: browsers unpack
that by themselves.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from territory_sim.app.levers import levels_of, lever_rows
from territory_sim.app.picture import map_looks, region_picture
from territory_sim.errors import DataError, Fault
from territory_sim.simulation.calendar import business_calendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.app.day_recorder import Day
    from territory_sim.market.requests import Requests
    from territory_sim.scenario.world import World

FORMAT: Final = "territory-sim record"
VERSION: Final = 1
SCHEMA: Final = "record.schema.json"

_MOVEMENT: Final = frozenset({"stops", "gap", "way", "place", "kind", "stay", "rivals"})
"""Columns of a day that say where people were; a record without legs leaves them out."""


@dataclass(frozen=True, eq=False)
class Recorded:
    """What was recorded of one scenario.

    Args:
        world: Its world.
        requests: The requests of replication 0, as drawn before the run.
        days: The days of replication 0.
        gauges: The gauges of each replication, from ``gauges.gauges_of``.
    """

    world: World
    requests: Requests
    days: Sequence[Day]
    gauges: Sequence[Mapping[str, Any]]


def record_of(recorded: Sequence[Recorded], *, with_legs: int = 2) -> dict[str, Any]:
    """Join what was recorded into one record.

    Args:
        recorded: The scenarios, those of the two panes first; all of one region, its customers and seed.
        with_legs: How many of the first carry movements; the others have states and gauges only.

    Returns:
        The record, ready for JSON.
    """
    worlds = [one.world for one in recorded]
    requests: list[dict[str, Any]] = []
    runs = []
    for place, (one, looks) in enumerate(zip(recorded, map_looks(worlds), strict=True)):
        asked = request_columns(one.requests)
        if asked not in requests:
            requests.append(asked)
        legs = place < with_legs
        days = [day if legs else {k: v for k, v in day.items() if k not in _MOVEMENT} for day in one.days]
        runs.append(
            run_head(one.world)
            | looks
            | {"requests": requests.index(asked), "legs": legs, "days": days, "gauges": list(one.gauges)}
        )
    return record_head(worlds) | {"requests": requests, "runs": runs}


def record_head(worlds: Sequence[World]) -> dict[str, Any]:
    """Describe what all runs of a record share.

    Args:
        worlds: The worlds of all runs.

    Returns:
        Format, version, calendar, region, accounts and levers.
    """
    world = worlds[0]
    scenario, accounts = world.scenario, world.accounts
    calendar = business_calendar(scenario.schedule.start_date, scenario.days, scenario.schedule.day_minutes)
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": f"territory-sim {_program_version()}",
        "seed": scenario.seed,
        "currency": scenario.commission.currency,
        "day_minutes": round(scenario.schedule.day_minutes),
        "dates": [date.isoformat() for date in calendar.dates],
        "region": region_picture(world),
        "accounts": {
            "ids": accounts.account_ids.tolist(),
            "names": list(accounts.names or []),
            "unit": accounts.unit.tolist(),
            "segment": accounts.segment.tolist(),
        },
        "levers": lever_rows([levels_of(each) for each in worlds]),
    }


def run_head(world: World) -> dict[str, Any]:
    """Describe a run before its first day.

    Args:
        world: Its world.

    Returns:
        Names, levels, territories, reps, rivals and campaigns.
    """
    scenario, alignment = world.scenario, world.alignment
    known = {account_id: place for place, account_id in enumerate(world.accounts.account_ids.tolist())}
    named = [
        value
        for account_id, territory in sorted(alignment.territory_of_account.items())
        if account_id in known
        for value in (known[account_id], territory)
    ]
    return {
        "id": scenario.scenario_id,
        "title": _title(world),
        "teaches": scenario.scenario.teaches or "",
        "levels": levels_of(world),
        "territories": list(alignment.territory_ids),
        "reps": [
            {"id": rep.rep_id, "name": rep.name, "home": rep.home, "shift": round(rep.shift_minutes)}
            for rep in world.reps
        ],
        "units": alignment.territory_of_unit.tolist(),
        "named_accounts": named,
        "rivals": [rival.name for rival in scenario.competitors.present for _ in range(rival.reps)],
        "campaigns": [
            {
                "name": one.name,
                "channel": one.channel,
                "start": one.start_day,
                "days": one.days,
                "units": _steps(one.units),
            }
            for one in world.campaigns
        ],
    }


def request_columns(requests: Requests) -> dict[str, list[int]]:
    """Describe the requests that customers make whoever serves them.

    Args:
        requests: Drawn before the run, in the order of their time.

    Returns:
        Columns: account, minute (steps), on_site, minutes to the deadline and until the customer gives up.
    """
    minute = requests.minute.astype(np.int64)
    return {
        "account": requests.account.tolist(),
        "minute": _steps(minute),
        "on_site": requests.on_site.astype(int).tolist(),
        "deadline": (requests.deadline_minute - requests.minute).astype(int).tolist(),
        "expiry": (requests.expiry_minute - requests.minute).astype(int).tolist(),
    }


def packed(record: Mapping[str, Any]) -> str:
    """Pack a record for a file.

    Args:
        record: The record.

    Returns:
        Base64 of the deflated JSON.
    """
    text = json.dumps(record, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")


def unpacked(text: str) -> dict[str, Any]:
    """Unpack a record.

    Args:
        text: From :func:`packed`.

    Returns:
        The record.

    Raises:
        DataError: When it is truncated, no record, or of a newer version.

    Example:
        >>> unpacked(packed({"format": FORMAT, "version": VERSION}))["version"]
        1
    """
    try:
        record = json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
    except (ValueError, zlib.error):
        raise DataError([Fault(where="record", allowed="is cut off or broken; record it anew")]) from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise DataError([Fault(where="record", allowed="is no record of territory-sim")])
    if record.get("version") != VERSION:
        allowed = f"this program reads version {VERSION}"
        raise DataError([Fault(where="record.version", given=str(record.get("version")), allowed=allowed)])
    return record


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of the record.

    Returns:
        The schema, draft 2020-12.
    """
    schema: dict[str, Any] = json.loads((files("territory_sim.app") / SCHEMA).read_text(encoding="utf-8"))
    return schema


def _steps(ascending: NDArray[np.int64]) -> list[int]:
    steps: list[int] = np.diff(ascending, prepend=0).tolist()
    return steps


def _title(world: World) -> str:
    scenario = world.scenario
    title = scenario.scenario.title or scenario.scenario.name
    variant = (scenario.label or "").removeprefix(scenario.scenario.name).strip()
    return f"{title}, {variant}" if variant else title


def _program_version() -> str:
    try:
        return version("territory-sim")
    except PackageNotFoundError:
        return "unknown"
