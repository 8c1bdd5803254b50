"""The history of opportunities: new, the stages of the pipeline, and how each one ended."""

from __future__ import annotations

from typing import Final

import pandas as pd

ENDS: Final = ("won", "lost", "stalled", "expired")
"""Stages in which an opportunity is closed."""

_NEW: Final = "new"


def stage_history(lead: pd.DataFrame, lead_stage: pd.DataFrame) -> pd.DataFrame:
    """Put together which stages each lead reached, and when.

    Args:
        lead: Table ``lead`` of a run.
        lead_stage: Table ``lead_stage`` of the same run.

    Returns:
        Columns lead, step from 0, stage and minute, sorted by lead and step. Every lead begins as
        new; one that ended has its end as the last stage.
    """
    status = lead["status"].astype("str")
    ended = status.isin(ENDS)
    parts = (
        lead[["lead", "minute"]].assign(stage=_NEW, place=-1),
        lead_stage[["lead", "stage", "entered_minute", "step"]]
        .rename(columns={"entered_minute": "minute", "step": "place"})
        .astype({"stage": "str"}),
        lead.loc[ended, ["lead", "ended_minute"]]
        .rename(columns={"ended_minute": "minute"})
        .assign(stage=status[ended], place=lead_stage["step"].max() + 1 if len(lead_stage) else 0),
    )
    rows = pd.concat(parts, ignore_index=True).sort_values(
        ["lead", "place"], kind="stable", ignore_index=True
    )
    return rows.assign(step=rows.groupby("lead").cumcount())[["lead", "step", "stage", "minute"]]
