"""Tell that the first search on a machine has to be compiled, before the wait begins."""

from __future__ import annotations

from collections.abc import Sequence

from territory_sim.cli.terminal import note
from territory_sim.scenario.scenario import Scenario


def announce_first_use(scenarios: Sequence[Scenario]) -> None:
    """Say that the first search takes longer, where its machine code is not on the disk yet.

    Args:
        scenarios: The scenarios whose maps are drawn; none for a design, which always searches.
    """
    if scenarios and all(scenario.territories.method != "balanced" for scenario in scenarios):
        return
    from territory_sim.design.annealing import anneal
    from territory_sim.design.compiled import is_cold

    if is_cold(anneal):
        note("First use: the search for maps is compiled once, which takes about ten seconds.")
