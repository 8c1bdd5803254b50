"""A world as a file: built once, read by every worker process."""

from __future__ import annotations

import copyreg
import functools
import pickle
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World, build_world


def write_world(scenario: Scenario, path: Path) -> None:
    """Build the world of a scenario and write it for workers on this machine.

    Args:
        scenario: The settings.
        path: The file; it is of use to this version of the program alone.

    Raises:
        TerritorySimError: When something the user gave cannot be used.
    """
    with path.open("wb") as file:
        dump(build_world(scenario), file)


def dump(content: object, file: BinaryIO) -> None:
    """Pickle worlds, or parts of them, for another process of this program.

    Args:
        content: What is to be sent; ``pickle.load`` reads it.
        file: Where to.
    """
    pickler = pickle.Pickler(file, protocol=pickle.HIGHEST_PROTOCOL)
    # Read-only views of dicts, which worlds hold, are the one thing pickle does not know by itself.
    pickler.dispatch_table = copyreg.dispatch_table | {MappingProxyType: _read_only}
    pickler.dump(content)


@functools.lru_cache(maxsize=8)
def read_world(path: Path) -> World:
    """Read a world again; the same path is read once in a process.

    Args:
        path: A file of :func:`write_world`.

    Returns:
        The world.
    """
    with path.open("rb") as file:
        world: World = pickle.load(file)  # noqa: S301 - written by this very process or its parent
    return world


def _read_only(view: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[dict[Any, Any]]]:
    return _view_of, (dict(view),)


def _view_of(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)
