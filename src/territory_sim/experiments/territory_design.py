"""A design from start to end: draw or redraw, measure, and compare with today's map."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.certificates import Certificates, certificates
from territory_sim.design.districts import Districts, draw_districts
from territory_sim.design.engine import Design
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.homes import match_reps
from territory_sim.design.loads import Loads
from territory_sim.design.measures import POTENTIAL, WORKLOAD
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.design.profit_rounds import profit_loads
from territory_sim.design.profit_search import Handover
from territory_sim.design.redesign import ParetoRow, Redesign, judged
from territory_sim.design.redesign_rounds import at_home, pareto_loads, redesign_loads
from territory_sim.design.rounds import first_map, settle_loads, solve_loads
from territory_sim.design.splitting import Split, propose_splits
from territory_sim.errors import Fault, InfeasibleDesignError
from territory_sim.experiments.profit_model import design_profit_model
from territory_sim.market.relationships import LOSS_OF_HANDOVER
from territory_sim.scenario.design_task import DesignTask, design_task
from territory_sim.scenario.scenario import Scenario
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.parameters import TerritoryParameters

_MOST_TABLED: Final = 20_000
"""Units up to which the table of tolerances is made: it takes six redesigns."""

_PROOF_SECONDS: Final = 20.0
"""Time for the exact model of a small map."""


@dataclass(frozen=True, eq=False, kw_only=True)
class TerritoryDesign:
    """A map and all that is to be told about it.

    Args:
        task: What was asked for.
        objective: Whether it was drawn for ``fairness`` or ``profit``.
        alignment: The map, its reps and their homes.
        problem: The loads around the map: its sums are those of the map.
        figures: How good the map is.
        before: Figures of today's map; None without one.
        change: What changes against today's map; None without one.
        certificates: What is proven about the map, and where today's stands.
        pareto: What closer balance costs; empty but in a redesign of up to 20,000 units.
        splits: How units larger than a territory can be shared out by accounts.
        is_split: Whether the map does so.
        districts: Territories in groups; None where nobody asked.
        seconds: Time of the search.
    """

    task: DesignTask
    objective: str
    alignment: Alignment
    problem: DesignProblem
    figures: Figures
    before: Figures | None
    change: Redesign | None
    certificates: Certificates
    pareto: tuple[ParetoRow, ...]
    splits: tuple[Split, ...]
    is_split: bool = False
    districts: Districts | None = None
    seconds: float

    def alignment_rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return the rows of alignment.csv."""
        return self.alignment.to_rows(self.task.region.unit_ids)


def design_of(scenario: Scenario) -> TerritoryDesign:
    """Draw or redraw the map of a scenario, and share out by accounts what is larger than a territory.

    Args:
        scenario: The settings; units are shared out where ``territories.split_large`` says so.

    Returns:
        The map and its figures; with the proposal to share out where that was not asked for.

    Raises:
        DataError: A file has faults; all of them are listed.
        ScenarioError: Settings contradict each other or the files.
        InfeasibleDesignError: No such map exists.
    """
    task, parameters = design_task(scenario), scenario.territories
    whole = draw_design(task, scenario)
    if not parameters.split_large or not any(split.parts for split in whole.splits):
        return whole
    ids = task.accounts.account_ids
    parts = [(split, part) for split in whole.splits for part in split.parts]
    shared = {str(ids[account]): part.territory for _, part in parts for account in part.accounts.tolist()}
    kept = {split.unit: split.territory for split in whole.splits}
    if not task.keeps:
        # Where accounts come from a unit, their rep has his own units beside it.
        kept |= {_beside(task, whole, split.unit, part.territory): part.territory for split, part in parts}
    divided = draw_design(design_task(scenario, shared=shared, kept=kept), scenario)
    seconds = whole.seconds + divided.seconds
    return replace(divided, splits=whole.splits, is_split=True, seconds=seconds)


def _beside(task: DesignTask, design: TerritoryDesign, unit: int, territory: int) -> int:
    """Return the unit of a territory that is nearest to another unit."""
    problem = task.loads.problem
    away = (problem.x - problem.x[unit]) ** 2 + (problem.y - problem.y[unit]) ** 2
    units = np.flatnonzero(design.alignment.territory_of_unit == territory)
    return int(units[int(np.argmin(away[units]))])


def _splits(task: DesignTask, loads: Loads, design: Design) -> tuple[Split, ...]:
    """Propose how to share out units larger than a territory."""
    amounts = {WORKLOAD: task.account_hours, POTENTIAL: task.accounts.potential_cents / 100}
    named = np.isin(task.accounts.account_ids, list(task.named))
    owner = design.territory_of_unit
    return propose_splits(
        loads.levelled(owner),
        owner,
        design.figures,
        np.where(named, FREE, task.accounts.unit),
        tuple(amounts.get(name) for name in task.loads.problem.names),
    )


