"""Tell that the first search on a machine has to be compiled, before the wait begins."""

from __future__ import annotations

from territory_sim.cli.terminal import note


def announce_first_use() -> None:
    """Say how long the first search takes longer, where its machine code is not on the disk yet."""
    from territory_sim.design.annealing import anneal
    from territory_sim.design.compiled import is_cold

    if is_cold(anneal):
        note("First use: the search is compiled once, which takes about ten seconds.")
