"""The surveys of a run: what was felt on the day is kept, who said what is worked out afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.survey_answers import Marks, answer_probability, spoken, those_who_come

if TYPE_CHECKING:
    from territory_sim.salesforce.management import ManagementParameters, SurveyParameters
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.streams import Streams


@dataclass(frozen=True, eq=False)
class SurveyResult:
    """One survey that was taken.

    Args:
        kind: ``nps`` or ``focus_group``.
        day: Business day on whose evening it was taken.
        felt: Satisfaction of every customer on that evening: the truth, shape (n,).
        asked: Indices of the accounts asked, in the order of their turn, shape (k,).
        answered: Indices of those who answered, shape (m,).
        points: What these said, shape (m,).
    """

    kind: str
    day: int
    felt: NDArray[np.float64]
    asked: NDArray[np.int64]
    answered: NDArray[np.int64]
    points: NDArray[np.int64]


class SurveyRound:
    """Takes the surveys of a run; nothing it does is felt by anybody.

    Args:
        parameters: The surveys and how people answer.
        calendar: The business days of the run.
        keys: Stream keys of the accounts, shape (n,).
        streams: Streams of the replication.
    """

    def __init__(
        self,
        parameters: ManagementParameters,
        calendar: BusinessCalendar,
        keys: NDArray[np.uint64],
        streams: Streams,
    ) -> None:
        self._parameters = parameters
        self._keys = keys
        self._streams = streams
        self._day_of = {
            number: calendar.days - 1 if survey.date is None else calendar.day_of(survey.date)
            for number, survey in enumerate(parameters.surveys)
        }
        self._days = frozenset(self._day_of.values())
        self._felt: dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}

    def close_day(self, day: int, state: MarketState) -> None:
        """Keep what customers feel when a survey is taken on this day.

        Args:
            day: Business day, from 0.
            state: The accounts as they stand in the evening.
        """
        if day in self._days:
            customers = np.flatnonzero(state.is_customer)
            self._felt[day] = customers, state.satisfaction[customers]

    @cached_property
    def results(self) -> tuple[SurveyResult, ...]:
        """The surveys in the order of the settings, without those whose day has not come."""
        return tuple(
            self._result(survey, self._day_of[number])
            for number, survey in enumerate(self._parameters.surveys)
            if self._day_of[number] in self._felt
        )

    @cached_property
    def _scale_use(self) -> NDArray[np.float64]:
        return self._streams.rows("survey scale use", self._keys, 2)

    def _result(self, survey: SurveyParameters, day: int) -> SurveyResult:
        customers, felt = self._felt[day]
        keys = self._keys[customers]
        turn, willing, noise = self._streams.rows(f"survey {survey.kind}", keys, 3, period=day).T
        shift, stretch = self._scale_use[customers].T
        marks = Marks(turn, willing, noise, shift, stretch)
        comes = marks.willing < answer_probability(felt, self._parameters)
        asked, answered = those_who_come(marks.turn, comes, survey.kind, survey.sample)
        said = spoken(felt, marks, self._parameters)
        return SurveyResult(
            kind=survey.kind,
            day=day,
            felt=felt,
            asked=customers[asked],
            answered=customers[answered],
            points=said[answered],
        )
