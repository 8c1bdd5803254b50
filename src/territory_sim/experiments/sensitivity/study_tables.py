"""The tables of a study of assumptions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from territory_sim.experiments.sensitivity.assumptions import Assumption
from territory_sim.experiments.sensitivity.flips import Flips
from territory_sim.experiments.sensitivity.screening import Screening
from territory_sim.experiments.sensitivity.wording import flip_sentences
from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY
from territory_sim.records.sensitivity_schema import ASSUMPTION_COLUMNS, FLIP_COLUMNS, SENSITIVITY_COLUMNS
from territory_sim.statistics.morris import ElementaryEffect
from territory_sim.statistics.sobol import SobolIndices

STRENGTH: Final = "strength"
"""Measure of table ``sensitivity``: mean size of the effect of the whole range."""
MEAN: Final = "mean"
SPREAD: Final = "spread"
FIRST: Final = "first_order"
"""Measure of table ``sensitivity``: share of variance explained alone."""
TOTAL: Final = "total_order"


def assumptions_table(screening: Screening, looked_at: Sequence[Assumption]) -> pd.DataFrame:
    """Return table ``assumptions``.

    Args:
        screening: The first look.
        looked_at: The assumptions looked at closely.

    Returns:
        One row for each assumption, in the order of the settings.
    """
    close = {each.key for each in looked_at}
    rows = [
        (e.key, e.value, e.low, e.high, e.unit, e.grade, e.meaning, *shifts, e.key in close)
        for e, shifts in zip(screening.assumptions, screening.shifts.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(ASSUMPTION_COLUMNS))


def morris_table(looked_at: Sequence[Assumption], effects: Sequence[ElementaryEffect]) -> pd.DataFrame:
    """Return table ``sensitivity`` of a screening, the strongest first.

    Args:
        looked_at: The assumptions.
        effects: What each does.

    Returns:
        Rows ``strength``, ``mean`` and ``spread`` of each, in the unit of the line.
    """
    rows = []
    ordered = sorted(zip(looked_at, effects, strict=True), key=lambda pair: -pair[1].strength.estimate)
    for each, effect in ordered:
        for measure, found, floor in (
            (STRENGTH, effect.strength, effect.noise_floor),
            (MEAN, effect.mean, effect.noise_floor),
        ):
            rows.append((each.key, measure, found.estimate, found.low, found.high, floor))
        rows.append((each.key, SPREAD, effect.spread, math.nan, math.nan, effect.spread_floor))
    return pd.DataFrame(rows, columns=list(SENSITIVITY_COLUMNS))


def sobol_table(looked_at: Sequence[Assumption], indices: SobolIndices) -> pd.DataFrame:
    """Return table ``sensitivity`` of shares of variance, the largest in total first.

    Args:
        looked_at: The assumptions.
        indices: Their shares.

    Returns:
        Rows ``first_order`` and ``total_order`` of each, from 0 to 1.
    """
    rows = []
    ordered = sorted(zip(looked_at, indices.factors, strict=True), key=lambda pair: -pair[1].total.estimate)
    for each, shares in ordered:
        for measure, found in ((FIRST, shares.first), (TOTAL, shares.total)):
            rows.append((each.key, measure, found.estimate, found.low, found.high, indices.noise_share))
    return pd.DataFrame(rows, columns=list(SENSITIVITY_COLUMNS))


def flips_table(flips: Flips, option_id: str, line: str, currency: str) -> pd.DataFrame:
    """Return table ``flips`` of one option.

    Args:
        flips: What was found.
        option_id: The option.
        line: The scorecard line that decides.
        currency: Currency of amounts of money.

    Returns:
        One row for each assumption looked at, and before them one without a key for the answer itself.
    """
    sentences = flip_sentences(flips, line, unit_of(line), currency)
    nothing = (math.nan, math.nan, math.nan)
    usual = (flips.usual.estimate, flips.usual.low, flips.usual.high)
    status = "settled" if flips.settled else "open"
    rows: list[tuple[object, ...]] = [
        (
            option_id,
            0,
            "",
            line,
            status,
            math.nan,
            *usual,
            *nothing,
            flips.replications,
            sentences.get("", ""),
        )
    ]
    for place, flip in enumerate(flips.flips, start=1):
        key, there, value = flip.assumption.key, flip.difference, flip.value
        rows.append(
            (
                *(option_id, place, key, line, flip.status, flip.end),
                *(there.estimate, there.low, there.high),
                *(value.estimate, value.low, value.high),
                *(flips.replications, sentences.get(key, "")),
            )
        )
    return pd.DataFrame(rows, columns=list(FLIP_COLUMNS))


def unit_of(line: str) -> str:
    """Return the unit of a scorecard line.

    Args:
        line: Its name.

    Returns:
        The unit as the KPI dictionary names it.
    """
    return next((kpi.unit for kpi in KPI_DICTIONARY if kpi.kpi == line), "1")
