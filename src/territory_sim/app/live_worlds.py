"""Worlds for the live page, built quickly: whatever the levers leave alone is kept from world to world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from territory_sim.scenario.load import load_each
from territory_sim.scenario.world import Ground, World, build_world, ground_of

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

    def __init__(self, bases: Mapping[str, tuple[tuple[str, ...], World]], config_dirs: Sequence[str]) -> None:
        self._bases = bases
        self._config_dirs = tuple(config_dirs)
        self._merged: dict[tuple[str, ...], Any] = {}
        # All bases share region and customers.
        self._ground: Ground = ground_of(next(iter(bases.values()))[1].scenario)
        self._maps = {map_key(world.scenario): world.alignment for _, world in bases.values()}

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
        return build_world(scenario, self._ground, self._maps[key])
