"""Runs at points of the space of assumptions, each point on the same customers and the same luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from territory_sim.experiments.sensitivity.assumptions import Assumption, with_values
from territory_sim.experiments.sweeps.design_points import DesignPoint
from territory_sim.experiments.sweeps.executors import Executor
from territory_sim.experiments.sweeps.plan import Plan, make_plan
from territory_sim.experiments.sweeps.sweep import SweepProgress, run_plan
from territory_sim.records.files import read_table
from territory_sim.scenario.scenario import Scenario

Point: TypeAlias = Mapping[str, float]
"""Values of the assumptions that are not at their usual value, by key."""

Results: TypeAlias = Callable[[str, Sequence[Point], int], NDArray[np.float64]]
"""Called with the name of a round of runs, points and replications: gives shape (points, replications)."""

StageWatcher: TypeAlias = Callable[[str, SweepProgress], None]
"""Told the name of the round that is under way, and how far it is."""

_SHORT_HASH = 8


@dataclass
class PairedRuns:
    """Makes and keeps runs in folders of sweeps, so that a command given again goes on where it was.

    Args:
        scenarios: One for its own result, or two for the second less the first.
        assumptions: What points may change.
        line: The scorecard line that is looked at.
        folder: Where the sweeps go, one folder for each round of runs.
        executor: Who makes the runs.
        watcher: Told how far they are.
        runs: How many runs there have been, those found done before included.
        failed: How many of them had no result.
    """

    scenarios: Sequence[Scenario]
    assumptions: Sequence[Assumption]
    line: str
    folder: Path
    executor: Executor
    watcher: StageWatcher
    runs: int = 0
    failed: int = 0
    _whole: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._whole = frozenset(each.key for each in self.assumptions if each.whole)

    def results(self, stage: str, points: Sequence[Point], replications: int) -> NDArray[np.float64]:
        """Run the scenarios at some points.

        Replications of one number share customers, requests and luck at every point.

        Args:
            stage: Name of the round.
            points: The points.
            replications: Replications of each.

        Returns:
            The line, or its paired difference between two scenarios, shape (points, replications);
            nan where a run has no result.

        Raises:
            TerritorySimError: When the runs cannot be made or written.
        """
        plan = self._plan(points, replications)
        folder = self.folder / f"{stage}-{plan.config_hash[:_SHORT_HASH]}"
        done = run_plan(plan, folder, self.executor, lambda progress: self.watcher(stage, progress))
        self.runs += done.progress.total
        self.failed += done.progress.failed
        values = np.full((len(plan.designs), replications), np.nan)
        if any(folder.glob("kpis/part-*.parquet")):
            kpis = read_table(folder / "kpis")
            own = kpis[(kpis["kpi"] == self.line) & (kpis["replication"] < replications)]
            values[own["design_id"].to_numpy(), own["replication"].to_numpy()] = own["value"].to_numpy()
        by_scenario = values.reshape(len(points), len(self.scenarios), replications)
        return by_scenario[:, -1] - by_scenario[:, 0] if len(self.scenarios) > 1 else by_scenario[:, 0]

    def tree(self, scenario: Scenario, point: Point) -> dict[str, object]:
        """Give the settings of a scenario at a point.

        Args:
            scenario: The scenario.
            point: The point.

        Returns:
            The settings as plain values.
        """
        return with_values(scenario.to_tree(), point, self._whole)

    def _plan(self, points: Sequence[Point], replications: int) -> Plan:
        designs: list[DesignPoint] = []
        for point in points:
            settings = {each.key: f"{point.get(each.key, each.value):g}" for each in self.assumptions}
            designs += [
                DesignPoint(len(designs) + place, settings, self.tree(scenario, point))
                for place, scenario in enumerate(self.scenarios)
            ]
        return make_plan(designs, replications, (), (), ())