def draw_design(task: DesignTask, scenario: Scenario) -> TerritoryDesign:
    """Draw or redraw a map.

    Args:
        task: What is asked for.
        scenario: Objective, number of starts and seed of the search, number of districts; what sales,
            time and travel are worth.

    Returns:
        The map and its figures.

    Raises:
        InfeasibleDesignError: If locked units of a territory cannot be joined.
    """
    began, parameters = time.perf_counter(), scenario.territories
    loads, design = _drawn(task, parameters)
    if parameters.objective == "profit":
        loads, design = _for_profit(task, scenario, design)
    seconds = time.perf_counter() - began
    owner = design.territory_of_unit
    _require_whole(task, design)
    alignment = Alignment(
        task.territory_ids,
        task.rep_ids,
        territory_of_unit=owner,
        homes=loads.homes,
        territory_of_account=MappingProxyType(dict(sorted(task.named.items()))),
    )
    before: Figures | None = None
    change: Redesign | None = None
    pareto: tuple[ParetoRow, ...] = ()
    if task.today is not None:
        now = task.today.territory_of_unit
        at_first = task.loads.around(now)
        before = figures_of(at_first, now)
        change = replace(judged(at_first, now, owner), figures=design.figures)
        if task.keeps and len(owner) <= _MOST_TABLED:
            pareto = pareto_loads(task.loads, now, seed=parameters.seed, worth=task.ties)
    return TerritoryDesign(
        task=task,
        objective=parameters.objective,
        alignment=alignment,
        problem=loads.around(owner),
        figures=design.figures,
        before=before,
        change=change,
        certificates=_proven(task, loads, owner, parameters.seed),
        pareto=pareto,
        splits=_splits(task, loads, design),
        districts=None
        if parameters.districts is None
        else draw_districts(loads.around(owner), owner, parameters.districts, seed=parameters.seed),
        seconds=seconds,
    )


def _proven(task: DesignTask, loads: Loads, owner: NDArray[np.int32], seed: int) -> Certificates:
    """Prove what can be proven; travel counts as on the map in question, spread over its units."""
    now = None if task.today is None else task.today.territory_of_unit
    return certificates(
        loads.levelled(owner),
        owner,
        today=now,
        today_problem=None if now is None else task.loads.levelled(now),
        seed=seed,
        seconds=_PROOF_SECONDS,
    )


def _drawn(task: DesignTask, parameters: TerritoryParameters) -> tuple[Loads, Design]:
    today, seed = task.today, parameters.seed
    if today is not None and task.keeps:
        loads, redrawn = redesign_loads(task.loads, today.territory_of_unit, seed=seed, worth=task.ties)
        return loads, Design(redrawn.territory_of_unit, redrawn.figures)
    anywhere = task.loads
    fixed = (task.loads.problem.anchors != FREE).any() or float(np.ptp(task.loads.problem.shares)) > 0
    if today is None or fixed:
        return solve_loads(anywhere, starts=parameters.starts, seed=seed)
    anywhere = replace(task.loads, homes=np.full(len(today), FREE, dtype=np.int32))
    owner = first_map(anywhere, starts=parameters.starts, seed=seed)
    owner = match_reps(task.loads.model, today, owner)
    return settle_loads(task.loads, owner, seed=seed)


def _for_profit(task: DesignTask, scenario: Scenario, even: Design) -> tuple[Loads, Design]:
    """Find the map of most contribution from an even one, and from today's where that is kept."""
    model = design_profit_model(task, scenario)
    loads, starts, handover = task.loads, [even.territory_of_unit], None
    if task.keeps and task.today is not None:
        now = task.today.territory_of_unit
        loads = at_home(loads, now)
        sales = np.bincount(task.accounts.unit, weights=task.account_sales, minlength=len(task.region))
        handover = Handover(now, (LOSS_OF_HANDOVER * model.margin * sales).astype(np.float64))
        starts.append(now)
    parameters = scenario.territories
    return profit_loads(
        loads,
        model,
        starts,
        tolerance=parameters.profit_tolerance,
        seed=parameters.seed,
        handover=handover,
    )


def _require_whole(task: DesignTask, design: Design) -> None:
    """Refuse locks and homes that no whole territory can hold."""
    problem = task.loads.problem
    if not design.figures.pieces or not (problem.anchors != FREE).any():
        return
    torn = []
    for territory, territory_id in enumerate(task.territory_ids):
        alone = np.where(design.territory_of_unit == territory, 0, 1).astype(np.int32)
        two = replace(
            problem,
            shares=np.ones(2),
            locked=np.empty(0, np.int32),
            homes=np.empty(0, np.int32),
            held=np.empty((0, 0)),
            least=np.empty((0, 0)),
            most=np.empty((0, 0)),
        )
        if len(np.unique(alone)) > 1 and figures_of(two, alone).pieces:
            torn.append(territory_id)
    raise InfeasibleDesignError(
        [
            Fault(
                where="territories.locks",
                given=", ".join(torn[:5]),
                allowed="must leave a way between the locked units of a territory",
                hint="unlock units of others that lie between, or lock the units between as well",
            )
        ]
    )
