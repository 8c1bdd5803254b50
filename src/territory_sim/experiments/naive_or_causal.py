"""What a CRM export says about calls, beside what calls really do."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from territory_sim.calibration.account_months import account_months
from territory_sim.calibration.call_elasticity import call_elasticities
from territory_sim.calibration.crm_folder import read_crm
from territory_sim.crm.export import crm_export
from territory_sim.crm.files import write_crm
from territory_sim.experiments.true_call_elasticity import randomised_call_elasticity, true_call_elasticity
from territory_sim.records.schema import LOG_TABLES
from territory_sim.statistics.intervals import Interval

if TYPE_CHECKING:
    from territory_sim.experiments.run import Run
    from territory_sim.scenario.world import World


def with_call_elasticity(run: Run, world: World) -> Run:
    """Add table ``call_elasticity`` to a run whose ``export`` holds ``crm``.

    Args:
        run: The run.
        world: The world it happened in.

    Returns:
        The run with the table; the same run when its ``export`` has no ``crm``.
    """
    if "crm" not in run.scenario.export:
        return run
    return replace(run, tables={**run.tables, "call_elasticity": call_elasticity_table(run, world)})


def call_elasticity_table(run: Run, world: World) -> pd.DataFrame:
    """Return table ``call_elasticity`` of a run whose ``export`` holds ``crm``.

    The first two rows are made of nothing but the CSV files of the export.

    Args:
        run: The run.
        world: The world it happened in.

    Returns:
        A row for each of ``call_elasticity_words.METHODS``.
    """
    with tempfile.TemporaryDirectory(prefix="territory_sim-") as name:
        folder = Path(name)
        write_crm(
            crm_export({**run.tables, **run.logs}, world, run.replication), run.scenario.management, folder
        )
        found = call_elasticities(account_months(read_crm(folder)))
    truth = true_call_elasticity(world, run.replication)
    by_lot = randomised_call_elasticity(world, run.replication, run.logs)
    intervals = {
        "pooled": found.pooled,
        "within": found.within,
        "randomised": Interval(by_lot, by_lot, by_lot),
        "true": Interval(truth, truth, truth),
    }
    schema = LOG_TABLES["call_elasticity"]
    rows = [
        (run.scenario.scenario_id, 0, run.replication, method, one.estimate, one.low, one.high)
        for method, one in sorted(intervals.items())
    ]
    return pd.DataFrame(rows, columns=[*schema.keys, *schema.columns])
