"""``territory-sim doctor``: is everything there that a simulation needs?"""

from __future__ import annotations

import functools
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.terminal import print_json, print_table, progress
from territory_sim.errors import TerritorySimError

BROKEN: Final = 1
_PACKAGES: Final = (
    "mesa", "simpy", "networkx", "numpy", "pandas", "matplotlib", "hydra-core", "scipy", "pyarrow", "jinja2",
    "rich",
)  # fmt: skip
_TINY: Final = (
    "region=synthetic", "region.synthetic_units=16", "market.accounts=60", "staffing.reps=3",
    "territories.count=null", "days=10",
)  # fmt: skip
"""A simulation that takes a moment and still uses every part of the engine."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Args:
        check: What was looked at.
        found: What was found, in one line.
        sound: Whether that is as it should be.
    """

    check: str
    found: str
    sound: bool


def execute(request: Request) -> int:
    """Make all checks and print what they found.

    Args:
        request: What the command asks for.

    Returns:
        Exit code: 0 when all is well, 1 when something is broken.
    """
    with progress("Checking"):
        findings = list(_findings(request.config_dirs))
    sound = all(finding.sound for finding in findings)
    if request.as_json:
        print_json({"ok": sound, "checks": [asdict(finding) for finding in findings]})
    else:
        rows = (
            (finding.check, finding.found, "ok" if finding.sound else ("broken", "bold red"))
            for finding in findings
        )
        print_table("territory-sim doctor", {"check": "left", "found": "left", "": "left"}, rows)
    return 0 if sound else BROKEN


def _findings(config_dirs: list[str]) -> Iterator[Finding]:
    supported = (3, 11) <= sys.version_info < (3, 14)
    yield Finding("Python", f"{platform.python_version()}, needs 3.11 to 3.13", supported)
    for package in _PACKAGES:
        yield _checked(package, functools.partial(metadata.version, package))
    yield Finding("cores", str(os.cpu_count() or 1), sound=True)
    yield _checked("configs", lambda: _configs(config_dirs))
    yield _checked("cache folder", _cache)
    yield _checked("tiny simulation", _tiny_simulation)


def _checked(check: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(check, look(), sound=True)
    except TerritorySimError as broken:
        return Finding(check, "; ".join(str(fault) for fault in broken.faults), sound=False)
    except Exception as broken:  # noqa: BLE001 - whatever is broken, the other checks go on
        return Finding(check, f"{type(broken).__name__}: {broken}".splitlines()[0], sound=False)


def _configs(config_dirs: list[str]) -> str:
    from territory_sim.scenario.compose import compose, list_options, packaged_configs

    compose([], config_dirs)
    scenarios = ", ".join(list_options(config_dirs)["scenario"])
    return f"{packaged_configs()}; scenarios {scenarios}"


def _cache() -> str:
    from territory_sim.region.travel_cache import cache_folder

    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder):
        return f"{Path(folder)}, can be written"


def _tiny_simulation() -> str:
    from territory_sim.experiments.run import simulate
    from territory_sim.scenario.load import load_scenario

    run = simulate(load_scenario("status_quo", _TINY))
    return f"{run.rep_days} rep-days at {run.rep_days_per_second:,.0f} a second"
