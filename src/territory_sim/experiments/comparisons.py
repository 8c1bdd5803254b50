"""Which scorecard lines a scenario changes against the baseline, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.experiments.campaign_return import CAMPAIGN_RETURN, campaign_return
from territory_sim.statistics.holm import holm
from territory_sim.statistics.paired import PairedDifference, paired_difference, paired_jackknife

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
    "p_value",
    "p_holm",
    "variance_reduction",
    "replications",
    "verdict",
)

BETTER: Final = "better"
WORSE: Final = "worse"
NO_DIFFERENCE: Final = "no difference shown"
SHIFTED: Final = "shifted"


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
    paired t. The share of accounts that move is known from the maps and has no noise.

    Args:
        kpis: Table ``kpis`` of all scenarios.
        territory_run: Table ``territory_run`` of all scenarios.
        kpi_dictionary: Table ``kpi_dictionary``; gives the order of lines, units and directions.
        scenario_ids: The baseline and the options.
        moved_shares: Share of accounts whose rep changes, by option.

    Returns:
        Table ``comparisons``: one row per option and line, in the order of options and dictionary,
        with intervals of 95 % and p-values adjusted by Holm over all rows.
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
                rows.append(keys | {"unit": line["unit"], "better": line["better"]} | _columns(found))
    table = pd.DataFrame(rows)
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    table["p_holm"] = holm(table["p_value"])
    signs = zip(table["better"], table["difference"], table["p_holm"], strict=True)
    table["verdict"] = [verdict_word(better, difference, p_holm) for better, difference, p_holm in signs]
    return table[list(COLUMNS)]


def verdict_word(better: str, difference: float, p_holm: float) -> str:
    """Say in one word what a line shows.

    Args:
        better: ``up``, ``down`` or ``target``: the direction that is wanted.
        difference: Option minus baseline.
        p_holm: Adjusted p-value.

    Returns:
        ``better``, ``worse``, ``shifted`` (for a line with a target) or ``no difference shown``.

    Example:
        >>> verdict_word("down", -0.2, 0.001), verdict_word("up", 0.1, 0.4)
        ('better', 'no difference shown')
    """
    if not p_holm < SIGNIFICANCE:
        return NO_DIFFERENCE
    if better == "target":
        return SHIFTED
    return BETTER if (difference > 0) == (better == "up") else WORSE


def sized_verdict(verdict: str, difference: float, threshold: float) -> str:
    """Add to a verdict whether the change is too small to matter.

    Args:
        verdict: The word for the line.
        difference: The change, in the line's unit.
        threshold: Change from which on it matters, in the same unit.

    Returns:
        The word, with ``, small`` behind a ``better`` or ``worse`` that is less than would matter.

    Example:
        >>> sized_verdict("worse", 0.01, 0.5)
        'worse, small'
    """
    small = verdict in {BETTER, WORSE} and abs(difference) < threshold
    return f"{verdict}, small" if small else verdict


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
    return paired_difference(pairs[keys[0]].to_numpy(), pairs[keys[1]].to_numpy())


def _known(share: float, kpis: pd.DataFrame, option_id: str) -> PairedDifference:
    replications = int(kpis.loc[kpis["scenario_id"] == option_id, "replication"].nunique())
    exact = paired_difference([0.0, 0.0], [share, share])
    return PairedDifference(
        baseline=0.0,
        option=share,
        difference=exact.difference,
        p_value=exact.p_value,
        variance_reduction=exact.variance_reduction,
        replications=replications,
    )


def _columns(found: PairedDifference) -> dict[str, object]:
    return {
        "baseline": found.baseline,
        "option": found.option,
        "difference": found.difference.estimate,
        "low": found.difference.low,
        "high": found.difference.high,
        "p_value": found.p_value,
        "variance_reduction": found.variance_reduction,
        "replications": found.replications,
    }
