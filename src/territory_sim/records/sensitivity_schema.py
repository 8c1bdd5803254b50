"""Columns of the tables that a study of assumptions leaves."""

from __future__ import annotations

from typing import Final

ASSUMPTION_COLUMNS: Final = (
    "key",
    "value",
    "low",
    "high",
    "unit",
    "grade",
    "meaning",
    "shift_low",
    "shift_high",
    "looked_at",
)
"""Columns of table ``assumptions`` of a sensitivity study, one row for each assumption: its range, and how
far each end moves the line in one replication (empty where it was not tried)."""

SENSITIVITY_COLUMNS: Final = ("key", "measure", "estimate", "low", "high", "noise_floor")
"""Columns of table ``sensitivity``, one row for each assumption looked at and measure of it."""

FLIP_COLUMNS: Final = (
    "scenario_id",
    "place",
    "key",
    "line",
    "status",
    "end",
    "difference",
    "difference_low",
    "difference_high",
    "flip",
    "flip_low",
    "flip_high",
    "replications",
    "sentence",
)
"""Columns of table ``flips``, one row for each assumption looked at against one option, the nearest to
turning the answer first; the row without a key says what holds of all of them."""
