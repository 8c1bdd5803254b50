"""What an option means to customers, by segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from territory_sim.statistics.paired import PairedDifference, paired_difference

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison

_SUMS: Final = ("calls_due", "calls_on_time", "requests", "requests_expired", "requests_served", "wait_hours")


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """What an option does to the accounts of one segment.

    Args:
        segment: A, B or C.
        accounts: How many accounts.
        moved: How many of them get another rep.
        coverage: Share of calls made on time.
        wait_hours: Mean hours from request to first answer.
        unanswered: Share of requests that expired.
    """

    segment: str
    accounts: int
    moved: int
    coverage: PairedDifference | None
    wait_hours: PairedDifference | None
    unanswered: PairedDifference | None


def segment_changes(comparison: Comparison, option_id: str) -> tuple[SegmentChange, ...]:
    """Say what an option does to the accounts of each segment.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        One entry per segment, A first; none when the comparison has no table of accounts.
    """
    rows = comparison.tables.get("account_run")
    if rows is None:
        return ()
    rows = rows[rows["scenario_id"].isin([comparison.baseline_id, option_id])]
    sums = rows.groupby(["segment", "scenario_id", "replication"], observed=True)[list(_SUMS)].sum()
    moves = comparison.tables["moves"]
    moved = set(moves.loc[moves["scenario_id"] == option_id, "account_id"])
    base = rows[rows["scenario_id"] == comparison.baseline_id]
    accounts = base.drop_duplicates("account_id").set_index("account_id")["segment"]
    changes = []
    for segment in sorted(accounts.unique()):
        ids = accounts.index[accounts == segment]
        before, after = (_of(sums, segment, name) for name in (comparison.baseline_id, option_id))
        changes.append(
            SegmentChange(
                segment=str(segment),
                accounts=len(ids),
                moved=sum(account_id in moved for account_id in ids),
                coverage=_ratio(before, after, "calls_on_time", "calls_due"),
                wait_hours=_ratio(before, after, "wait_hours", "requests_served"),
                unanswered=_ratio(before, after, "requests_expired", "requests"),
            )
        )
    return tuple(changes)


def _of(sums: pd.DataFrame, segment: str, scenario_id: str) -> pd.DataFrame:
    segments, scenarios = (sums.index.get_level_values(level) for level in ("segment", "scenario_id"))
    return sums[(segments == segment) & (scenarios == scenario_id)].droplevel(["segment", "scenario_id"])


def _ratio(before: pd.DataFrame, after: pd.DataFrame, part: str, whole: str) -> PairedDifference | None:
    ratios = pd.concat(
        [before[part] / before[whole], after[part] / after[whole]], axis=1, join="inner"
    ).dropna()
    return (
        paired_difference(ratios.iloc[:, 0].to_numpy(), ratios.iloc[:, 1].to_numpy())
        if len(ratios) > 1
        else None
    )
