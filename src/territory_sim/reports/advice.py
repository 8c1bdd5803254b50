"""What to do and what to watch: rules of thumb applied to what a comparison shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from territory_sim.experiments.comparisons import BETTER, BIG, OPEN, WORSE
from territory_sim.experiments.wording import label, number
from territory_sim.reports.explain import WORSE_OFF
from territory_sim.reports.rep_changes import RepChange

_MOST_NAMED: Final = 4
_ASKED_FIRST: Final = ("contribution", "pay_opportunity_gini", "coverage", "first_response_hours")
_OF_THE_CHANGE: Final = frozenset({"accounts_moved_share"})


def advice(
    lines: Mapping[str, Mapping[str, Any]], changes: Sequence[RepChange], accounts_moved: int
) -> list[str]:
    """Say what to do before, and what to watch after, adopting an option.

    Args:
        lines: Rows of table ``comparisons`` of the option, by scorecard line.
        changes: What it does to each rep.
        accounts_moved: How many accounts change their rep.

    Returns:
        A few sentences, none of them a result of the simulation.
    """
    said = []
    losers = [c.rep_id for c in reversed(changes) if _loses(c)]
    if losers:
        more = f" and {len(losers) - _MOST_NAMED} more" if len(losers) > _MOST_NAMED else ""
        said.append(
            f"Talk first to {', '.join(losers[:_MOST_NAMED])}{more}, who lose more than"
            f" {100 * WORSE_OFF:.0f} % of pay: protect what they have in the pipeline, lower quotas in step."
        )
    if accounts_moved:
        said.append(
            f"Introduce the new rep to {number(accounts_moved, 0)} accounts before the date, the largest"
            " first; open deals stay with whoever opened them."
        )
    worse = [
        kpi
        for kpi, line in lines.items()
        if line["verdict"] == WORSE and line["big_enough"] == BIG and kpi not in _OF_THE_CHANGE
    ]
    if worse:
        named = ", ".join(label(kpi).lower() for kpi in worse[:_MOST_NAMED])
        said.append(f"Watch month by month what the option makes worse: {named}.")
    better = [kpi for kpi in _ASKED_FIRST if kpi in lines and lines[kpi]["verdict"] == BETTER]
    if better:
        named = " and ".join(label(kpi).lower() for kpi in better[:2])
        said.append(
            f"Check after two quarters that {named} move as expected; if not, ask why before more change."
        )
    unsettled = [kpi for kpi in _ASKED_FIRST if kpi in lines and lines[kpi]["verdict"] == OPEN]
    if unsettled:
        said.append(f"Replicate more before deciding on {label(unsettled[0]).lower()}, which is open.")
    return said


def _loses(change: RepChange) -> bool:
    sure = change.is_sure and change.pay_before is not None and change.pay_after is not None
    return sure and (change.pay_after or 0.0) < (1 - WORSE_OFF) * (change.pay_before or 0.0)
