"""Put the design engine beside its peers, on built-in regions and made-up planar instances.

    python benchmarks/design.py                        all instances; rows already there are kept
    python benchmarks/design.py s1000-50 texas-24      some of them
    python benchmarks/design.py --fresh                forget the rows of earlier runs
    python benchmarks/design.py --write                and write docs/design_peers.md

Every row is drawn in a process of its own, one after the other, and kept as soon as it is there, so
a run that was stopped goes on where it was. Peers that are not installed or take too long are told
and left out. `make bench-design` installs them and does all of it.
"""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import platform
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from peers import PEERS
from planar import planar_instance

from territory_sim.design.engine import solve
from territory_sim.design.figures import figures_of
from territory_sim.design.plane import plane_of
from territory_sim.design.problem import DesignProblem, equal_problem
from territory_sim.region.catalogue import load_region
from territory_sim.scenario.load import load_scenario

INSTANCES = {
    "texas-24": ("texas", "establishments", 24, 8),
    "texas-50": ("texas", "establishments", 50, 8),
    "us48-10": ("us48", "establishments", 10, 4),
    "us48-30": ("us48", "population", 30, 8),
    "s1000-50": (1_000, "", 50, 4),
    "s10000-50": (10_000, "", 50, 1),
    "s10000-500": (10_000, "", 500, 1),
    "s100000-500": (100_000, "", 500, 1),
}
"""Region or units, column that is balanced, territories, starts of our search."""

OURS = "territory_sim"
ONE_START = "territory_sim, one start"
METIS = "METIS k-way contiguous"
GERRYCHAIN = "GerryChain seed, 5 %"
LIMIT_SECONDS = 60
"""CPU time after which a peer is stopped; on a quiet machine all rows take less than a quarter of an hour."""

OWN_LIMIT_SECONDS = 180
PATIENCE = 10
"""Seconds by the clock that are waited for a second of CPU, where others use the machine."""

ROOT = Path(__file__).resolve().parents[1]
ROWS = ROOT / "outputs" / "bench-design.json"
TABLE = ROOT / "docs" / "design_peers.md"

Row = dict[str, Any]


def problem_of(source: str | int, column: str, territories: int) -> DesignProblem:
    """Build an instance."""
    if isinstance(source, int):
        x, y, weight, edges = planar_instance(source)
        return equal_problem(x, y, edges, weight, territories)
    settings = load_scenario("status_quo", [f"region={source}", f"region.weight={column}"])
    region = load_region(settings.region)
    plane = plane_of(region)
    return equal_problem(plane.x, plane.y, region.edges, region.weight, territories)


def solvers(starts: int, units: int) -> Iterator[tuple[str, int, int, Callable[[DesignProblem], Any]]]:
    """Give name, starts, time limit and function of the engine and of the peers that are installed."""
    yield OURS, starts, OWN_LIMIT_SECONDS, lambda problem: solve(problem, starts=starts).territory_of_unit
    if starts > 1:
        yield ONE_START, 1, OWN_LIMIT_SECONDS, lambda problem: solve(problem).territory_of_unit
    for peer in PEERS:
        if importlib.util.find_spec(peer.package) is None:
            print(f"{peer.name}: {peer.package} is not installed", file=sys.stderr)
        elif units > peer.most_units:
            print(f"{peer.name}: left out above {peer.most_units:,} units", file=sys.stderr)
        else:
            runs = 30 if peer.name.endswith("of 30") else 1
            yield peer.name, runs, LIMIT_SECONDS, peer.draw


