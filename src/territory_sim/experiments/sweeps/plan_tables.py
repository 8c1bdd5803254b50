"""Tables that follow from the plan of a sweep alone: its points and their settings."""

from __future__ import annotations

import pandas as pd

from territory_sim.experiments.result_tables import params_table
from territory_sim.experiments.sweeps.plan import Plan


def swept_keys(plan: Plan) -> tuple[str, ...]:
    """List the settings that differ between points.

    Args:
        plan: The plan.

    Returns:
        Keys in the order of the overrides.
    """
    return tuple(dict.fromkeys(key for point in plan.designs for key in point.settings))


def designs_table(plan: Plan) -> pd.DataFrame:
    """Return table ``designs``: one row for each point.

    Args:
        plan: The plan.

    Returns:
        Columns scenario_id, design_id, and one for each swept setting under its key: numbers where
        all its values are numbers, else text.
    """
    table = pd.DataFrame(
        {
            "scenario_id": [point.scenario_id for point in plan.designs],
            "design_id": pd.array([point.design_id for point in plan.designs], dtype="int32"),
        }
    )
    for key in swept_keys(plan):
        texts = [point.settings.get(key, "") for point in plan.designs]
        table[key] = numbers_or_text(texts)
    return table


def numbers_or_text(texts: list[str]) -> list[int] | list[float] | list[str]:
    """Read values as numbers when all of them are.

    Args:
        texts: Values as they were written.

    Returns:
        Whole numbers, numbers, or the texts.

    Example:
        >>> numbers_or_text(["16", "20"]), numbers_or_text(["0.5", "1"]), numbers_or_text(["history", "1"])
        ([16, 20], [0.5, 1.0], ['history', '1'])
    """
    for kind in (int, float):
        try:
            return [kind(text) for text in texts]  # type: ignore[return-value]
        except ValueError:
            continue
    return texts


def params_of_designs(plan: Plan) -> pd.DataFrame:
    """Return table ``params``: every setting of every point that can change a result.

    Args:
        plan: The plan.

    Returns:
        Columns scenario_id, design_id, key and value.
    """
    tables = []
    for point in plan.designs:
        table = params_table([point.scenario])
        table.insert(1, "design_id", pd.array([point.design_id] * len(table), dtype="int32"))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
