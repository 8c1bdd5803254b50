"""What a CRM export says about calls, beside what calls really do."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from territory_sim.calibration.account_months import account_months
from territory_sim.calibration.call_elasticity import call_elasticities
from territory_sim.calibration.crm_folder import read_crm
from territory_sim.crm.export import crm_export
from territory_sim.crm.files import write_crm
from territory_sim.experiments.true_call_elasticity import true_call_elasticity
from territory_sim.records.schema import LOG_TABLES
from territory_sim.statistics.intervals import Interval, mean_interval

if TYPE_CHECKING:
    from territory_sim.experiments.run import Run
    from territory_sim.scenario.world import World

METHODS: Final = {
    "pooled": "naive: accounts with more calls against accounts with fewer",
    "within": "from the CRM export too: each account against itself, month by month",
    "true": "the same year with calls worth more and less: what no company can see",
}
"""How each figure comes about, by method, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class ElasticityLine:
    """One way to find out what calls bring.

    Args:
        method: One of ``METHODS``.
        meaning: How the figure comes about.
        found: Per cent of sales for one per cent more calls, with a 95 % interval.
        times_true: How many times the truth it is.
    """

    method: str
    meaning: str
    found: Interval
    times_true: float


def with_call_elasticity(run: Run, world: World) -> Run:
    """Add table ``call_elasticity`` to a run whose ``export`` holds ``crm``.

    Args:
        run: The run.
        world: The world it happened in.

    Returns:
        The run with the table; the same run when its ``export`` has no ``crm``.
    """
    if "crm" not in run.scenario.export:
        return run
    return replace(run, tables={**run.tables, "call_elasticity": call_elasticity_table(run, world)})


def elasticity_lines(table: pd.DataFrame) -> tuple[ElasticityLine, ...]:
    """Summarise table ``call_elasticity`` of one scenario.

    Args:
        table: Rows of one scenario, of one replication or of several.

    Returns:
        A line for each of ``METHODS``. Intervals are t intervals over replications; with one
        replication they are the regressions' own, and the truth has none.
    """
    found = {method: _summary(table[table["method"] == method]) for method in METHODS}
    truth = found["true"].estimate
    return tuple(
        ElasticityLine(
            method, METHODS[method], interval, interval.estimate / truth if truth else float("nan")
        )
        for method, interval in found.items()
    )


def elasticity_sentence(lines: tuple[ElasticityLine, ...]) -> str:
    """Say what a naive reading of the CRM export gets wrong.

    Args:
        lines: From :func:`elasticity_lines`.

    Returns:
        One sentence.
    """
    by_method: Mapping[str, ElasticityLine] = {line.method: line for line in lines}
    pooled, within, true = (by_method[method] for method in METHODS)
    return (
        f"The CRM export read naively promises {pooled.found.estimate:.2f} % more sales for 1 % more calls, "
        f"{pooled.times_true:.1f} times the true {true.found.estimate:.2f} %: reps call where sales already are. "
        f"Within accounts it says {within.found.estimate:.2f} %."
    )


def _summary(rows: pd.DataFrame) -> Interval:
    values = rows["estimate"].dropna().to_numpy()
    if len(values) > 1:
        return mean_interval(values)
    (row,) = rows[["estimate", "low", "high"]].itertuples(index=False)
    return Interval(float(row.estimate), float(row.low), float(row.high))


def call_elasticity_table(run: Run, world: World) -> pd.DataFrame:
    """Return table ``call_elasticity`` of a run whose ``export`` holds ``crm``.

    The first two rows are made of nothing but the CSV files of the export.

    Args:
        run: The run.
        world: The world it happened in.

    Returns:
        A row for each of ``METHODS``.
    """
    with tempfile.TemporaryDirectory(prefix="territory_sim-") as name:
        folder = Path(name)
        write_crm(
            crm_export({**run.tables, **run.logs}, world, run.replication), run.scenario.management, folder
        )
        found = call_elasticities(account_months(read_crm(folder)))
    truth = true_call_elasticity(world, run.replication)
    intervals = {"pooled": found.pooled, "within": found.within, "true": Interval(truth, truth, truth)}
    schema = LOG_TABLES["call_elasticity"]
    rows = [
        (run.scenario.scenario_id, 0, run.replication, method, one.estimate, one.low, one.high)
        for method, one in sorted(intervals.items())
    ]
    return pd.DataFrame(rows, columns=[*schema.keys, *schema.columns])
