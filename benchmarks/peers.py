"""What others draw for the same problem: graph partitioners, a sampler of plans, clusterings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.figures import figures_of
from territory_sim.design.problem import DesignProblem

Solver = Callable[[DesignProblem], NDArray[np.int32]]


@dataclass(frozen=True)
class Peer:
    """One way to draw a map.

    Args:
        name: What the table calls it.
        package: The package to import.
        draw: Draws a map.
        most_units: Beyond these, it is known to take longer than anybody waits.
    """

    name: str
    package: str
    draw: Solver
    most_units: int = 1_000_000


def adjacency(problem: DesignProblem) -> list[list[int]]:
    """Return the neighbours of every unit."""
    around: list[list[int]] = [[] for _ in range(problem.units)]
    for a, b in problem.edges.tolist():
        around[a].append(b)
        around[b].append(a)
    return around


def whole_weights(problem: DesignProblem) -> NDArray[np.int32]:
    """Return the weights as whole numbers, as partitioners want them."""
    weight = problem.weights[0]
    return np.maximum(1, np.rint(weight / weight.sum() * 1e7)).astype(np.int32)


def metis(*, recursive: bool, ufactor: int = 10, seed: int = 0) -> Solver:
    """Return METIS: recursive bisection, or k-way with contiguous parts."""

    def draw(problem: DesignProblem) -> NDArray[np.int32]:
        import pymetis

        options = pymetis.Options(ufactor=ufactor, seed=seed)
        if not recursive:
            options.contig = 1
        found = pymetis.part_graph(
            problem.territories,
            adjacency=adjacency(problem),
            vweights=whole_weights(problem).tolist(),
            options=options,
            recursive=recursive,
        )
        return np.array(found[1], dtype=np.int32)

    return draw


def metis_of_thirty(problem: DesignProblem) -> NDArray[np.int32]:
    """Return the most even map in one piece a territory of 30 runs: 5 seeds, 3 factors, both ways."""
    found = [
        metis(recursive=recursive, ufactor=ufactor, seed=seed)(problem)
        for seed in range(5)
        for ufactor in (1, 10, 30)
        for recursive in (False, True)
    ]

    def rank(part: NDArray[np.int32]) -> tuple[int, float]:
        figures = figures_of(problem, part)
        return figures.pieces, figures.max_deviation

    return min(found, key=rank)


def kahip(problem: DesignProblem) -> NDArray[np.int32]:
    """Return KaHIP's map, preset eco, imbalance 1 %."""
    import kahip

    around = adjacency(problem)
    first = np.concatenate([[0], np.cumsum([len(row) for row in around])]).tolist()
    near = [other for row in around for other in row]
    suppress_output, seed, eco = True, 0, 1
    sides = (whole_weights(problem).tolist(), first, [1] * len(near), near)
    found = kahip.kaffpa(*sides, problem.territories, 0.01, suppress_output, seed, eco)
    return np.array(found[1], dtype=np.int32)


def gerrychain(problem: DesignProblem) -> NDArray[np.int32]:
    """Return GerryChain's seed plan within 5 %."""
    import networkx as nx
    from gerrychain import Graph
    from gerrychain.partition import recursive_tree_part

    plain = nx.Graph(problem.edges.tolist())
    nx.set_node_attributes(plain, dict(enumerate(problem.weights[0].tolist())), "w")
    graph = Graph.from_networkx(plain).convert_from_nx_to_rx()
    count = problem.territories
    ideal = float(problem.weights[0].sum()) / count
    part = recursive_tree_part(graph, range(count), ideal, "w", 0.05, rng=1)
    inside = graph.internal_node_id_for_original_nx_node_id
    return np.array([part[inside(unit)] for unit in range(problem.units)], dtype=np.int32)


def k_means_constrained(problem: DesignProblem) -> NDArray[np.int32]:
    """Return clusters whose numbers of units lie within 5 %: the package knows no weights."""
    from k_means_constrained import KMeansConstrained

    mean = problem.units / problem.territories
    clusters = KMeansConstrained(
        problem.territories,
        size_min=int(mean * 0.95),
        size_max=int(np.ceil(mean * 1.05)),
        n_init=1,
        random_state=0,
    )
    return np.asarray(clusters.fit_predict(np.stack([problem.x, problem.y], axis=1)), dtype=np.int32)


def spopt_ward(problem: DesignProblem) -> NDArray[np.int32]:
    """Return spopt's contiguous Ward clusters: it has no model with balanced loads."""
    import geopandas
    from libpysal.weights import W
    from spopt.region import WardSpatial

    frame = geopandas.GeoDataFrame(
        {"x": problem.x, "y": problem.y}, geometry=geopandas.points_from_xy(problem.x, problem.y)
    )
    near = W(dict(enumerate(adjacency(problem))), silence_warnings=True)
    model = WardSpatial(frame, near, ["x", "y"], n_clusters=problem.territories)
    model.solve()
    return np.asarray(model.labels_, dtype=np.int32)


PEERS = (
    Peer("METIS k-way contiguous", "pymetis", metis(recursive=False)),
    Peer("METIS recursive", "pymetis", metis(recursive=True)),
    Peer("METIS, most even of 30", "pymetis", metis_of_thirty),
    Peer("KaHIP eco, 1 %", "kahip", kahip),
    Peer("GerryChain seed, 5 %", "gerrychain", gerrychain, most_units=20_000),
    Peer("k-means-constrained", "k_means_constrained", k_means_constrained, most_units=5_000),
    Peer("spopt WardSpatial", "spopt", spopt_ward, most_units=5_000),
)
