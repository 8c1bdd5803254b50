"""Make ready the live page: worlds, page and server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from territory_sim.app.html import page_html
from territory_sim.app.levers import levels_of
from territory_sim.app.live_question import Base
from territory_sim.app.live_server import LiveServer
from territory_sim.app.live_worker import with_changes
from territory_sim.app.map_stock import maps_to_draw
from territory_sim.app.play import panes_first
from territory_sim.app.record import Recorded, record_of
from territory_sim.app.recording import refuse_strangers
from territory_sim.app.stories import STORIES
from territory_sim.scenario.compose import expand_leniently
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.world import build_world
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Mapping

    from territory_sim.scenario.scenario import Scenario


def live_server(
    overrides: Sequence[str],
    port: int,
    *,
    config_dirs: Sequence[str] = (),
    replications: int = 1,
    lesson: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LiveServer:
    """Open the server of the live page.

    Args:
        overrides: Scenarios with which a pane may begin, in Hydra's grammar, lists included.
        port: Port on this machine; 0 for any free one.
        config_dirs: Folders with the user's own configs.
        replications: Replications of each answer.
        lesson: The lesson the page teaches; None for none.
        progress: Told the number of finished worlds and of all.

    Returns:
        The server, not yet serving.

    Raises:
        TerritorySimError: When something the user gave cannot be used, or the port is taken.
    """
    settings: dict[Scenario, Sequence[str]] = {}
    for words in (overrides, *_stories(overrides)):
        settings |= zip(load_scenarios(words, config_dirs), expand_leniently(words, config_dirs), strict=True)
    scenarios = [*settings]
    refuse_strangers(scenarios)
    bases: dict[str, Base] = {}
    for scenario in panes_first(scenarios):
        world = build_world(scenario)
        bases[scenario.scenario_id] = Base(tuple(settings[scenario]), world, levels_of(world))
        if progress is not None:
            progress(len(bases), len(scenarios))
    first = next(iter(bases.values())).world
    asked = world_demand(first, Streams(first.scenario.seed, 0)).requests
    record = record_of([Recorded(base.world, asked, (), ()) for base in bases.values()])
    page = page_html(record, mode="live", lesson=lesson, replications=replications)
    redrawn = with_changes(settings[first.scenario], ["territories=balanced"])
    maps = maps_to_draw(load_scenarios(redrawn, config_dirs)[0], len(first.reps))
    return LiveServer(port, page, bases, config_dirs=tuple(config_dirs), replications=replications, maps=maps)


def _stories(overrides: Sequence[str]) -> list[list[str]]:
    """Write the stories' scenarios; none where somebody changes settings, which would change the stories."""
    keys = {text.lstrip("+").partition("=")[0] for text in overrides}
    if not keys <= {"scenario", "seed", "days", "replications"}:
        return []
    named = next((text.partition("=")[2] for text in overrides if text.startswith("scenario=")), "")
    missing = [story.scenario for story in STORIES if story.scenario not in named.split(",")]
    return [[*with_changes(overrides, [f"scenario={name}"])] for name in missing]
