"""Columns become tables: run keys first, ids by name, rows sorted by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from territory_sim.market.accounts import Accounts
from territory_sim.records.schema import RUN_KEYS, TableSchema
from territory_sim.simulation.inside_staff import inside_rep_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.simulation.model import TerritoryModel

Column: TypeAlias = "NDArray[Any] | pd.Categorical[object] | list[str]"
Columns: TypeAlias = "dict[str, Column]"


def table_frame(schema: TableSchema, columns: Columns, scenario_id: str, replication: int) -> pd.DataFrame:
    """Make a table of its columns.

    Args:
        schema: What the table holds.
        columns: Its columns without the run keys, in any order, all of one length.
        scenario_id: Id of the scenario.
        replication: Number of the replication.

    Returns:
        The table with the columns of the schema, sorted by its keys.
    """
    rows = len(next(iter(columns.values())))
    run: Columns = {
        "scenario_id": named([scenario_id], np.zeros(rows, dtype=np.int64)),
        "design_id": np.zeros(rows, dtype=np.int32),
        "replication": np.full(rows, replication, dtype=np.int32),
    }
    columns = run | _sorted(columns, schema.keys[len(RUN_KEYS) :])
    wanted = {name: columns[name] for name in (*schema.keys, *schema.columns)}
    return pd.DataFrame(wanted, copy=False)


def named(names: Sequence[str], index: NDArray[np.integer]) -> pd.Categorical[object]:
    """Name rows by index. Categories cost a code a row, not a text.

    Args:
        names: The names, each once.
        index: Place of each row's name; -1 stays without a name, shape (k,).

    Returns:
        One name a row.
    """
    order = np.argsort(np.array(names), kind="stable")
    # One place more than names: index -1 finds code -1, which is no name, at its end.
    code = np.full(len(names) + 1, -1, dtype=np.int64)
    code[order] = np.arange(len(names))
    categories = pd.Index([names[i] for i in order.tolist()], dtype="str")
    return pd.Categorical.from_codes(code[index], categories)


def named_accounts(model: TerritoryModel, index: NDArray[np.integer]) -> pd.Categorical[object]:
    """Name rows by account.

    Args:
        model: The model.
        index: Index of each row's account, shape (k,).

    Returns:
        One account id a row.
    """
    return pd.Categorical.from_codes(index, dtype=_account_names(model.world.accounts))


def named_reps(model: TerritoryModel, index: NDArray[np.integer]) -> pd.Categorical[object]:
    """Name rows by rep.

    Args:
        model: The model.
        index: Index of each row's rep; -1 for none, shape (k,).

    Returns:
        One rep id a row.
    """
    return named(rep_ids(model), index)


def named_all_reps(model: TerritoryModel, index: NDArray[np.integer]) -> pd.Categorical[object]:
    """Name reps, those in the field and those inside.

    Args:
        model: The model.
        index: Index of each, inside reps after those in the field; -1 for nobody, shape (k,).

    Returns:
        Ids, shape (k,).
    """
    field = rep_ids(model)
    return named([*field, *inside_rep_ids(len(model.inside), field)], index)


def rep_ids(model: TerritoryModel) -> list[str]:
    """Return the ids of the reps.

    Args:
        model: The model.

    Returns:
        Ids in the order of the territories.
    """
    return [rep.rep_id for rep in model.world.reps]


def sum_by(owner: NDArray[np.integer], amount: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Add up whole amounts by owner.

    Args:
        owner: Index of the owner of each amount, shape (k,).
        amount: The amounts, shape (k,).
        count: Number of owners.

    Returns:
        Totals, shape (count,).
    """
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, owner, amount)
    return total


def _sorted(columns: Columns, keys: Sequence[str]) -> Columns:
    """Sort rows by their keys; columns that stand in that order already are not copied."""
    order = np.lexsort([_sortable(columns[key]) for key in reversed(keys)])
    if (order[1:] > order[:-1]).all():
        return columns
    return {
        name: [column[row] for row in order.tolist()] if isinstance(column, list) else column[order]
        for name, column in columns.items()
    }


def _sortable(column: Column) -> NDArray[Any]:
    return np.asarray(column.codes if isinstance(column, pd.Categorical) else column)


@lru_cache(maxsize=1)
def _account_names(accounts: Accounts) -> pd.CategoricalDtype:
    """Account ids are many and stand in ascending order: they are kept once for all tables."""
    return pd.CategoricalDtype(pd.Index(accounts.account_ids, dtype="str"))
