"""The same problem and seed give the same map, on every machine, compiled or not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from tests.planar import planar_problem

from territory_sim.design.engine import solve
from territory_sim.design.redesign import redesign

GOLDEN = "42b4adffd8b1219efa9d59170564b2483b008e8fd8a9248aa0a27ce70a9b1099"
"""Hash of both maps below; a change of the search that is meant renews it."""


def maps() -> str:
    """Hash a drawn and a redrawn map."""
    problem = planar_problem(120, 5, seed=11)
    drawn = solve(problem, starts=2, seed=7, effort=0.02).territory_of_unit
    today = (np.argsort(np.argsort(problem.x)) // 24).astype(np.int32)
    redrawn = redesign(problem, today, seed=7, effort=0.02).territory_of_unit
    return hashlib.sha256(drawn.tobytes() + redrawn.tobytes()).hexdigest()


def test_the_maps_are_those_of_every_machine() -> None:
    """Pinned: neither the platform nor the version of a library may change a label."""
    assert maps() == GOLDEN


def test_the_maps_are_the_same_without_compiling(root: Path) -> None:
    """Plain Python finds the same maps, only later."""
    script = "from tests.design.test_golden_map import maps; print(maps())"
    path = os.pathsep.join([str(root), str(root / "src")])
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == GOLDEN
