"""What an optimisation found, in sentences that a leader can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.experiments.optimisation.levers import TODAY, Combination
from territory_sim.experiments.wording import label, quantities
from territory_sim.statistics.intervals import mean_interval

if TYPE_CHECKING:
    from territory_sim.experiments.optimisation.optimise import Optimisation

_DAYS_A_YEAR: Final = 250
_ALMOST_SURE: Final = 0.995


def named(combination: Combination) -> str:
    """Say what a combination is.

    Args:
        combination: Its overrides.

    Returns:
        Words for reps and maps, and the overrides themselves for all else.

    Example:
        >>> named(("staffing.reps=28", "territories=balanced", "market.growth=0.1"))
        '28 reps, balanced territories, market.growth=0.1'
        >>> named(())
        "today's settings"
    """
    words = []
    for text in combination:
        key, _, value = text.partition("=")
        if key == "staffing.reps":
            words.append(f"{value} reps")
        elif key in {"territories", "territories.method"} and re.fullmatch(r"\w+", value):
            grown = {"history": "today's territories", "file": "territories from the file"}
            words.append(grown.get(value, f"{value.replace('_', ' ')} territories"))
        elif key == "commission":
            words.append(f"the pay plan {value}")
        else:
            words.append(text)
    return ", ".join(words) or "today's settings"


def answer(found: Optimisation) -> str:
    """Say what to do, in one sentence or two.

    Args:
        found: What was found.

    Returns:
        The chosen combination, its gain over today with odds, and how sure the choice is; or that
        no combination keeps the floors, and which comes nearest.
    """
    optimum, currency = found.optimum, found.levers.today.commission.currency
    chosen = optimum.chosen
    if chosen is None:
        return _none_keeps(found)
    kept = " ".join(floors_kept(found))
    if not optimum.floors.kept(optimum.tried[0].measured):
        kept = f"{kept} Today's settings miss the floors.".strip()
    if chosen == TODAY:
        return (
            f"None of the {len(optimum.tried) - 1} combinations tried is better than today's settings. {kept}"
        )
    gain = found.gain
    assert gain is not None
    days = found.levers.today.days
    span = "a year" if days == _DAYS_A_YEAR else f"over {days} business days"
    middle, low, high = quantities(
        [gain.difference.estimate, gain.difference.low, gain.difference.high], "money", signed=True
    )
    odds = gain.odds_above
    chance = "more than 99 %" if odds > _ALMOST_SURE else f"{100 * odds:.0f} %"
    head = (
        f"{named(chosen)}: {currency} {middle} {span} over today's settings ({low} to {high}), "
        f"odds that it is better: {chance}."
    )
    return f"{head[:1].upper()}{head[1:]} {_sureness(found)} {kept}".strip()


def _sureness(found: Optimisation) -> str:
    optimum, said = found.optimum, found.levers.today.optimise
    (least,) = quantities([said.least_difference], "money", found.levers.today.commission.currency)
    count = len(optimum.finalists)
    if count == 1:
        return "No other combination tried keeps the floors."
    if not optimum.is_settled:
        return (
            f"It leads {count} finalists after {said.most_replications} replications, which is not settled: "
            "the next may be as good."
        )
    return f"Best of {count} finalists with 95 % confidence, or within {least} of the best."


def floors_kept(found: Optimisation) -> list[str]:
    """Say whether the chosen combination keeps each floor, noise included.

    Args:
        found: What was found.

    Returns:
        A sentence for each floor that was set.
    """
    optimum, floors = found.optimum, found.optimum.floors
    if optimum.chosen is None:
        return []
    values = optimum.fresh[optimum.chosen]
    said = []
    limits = (
        (1, found.fairness, floors.inequality_at_most, "0-1", "at most"),
        (2, "coverage", floors.coverage_at_least, "share", "at least"),
    )
    for column, line, limit, unit, words in limits:
        if limit is None:
            continue
        ours = values[:, column][np.isfinite(values[:, column])]
        each = mean_interval(ours)
        inside = each.high <= limit if words == "at most" else each.low >= limit
        mean, low, high, bound = quantities([each.estimate, each.low, each.high, limit], unit)
        state = "floor kept" if inside else "floor kept on average, though its interval reaches beyond"
        said.append(f"{label(line)} {mean} ({low} to {high}), {words} {bound}: {state}.")
    return said


def _none_keeps(found: Optimisation) -> str:
    optimum, floors = found.optimum, found.optimum.floors
    nearest = optimum.nearest
    if nearest is None:
        return "No combination came to a result."
    tried = len(optimum.tried) - 1
    head = f"None of the {tried} combinations tried keeps the floors"
    if optimum.finalists:
        head = (
            f"{len(optimum.finalists)} combinations kept the floors in the search, none on fresh replications"
        )
    means = nearest.measured.mean(axis=0)
    told = []
    if floors.inequality_at_most is not None:
        ours, bound = quantities([float(means[1]), floors.inequality_at_most], "0-1")
        told.append(f"{label(found.fairness)} {ours}, at most {bound} asked")
    if floors.coverage_at_least is not None:
        ours, bound = quantities([float(means[2]), floors.coverage_at_least], "share")
        told.append(f"coverage {ours}, at least {bound} asked")
    return f"{head}. Nearest: {named(nearest.combination)} ({'; '.join(told)})."
