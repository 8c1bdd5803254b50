"""How narrow an interval is wanted, and how many replications more that takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.errors import Fault, ScenarioError, nearest_name
from territory_sim.experiments.campaign_return import CAMPAIGN_RETURN
from territory_sim.experiments.comparisons import ACCOUNTS_MOVED, WORKLOAD_SPREAD
from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY
from territory_sim.statistics.paired import paired_difference
from territory_sim.statistics.stopping import FEWEST_REPLICATIONS, is_narrow_enough

MOST_REPLICATIONS: Final = 1_000
"""A comparison that is not narrow enough by then stops, and says so."""

_SHARE_OF: Final = "revenue"
_NO_MEAN: Final = frozenset({CAMPAIGN_RETURN, WORKLOAD_SPREAD, ACCOUNTS_MOVED})
_LEAST_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class Precision:
    """The half-width that the 95 % interval of a paired difference shall have.

    Args:
        kpi: The scorecard line.
        half_width: Half-width, in the unit of the line; a share of the baseline's mean when relative.
        relative: Whether it is such a share.
    """

    kpi: str
    half_width: float
    relative: bool


def read_precision(text: float | str) -> Precision:
    """Read what ``precision`` asks for.

    Args:
        text: A share of the baseline's revenue such as 0.002, or ``LINE:HALF_WIDTH``, the half-width
            in the unit of the line, such as ``contribution:50000``.

    Returns:
        The precision.

    Raises:
        ScenarioError: When there is no such line, or it is not settled by a mean over replications.

    Example:
        >>> read_precision("contribution:50000")
        Precision(kpi='contribution', half_width=50000.0, relative=False)
    """
    if not isinstance(text, str):
        return Precision(_SHARE_OF, float(text), relative=True)
    kpi, _, half_width = text.partition(":")
    known = [line.kpi for line in KPI_DICTIONARY if line.kpi not in _NO_MEAN]
    if kpi not in known:
        allowed = "must name a scorecard line that is a mean over replications, such as contribution:50000"
        raise ScenarioError(
            [Fault(where="precision", given=text, allowed=allowed, hint=nearest_name(kpi, known))]
        )
    return Precision(kpi, float(half_width), relative=False)


def replications_wanted(kpis: pd.DataFrame, scenario_ids: Sequence[str], wanted: Precision) -> int:
    """Say up to how many replications to go on, judging from those that are there.

    Args:
        kpis: Table ``kpis`` of all scenarios so far.
        scenario_ids: The baseline and the options; every option's interval is to be narrow enough.
        wanted: The precision.

    Returns:
        The number there is when all intervals are narrow enough, and otherwise more: what the widest
        seems to need, at least 5 more and at most twice as many.

    Raises:
        ScenarioError: When the scenarios have no values for the line.

    Source:
        Sequential stopping; see :func:`territory_sim.statistics.stopping.is_narrow_enough`.
    """
    line = kpis[kpis["kpi"] == wanted.kpi]
    values = line.pivot_table(index="replication", columns="scenario_id", values="value")
    baseline_id, *option_ids = scenario_ids
    done = int(kpis["replication"].max()) + 1
    needed = done
    for option_id in option_ids:
        pairs = values.reindex(columns=[baseline_id, option_id]).dropna()
        if len(pairs) < 2:
            allowed = f"{option_id} has no such scorecard line"
            raise ScenarioError([Fault(where="precision", given=wanted.kpi, allowed=allowed)])
        before, after = (pairs[name].to_numpy(dtype=float) for name in (baseline_id, option_id))
        half_width = wanted.half_width * (abs(before.mean()) if wanted.relative else 1.0)
        if not is_narrow_enough(after - before, half_width):
            needed = max(needed, _enough(before, after, half_width, done))
    return needed


def _enough(before: NDArray[np.float64], after: NDArray[np.float64], half_width: float, done: int) -> int:
    found = paired_difference(before, after).difference
    now = (found.high - found.low) / 2
    guess = math.ceil(done * (now / half_width) ** 2)
    return max(FEWEST_REPLICATIONS, done + _LEAST_STEP, min(guess, 2 * done))
