"""Equity lines of the scorecard: pay beside what each rep puts in, and what else pay follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.metrics.statements import variable_pay
from territory_sim.statistics.variance_shares import explained_shares

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_FLOOR: Final = 0.01
"""Least pay, potential and input, in their means: a logarithm needs something to begin from."""

_FEWEST_REPS: Final = 4
"""With fewer, two causes explain everything whatever they are."""

_ENVIED: Final = 1.1
"""How many times one's own pay a peer must get to be envied."""


def equity_lines(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Work out the equity lines of one run.

    Args:
        tables: The tables of the run.

    Returns:
        Values by scorecard name; empty with fewer than four reps. ``territory_share_of_pay`` and
        ``luck_share_of_pay`` divide the variance of log variable pay among potential, ability,
        effort (hours worked by effort in them) and luck, which is the rest. ``envy_rate`` is the
        share of reps for whom a peer of no more effort and no more ability is paid over a tenth
        more; ``equity_slope_effort`` and ``equity_slope_ability`` the per cent of variable pay that
        goes with one per cent of the one, the other alike; a slope is absent where all put in the same.
    """
    paid = variable_pay(tables["rep_month"])
    if len(paid) < _FEWEST_REPS:
        return {}
    pay = np.asarray(paid, dtype=np.float64)
    reps = tables["rep_run"].set_index("rep_id").reindex(paid.index)
    land = tables["territory_run"].set_index("rep_id")["potential_cents"].reindex(reps.index)
    effort = np.asarray(effort_made(tables).reindex(reps.index), dtype=np.float64)
    ability = np.asarray(reps["skill"], dtype=np.float64)
    causes = {"territory": _log(land.to_numpy()), "ability": _log(ability), "effort": _log(effort)}
    shares = explained_shares(_log(pay), causes)
    lines = {
        "territory_share_of_pay": shares["territory"],
        "luck_share_of_pay": max(1 - sum(shares.values()), 0.0) if np.ptp(pay) > 0 else 0.0,
        "envy_rate": envy_rate(pay, effort, ability),
    }
    slopes = equity_slopes(pay, {"effort": effort, "ability": ability})
    return lines | {f"equity_slope_{name}": slope for name, slope in slopes.items()}


def effort_made(tables: Mapping[str, pd.DataFrame]) -> pd.Series[float]:
    """Return what effort each rep made in a day of employment.

    Args:
        tables: The tables of the run.

    Returns:
        Hours worked a day at the usual effort, by rep_id.
    """
    kinds = ["travel_minutes", "meeting_minutes", "admin_minutes"]
    worked = tables["rep_day"].groupby("rep_id", observed=True)[kinds].sum().sum(axis=1) / 60
    days = tables["rep_month"].groupby("rep_id", observed=True)["employed_days"].sum()
    effort = tables["rep_drive"].groupby("rep_id", observed=True)["effort"].mean()
    made: pd.Series[float] = worked / days * effort
    return made


def envy_rate(pay: NDArray[np.float64], effort: NDArray[np.float64], ability: NDArray[np.float64]) -> float:
    """Return the share of reps who see a peer paid over a tenth more for no more.

    Args:
        pay: Pay of each, shape (k,), any unit.
        effort: Effort of each, shape (k,), any unit.
        ability: Ability of each, shape (k,), any unit.

    Returns:
        A share; 0 without reps.

    Source:
        Envy-freeness (Foley 1967), with a tenth as the difference that is noticed: our assumption.

    Example:
        The second envies the first, who is paid more for the same; nobody envies the third.

        >>> one = np.ones(3)
        >>> round(envy_rate(np.array([2.0, 1.0, 3.0]), np.array([1.0, 1.0, 9.0]), one), 3)
        0.333
    """
    no_more = (effort[None, :] <= effort[:, None]) & (ability[None, :] <= ability[:, None])
    envied = no_more & (pay[None, :] > _ENVIED * pay[:, None])
    return float(envied.any(axis=1).mean()) if len(pay) else 0.0


def equity_slopes(pay: NDArray[np.float64], inputs: Mapping[str, NDArray[np.float64]]) -> dict[str, float]:
    """Return by how many per cent pay rises with one per cent more of each input, the others alike.

    Args:
        pay: Pay of each, shape (k,), any unit.
        inputs: What each puts in, by name, each of shape (k,), any unit.

    Returns:
        Slopes of one regression of log pay on the logs of all inputs: 1 where pay is in proportion to
        an input, 0 where it takes no notice. An input of which all put in the same has none; inputs
        that cannot be told apart have none either.

    Source:
        Adams 1965: equity is one ratio of outcome to input for all.

    Example:
        Pay in proportion to effort, and to the square root of ability:

        >>> effort, ability = np.array([1.0, 2.0, 1.0, 2.0]), np.array([1.0, 1.0, 4.0, 9.0])
        >>> slopes = equity_slopes(effort * ability**0.5, {"effort": effort, "ability": ability})
        >>> {name: round(slope, 6) for name, slope in slopes.items()}
        {'effort': 1.0, 'ability': 0.5}
    """
    centred = {name: _log(amounts) - _log(amounts).mean() for name, amounts in inputs.items()}
    varying = {name: logs for name, logs in centred.items() if float(logs @ logs) > 1e-12}
    if not varying:
        return {}
    table = np.column_stack(list(varying.values()))
    slopes, _, rank, _ = np.linalg.lstsq(table, _log(pay) - _log(pay).mean(), rcond=1e-9)
    told_apart = int(rank) == len(varying)
    return dict(zip(varying, slopes.tolist(), strict=True)) if told_apart else {}


def _log(amounts: NDArray[np.generic]) -> NDArray[np.float64]:
    values = amounts.astype(np.float64)
    mean = float(values.mean())
    return np.log(np.maximum(values, _FLOOR * mean)) if mean > 0 else np.zeros(len(values))
