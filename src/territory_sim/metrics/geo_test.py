"""Four readings of what a tested campaign brought: two naive ones, the geo-test's, and the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from territory_sim.records.schema import RUN_KEYS, TABLES
from territory_sim.statistics.fieller import fieller
from territory_sim.statistics.intervals import t_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEFORE_AFTER: Final = "before_after"
REGRESSION: Final = "regression"
GEO_TEST: Final = "geo_test"
TRUTH: Final = "truth"

_FEWEST_BLOCKS: Final = 4
"""Blocks from which on sales before the campaign are used to adjust; the slope costs a degree of freedom."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a campaign.

    Args:
        reading: Its name.
        iroas: Sales gained per money spent.
        low: Lower end of its 95 % interval; minus infinity where the test leaves it open.
        high: Upper end.
        gained_cents: Sales it says were gained.
        spend_cents: Money spent on what it looks at.
        units: Units it looks at.
    """

    reading: str
    iroas: float
    low: float
    high: float
    gained_cents: int
    spend_cents: int
    units: int


def geo_test_table(units: pd.DataFrame, twin_units: pd.DataFrame | None) -> pd.DataFrame:
    """Read a geo-test.

    Args:
        units: Table ``geo_test_units`` of the run.
        twin_units: The same of the twin run without campaigns; None when there is no test.

    Returns:
        Table ``geo_test``: one row per reading; none without a test or without any spend.
    """
    readings = (
        [] if twin_units is None or not units["spend_cents"].any() else list(_readings(units, twin_units))
    )
    schema = TABLES["geo_test"]
    wanted = [*schema.keys[len(RUN_KEYS) :], *schema.columns]
    rows = sorted(readings, key=lambda reading: reading.reading)
    table = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in wanted})
    table = table.astype(
        {"reading": "str"} | dict.fromkeys(("gained_cents", "spend_cents", "units"), "int64")
    )
    keys = units[list(RUN_KEYS)].iloc[[0] * len(table)].reset_index(drop=True)
    return pd.concat([keys, table], axis=1)


def _readings(units: pd.DataFrame, twin_units: pd.DataFrame) -> Iterator[Reading]:
    tested = units[units["block"] >= 0]
    yield _before_after(tested[tested["is_treated"]])
    yield _regression(units)
    if len(np.unique(tested["block"])) > 1:
        yield _geo_test(tested)
    gained = float(units["during_cents"].sum() - twin_units["during_cents"].sum())
    spend = float(units["spend_cents"].sum())
    yield _reading(TRUTH, gained / spend, (gained / spend, gained / spend), spend, len(units))


def _before_after(treated: pd.DataFrame) -> Reading:
    """Sales of treated units beyond what they sold before: takes every other change for the campaign's."""
    longer = float(treated["during_days"].iloc[0]) / float(treated["before_days"].iloc[0])
    gained = (treated["during_cents"] - longer * treated["before_cents"]).to_numpy(dtype=float)
    spend = treated["spend_cents"].to_numpy(dtype=float)
    ends = fieller(gained, spend).ends() if len(gained) > 1 else (-np.inf, np.inf)
    total = float(spend.sum())
    return _reading(BEFORE_AFTER, float(gained.sum()) / total, ends, total, len(treated))


def _regression(units: pd.DataFrame) -> Reading:
    """Slope of sales on spend over all units: takes for effect that money follows potential."""
    sales, spend = (units[name].to_numpy(dtype=float) for name in ("during_cents", "spend_cents"))
    slope, error = _slope(spend, sales)
    degrees = len(units) - 2
    half = t_quantile(0.975, degrees) * error if degrees > 0 else np.inf
    return _reading(REGRESSION, slope, (slope - half, slope + half), float(spend.sum()), len(units))


def _geo_test(tested: pd.DataFrame) -> Reading:
    """Treated less spared units of each block, adjusted for their sales before, per money spent.

    Source: matched pairs with the pre-test sales as covariate, as in Vaver and Koehler 2011; the
    interval is Fieller's, because sales and spend both differ from block to block.
    """
    columns = ["during_cents", "before_cents", "spend_cents"]
    means = tested.groupby(["block", "is_treated"])[columns].mean()
    sides = [means.xs(side, level="is_treated") for side in (True, False)]
    during, before, spend = ((sides[0][name] - sides[1][name]).to_numpy(dtype=float) for name in columns)
    slope = _carried_over(during, before, spend) if len(during) >= _FEWEST_BLOCKS else 0.0
    found = fieller(during - slope * before, spend, lost_degrees=1 + (slope != 0))
    total = float(tested["spend_cents"].sum())
    return _reading(GEO_TEST, found.estimate, found.ends(), total, len(tested))


def _reading(name: str, iroas: float, ends: tuple[float, float], spend: float, units: int) -> Reading:
    return Reading(name, iroas, *ends, round(iroas * spend), round(spend), units)


def _carried_over(
    during: NDArray[np.float64], before: NDArray[np.float64], spend: NDArray[np.float64]
) -> float:
    """Return how much of a difference in sales before is still there later, at equal spend.

    Least squares of sales during the test on sales before and on spend; differences within blocks
    need no constant. Zero where sales before and spend cannot be told apart.
    """
    both = np.column_stack([before, spend])
    if np.linalg.matrix_rank(both) < 2:
        return 0.0
    return float(np.linalg.lstsq(both, during)[0][0])


def _slope(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Return slope and standard error of least squares with a constant."""
    from_x, from_y = x - x.mean(), y - y.mean()
    square = float(from_x @ from_x)
    if square == 0:
        return 0.0, float("inf")
    slope = float(from_x @ from_y) / square
    rest = from_y - slope * from_x
    degrees = len(x) - 2
    error = float(np.sqrt(rest @ rest / degrees / square)) if degrees > 0 else float("inf")
    return slope, error
