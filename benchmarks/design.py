"""Print how the design engine does beside peers, on built-in regions and made-up planar instances.

Peers that are not installed are left out. Run it by `make bench-design`, or for some instances
only: `python benchmarks/design.py s1000-50 texas-24`.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
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
    "us48-50": ("us48", "establishments", 50, 1),
    "s1000-50": (1_000, "", 50, 4),
    "s10000-50": (10_000, "", 50, 1),
    "s10000-500": (10_000, "", 500, 1),
    "s100000-500": (100_000, "", 500, 1),
}
"""Region or units, column that is balanced, territories, starts of our search."""

Solver = Callable[[DesignProblem], NDArray[np.int32]]


def problem_of(source: str | int, column: str, territories: int) -> DesignProblem:
    """Build an instance."""
    if isinstance(source, int):
        x, y, weight, edges = planar_instance(source)
        return equal_problem(x, y, edges, weight, territories)
    settings = load_scenario("status_quo", [f"region={source}", f"region.weight={column}"])
    region = load_region(settings.region)
    plane = plane_of(region)
    return equal_problem(plane.x, plane.y, region.edges, region.weight, territories)


def metis(seeds: int) -> Solver:
    """Return METIS' contiguous k-way partition, the best of several seeds."""
    import pymetis

    def best(problem: DesignProblem) -> NDArray[np.int32]:
        around: list[list[int]] = [[] for _ in range(problem.units)]
        for a, b in problem.edges.tolist():
            around[a].append(b)
            around[b].append(a)
        weight = problem.weights[0]
        whole = np.maximum(1, np.rint(weight / weight.sum() * 1e7)).astype(int).tolist()
        found = []
        for seed in range(seeds):
            options = pymetis.Options(contig=1, ufactor=(10, 1, 30)[seed % 3], seed=seed)
            part = pymetis.part_graph(
                problem.territories, adjacency=around, vweights=whole, options=options, recursive=False
            )[1]
            found.append(np.array(part, dtype=np.int32))
        return min(found, key=lambda part: figures_of(problem, part).max_deviation)

    return best


def gerrychain(problem: DesignProblem) -> NDArray[np.int32]:
    """Return GerryChain's seed plan within 5 %."""
    import networkx as nx
    from gerrychain.tree import recursive_tree_part

    graph = nx.Graph(problem.edges.tolist())
    nx.set_node_attributes(graph, dict(enumerate(problem.weights[0].tolist())), "w")
    count = problem.territories
    ideal = float(problem.weights[0].sum()) / count
    part = recursive_tree_part(graph, range(count), ideal, "w", 0.05)
    return np.array([part[unit] for unit in range(problem.units)], dtype=np.int32)


def solvers(starts: int, units: int, territories: int) -> Iterator[tuple[str, int, Solver]]:
    """Give the engine and the peers that are installed: name, starts, function."""
    yield "territory_sim", starts, lambda problem: solve(problem, starts=starts).territory_of_unit
    try:
        yield "METIS k-way contiguous", 1, metis(1)
        yield "METIS, most even of 30", 30, metis(30)
    except ImportError:
        print("pymetis is not installed", file=sys.stderr)
    if units <= 10_000 and territories * 20 < units:
        yield "GerryChain seed, 5 %", 1, gerrychain


def main(names: list[str]) -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    solve(problem_of(60, "", 3))
    print("| instance | solver | max deviation % | extra pieces | inertia / METIS | s a start |")
    print("|---|---|---|---|---|---|")
    for name in names or INSTANCES:
        source, column, territories, starts = INSTANCES[name]
        problem = problem_of(source, column, territories)
        rows = []
        for label, runs, draw in solvers(starts, problem.units, territories):
            began = time.perf_counter()
            try:
                owner = draw(problem)
            except (ImportError, RuntimeError) as broken:
                print(f"{label} on {name}: {broken}", file=sys.stderr)
                continue
            seconds = (time.perf_counter() - began) / runs
            figures = figures_of(problem, owner)
            rows.append((label, figures.max_deviation, figures.pieces, figures.inertia, seconds))
        beside = next((row[3] for row in rows if row[0] == "METIS k-way contiguous"), float("nan"))
        for label, deviation, pieces, inertia, seconds in rows:
            values = f"{100 * deviation:.2f} | {pieces} | {inertia / beside:.3f} | {seconds:.2f}"
            print(f"| {name} | {label} | {values} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
