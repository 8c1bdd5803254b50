"""territory_sim: what would other territories, more reps or another plan change, and for whom?

    from territory_sim import load_scenario, simulate

    simulate(load_scenario("status_quo", ["staffing.reps=20"]), seed=7).kpis

Public names are imported when they are first used, so that ``import territory_sim`` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from territory_sim.errors import DataError, Fault, InfeasibleDesignError, ScenarioError, TerritorySimError
    from territory_sim.experiments.compare import compare
    from territory_sim.experiments.comparison import Comparison
    from territory_sim.experiments.explanation import explain_scenario
    from territory_sim.experiments.run import Run, simulate
    from territory_sim.experiments.study import Study
    from territory_sim.experiments.sweeps.sweep import Sweep, resume, sweep
    from territory_sim.region.catalogue import load_region
    from territory_sim.scenario.load import load_scenario, load_scenarios
    from territory_sim.scenario.parse import parse_scenario
    from territory_sim.scenario.scenario import Scenario

__version__: Final = "0.1.0"

__all__ = [
    "Comparison",
    "DataError",
    "Fault",
    "InfeasibleDesignError",
    "Run",
    "Scenario",
    "ScenarioError",
    "Study",
    "Sweep",
    "TerritorySimError",
    "__version__",
    "compare",
    "explain_scenario",
    "load_region",
    "load_scenario",
    "load_scenarios",
    "parse_scenario",
    "resume",
    "simulate",
    "sweep",
]

_MODULES: Final = {
    "Comparison": "experiments.comparison",
    "DataError": "errors",
    "Fault": "errors",
    "InfeasibleDesignError": "errors",
    "Run": "experiments.run",
    "Scenario": "scenario.scenario",
    "ScenarioError": "errors",
    "Study": "experiments.study",
    "Sweep": "experiments.sweeps.sweep",
    "TerritorySimError": "errors",
    "compare": "experiments.compare",
    "explain_scenario": "experiments.explanation",
    "load_region": "region.catalogue",
    "load_scenario": "scenario.load",
    "load_scenarios": "scenario.load",
    "parse_scenario": "scenario.parse",
    "resume": "experiments.sweeps.sweep",
    "simulate": "experiments.run",
    "sweep": "experiments.sweeps.sweep",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has its own type, given above
    """Import a public name when it is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module 'territory_sim' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"territory_sim.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names before they are imported."""
    return sorted({*globals(), *__all__})
