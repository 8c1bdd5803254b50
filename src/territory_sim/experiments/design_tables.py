"""A design as rows: what changes hands and why, territories with their loads, figures of the whole."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.splitting import Split
from territory_sim.experiments.territory_design import TerritoryDesign
from territory_sim.market.relationships import LOSS_OF_HANDOVER
from territory_sim.territories.alignment import numbered_ids
from territory_sim.territories.workload import territory_workload_hours

MOVE_COLUMNS: Final = (
    "unit_id",
    "unit_name",
    "from_territory_id",
    "to_territory_id",
    "from_rep_id",
    "to_rep_id",
    "amount",
    "service_hours",
    "sales",
    "reason",
)
"""Columns of moves.csv; ``amount`` is that of the first measure."""

_LARGEST: Final = 3


def move_rows(design: TerritoryDesign) -> list[tuple[Any, ...]]:
    """List the units that change their territory, and why.

    Args:
        design: The design.

    Returns:
        Rows of moves.csv in the order of unit ids; none without a map of today.
    """
    task, today = design.task, design.task.today
    if today is None:
        return []
    owner, before = design.alignment.territory_of_unit, today.territory_of_unit
    amount, hours, sales = _amounts(design)
    reasons = _Reasons(design)
    rows: list[tuple[Any, ...]] = []
    for unit in np.flatnonzero(owner != before).tolist():
        left, taken = int(before[unit]), int(owner[unit])
        rows.append(
            (
                task.region.unit_ids[unit],
                task.region.unit_names[unit],
                today.territory_ids[left],
                task.territory_ids[taken],
                today.rep_ids[left],
                task.rep_ids[taken],
                round(float(amount[unit]), 3),
                round(float(hours[unit]), 3),
                round(float(sales[unit]), 2),
                reasons.of(unit, left, taken),
            )
        )
    return rows


class _Reasons:
    """Says why a unit changes hands, from what its two territories have to do today."""

    def __init__(self, design: TerritoryDesign) -> None:
        task = design.task
        assert task.today is not None
        self.ids = task.territory_ids
        self.is_redesign = task.keeps
        self.locked = task.loads.problem.anchors >= 0
        self.measures = task.loads.problem.names
        problem = task.loads.around(task.today.territory_of_unit)
        loads = problem.loads_of(task.today.territory_of_unit)
        targets = problem.shares / problem.shares.sum() * problem.totals[:, None]
        self.off = loads / targets - 1
        self.tolerance = problem.tolerances
        self.is_empty = np.asarray((problem.weights <= 0).all(axis=0))

    def of(self, unit: int, left: int, taken: int) -> str:
        """Give one clause."""
        if self.locked[unit] or self.is_empty[unit]:
            along = f"has no {' or '.join(self.measures)}; goes along with the units around it"
            return f"locked in {self.ids[taken]}" if self.locked[unit] else along
        relieves = self._beyond(left, 1)
        fills = self._beyond(taken, -1)
        if relieves and fills:
            return f"relieves {self.ids[left]} ({relieves}), fills {self.ids[taken]} ({fills})"
        if relieves:
            return f"relieves {self.ids[left]} ({relieves}); {self.ids[taken]} passes on as much"
        if fills:
            return f"fills {self.ids[taken]} ({fills}); {self.ids[left]} is filled by others"
        if self.is_redesign:
            return f"passes load on from {self.ids[left]} to {self.ids[taken]}, or keeps them whole"
        return "drawn anew"

    def _beyond(self, territory: int, sign: int) -> str:
        """Name the measures of which a territory has too much (1) or too little (-1)."""
        off = self.off[:, territory]
        beyond = np.flatnonzero(sign * off > self.tolerance)
        return ", ".join(f"{self.measures[row]} {off[row]:+.1%}" for row in beyond.tolist())


def territory_rows(design: TerritoryDesign) -> list[dict[str, Any]]:
    """Tell what each territory holds, how far that is from its target, and what it gains and loses.

    Args:
        design: The design.

    Returns:
        One row a territory, ready for JSON.
    """
    task, problem, alignment = design.task, design.problem, design.alignment
    owner = alignment.territory_of_unit
    loads = problem.loads_of(owner)
    targets = np.zeros_like(loads)
    for place, large in enumerate(design.figures.large_in):
        rest = np.setdiff1d(np.arange(len(alignment)), large)
        targets[place] = loads[place, rest].sum() / problem.shares[rest].sum() * problem.shares
    hours = territory_workload_hours(task.loads.model, owner, alignment.homes)
    accounts = np.bincount(alignment.assign(task.accounts), minlength=len(alignment))
    units = np.bincount(owner, minlength=len(alignment))
    rows = []
    for territory, territory_id in enumerate(task.territory_ids):
        row: dict[str, Any] = {
            "territory_id": territory_id,
            "rep_id": task.rep_ids[territory],
            "home_unit_id": task.region.unit_ids[int(alignment.homes[territory])],
            "units": int(units[territory]),
            "accounts": int(accounts[territory]),
            "service_hours": round(float(hours.service[territory]), 1),
            "travel_hours": round(float(hours.travel[territory]), 1),
        }
        row["measures"] = {
            name: {
                "load": round(float(loads[place, territory]), 3),
                "target": round(float(targets[place, territory]), 3),
                "deviation": round(float(loads[place, territory] / targets[place, territory] - 1), 6),
                "holds_large_unit": territory in design.figures.large_in[place],
            }
            for place, name in enumerate(problem.names)
        }
        if design.districts is not None:
            row["district_id"] = _district_ids(design)[design.districts.district_of_territory[territory]]
        row |= _largest_changes(design, territory)
        rows.append(row)
    return rows


def _district_ids(design: TerritoryDesign) -> tuple[str, ...]:
    return () if design.districts is None else numbered_ids("D", len(design.districts.loads))


def district_rows(design: TerritoryDesign) -> list[dict[str, Any]]:
    """Tell what each district holds.

    Args:
        design: The design.

    Returns:
        One row a district, ready for JSON; none where nobody asked for districts.
    """
    districts = design.districts
    if districts is None:
        return []
    ids = np.array(design.task.territory_ids)
    return [
        {
            "district_id": district_id,
            "territory_ids": ids[districts.district_of_territory == place].tolist(),
            "measure": design.problem.names[0],
            "load": round(float(districts.loads[place]), 3),
            "deviation": round(float(districts.deviations[place]), 6),
        }
        for place, district_id in enumerate(_district_ids(design))
    ]


def summary(design: TerritoryDesign) -> dict[str, Any]:
    """Tell how good the map is and what it changes.

    Args:
        design: The design.

    Returns:
        What design.json begins with, ready for JSON.
    """
    figures, change, task = design.figures, design.change, design.task
    problem = design.problem
    told: dict[str, Any] = {
        "region": task.region.name,
        "units": problem.units,
        "count": problem.territories,
        "measures": list(problem.names),
        "tolerances": problem.tolerances.tolist(),
        "objective": design.objective,
        "is_redesign": task.keeps,
        "max_deviation": round(figures.max_deviation, 6),
        "deviations": {
            name: round(off, 6) for name, off in zip(problem.names, figures.deviations, strict=True)
        },
        "within_tolerance": bool(np.all(np.array(figures.deviations) <= problem.tolerances)),
        "cv": round(figures.cv, 6),
        "floor": round(figures.floor, 6),
        "pieces": figures.pieces,
        "inertia": round(figures.inertia, 3),
        "moved_share": None,
        "disruption_bound": None,
        "hop_flow": None,
        "moved_units": None,
        "expected_loss": None,
        "before": None,
        "seconds": round(design.seconds, 3),
    }
    if change is not None and design.before is not None and task.today is not None:
        moved = design.alignment.territory_of_unit != task.today.territory_of_unit
        told |= {
            "moved_share": round(change.moved_share, 6),
            "disruption_bound": round(change.bound, 6),
            "hop_flow": round(change.hop_flow, 6),
            "moved_units": int(moved.sum()),
            "expected_loss": _expected_loss(design, moved),
            "before": {
                "max_deviation": round(design.before.max_deviation, 6),
                "cv": round(design.before.cv, 6),
                "pieces": design.before.pieces,
                "inertia": round(design.before.inertia, 3),
            },
        }
    return told


def large_units(design: TerritoryDesign) -> list[dict[str, Any]]:
    """Tell of units that are larger than a territory: how they are, or could be, shared out by accounts.

    Args:
        design: The design.

    Returns:
        One row for each such unit, ready for JSON.
    """
    task = design.task
    ids = task.accounts.account_ids
    return [
        {
            "unit_id": task.region.unit_ids[split.unit],
            "territory_id": task.territory_ids[split.territory],
            "measure": design.problem.names[split.activity],
            "load": round(split.load, 3),
            "territories_worth": round(split.worth, 3),
            "kept": round(split.kept, 3),
            "is_written": design.is_split and bool(split.parts),
            "parts": [
                {
                    "territory_id": task.territory_ids[part.territory],
                    "rep_id": task.rep_ids[part.territory],
                    "load": round(part.load, 3),
                    "sales": round(float(task.account_sales[part.accounts].sum()), 2),
                    "account_ids": [str(ids[account]) for account in part.accounts.tolist()],
                }
                for part in split.parts
            ],
            "explanation": _split_in_words(design, split),
        }
        for split in design.splits
    ]


def _split_in_words(design: TerritoryDesign, split: Split) -> str:
    task = design.task
    unit_id, territory_id = task.region.unit_ids[split.unit], task.territory_ids[split.territory]
    measure = design.problem.names[split.activity]
    said = f"{unit_id} alone is {split.worth:.1f} territories of {measure}"
    if split.largest is not None:
        account = task.accounts.account_ids[split.largest]
        said += f", account {account} in it more than one, which nothing divides"
    if not split.parts:
        return f"{said}; it stays whole in {territory_id}: no accounts in it could be given to others."
    listed = ", ".join(
        f"{len(part.accounts)} accounts ({part.load / split.load:.0%}) to "
        f"{task.territory_ids[part.territory]}"
        for part in split.parts
    )
    if design.is_split:
        return f"{said}; it is shared out by accounts: {listed}; {territory_id} keeps the unit and the rest."
    return (
        f"{said}; it stays whole in {territory_id}. territories.split_large=true shares it out: {listed}; "
        f"{territory_id} would keep the unit and the rest."
    )


def pareto_table(design: TerritoryDesign) -> list[dict[str, Any]]:
    """Tell what a closer balance costs.

    Args:
        design: The design.

    Returns:
        One row a tolerance, ready for JSON.
    """
    task = design.task
    rows = []
    for row in design.pareto:
        owner = row.redesign.territory_of_unit
        assert task.today is not None
        bases = task.loads.bases(owner)
        travel = territory_workload_hours(task.loads.model, owner, bases).travel
        rows.append(
            {
                "tolerance": row.tolerance,
                "max_deviation": round(row.redesign.figures.max_deviation, 6),
                "is_met": row.redesign.figures.max_deviation <= row.tolerance,
                "moved_share": round(row.redesign.moved_share, 6),
                "expected_loss": _expected_loss(design, owner != task.today.territory_of_unit),
                "travel_hours": round(float(travel.sum()), 1),
                "inertia": round(row.redesign.figures.inertia, 3),
                "is_knee": row.is_knee,
            }
        )
    return rows


def _expected_loss(design: TerritoryDesign, moved: NDArray[np.bool_]) -> float:
    """Return the sales of a year that handovers cost, money; named accounts are not handed over."""
    task = design.task
    unnamed = ~np.isin(task.accounts.account_ids, list(task.named))
    at_risk = moved[task.accounts.unit] & unnamed
    return round(LOSS_OF_HANDOVER * float(task.account_sales[at_risk].sum()), 2)


def _amounts(
    design: TerritoryDesign,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the first measure, service hours and sales of units, shape (n_units,) each."""
    task = design.task
    sales = np.bincount(task.accounts.unit, weights=task.account_sales, minlength=len(task.region))
    return design.problem.weights[0], task.loads.model.service_hours, sales.astype(np.float64)


def _largest_changes(design: TerritoryDesign, territory: int) -> dict[str, Any]:
    """Name the three largest units that a territory gains and loses."""
    today = design.task.today
    if today is None:
        return {}
    owner, before = design.alignment.territory_of_unit, today.territory_of_unit
    amount = design.problem.weights[0]
    ids = design.task.region.unit_ids

    def largest(units: NDArray[np.int64], others: NDArray[np.int32]) -> list[dict[str, Any]]:
        chosen = units[np.argsort(-amount[units], kind="stable")[:_LARGEST]].tolist()
        return [
            {
                "unit_id": ids[unit],
                "amount": round(float(amount[unit]), 3),
                "other_territory_id": design.task.territory_ids[int(others[unit])],
            }
            for unit in chosen
        ]

    gained = np.flatnonzero((owner == territory) & (before != territory))
    lost = np.flatnonzero((owner != territory) & (before == territory))
    return {
        "gained_units": len(gained),
        "lost_units": len(lost),
        "adds": largest(gained, before),
        "drops": largest(lost, owner),
    }
