"""The plan of a sweep: what is to be run, written before anything is run."""

from __future__ import annotations

import functools
import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from territory_sim.errors import DataError, Fault
from territory_sim.experiments.sweeps.design_points import DesignPoint
from territory_sim.records.files import read_json, write_json
from territory_sim.records.manifest import package_versions

PLAN: Final = "plan.json"
PLAN_SCHEMA: Final = 1
"""Changes when a reader of the plan has to be changed."""

Task = tuple[int, int]
"""Design point and replication: one run."""

_RESULT_SOURCES: Final = (
    "calibration", "crm", "design", "market", "metrics", "region", "salesforce", "scenario", "simulation",
    "statistics", "territories", "streams.py", "units.py", "experiments/run.py",
)  # fmt: skip
"""Parts of the package that decide what a run gives."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What a sweep is to run.

    Args:
        designs: The points, numbered from 0.
        replications: Replications of each point, numbered from 0.
        tables: Tables kept of each run.
        overrides: The overrides that made the points.
        config_dirs: Folders with the user's own configs that they were made with.
        version: Hash of what results depend on besides the settings: program, packages, the user's files.
        more: Replications of the points that have more than the others.
    """

    designs: tuple[DesignPoint, ...]
    replications: int
    tables: tuple[str, ...]
    overrides: tuple[str, ...]
    config_dirs: tuple[str, ...]
    version: str
    more: Mapping[int, int] = field(default_factory=dict)

    @property
    def tasks(self) -> Iterator[Task]:
        """All runs, point by point."""
        for point in self.designs:
            for replication in range(self.more.get(point.design_id, self.replications)):
                yield point.design_id, replication

    @property
    def count(self) -> int:
        """Number of runs."""
        return sum(self.more.get(point.design_id, self.replications) for point in self.designs)

    @functools.cached_property
    def config_hashes(self) -> tuple[str, ...]:
        """Hash of the settings of each point."""
        return tuple(_hash(point.tree) for point in self.designs)

    @functools.cached_property
    def config_hash(self) -> str:
        """Hash of the settings of all points."""
        return _hash(self.config_hashes)

    def task_id(self, task: Task) -> str:
        """Name a run by what its result depends on.

        Args:
            task: The run.

        Returns:
            A hash of settings, replication and version: equal ids stand for equal results.
        """
        design_id, replication = task
        return _hash([self.config_hashes[design_id], design_id, replication, self.version])[:32]


def make_plan(
    points: Sequence[DesignPoint],
    replications: int,
    tables: Sequence[str],
    overrides: Sequence[str],
    config_dirs: Sequence[str],
) -> Plan:
    """Plan the runs of some points.

    Args:
        points: The points.
        replications: Replications of each.
        tables: Tables to keep of each run; the scorecard is always kept.
        overrides: The overrides that made the points.
        config_dirs: Folders with the user's own configs.

    Returns:
        The plan.
    """
    designs = tuple(replace(point, tree=only_what_is_simulated(point.tree)) for point in points)
    return Plan(
        designs=designs,
        replications=replications,
        tables=tuple(dict.fromkeys(("kpis", *tables))),
        overrides=tuple(overrides),
        config_dirs=tuple(config_dirs),
        version=results_version(designs),
    )


