"""What a sweep found: each point's mean with its interval, and how far it lies from the best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from territory_sim.errors import DataError, Fault
from territory_sim.experiments.sweeps.batch import WATCHED
from territory_sim.experiments.wording import quantities
from territory_sim.records.files import read_table
from territory_sim.statistics.intervals import Interval, mean_interval
from territory_sim.statistics.paired import paired_difference

KEYS: Final = ("scenario_id", "design_id")
_DRAWN: Final = ("contribution", "coverage", "pay_opportunity_gini", "pay_gini", "first_response_hours")
_MOST_DRAWN: Final = 4


@dataclass(frozen=True, eq=False)
class SweepFindings:
    """The results of a sweep, point by point.

    Args:
        designs: Table ``designs``.
        swept: Keys of the swept settings.
        lines: One row for each point and scorecard line: kpi, replications, mean, low, high, the
            paired difference from the best point with its interval, and whether the point can be
            the best (``plateau``).
        dictionary: Table ``kpi_dictionary``.
    """

    designs: pd.DataFrame
    swept: tuple[str, ...]
    lines: pd.DataFrame
    dictionary: pd.DataFrame

    def of(self, kpi: str) -> pd.DataFrame:
        """Give the points with what one line shows.

        Args:
            kpi: The line.

        Returns:
            Columns of ``designs`` and of ``lines``, a row for each point that has a result.
        """
        return self.designs.merge(self.lines[self.lines["kpi"] == kpi], on=list(KEYS), how="inner")

    @property
    def drawn(self) -> tuple[str, ...]:
        """The lines worth a picture, as far as the runs have them."""
        there = set(self.lines["kpi"])
        chosen = [kpi for kpi in _DRAWN if kpi in there][:_MOST_DRAWN]
        return tuple(chosen) or tuple(sorted(there))[:1]

    @property
    def axis(self) -> str | None:
        """The swept number with most values, along which lines are drawn; None when there is none."""
        numbers = [key for key in self.swept if pd.api.types.is_numeric_dtype(self.designs[key])]
        return max(numbers, key=lambda key: self.designs[key].drop_duplicates().size, default=None)


def findings(folder: Path) -> SweepFindings:
    """Read what a sweep found.

    Args:
        folder: Its folder.

    Returns:
        The findings.

    Raises:
        DataError: When no run of it has a result yet, or a table is broken.
    """
    if not any(folder.glob("kpis/part-*.parquet")):
        raise DataError([Fault(where=str(folder), allowed="no run of this sweep has a result")])
    designs, kpis, dictionary = (read_table(folder / name) for name in ("designs", "kpis", "kpi_dictionary"))
    better = dict(zip(dictionary["kpi"], dictionary["better"], strict=True))
    rows = []
    for kpi, values in kpis.groupby("kpi", sort=False):
        table = values.pivot_table(index="replication", columns="design_id", values="value")
        rows += list(_line(str(kpi), table, str(better.get(kpi, "up"))))
    lines = pd.DataFrame(rows)
    names = dict(zip(designs["design_id"], designs["scenario_id"], strict=True))
    lines.insert(0, "scenario_id", lines["design_id"].map(names))
    swept = tuple(str(name) for name in designs.columns if name not in KEYS)
    return SweepFindings(designs, swept, lines, dictionary)


def headline(found: SweepFindings) -> str:
    """Say which line decides: the contribution where runs have it.

    Args:
        found: The findings.

    Returns:
        Name of a scorecard line.
    """
    return WATCHED if WATCHED in set(found.lines["kpi"]) else found.drawn[0]


def sentences(found: SweepFindings, currency: str) -> Iterator[str]:
    """Say what the deciding line shows.

    Args:
        found: The findings.
        currency: Currency of amounts of money.

    Yields:
        Where the best mean is, and how many points could be the best.
    """
    kpi = headline(found)
    table = found.of(kpi)
    best = table[(table["from_best"] == 0.0) & (table["from_best_low"] == 0.0)].iloc[0]
    unit = str(found.dictionary.set_index("kpi")["unit"].get(kpi, "1"))
    (mean,) = quantities([float(best["mean"])], unit, currency)
    where = " ".join(f"{key}={best[key]}" for key in found.swept) or f"point {best['design_id']}"
    yield f"Best mean {kpi}: {mean} at {where}."
    could = table[table["plateau"]]
    if int(table["replications"].max()) < 2:
        yield "One replication shows no noise: with more, each mean has an interval."
    elif len(could) > 1:
        span = ""
        if found.axis is not None and len(found.swept) == 1:
            span = f", from {found.axis}={could[found.axis].min()} to {could[found.axis].max()}"
        counted = f"{len(could)} of {len(table)} points"
        yield f"{counted} could be the best: their paired 95 % intervals reach it{span}."


def _line(kpi: str, values: pd.DataFrame, better: str) -> Iterator[dict[str, object]]:
    means = values.mean()
    if not len(means):
        return
    best: Any = means.idxmin() if better == "down" else means.idxmax()
    sign = -1.0 if better == "down" else 1.0
    for design_id in values.columns.tolist():
        mine = values[design_id].dropna()
        mean = mean_interval(mine) if len(mine) > 1 else _alone(float(mine.iloc[0]))
        pairs = values[[best, design_id]].dropna()
        gap = Interval(0.0, 0.0, 0.0)
        if design_id != best:
            gap = _alone(float(means[design_id] - means[best]))
            if len(pairs) > 1:
                gap = paired_difference(pairs[best].to_numpy(), pairs[design_id].to_numpy()).difference
        # An unknown interval leaves everything open.
        reach = max(sign * gap.low, sign * gap.high)
        yield {
            "design_id": design_id,
            "kpi": kpi,
            "replications": len(mine),
            "mean": mean.estimate,
            "low": mean.low,
            "high": mean.high,
            "from_best": gap.estimate,
            "from_best_low": gap.low,
            "from_best_high": gap.high,
            "plateau": bool(np.isnan(reach) or reach >= 0.0),
        }


def _alone(value: float) -> Interval:
    return Interval(value, float("nan"), float("nan"))
