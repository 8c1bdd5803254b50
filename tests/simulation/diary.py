"""Watch reps at work: everything they decide is written down, nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from territory_sim.scenario.world import World
from territory_sim.simulation.engine import world_demand
from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.rep_agent import RepAgent
from territory_sim.simulation.stops import Stop
from territory_sim.streams import Streams

Leg = tuple[int, int, float, float]


@dataclass(frozen=True)
class Entry:
    """One decision of a rep.

    Args:
        rep: Index of the rep.
        day: Business day.
        now: Working minute at which he decided.
        clock: The model's clock at that moment.
        minutes: How long it takes; None when the day is over.
        place: Where he was before.
        leg: The trip that begins, if one does.
        stop: The stop he sets out for, if he does.
        shift_end: Working minute at which his shift ends.
    """

    rep: int
    day: int
    now: float
    clock: float
    minutes: float | None
    place: int
    leg: Leg | None
    stop: Stop | None
    shift_end: float


def model_of(world: World, replication: int = 0) -> TerritoryModel:
    """Make the model of a world on its first morning."""
    streams = Streams(world.scenario.seed, replication)
    return TerritoryModel(world, streams, world_demand(world, streams))


def watched(world: World, days: int | None = None) -> tuple[TerritoryModel, list[Entry]]:
    """Run a model and write down what its reps decide."""
    model = model_of(world)
    diary: list[Entry] = []
    for agent in model.reps:
        _watch(model, agent, diary)
    for _ in range(world.scenario.days if days is None else days):
        model.step()
    return model, diary


def by_rep_and_day(diary: list[Entry]) -> list[list[Entry]]:
    """Cut a diary into the days of each rep."""
    in_order = sorted(diary, key=lambda entry: (entry.rep, entry.day))
    return [list(day) for _, day in groupby(in_order, key=lambda entry: (entry.rep, entry.day))]


def _watch(model: TerritoryModel, agent: RepAgent, diary: list[Entry]) -> None:
    decide: Callable[[float], float | None] = agent.next_step

    def decide_and_note(now: float) -> float | None:
        place, shift_end = agent.place, agent.shift_end
        minutes = decide(now)
        leg = agent.leg
        begun = leg if leg is not None and leg[2] == now else None
        stop = agent.heading if begun is not None else None
        diary.append(
            Entry(agent.index, model.day, now, model.env.now, minutes, place, begun, stop, shift_end)
        )
        return minutes

    setattr(agent, "next_step", decide_and_note)  # noqa: B010 - a method may not be assigned to
