"""The manifest of a result folder: what it takes to make the same results again."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

SCHEMA_VERSION: Final = 2
"""Changes when a reader of the folder has to be changed."""

PACKAGES: Final = ("mesa", "simpy", "numpy", "scipy", "pandas", "pyarrow", "networkx", "hydra-core")


def manifest(
    *,
    verb: str,
    scenarios: Mapping[str, Mapping[str, Any]],
    seed: int,
    replications: int,
    hashes: Mapping[str, str],
    command: Sequence[str] | None,
) -> dict[str, Any]:
    """Return the manifest of a result folder; it holds no time and no host.

    Args:
        verb: ``run`` or ``compare``.
        scenarios: Full configuration of each scenario as plain values, by its id, baseline first.
        seed: Root seed.
        replications: How many replications each scenario was to have, numbered from 0.
        hashes: Hash of each scenario's region and accounts, by scenario id.
        command: Words of the command that makes the same results again; None when there is none.

    Returns:
        A tree that JSON can hold.
    """
    return {
        "schema": SCHEMA_VERSION,
        "verb": verb,
        "command": None if command is None else shlex.join(command),
        "versions": package_versions(),
        "seed": seed,
        "replications": replications,
        "hashes": dict(hashes),
        "scenarios": {name: dict(config) for name, config in scenarios.items()},
    }


def package_versions() -> dict[str, str]:
    """Return the versions of the programs that the results depend on.

    Returns:
        Version by name: Python, this package and the packages under it.
    """
    versions = {"python": platform.python_version()}
    for name in ("territory-sim", *PACKAGES):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "(not installed)"
    return versions
