"""Which scorecard lines a scenario changes against the baseline, by how much, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.experiments.campaign_return import CAMPAIGN_RETURN, campaign_return
from territory_sim.statistics.holm import holm
from territory_sim.statistics.odds import replications_to_settle
from territory_sim.statistics.paired import PairedDifference, paired_difference, paired_jackknife
from territory_sim.statistics.skewed_pairs import trusted_difference

SIGNIFICANCE: Final = 0.05
"""Adjusted p-values below this are called a difference."""

WORKLOAD_SPREAD: Final = "workload_spread"
ACCOUNTS_MOVED: Final = "accounts_moved_share"

COLUMNS: Final = (
    "scenario_id",
    "baseline_id",
    "kpi",
    "unit",
    "better",
    "baseline",
    "option",
    "difference",
    "low",
    "high",
    "method",
    "odds",
    "threshold",
    "big_enough",
    "p_value",
    "p_holm",
    "variance_reduction",
    "replications",
    "replications_to_settle",
    "verdict",
)

BETTER: Final = "better"
WORSE: Final = "worse"
SHIFTED: Final = "shifted"
TIE: Final = "a tie"
OPEN: Final = "open"
UNDECIDED: Final = frozenset({TIE, OPEN})
"""Verdicts that claim no difference."""

EXACT: Final = "exact"
"""Method of what is known without noise."""

BIG: Final = "yes"
SMALL: Final = "no"
CANNOT_TELL: Final = "open"


def comparison_table(
    kpis: pd.DataFrame,
    territory_run: pd.DataFrame,
    kpi_dictionary: pd.DataFrame,
    scenario_ids: tuple[str, ...],
    moved_shares: Mapping[str, float],
) -> pd.DataFrame:
    """Compare every scenario with the first one, line by line.

    Replications are paired by their number; one that is missing on either side, or that has no value
    for a line, is left out of that line. The spread of workload is taken from the means over
    replications and its interval from leaving out one replication at a time; every other line is a
    paired t, or from 30 pairs on BCa where the differences are too skewed for t. The share of accounts
    that move is known from the maps and has no noise. Column ``method`` says which was used.

    Args:
        kpis: Table ``kpis`` of all scenarios.
        territory_run: Table ``territory_run`` of all scenarios.
        kpi_dictionary: Table ``kpi_dictionary``; gives the order of lines, units and directions.
        scenario_ids: The baseline and the options.
        moved_shares: Share of accounts whose rep changes, by option.

    Returns:
        Table ``comparisons``: one row per option and line, in the order of options and dictionary,
        with intervals of 95 % and p-values adjusted by Holm over all rows. ``odds`` is the
        probability that the option is better, nan for a line with a target;
        ``replications_to_settle`` the replications in all that would close an open line, nan where
        none are needed or none would do.
    """
    baseline_id, *option_ids = scenario_ids
    values = kpis.pivot_table(index="replication", columns=["scenario_id", "kpi"], values="value")
    hours = _hours_by_replication(territory_run)
    rows: list[dict[str, object]] = []
    for option_id in option_ids:
        for line in kpi_dictionary.to_dict("records"):
            kpi = str(line["kpi"])
            if kpi == ACCOUNTS_MOVED:
                found: PairedDifference | None = _known(moved_shares[option_id], kpis, option_id)
            elif kpi == CAMPAIGN_RETURN:
                found = campaign_return(values, baseline_id, option_id)
            elif kpi == WORKLOAD_SPREAD and baseline_id in hours and option_id in hours:
                found = _paired(hours[baseline_id], hours[option_id], largest_over_mean)
            else:
                found = _paired_line(values, kpi, baseline_id, option_id)
            if found is not None:
                keys = {"scenario_id": option_id, "baseline_id": baseline_id, "kpi": kpi}
                rows.append(keys | _columns(found, line))
    return _with_verdicts(pd.DataFrame(rows)) if rows else pd.DataFrame(columns=list(COLUMNS))


def _with_verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """Judge all rows as one family of questions."""
    table["p_holm"] = holm(table["p_value"])
    table["verdict"] = [
        verdict_word(row["better"], row["difference"], row["p_holm"], is_tie=row["big_enough"] == SMALL)
        for row in table.to_dict("records")
    ]
    # What is not shown to be there at all cannot be called big.
    table.loc[table["verdict"] == OPEN, "big_enough"] = CANNOT_TELL
    questions = int((table["p_holm"] >= SIGNIFICANCE).sum())
    table["replications_to_settle"] = [
        _settling(row, questions) if row["verdict"] == OPEN else math.nan for row in table.to_dict("records")
    ]
    return table[list(COLUMNS)]


def verdict_word(better: str, difference: float, p_holm: float, *, is_tie: bool = False) -> str:
    """Say in one word what a line shows.

    Args:
        better: ``up``, ``down`` or ``target``: the direction that is wanted.
        difference: Option minus baseline.
        p_holm: Adjusted p-value.
        is_tie: Whether the interval lies within the change that matters, on either side of zero.

    Returns:
        ``a tie``; ``better``, ``worse``, or ``shifted`` for a line with a target; or ``open`` when
        the runs show neither a difference nor a tie.

    Example:
        >>> verdict_word("down", -0.2, 0.001), verdict_word("up", 0.1, 0.4)
        ('better', 'open')
        >>> verdict_word("up", 0.01, 0.001, is_tie=True)
        'a tie'
    """
    if is_tie:
        return TIE
    if not p_holm < SIGNIFICANCE:
        return OPEN
    if better == "target":
        return SHIFTED
    return BETTER if (difference > 0) == (better == "up") else WORSE


def big_enough(low: float, high: float, threshold: float) -> str:
    """Say whether a change is as large as would matter.

    Args:
        low: Lower end of the interval of the difference.
        high: Upper end of it.
        threshold: Change from which on it matters, in the same unit, from 0.

    Returns:
        ``yes`` when the whole interval lies beyond the threshold, ``no`` when it lies within it on
        either side of zero, else ``open``.

    Example:
        >>> big_enough(0.2, 0.4, 0.1), big_enough(-0.05, 0.02, 0.1), big_enough(-0.05, 0.2, 0.1)
        ('yes', 'no', 'open')
    """
    if -threshold <= low and high <= threshold:
        return SMALL
    return BIG if low >= threshold or high <= -threshold else CANNOT_TELL


def sized_verdict(verdict: str, difference: float, threshold: float) -> str:
    """Add to a verdict whether the change may be too small to matter.

    Args:
        verdict: The word for the line.
        difference: The change, in the line's unit.
        threshold: Change from which on it matters, in the same unit.

    Returns:
        The word, with ``, small`` behind a ``better`` or ``worse`` whose estimate is less than
        would matter while its interval still reaches beyond that.

    Example:
        >>> sized_verdict("worse", 0.01, 0.5)
        'worse, small'
    """
    small = verdict in {BETTER, WORSE} and abs(difference) < threshold
    return f"{verdict}, small" if small else verdict


def _settling(row: Mapping[Any, Any], questions: int) -> float:
    half_width = (row["high"] - row["low"]) / 2
    if not math.isfinite(half_width):
        return math.nan
    found = replications_to_settle(
        row["difference"], half_width, row["replications"], row["threshold"], questions
    )
    return math.nan if found is None else float(found)


def largest_over_mean(means: NDArray[np.float64]) -> float:
    """Return the largest of some means over their mean.

    Args:
        means: Mean hours required of each territory, shape (n,).

    Returns:
        A ratio from 1; 1 when no hours are required anywhere.
    """
    mean = float(means.mean())
    return float(means.max()) / mean if mean > 0 else 1.0


def _hours_by_replication(territory_run: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Hours required: for each scenario a row per replication and a column per territory."""
    return {
        str(scenario_id): rows.pivot_table(
            index="replication", columns="territory_id", values="required_hours"
        )
        for scenario_id, rows in territory_run.groupby("scenario_id")
    }


