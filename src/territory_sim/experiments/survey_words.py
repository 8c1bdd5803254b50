"""What surveys said, beside the truth, in words and lines for people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey as it is shown.

    Args:
        title: What it was and when.
        answers: How many answered of those asked.
        mean: Mean answer with its 95 % interval, 0 to 10.
        true_mean: What all customers felt on that day.
        nps: Net promoter score with its 95 % interval.
        true_nps: The score of what all customers felt.
    """

    title: str
    answers: str
    mean: str
    true_mean: str
    nps: str
    true_nps: str


def survey_lines(table: pd.DataFrame) -> tuple[SurveyLine, ...]:
    """Turn table ``survey`` of one run into lines for people.

    Args:
        table: The table.

    Returns:
        One line for each survey.
    """
    return tuple(
        SurveyLine(
            title=f"{'NPS survey' if row.kind == 'nps' else 'Focus group'}, {row.date}",
            answers=f"{row.answered:,} of {row.asked:,}",
            mean=_with_interval(row.mean, row.mean_low, row.mean_high, 1),
            true_mean=f"{row.true_mean:.1f}",
            nps=_with_interval(row.nps, row.nps_low, row.nps_high, 0),
            true_nps=f"{row.true_nps:.0f}",
        )
        for row in table.itertuples(index=False)
    )


def survey_warnings(table: pd.DataFrame) -> Iterator[str]:
    """Say which surveys do not say what they seem to say.

    Args:
        table: Table ``survey`` of one run.

    Yields:
        A sentence for each focus group, and for each survey whose interval leaves out the truth.
    """
    for row in table.itertuples(index=False):
        if row.kind == "focus_group" and row.answered > 1:
            low, high = max(row.nps_low, -100.0), min(row.nps_high, 100.0)
            yield (
                f"{row.answered} people are not a sample: their NPS of {row.nps:.0f} leaves all from "
                f"{low:.0f} to {high:.0f} open. Listen to what they say, do not count it."
            )
        elif row.nps_low > row.true_nps or row.nps_high < row.true_nps:
            yield (
                f"The NPS of {row.date} reads {row.nps:.0f} where all customers would give {row.true_nps:.0f}: "
                "who answers, and how people use a scale, biases it, and a larger sample does not help."
            )


def _with_interval(estimate: float, low: float, high: float, digits: int) -> str:
    if math.isnan(estimate):
        return "no answers"
    if math.isinf(low):
        return f"{estimate:.{digits}f} (one answer)"
    return f"{estimate:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
