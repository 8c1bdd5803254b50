"""What campaigns bring back: contribution gained per money spent, from paired runs."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from territory_sim.statistics.fieller import fieller
from territory_sim.statistics.intervals import Interval
from territory_sim.statistics.paired import PairedDifference, paired_difference

CAMPAIGN_RETURN: Final = "campaign_return"
CAMPAIGN_SPEND: Final = "campaign_spend"
_CONTRIBUTION: Final = "contribution"


def campaign_return(values: pd.DataFrame, baseline_id: str, option_id: str) -> PairedDifference | None:
    """Return the contribution that an option gains per money it spends more on campaigns.

    All campaigns of the option count together, less those of the baseline. To learn what one of
    several is worth, compare the option with itself ``without`` that one.

    Args:
        values: Scorecard values; rows are replications, columns (scenario_id, kpi).
        baseline_id: The baseline.
        option_id: The option.

    Returns:
        The ratio of mean differences as ``option`` over a baseline of 0, with Fieller's interval,
        infinite where the spend does not bound it; p-value and odds are those of the contribution gained.
        None when the option spends no more than the baseline, or without two pairs.
    """
    wanted = [(name, _CONTRIBUTION) for name in (baseline_id, option_id)]
    if (option_id, CAMPAIGN_SPEND) not in values.columns or any(key not in values.columns for key in wanted):
        return None
    pairs = values[wanted].dropna()
    # A scenario without campaigns has no line for what they cost.
    spend = values.reindex(columns=[(name, CAMPAIGN_SPEND) for name in (baseline_id, option_id)])
    spend = spend.loc[pairs.index].fillna(0.0)
    more_spend = (spend.iloc[:, 1] - spend.iloc[:, 0]).to_numpy(dtype=float)
    if len(pairs) < 2 or not more_spend.mean() > 0:
        return None
    before, after = (pairs[key].to_numpy(dtype=float) for key in wanted)
    found = fieller(after - before, more_spend)
    low, high = found.ends()
    gained = paired_difference(before, after)
    return PairedDifference(
        baseline=0.0,
        option=found.estimate,
        difference=Interval(found.estimate, low, high),
        p_value=gained.p_value,
        variance_reduction=math.nan,
        replications=len(pairs),
        odds_above=gained.odds_above,
        method="Fieller",
    )