def _paired(
    baseline: pd.DataFrame, option: pd.DataFrame, statistic: Callable[[NDArray[np.float64]], float]
) -> PairedDifference | None:
    common = baseline.index.intersection(option.index).sort_values()
    if len(common) < 2:
        return None
    return paired_jackknife(baseline.loc[common].to_numpy(), option.loc[common].to_numpy(), statistic)


def _paired_line(values: pd.DataFrame, kpi: str, baseline_id: str, option_id: str) -> PairedDifference | None:
    keys = [(baseline_id, kpi), (option_id, kpi)]
    if any(key not in values.columns for key in keys):
        return None
    pairs = values[keys].dropna()
    if len(pairs) < 2:
        return None
    return trusted_difference(pairs[keys[0]].to_numpy(), pairs[keys[1]].to_numpy())


def _known(share: float, kpis: pd.DataFrame, option_id: str) -> PairedDifference:
    replications = int(kpis.loc[kpis["scenario_id"] == option_id, "replication"].nunique())
    exact = paired_difference([0.0, 0.0], [share, share])
    return replace(exact, replications=replications, method=EXACT)


def _columns(found: PairedDifference, line: Mapping[Any, Any]) -> dict[str, object]:
    better, threshold = str(line["better"]), float(line["threshold"])
    above = {"up": found.odds_above, "down": 1 - found.odds_above}
    return {
        "unit": line["unit"],
        "better": better,
        "baseline": found.baseline,
        "option": found.option,
        "difference": found.difference.estimate,
        "low": found.difference.low,
        "high": found.difference.high,
        "method": found.method,
        "odds": above.get(better, math.nan),
        "threshold": threshold,
        "big_enough": big_enough(found.difference.low, found.difference.high, threshold),
        "p_value": found.p_value,
        "variance_reduction": found.variance_reduction,
        "replications": found.replications,
    }