def drawn(problem: DesignProblem, draw: Callable[[DesignProblem], Any], limit: int) -> Row:
    """Draw a map in a process of its own and judge it."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_draw, args=(problem, draw, limit, theirs))
    worker.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(limit * PATIENCE) else {"failed": f"more than {limit} s"}
    except EOFError:
        found = {"failed": f"more than {limit} s"}
    worker.kill()
    worker.join()
    return found


def _draw(
    problem: DesignProblem, draw: Callable[[DesignProblem], Any], limit: int, answer: Connection
) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - peers print
    try:
        began, busy = time.perf_counter(), time.process_time()
        owner: NDArray[np.int32] = draw(problem)
        seconds, busy = time.perf_counter() - began, time.process_time() - busy
    except Exception as broken:  # noqa: BLE001 - whatever a peer raises is a row of the table
        answer.send(
            {"failed": f"{type(broken).__name__}: {str(broken).splitlines()[0][:80] if str(broken) else ''}"}
        )
        return
    figures = figures_of(problem, owner)
    empty = problem.territories - len(np.unique(owner))
    answer.send(
        {
            "deviation": figures.max_deviation,
            "pieces": figures.pieces,
            "empty": empty,
            "inertia": figures.inertia,
            "seconds": seconds,
            "busy": busy,
        }
    )


def measure(names: list[str], rows: dict[str, Row]) -> None:
    """Draw every row that is missing."""
    solve(problem_of(60, "", 3))
    for name in names:
        source, column, territories, starts = INSTANCES[name]
        problem = problem_of(source, column, territories)
        for solver, runs, limit, draw in solvers(starts, problem.units):
            key = f"{name} / {solver}"
            if key in rows:
                continue
            row = drawn(problem, draw, limit) | {"instance": name, "solver": solver, "runs": runs}
            rows[key] = row
            ROWS.parent.mkdir(exist_ok=True)
            ROWS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
            print(" | ".join(cells(row, rows)), flush=True)


def cells(row: Row, rows: dict[str, Row]) -> list[str]:
    """Write one row of the table."""
    name, solver = row["instance"], row["solver"]
    if "failed" in row:
        return [name, solver, row["failed"], "", "", "", "", ""]
    beside = [rows.get(f"{name} / {peer}", {}).get("inertia") for peer in (METIS, GERRYCHAIN)]
    shapes = [f"{row['inertia'] / inertia:.3f}" if inertia else "" for inertia in beside]
    pieces = f"{row['pieces']}" + (f", {row['empty']} empty" if row["empty"] else "")
    return [
        name,
        solver,
        f"{100 * row['deviation']:.2f}",
        pieces,
        *shapes,
        f"{row['seconds'] / row['runs']:.2f}",
        f"{row['busy'] / row['runs']:.2f}",
    ]


HEAD = (
    "instance",
    "solver",
    "max deviation %",
    "extra pieces",
    "inertia / METIS",
    "inertia / GerryChain",
    "s a run",
    "CPU s a run",
)


def acceptance(rows: dict[str, Row]) -> Iterator[tuple[str, str, str, str]]:
    """Compare our rows with what was asked of them: instance, what, figure, verdict."""
    for name in INSTANCES:
        ours = rows.get(f"{name} / {OURS}", {})
        if "deviation" not in ours:
            continue
        most = 2.5 if name == "s10000-500" else 1.0
        figure = 100 * ours["deviation"]
        yield name, f"max deviation at most {most} %", f"{figure:.2f} %", verdict(figure <= most)
        yield name, "every territory in one piece", str(ours["pieces"]), verdict(ours["pieces"] == 0)
        wanted = {"us48-10": (0.92, 0.95), "us48-30": (0.88, 0.90)}.get(name, (0.85, 0.90))
        for peer, share in zip((METIS, GERRYCHAIN), wanted, strict=True):
            theirs = rows.get(f"{name} / {peer}", {})
            if "inertia" in theirs:
                ratio = ours["inertia"] / theirs["inertia"]
                yield name, f"inertia at most {share} of {peer}", f"{ratio:.3f}", verdict(ratio <= share)
    ours, theirs = (rows.get(f"s10000-50 / {solver}", {}) for solver in (OURS, GERRYCHAIN))
    if "busy" in ours and "busy" in theirs:
        ratio = theirs["busy"] / ours["busy"]
        yield "s10000-50", "at most 1/15 of GerryChain's time", f"1/{ratio:.0f}", verdict(ratio >= 15)


def verdict(is_met: bool) -> str:  # noqa: FBT001 - the one thing it turns into words
    """Say whether a line is met."""
    return "met" if is_met else "**not met**"


def table(head: tuple[str, ...], lines: list[list[str]]) -> str:
    """Write a table in Markdown."""
    rule = "|".join("---" for _ in head)
    return (
        "\n".join(f"| {' | '.join(line)} |" for line in [list(head)])
        + f"\n|{rule}|\n"
        + "\n".join(f"| {' | '.join(line)} |" for line in lines)
    )


def write(rows: dict[str, Row]) -> None:
    """Write the tables as generated."""
    ordered = [row for name in INSTANCES for row in rows.values() if row["instance"] == name]
    from importlib.metadata import PackageNotFoundError, version

    versions = []
    for package in ("pymetis", "kahip", "gerrychain", "k-means-constrained", "spopt", "numba", "numpy"):
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"{package} not installed")
    text = f"""# Territory design beside its peers

As generated by `make bench-design` (`benchmarks/design.py --write`).
Python {platform.python_version()}, {", ".join(versions)}.

Deviation: over the territories without a unit larger than a territory, against their own mean.
Inertia: sum of weight times squared distance to the middle of the territory. Seconds are per run or
start, on {os.cpu_count()} cores that others used at the same time: read them as ratios; CPU seconds are
steadier. A peer is stopped after {LIMIT_SECONDS} s of CPU. Compile time of ours is not in it.
k-means-constrained knows no weights and spopt no balance: they are here because people try them.

{table(HEAD, [cells(row, rows) for row in ordered])}

## Against what was asked

{table(("instance", "asked", "figure", ""), [list(line) for line in acceptance(rows)])}
"""
    TABLE.write_text(text, encoding="utf-8")


def main(words: list[str]) -> int:
    """Measure what is missing and print the table."""
    warnings.simplefilter("ignore")
    names = [word for word in words if not word.startswith("--")] or list(INSTANCES)
    unknown = [name for name in names if name not in INSTANCES]
    if unknown:
        print(f"no such instance: {', '.join(unknown)}; there are {', '.join(INSTANCES)}", file=sys.stderr)
        return 2
    rows: dict[str, Row] = {}
    if ROWS.exists() and "--fresh" not in words:
        rows = json.loads(ROWS.read_text(encoding="utf-8"))
    print(" | ".join(HEAD))
    measure(names, rows)
    for line in acceptance(rows):
        print(" | ".join(line))
    if "--write" in words:
        write(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
