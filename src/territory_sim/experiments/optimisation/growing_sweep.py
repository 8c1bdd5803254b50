"""A sweep that grows: points and replications are added as the results of earlier ones come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.experiments.optimisation.levers import TODAY, Combination, Levers
from territory_sim.experiments.sweeps.design_points import DesignPoint
from territory_sim.experiments.sweeps.executors import Executor
from territory_sim.experiments.sweeps.plan import Plan, make_plan, read_plan, refuse_other_version
from territory_sim.experiments.sweeps.sweep import SweepProgress, complete, refuse_full_folder
from territory_sim.records.files import read_table
from territory_sim.scenario.load import load_each


class GrowingSweep:
    """Measures combinations of levers by runs in the folder of a sweep; runs that are there are kept.

    Args:
        folder: The folder; new or empty, or that of the optimisation that is gone on with.
        overrides: All overrides, as given.
        levers: Levers and fixed settings.
        config_dirs: Folders with the user's own config groups.
        executor: Who runs it.
        lines: Scorecard lines that are measured, in the order of the columns.
        watcher: Told how far the runs are.

    Raises:
        DataError: When the folder holds something else, or another version made it.
    """

    def __init__(
        self,
        folder: Path,
        overrides: Sequence[str],
        levers: Levers,
        config_dirs: Sequence[str | Path],
        executor: Executor,
        lines: Sequence[str],
        watcher: Callable[[SweepProgress], None],
    ) -> None:
        self.folder = folder
        self._levers = levers
        self._dirs = [str(Path(each).absolute()) for each in config_dirs]
        self._executor = executor
        self._lines = tuple(lines)
        self._watcher = watcher
        self._is_complete = False
        self._overrides = tuple(overrides)
        if (folder / "plan.json").is_file():
            self._plan = read_plan(folder)
            refuse_other_version(self._plan, folder)
        else:
            self._plan = self._planned([self._point(TODAY, 0)])
            refuse_full_folder(folder)
        self._ids: dict[Combination, int] = {}
        for point in self._plan.designs:
            self._ids[tuple(f"{key}={value}" for key, value in point.settings.items())] = point.design_id

    @property
    def plan(self) -> Plan:
        """What has been asked for so far."""
        return self._plan

    @property
    def design_ids(self) -> dict[Combination, int]:
        """Number of the point of each combination."""
        return dict(self._ids)

    def measure(self, combinations: Sequence[Combination], first: int, last: int) -> NDArray[np.float64]:
        """Run combinations on the same replications, as far as they have not been run.

        Args:
            combinations: The combinations.
            first: First replication.
            last: One past the last replication.

        Returns:
            The measured lines, nan where a run came to no result, shape
            (combinations, last - first, lines).

        Raises:
            TerritorySimError: When a combination contradicts itself, or the runs had to stop midway.
        """
        new = [each for each in combinations if each not in self._ids]
        points = [self._point(each, len(self._ids) + number) for number, each in enumerate(new)]
        self._ids |= {each: point.design_id for each, point in zip(new, points, strict=True)}
        more = dict(self._plan.more)
        for number in (self._ids[each] for each in combinations):
            if last > more.get(number, self._plan.replications):
                more[number] = last
        if points:
            self._plan = replace(self._planned([*self._plan.designs, *points]), version=self._plan.version)
        if points or more != self._plan.more or not self._is_complete:
            self._plan = replace(self._plan, more=more)
            complete(self.folder, self._plan, self._executor, self._watcher)
            self._is_complete = True
        return self._values(combinations, first, last)

    def _point(self, combination: Combination, number: int) -> DesignPoint:
        label = " ".join(combination) or None
        (scenario,) = load_each([[*self._levers.fixed, *combination]], [label], self._dirs)
        settings = {text.partition("=")[0]: text.partition("=")[2] for text in combination}
        return DesignPoint(number, settings, scenario.to_tree())

    def _planned(self, points: Sequence[DesignPoint]) -> Plan:
        today = self._levers.today
        tables = () if today.tables == ("kpis",) else today.tables
        return make_plan(points, today.optimise.replications, tables, self._overrides, self._dirs)

    def _values(self, combinations: Sequence[Combination], first: int, last: int) -> NDArray[np.float64]:
        if not any(self.folder.glob("kpis/part-*.parquet")):
            reason = str(read_table(self.folder / "failures")["reason"].iloc[0]).strip().splitlines()[-1]
            raise DataError([Fault(where=str(self.folder), allowed=f"no run came to a result: {reason}")])
        kpis = read_table(self.folder / "kpis")
        wanted = kpis[kpis["kpi"].isin(self._lines)]
        table = wanted.pivot_table(index=["design_id", "replication"], columns="kpi", values="value")
        rows = [(self._ids[each], number) for each in combinations for number in range(first, last)]
        table = table.reindex(index=rows, columns=list(self._lines))
        return table.to_numpy(dtype=float).reshape(len(combinations), last - first, len(self._lines))
