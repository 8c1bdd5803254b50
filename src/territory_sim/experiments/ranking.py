"""Several scenarios in one ranking: who is best on each scorecard line, and who cannot be told apart."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.experiments.campaign_return import CAMPAIGN_RETURN
from territory_sim.experiments.comparisons import WORKLOAD_SPREAD
from territory_sim.statistics.best import against_the_best, places
from territory_sim.statistics.intervals import Interval

FEWEST_SCENARIOS: Final = 3
"""Two scenarios are compared; from three on they are ranked."""

COLUMNS: Final = (
    "kpi",
    "unit",
    "better",
    "scenario_id",
    "place",
    "shared",
    "value",
    "lead",
    "lead_low",
    "lead_high",
    "standing",
)

BEST: Final = "the best"
TIED: Final = "ties with the best"
MAY_BE_BEST: Final = "may be the best"
NOT_BEST: Final = "not the best"

_NOT_RANKED: Final = frozenset({WORKLOAD_SPREAD, CAMPAIGN_RETURN})
"""Lines that are no mean over replications."""


def ranking_table(
    kpis: pd.DataFrame, kpi_dictionary: pd.DataFrame, scenario_ids: tuple[str, ...]
) -> pd.DataFrame:
    """Rank all scenarios, the baseline among them, on every line that has a better side.

    A line is left out where a scenario has no value for it. Within a line all statements hold
    together in 95 % of studies; lines are not adjusted for each other.

    Args:
        kpis: Table ``kpis`` of all scenarios.
        kpi_dictionary: Table ``kpi_dictionary``; gives the order of lines, units and directions.
        scenario_ids: The scenarios, from three.

    Returns:
        Table ``ranking``: a row per line and scenario, the best place first. ``place`` is 1 plus the
        number of scenarios shown to be better, ``shared`` whether another has the same; ``lead`` is
        how far the scenario is ahead of the best other one, in the line's unit, positive is better.

    Source:
        Multiple comparisons with the best; see :func:`territory_sim.statistics.best.against_the_best`.
    """
    values = kpis.pivot_table(index="replication", columns=["kpi", "scenario_id"], values="value")
    rows: list[dict[str, object]] = []
    for line in kpi_dictionary.to_dict("records"):
        kpi, better = str(line["kpi"]), str(line["better"])
        wanted = [(kpi, name) for name in scenario_ids]
        if better == "target" or kpi in _NOT_RANKED or any(key not in values.columns for key in wanted):
            continue
        samples = values[wanted].dropna().to_numpy(dtype=float)
        if len(samples) < 2:
            continue
        keys = {"kpi": kpi, "unit": line["unit"], "better": better}
        ranked = _ranked(samples, scenario_ids, better, float(line["threshold"]))
        rows += [keys | row for row in ranked]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _ranked(
    samples: NDArray[np.float64], scenario_ids: tuple[str, ...], better: str, threshold: float
) -> list[dict[str, object]]:
    oriented = samples if better == "up" else -samples
    found, placed = against_the_best(oriented), places(oriented)
    means = samples.mean(axis=0).tolist()
    rows: list[dict[str, object]] = [
        {
            "scenario_id": scenario_id,
            "place": place,
            "shared": placed.count(place) > 1,
            "value": value,
            "lead": lead.estimate,
            "lead_low": lead.low,
            "lead_high": lead.high,
            "standing": standing(place, lead, threshold),
        }
        for scenario_id, place, value, lead in zip(scenario_ids, placed, means, found, strict=True)
    ]
    order = sorted(range(len(rows)), key=lambda n: (placed[n], -found[n].estimate, n))
    return [rows[number] for number in order]


def standing(place: int, lead: Interval, threshold: float) -> str:
    """Say what an interval against the best other says of a scenario.

    Args:
        place: Its place: 1 plus the number of scenarios shown to be better.
        lead: How far it is ahead of the best other, from
            :func:`~territory_sim.statistics.best.against_the_best`.
        threshold: Difference from which on it matters, in the same unit.

    Returns:
        ``the best``, ``ties with the best``, ``may be the best`` or ``not the best``.

    Example:
        >>> standing(1, Interval(2.0, 0.0, 3.0), 0.5), standing(2, Interval(-1.0, -1.2, 0.0), 0.5)
        ('the best', 'not the best')
        >>> standing(1, Interval(0.1, -0.2, 0.4), 0.5), standing(1, Interval(0.1, -2.0, 2.0), 0.5)
        ('ties with the best', 'may be the best')
    """
    is_tie = -threshold <= lead.low and (lead.low < 0 or lead.high <= threshold)
    if place > 1:
        return NOT_BEST
    if is_tie:
        return TIED
    return BEST if lead.low >= 0 else MAY_BE_BEST
