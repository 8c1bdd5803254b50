"""Worlds for the live page, built quickly: whatever the levers leave alone is kept from world to world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from territory_sim.app.picture import map_looks
from territory_sim.app.record import request_columns
from territory_sim.scenario.load import load_each
from territory_sim.scenario.world import Ground, World, build_world, ground_of
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.territories.alignment import Alignment


@dataclass(frozen=True, slots=True)
class MapKey:
    """The settings that a map depends on; scenarios that agree in them have the same map.

    Args:
        settings: Seed and settings groups.
    """

    settings: tuple[object, ...]


def map_key(scenario: Scenario) -> MapKey:
    """Tell what the map of a scenario depends on.

    Args:
        scenario: The settings.

    Returns:
        The key.
    """
    market = (scenario.market, scenario.service, scenario.leads, scenario.schedule)
    return MapKey((scenario.seed, scenario.region, *market, scenario.territories, scenario.staffing))


def with_map_of(base: Scenario, scenario: Scenario) -> Scenario:
    """Take from a scenario only what redraws the map: the split and the number of reps.

    A trainer who moves another lever wants to see what it does on the same map.

    Args:
        base: The scenario with which the pane began.
        scenario: The scenario that the levers ask for.

    Returns:
        The scenario whose map is shown.
    """
    return replace(base, territories=scenario.territories, staffing=scenario.staffing)


class LiveWorlds:
    """Builds the worlds that the live page asks for.

    Args:
        bases: Settings, in Hydra's grammar, and worlds with which panes begin, by scenario id.
        config_dirs: Folders with the user's own configs.
    """

    def __init__(
        self, bases: Mapping[str, tuple[tuple[str, ...], World]], config_dirs: Sequence[str]
    ) -> None:
        self._bases = bases
        self._config_dirs = tuple(config_dirs)
        self._merged: dict[tuple[str, ...], Any] = {}
        # All bases share region and customers.
        self._ground: Ground = ground_of(next(iter(bases.values()))[1].scenario)
        self._maps = {map_key(world.scenario): world.alignment for _, world in bases.values()}
        self._looks: dict[int, dict[str, Any]] = {}
        self._requests: dict[tuple[object, ...], dict[str, list[int]]] = {}
        self._drawn: list[tuple[MapKey, Alignment]] = []

    def learn(self, maps: Sequence[tuple[MapKey, Alignment]]) -> None:
        """Keep maps that another process has drawn.

        Args:
            maps: The maps, each with what it depends on.
        """
        self._maps.update(maps)

    def scenario(self, overrides: Sequence[str]) -> Scenario:
        """Load a scenario; files that were merged before are not read again.

        Args:
            overrides: The scenario, in Hydra's grammar.

        Returns:
            The scenario.

        Raises:
            ScenarioError: When something that was asked for cannot be used.
        """
        (scenario,) = load_each([overrides], [None], self._config_dirs, merged=self._merged)
        return scenario

    def world(self, base: str, overrides: Sequence[str]) -> World:
        """Build the world of a scenario.

        Args:
            base: The scenario with which the pane began.
            overrides: The scenario that the levers ask for, in Hydra's grammar.

        Returns:
            Its world, on the map that split and number of reps ask for.

        Raises:
            TerritorySimError: When something that was asked for cannot be used.
        """
        usual, begun = self._bases[base]
        if usual == tuple(overrides):
            return begun
        scenario = self.scenario(overrides)
        drawn = with_map_of(begun.scenario, scenario)
        key = map_key(drawn)
        if key not in self._maps:
            self._maps[key] = build_world(drawn, self._ground).alignment
            self._drawn.append((key, self._maps[key]))
        return build_world(scenario, self._ground, self._maps[key])

    def newly_drawn(self) -> list[tuple[MapKey, Alignment]]:
        """Hand over the maps that were drawn since this was asked last.

        Returns:
            The maps, each with what it depends on.
        """
        drawn, self._drawn = self._drawn, []
        return drawn

    def looks(self, world: World) -> dict[str, Any]:
        """Choose fills and places of labels of a map, once for each map.

        Args:
            world: A world that was built here.

        Returns:
            Fills and labels, see :func:`~territory_sim.app.picture.map_looks`.
        """
        key = id(world.alignment)  # of a map that is kept as long as we are
        if key not in self._looks:
            (self._looks[key],) = map_looks([world])
        return self._looks[key]

    def requests(self, world: World) -> dict[str, list[int]]:
        """Draw what customers ask in replication 0, once for all worlds whose market is the same.

        Args:
            world: A world that was built here.

        Returns:
            The requests, see :func:`~territory_sim.app.record.request_columns`.
        """
        scenario = world.scenario
        key = (scenario.market_settings, scenario.seed, scenario.days, scenario.schedule)
        if key not in self._requests:
            demand = world_demand(world, Streams(scenario.seed, 0))
            self._requests[key] = request_columns(demand.requests)
        return self._requests[key]
