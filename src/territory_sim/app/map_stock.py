"""Maps drawn ahead for the live page: a process of low rank draws what the levers may ask for next."""

from __future__ import annotations

import io
import os
import pickle
import signal
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

from territory_sim.app.levers import LEVERS
from territory_sim.app.live_worlds import MapKey, map_key
from territory_sim.errors import TerritorySimError
from territory_sim.experiments.world_file import dump
from territory_sim.scenario.world import build_world, ground_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from territory_sim.scenario.scenario import Scenario
    from territory_sim.territories.alignment import Alignment

_LOW_RANK = 10


def maps_to_draw(redrawn: Scenario, reps: int) -> list[Scenario]:
    """List the redrawn maps that the lever of reps may ask for.

    Args:
        redrawn: A scenario whose territories are redrawn; such maps take seconds each.
        reps: Reps of the page's first scenario.

    Returns:
        The scenario with each number of reps on offer, those nearest to the first scenario's in front.
    """
    levels = next(lever.levels for lever in LEVERS if lever.lever_id == "reps")
    counts = sorted({reps, *(round(float(level)) for level in levels)}, key=lambda count: abs(count - reps))
    return [replace(redrawn, staffing=replace(redrawn.staffing, reps=count)) for count in counts]


class MapStock:
    """A process that draws maps, and those it has drawn so far.

    Args:
        scenarios: Whose maps to draw, in this order.
    """

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_draw_all, args=(theirs, tuple(scenarios)), daemon=True)
        self._process.start()
        theirs.close()
        self._maps: list[tuple[MapKey, Alignment]] = []

    @property
    def maps(self) -> list[tuple[MapKey, Alignment]]:
        """The maps drawn so far, each with what it depends on; the list only grows."""
        try:
            while self._pipe.poll():
                self._maps.append(pickle.loads(self._pipe.recv_bytes()))  # noqa: S301 - our own process
        except EOFError:
            pass  # all are drawn
        return self._maps

    def add(self, drawn: tuple[MapKey, Alignment]) -> None:
        """Keep a map that was drawn elsewhere.

        Args:
            drawn: The map, with what it depends on.
        """
        self._maps.append(drawn)

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _draw_all(pipe: Connection, scenarios: Sequence[Scenario]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_LOW_RANK)  # whoever moves a lever goes first
    ground = ground_of(scenarios[0])
    for scenario in scenarios:
        try:
            alignment = build_world(scenario, ground).alignment
        except TerritorySimError:
            continue  # who asks for it is told why it cannot be
        file = io.BytesIO()
        dump((map_key(scenario), alignment), file)
        try:
            pipe.send_bytes(file.getvalue())
        except BrokenPipeError:
            return
