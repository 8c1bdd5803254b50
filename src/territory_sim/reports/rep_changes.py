"""Who wins and who loses: what an option does to every single rep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from territory_sim.statistics.paired import PairedDifference, paired_difference
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.experiments.comparison import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class RepChange:
    """What an option does to one rep; None stands where the rep is not there.

    Args:
        rep_id: Id of the rep.
        name: Name for people; the id where there is none.
        pay_before: Mean yearly pay, base and variable, in units of the currency.
        pay_after: The same under the option.
        difference: Paired difference of yearly pay.
        hours_before: Mean hours a year that the territory requires.
        hours_after: The same under the option.
        potential_before: Potential of the territory, money a year.
        potential_after: The same under the option.
        accounts_before: Accounts of the territory.
        accounts_after: The same under the option.
        gained: Accounts that come from another rep.
        lost: Accounts that go to another rep.
    """

    rep_id: str
    name: str
    pay_before: float | None
    pay_after: float | None
    difference: PairedDifference | None
    hours_before: float | None
    hours_after: float | None
    potential_before: float | None
    potential_after: float | None
    accounts_before: int | None
    accounts_after: int | None
    gained: int
    lost: int

    @property
    def is_sure(self) -> bool:
        """Whether the interval of the pay difference leaves out zero."""
        found = self.difference
        return found is not None and not found.difference.low <= 0 <= found.difference.high


def rep_changes(comparison: Comparison, option_id: str) -> tuple[RepChange, ...]:
    """Say what an option does to each rep.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        One entry per rep of either scenario: largest gain in pay first, then those who are in only one.
    """
    scenarios = (comparison.baseline_id, option_id)
    per_year = BUSINESS_DAYS_PER_YEAR / int(comparison.config(comparison.baseline_id)["days"])
    pay = [yearly_pay(comparison, scenario_id) for scenario_id in scenarios]
    land = [_territories(comparison.tables["territory_run"], scenario_id) for scenario_id in scenarios]
    moves = comparison.tables["moves"]
    moves = moves[moves["scenario_id"] == option_id]
    gained, lost = moves["to_rep_id"].value_counts(), moves["from_rep_id"].value_counts()
    names = rep_names(comparison)
    changes = []
    for rep_id in sorted({*pay[0].columns, *pay[1].columns}):
        before, after = (frame.get(rep_id) for frame in pay)
        rows = [frame.loc[rep_id] if rep_id in frame.index else None for frame in land]
        hours = [None if row is None else float(row["required_hours"]) * per_year for row in rows]
        potential = [None if row is None else float(row["potential_cents"]) / 100 for row in rows]
        accounts = [None if row is None else round(float(row["accounts"])) for row in rows]
        changes.append(
            RepChange(
                rep_id=rep_id,
                name=names.get(rep_id) or rep_id,
                pay_before=None if before is None else float(before.mean()),
                pay_after=None if after is None else float(after.mean()),
                difference=_difference(before, after),
                hours_before=hours[0],
                hours_after=hours[1],
                potential_before=potential[0],
                potential_after=potential[1],
                accounts_before=accounts[0],
                accounts_after=accounts[1],
                gained=int(gained.get(rep_id, 0)),
                lost=int(lost.get(rep_id, 0)),
            )
        )
    return tuple(sorted(changes, key=lambda c: (c.difference is None, -_estimate(c), c.rep_id)))


def yearly_pay(comparison: Comparison, scenario_id: str) -> pd.DataFrame:
    """Return what each rep is paid, base and variable together.

    Args:
        comparison: The comparison.
        scenario_id: The scenario.

    Returns:
        Units of the currency a year; a row per replication, a column per rep.
    """
    rows = comparison.tables["rep_month"]
    rows = rows[rows["scenario_id"] == scenario_id]
    total = rows.assign(pay=rows["base_cents"] + rows["variable_cents"])
    wide = total.pivot_table(index="replication", columns="rep_id", values="pay", aggfunc="sum")
    return wide / 100 * (BUSINESS_DAYS_PER_YEAR / int(comparison.config(scenario_id)["days"]))


def rep_names(comparison: Comparison) -> dict[str, str]:
    """Return the names that the user gave the reps.

    Args:
        comparison: The comparison.

    Returns:
        Name by rep id; only reps with a name.
    """
    reps = comparison.tables.get("reps")
    if reps is None:
        return {}
    pairs = zip(reps["rep_id"], reps["name"], strict=True)
    return {str(rep_id): str(name) for rep_id, name in pairs if isinstance(name, str) and name}


def _territories(territory_run: pd.DataFrame, scenario_id: str) -> pd.DataFrame:
    rows = territory_run[territory_run["scenario_id"] == scenario_id]
    return rows.groupby("rep_id")[["required_hours", "potential_cents", "accounts"]].mean()


def _difference(before: pd.Series[float] | None, after: pd.Series[float] | None) -> PairedDifference | None:
    if before is None or after is None:
        return None
    common = before.dropna().index.intersection(after.dropna().index)
    return (
        paired_difference(before.loc[common].to_numpy(), after.loc[common].to_numpy())
        if len(common) > 1
        else None
    )


def _estimate(change: RepChange) -> float:
    return 0.0 if change.difference is None else change.difference.difference.estimate
