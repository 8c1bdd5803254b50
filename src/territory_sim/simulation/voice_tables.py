"""Tables of what customers say: events of local organisations, and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.simulation.survey_answers import on_scale, promoter_score, reading
from territory_sim.simulation.table_frame import (
    Columns,
    named,
    named_reps,
)

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


def local_event_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``local_event``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    diary, network = model.diary, model.world.network
    events = diary.events
    hosts = [] if network is None else list(network.organisations)
    members = np.array(
        [len(network.members(number)) for number in range(len(hosts))] if network else [], dtype=np.int64
    )
    who = np.array([event.organisation for event in events], dtype=np.int64)
    settings = model.world.scenario.word_of_mouth.organisations
    attended = ~np.isnan(diary.attended_minute)
    referrals = np.array([settings[number].referrals for number in who.tolist()])
    return {
        "organisation": named(hosts, who),
        "day": np.array([event.day for event in events], dtype=np.int32),
        "rep_id": named_reps(model, diary.rep),
        "minutes": np.array([event.minutes for event in events], dtype=np.float64),
        "attended_minute": diary.attended_minute,
        "members": members[who],
        "expected_leads": members[who] * referrals * attended,
    }


def survey_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``survey``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    results = model.surveys.results
    said = [reading(result.points.astype(np.float64)) for result in results]
    score = [promoter_score(result.points) for result in results]
    return {
        "survey": np.arange(len(results), dtype=np.int32),
        "kind": [result.kind for result in results],
        "date": [model.calendar.dates[result.day].isoformat() for result in results],
        "customers": np.array([len(result.felt) for result in results], dtype=np.int64),
        "asked": np.array([len(result.asked) for result in results], dtype=np.int64),
        "answered": np.array([len(result.answered) for result in results], dtype=np.int64),
        "mean": np.array([interval.estimate for interval in said], dtype=np.float64),
        "mean_low": np.array([interval.low for interval in said], dtype=np.float64),
        "mean_high": np.array([interval.high for interval in said], dtype=np.float64),
        "true_mean": np.array([result.felt.mean() for result in results], dtype=np.float64),
        "nps": np.array([interval.estimate for interval in score], dtype=np.float64),
        "nps_low": np.array([interval.low for interval in score], dtype=np.float64),
        "nps_high": np.array([interval.high for interval in score], dtype=np.float64),
        "true_nps": np.array(
            [promoter_score(on_scale(result.felt)).estimate for result in results], dtype=np.float64
        ),
    }
