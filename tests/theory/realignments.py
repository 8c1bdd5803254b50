"""A plain whose territories differ in potential by a given spread, and its redesign on the first morning.

``python -m tests.theory.realignments`` prints the figures of docs/management.md.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtri
from tests.worlds import changed, loaded

from territory_sim.design.measures import territory_loads
from territory_sim.design.redesign import with_tolerance
from territory_sim.design.rounds import solve_loads
from territory_sim.experiments.alignment_rows import alignment_rows
from territory_sim.experiments.compare import compare
from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.transition import transition, transition_sentence
from territory_sim.records.files import write_text
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import build_world

NO_DISRUPTION = {
    "market__handover_loss": 0.0,
    "leads__handover_loss": 0.0,
    "service__churn": replace(loaded("status_quo").service.churn, disruption_effect=0.0),
}
REPLICATIONS = 12
PLAIN = (
    "region=synthetic",
    "region.synthetic_units=480",
    "territories=balanced",
    "territories.count=null",
    "territories.starts=1",
    "territories.measure=[potential]",
    "territories.tolerance=[0.05]",
    "staffing.reps=24",
    "people.skill_sd=0",
    "opportunity=false",
)


def unbalanced(folder: Path, cv: float, *overrides: str) -> Scenario:
    """Give equally able reps in territories whose potentials lie at the quantiles of a lognormal.

    The map is drawn by the design engine for these shares, written to a file, and read as today's.
    """
    even = loaded("status_quo", *PLAIN, *overrides)
    asked = replace(even.management.redesign, date=even.schedule.start_date)
    world = build_world(changed(even, management=replace(even.management, redesign=asked)))
    redraws = world.redraws
    assert redraws is not None
    count = len(world.alignment)
    shares = _lognormal_shares(cv, count)
    loads = territory_loads(world.region, redraws.model, even.territories, count, redraws.amounts)
    loads = replace(loads, problem=with_tolerance(replace(loads.problem, shares=shares), 0.005))
    loads, design = solve_loads(loads, starts=1, seed=1)
    today = replace(world.alignment, territory_of_unit=design.territory_of_unit, homes=loads.homes)
    path = folder / f"today-{cv}.csv"
    write_text(path, alignment_rows(today, world.region).to_csv(index=False))
    return changed(even, territories__method="file", territories__path=str(path), label="unbalanced")


def _lognormal_shares(cv: float, count: int) -> NDArray[np.float64]:
    """Quantiles of a lognormal; so few of them vary less than all, so the spread is set to the one asked."""
    quantiles = ndtri((np.arange(count) + 0.5) / count)

    def beyond(sd: float) -> float:
        shares = np.exp(sd * quantiles)
        return float(shares.std() / shares.mean()) - cv

    return np.asarray(np.exp(brentq(beyond, 0.01, 3.0) * quantiles), dtype=np.float64)


def redrawn(scenario: Scenario, label: str, date: str | None = None) -> Scenario:
    """Give the scenario with a redesign to even potentials, on the first morning unless said otherwise."""
    management = scenario.management
    asked = replace(management.redesign, date=date or scenario.schedule.start_date)
    return changed(scenario, label=label, management=replace(management, redesign=asked))


def compared(scenario: Scenario) -> Comparison:
    """Compare a scenario with its redesign on the first morning."""
    return compare([scenario, redrawn(scenario, "even")], replications=REPLICATIONS, workers=1)


def main() -> None:
    """Print gain, dip and payback at a spread of a half."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = unbalanced(Path(folder), 0.5)
        for name, changes in (("off", NO_DISRUPTION), ("on", {})):
            comparison = compared(changed(scenario, **changes))
            row = comparison.table.set_index("kpi").loc["revenue"]
            gain, low, high = (100 * row[key] / row["baseline"] for key in ("difference", "low", "high"))
            found = transition(comparison, "even")
            assert found is not None
            print(f"disruption {name}: revenue {gain:+.1f} % ({low:+.1f} to {high:+.1f})")  # noqa: T201
            print(transition_sentence(found, comparison.currency))  # noqa: T201


if __name__ == "__main__":
    main()
