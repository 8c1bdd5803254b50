"""Columns of the table ``candidates`` of an optimisation."""

from __future__ import annotations

from typing import Final

CANDIDATE_COLUMNS: Final = (
    "scenario_id",
    "design_id",
    "combination",
    "round",
    "replications",
    "contribution",
    "inequality",
    "coverage",
    "keeps_floors",
    "on_front",
    "finalist",
    "fresh_replications",
    "fresh_contribution",
    "fresh_inequality",
    "fresh_coverage",
    "gain",
    "gain_low",
    "gain_high",
    "odds",
    "chosen",
)
"""Columns of table ``candidates`` of ``optimise``, one row for each combination of levers that was tried:
means of the search, and of the fresh replications of a finalist with its gain over today."""
