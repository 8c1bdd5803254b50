"""What surveys said, beside the truth, in words and lines for people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from territory_sim.experiments.wording import number
from territory_sim.statistics.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SurveyReading:
    """What one survey said, and what it should have said.

    Args:
        kind: ``nps`` or ``focus_group``.
        date: Day of the survey, YYYY-MM-DD.
        asked: Customers asked.
        answered: Customers who answered.
        mean: Mean answer with its 95 % interval, 0 to 10.
        true_mean: Mean satisfaction of all customers on that day, 0 to 10.
        nps: Net promoter score with its 95 % interval, -100 to 100.
        true_nps: The score of what all customers felt.
    """

    kind: str
    date: str
    asked: int
    answered: int
    mean: Interval
    true_mean: float
    nps: Interval
    true_nps: float

    @property
    def leaves_out_the_truth(self) -> bool:
        """Whether the interval of the score does not hold the true one."""
        return self.nps.low > self.true_nps or self.nps.high < self.true_nps


def survey_readings(table: pd.DataFrame) -> tuple[SurveyReading, ...]:
    """Take the readings out of table ``survey`` of one run.

    Args:
        table: The table.

    Returns:
        One reading for each survey.
    """
    return tuple(
        SurveyReading(
            kind=row["kind"],
            date=row["date"],
            asked=row["asked"],
            answered=row["answered"],
            mean=Interval(row["mean"], row["mean_low"], row["mean_high"]),
            true_mean=row["true_mean"],
            nps=Interval(row["nps"], row["nps_low"], row["nps_high"]),
            true_nps=row["true_nps"],
        )
        for row in table.to_dict("records")
    )


def survey_cells(reading: SurveyReading) -> tuple[str, ...]:
    """Write a reading as the cells of a table.

    Args:
        reading: The reading.

    Returns:
        What it was, answers, mean answer, true mean, score, true score.
    """
    return (
        f"{'NPS survey' if reading.kind == 'nps' else 'Focus group'}, {reading.date}",
        f"{reading.answered:,} of {reading.asked:,}",
        _with_interval(reading.mean, 1),
        number(reading.true_mean, 1),
        _with_interval(reading.nps, 0),
        number(reading.true_nps, 0),
    )


def survey_warnings(readings: tuple[SurveyReading, ...]) -> Iterator[str]:
    """Say which surveys do not say what they seem to say.

    Args:
        readings: Readings of one run.

    Yields:
        A sentence for each focus group, and for each survey whose interval leaves out the truth.
    """
    for reading in readings:
        nps = number(reading.nps.estimate, 0)
        if reading.kind == "focus_group" and reading.answered > 1:
            low, high = max(reading.nps.low, -100.0), min(reading.nps.high, 100.0)
            yield (
                f"{reading.answered} people are not a sample: their NPS of {nps} leaves all from "
                f"{number(low, 0)} to {number(high, 0)} open. Listen to what they say, do not count it."
            )
        elif reading.leaves_out_the_truth:
            yield (
                f"The NPS of {reading.date} reads {nps}, and all customers together would give "
                f"{number(reading.true_nps, 0)}: who answers, and how people use a scale, biases it, "
                "and a larger sample does not help."
            )


def _with_interval(interval: Interval, digits: int) -> str:
    if math.isnan(interval.estimate):
        return "no answers"
    if math.isinf(interval.low):
        return f"{number(interval.estimate, digits)} (one answer)"
    low, high = number(interval.low, digits), number(interval.high, digits)
    return f"{number(interval.estimate, digits)} ({low} to {high})"
