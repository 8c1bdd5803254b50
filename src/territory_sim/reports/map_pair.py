"""The maps before and after a redesign, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from territory_sim.experiments.alignment_rows import rep_of_unit
from territory_sim.experiments.wording import number
from territory_sim.reports.map_svg import MapPicture, MapSvg
from territory_sim.reports.rep_changes import RepChange

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison


@dataclass(frozen=True, slots=True)
class TitledMap:
    """A map with what stands around it.

    Args:
        title: Name of the scenario.
        svg: The drawing.
        note: What to see in it.
    """

    title: str
    svg: str
    note: str


def map_pair(
    comparison: Comparison, option_id: str, maps: MapSvg, changes: Sequence[RepChange]
) -> list[TitledMap]:
    """Draw the maps of the baseline and of an option, with moved units hatched on the second.

    Args:
        comparison: The comparison.
        option_id: The option.
        maps: Draws the maps of the region, with the same colour for a rep on all of them.
        changes: What the option does to each rep, for the notes.

    Returns:
        Two maps; one when no unit changes its rep.
    """
    units = comparison.region.unit_ids
    before, after = (
        rep_of_unit(comparison.alignments[name], units) for name in (comparison.baseline_id, option_id)
    )
    moved = [ours != theirs for ours, theirs in zip(before, after, strict=True)]
    titles = comparison.title(comparison.baseline_id), comparison.title(option_id)
    place = comparison.region.name
    notes = {change.rep_id: _note(change, change.hours_before, change.accounts_before) for change in changes}
    first = maps.draw(MapPicture(f"Territories of {place}: {titles[0]}", before, notes=notes))
    spread = [_spread_note(comparison, option_id, side) for side in ("baseline", "option")]
    if not any(moved):
        return [TitledMap(" and ".join(titles), first, f"The territories are the same. {spread[0]}".strip())]
    notes = {change.rep_id: _note(change, change.hours_after, change.accounts_after) for change in changes}
    last = maps.draw(MapPicture(f"Territories of {place}: {titles[1]}", after, moved, notes))
    share = number(100 * sum(moved) / len(moved), 0)
    hatched = f"{spread[1]} Hatched: the {share} % of basic units that change rep."
    return [TitledMap(titles[0], first, spread[0]), TitledMap(titles[1], last, hatched.strip())]


def _spread_note(comparison: Comparison, option_id: str, side: str) -> str:
    table = comparison.table
    row = table[(table["scenario_id"] == option_id) & (table["kpi"] == "workload_spread")]
    if row.empty:
        return ""
    over = number(100 * (float(row.iloc[0][side]) - 1), 0)
    return f"The fullest territory asks for {over} % more work than the mean one."


def _note(change: RepChange, hours: float | None, accounts: int | None) -> str:
    called = change.rep_id if change.name == change.rep_id else f"{change.rep_id} ({change.name})"
    if hours is None or accounts is None:
        return called
    return f"{called}: {number(accounts, 0)} accounts, {number(hours, 0)} hours of work a year"