def only_what_is_simulated(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Set aside what changes no result: where it goes, who computes it, how many there are.

    Args:
        tree: The settings as given.

    Returns:
        The settings with these at fixed values.
    """
    return {
        **tree,
        "replications": 1,
        "workers": None,
        "out": None,
        "baseline": None,
        "export": "none",
        "sampling": "grid",
        "points": None,
        "tables": "kpis",
        "executor": "serial",
        "scheduler": None,
    }


def write_plan(plan: Plan, folder: Path) -> None:
    """Write a plan: ``plan.json``, whole or not at all.

    Args:
        plan: The plan.
        folder: The folder of the sweep.
    """
    first = plan.designs[0].tree
    content = {
        "schema": PLAN_SCHEMA,
        "versions": package_versions(),
        "version": plan.version,
        "config_hash": plan.config_hash,
        "overrides": list(plan.overrides),
        "config_dirs": list(plan.config_dirs),
        "replications": plan.replications,
        "more": {str(number): count for number, count in plan.more.items()},
        "tables": list(plan.tables),
        "settings": first,
        "designs": [
            {"settings": dict(point.settings), "changes": dict(_changes(first, point.tree))}
            for point in plan.designs
        ],
    }
    write_json(folder / PLAN, content)


def read_plan(folder: Path) -> Plan:
    """Read the plan of a sweep.

    Args:
        folder: The folder of the sweep.

    Returns:
        The plan as it was written.

    Raises:
        DataError: When there is none, it is broken, or another version wrote it.
    """
    path = folder / PLAN
    if not path.is_file():
        allowed = "is no folder of a sweep: it has no plan.json"
        hint = "start one with: territory-sim sweep ... out=DIR; a sweep killed before its plan lost nothing"
        raise DataError([Fault(where=str(folder), allowed=allowed, hint=hint)])
    content = read_json(path)
    if content.get("schema") != PLAN_SCHEMA:
        allowed = f"this version reads plans of schema {PLAN_SCHEMA} alone"
        raise DataError([Fault(where=f"{path}:schema", given=str(content.get("schema")), allowed=allowed)])
    try:
        first = content["settings"]
        designs = tuple(
            DesignPoint(number, each["settings"], _changed(first, each["changes"]))
            for number, each in enumerate(content["designs"])
        )
        plan = Plan(
            designs=designs,
            replications=int(content["replications"]),
            tables=tuple(content["tables"]),
            overrides=tuple(content["overrides"]),
            config_dirs=tuple(content["config_dirs"]),
            version=str(content["version"]),
            more={int(number): int(count) for number, count in content.get("more", {}).items()},
        )
    except (KeyError, TypeError, ValueError, IndexError) as broken:
        raise DataError([Fault(where=str(path), allowed=f"is broken: {broken!r}")]) from None
    if plan.config_hash != content["config_hash"]:
        raise DataError(
            [Fault(where=str(path), allowed="was changed by hand: its settings have another hash")]
        )
    return plan


def refuse_other_version(plan: Plan, folder: Path) -> None:
    """Refuse to go on with a sweep whose next runs would not be made as its first ones were.

    Args:
        plan: Its plan.
        folder: Its folder.

    Raises:
        DataError: When program, packages or the user's files have changed since.
    """
    if results_version(plan.designs) == plan.version:
        return
    allowed = "was made with other versions of the program, its packages or your files; runs would not match"
    hint = "its results can be read as they are; start a new sweep, or go on with what made it (plan.json)"
    raise DataError([Fault(where=str(folder / PLAN), allowed=allowed, hint=hint)])


def results_version(designs: Sequence[DesignPoint]) -> str:
    """Hash what results depend on besides the settings.

    Args:
        designs: The points, for the files they name.

    Returns:
        A hash of the program's sources, the versions of its packages, and the user's files.
    """
    paths = {point.tree[group]["path"] for point in designs for group in ("region", "territories")}
    versions = package_versions() | {"python": platform.python_version().rpartition(".")[0]}
    files = {path: _content(Path(path)) for path in sorted(path for path in paths if path is not None)}
    return _hash([_sources(), versions, files])


@functools.cache
def _sources() -> str:
    package = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for part in _RESULT_SOURCES:
        place = package / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _content(path: Path) -> str:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _changes(first: object, other: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(first, Mapping) and isinstance(other, Mapping) and first.keys() == other.keys():
        for key in first:
            yield from _changes(first[key], other[key], f"{path}.{key}" if path else str(key))
    elif first != other or type(first) is not type(other):
        yield path, other


def _changed(first: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    tree = dict(first)
    for path, value in changes.items():
        *parents, last = path.split(".")
        node = tree
        for parent in parents:
            # Only the branches that change are copied: thousands of points share the rest.
            node[parent] = dict(node[parent])
            node = node[parent]
        node[last] = value
    return tree
