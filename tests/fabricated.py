"""Made-up results that follow the schema, for tests of what reads results."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.comparisons import comparison_table
from territory_sim.experiments.ranking import ranking_table
from territory_sim.records.manifest import manifest
from territory_sim.region.network import Region
from territory_sim.region.shapes import Shapes
from territory_sim.statistics.inequality import gini
from territory_sim.streams import Streams
from territory_sim.territories.alignment_file import ALIGNMENT_COLUMNS

LINES = (
    ("revenue", "money", "up"),
    ("contribution", "money", "up"),
    ("market_share", "share", "up"),
    ("pay_gini", "0-1", "down"),
    ("pay_opportunity_gini", "0-1", "down"),
    ("coverage", "share", "up"),
    ("coverage_worst_decile", "share", "up"),
    ("first_response_hours", "working hours", "down"),
    ("first_response_p90_hours", "working hours", "down"),
    ("unanswered_share", "share", "down"),
    ("face_to_face_share", "share", "up"),
    ("travel_share", "share", "down"),
    ("utilisation", "share", "target"),
    ("workload_spread", "ratio", "down"),
    ("lead_conversion", "share", "up"),
    ("lead_response_hours", "hours", "down"),
    ("satisfaction", "0-10", "up"),
    ("accounts_moved_share", "share", "down"),
)


def grid_region(columns: int = 6, rows: int = 4, name: str = "Gridland") -> Region:
    """Make a region of square units, each a neighbour of those beside it."""
    ids = [f"U{column:02d}{row:02d}" for column in range(columns) for row in range(rows)]
    corner = np.array([(column, row) for column in range(columns) for row in range(rows)], dtype=float)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)
    edges = [
        (column * rows + row, (column + right) * rows + row + up)
        for column in range(columns)
        for row in range(rows)
        for right, up in ((0, 1), (1, 0))
        if column + right < columns and row + up < rows
    ]
    shapes = Shapes(tuple(ids), tuple((0.5 * (square + at),) for at in corner))
    count = len(ids)
    return Region(
        name=name,
        unit_ids=tuple(ids),
        unit_names=tuple(f"Unit {unit_id}" for unit_id in ids),
        lon=0.5 * (corner[:, 0] + 0.5),
        lat=0.5 * (corner[:, 1] + 0.5),
        weight=np.ones(count),
        population=np.full(count, np.nan),
        land_km2=np.full(count, 3000.0),
        edges=np.array(sorted(edges), dtype=np.int32),
        edge_kinds=("border",) * len(edges),
        edge_minutes=np.full(len(edges), np.nan),
        shapes=shapes,
    )


def fabricated_comparison(
    region: Region | None = None,
    owners: Sequence[NDArray[np.integer]] | None = None,
    *,
    replications: int = 6,
    titles: Sequence[str] = ("Today's territories", "Redrawn in balance"),
    rep_names: Sequence[str] = (),
    seed: int = 1,
) -> Comparison:
    """Make up a comparison: pay and hours follow the number of units a rep has, the rest is noise.

    The second and later scenarios are fairer and quicker to respond by construction; coverage is the
    same in all of them but for noise.
    """
    place = region or grid_region()
    count = len(place)
    plans = owners or [np.minimum(np.arange(count) // 3, 3), np.arange(count) * 4 // count]
    ids = [f"plan_{number}" if number else "today" for number in range(len(plans))]
    tables = _run_tables(ids, plans, replications, Streams(seed))
    dictionary = pd.DataFrame(
        [(kpi, unit, better, f"What {kpi} means.", 0.0) for kpi, unit, better in LINES],
        columns=["kpi", "unit", "better", "meaning", "threshold"],
    )
    moves = [
        (ids[number], ids[0], f"A{unit:04d}", place.unit_ids[unit], _rep(plans[0][unit]), _rep(plan[unit]))
        for number, plan in enumerate(plans)
        for unit in range(count)
        if plan[unit] != plans[0][unit]
    ]
    shares = {name: float(np.mean(plan != plans[0])) for name, plan in zip(ids, plans, strict=True)}
    reps = [
        (name, _rep(rep), rep_names[rep] if rep < len(rep_names) else "")
        for name, plan in zip(ids, plans, strict=True)
        for rep in range(int(plan.max()) + 1)
    ]
    tables |= {
        "kpi_dictionary": dictionary,
        "moves": pd.DataFrame(
            moves,
            columns=["scenario_id", "baseline_id", "account_id", "unit_id", "from_rep_id", "to_rep_id"],
            dtype="str",
        ),
        "reps": pd.DataFrame(reps, columns=["scenario_id", "rep_id", "name"], dtype="str"),
        "runs": tables["kpis"][["scenario_id", "replication"]].drop_duplicates(ignore_index=True),
        "comparisons": comparison_table(
            tables["kpis"], tables["territory_run"], dictionary, tuple(ids), shares
        ),
    }
    if len(ids) > 2:
        tables["ranking"] = ranking_table(tables["kpis"], dictionary, tuple(ids))
    configs = {
        name: {
            "scenario": {"name": name, "title": title},
            "commission": {"currency": "USD"},
            "days": 250,
        }
        for name, title in zip(ids, titles, strict=False)
    }
    return Comparison(
        tables=dict(sorted(tables.items())),
        manifest=manifest(
            verb="compare",
            scenarios=configs,
            seed=seed,
            replications=replications,
            hashes=dict.fromkeys(ids, "0" * 64),
            command=["territory-sim", "compare", "scenario=today,plan_1"],
        ),
        region=place,
        alignments={
            name: pd.DataFrame(
                [(place.unit_ids[u], "", f"T{t + 1:02d}", _rep(t), "") for u, t in enumerate(plan)],
                columns=list(ALIGNMENT_COLUMNS),
                dtype="str",
            )
            for name, plan in zip(ids, plans, strict=True)
        },
    )


def _rep(index: int) -> str:
    return f"R{int(index) + 1:02d}"


def _run_tables(
    ids: Sequence[str], plans: Sequence[NDArray[np.integer]], replications: int, streams: Streams
) -> dict[str, pd.DataFrame]:
    kpis, months, land, accounts = [], [], [], []
    for number, (name, plan) in enumerate(zip(ids, plans, strict=True)):
        sizes = np.bincount(plan)
        for replication in range(replications):
            common = streams.generator("fabricated common", period=replication)
            own = streams.generator("fabricated own", name, replication)
            luck = 1 + 0.05 * common.standard_normal(len(sizes)) + 0.01 * own.standard_normal(len(sizes))
            variable = np.rint(3e7 * sizes / sizes.mean() * luck / 12).astype(np.int64)
            for rep, cents in enumerate(variable.tolist()):
                rep_id = _rep(rep)
                months += [
                    (name, 0, replication, rep_id, f"2026-{m:02d}", 25 * cents, 250_000, cents)
                    for m in (1, 2)
                ]
                land.append(
                    (
                        name,
                        0,
                        replication,
                        f"T{rep + 1:02d}",
                        rep_id,
                        int(sizes[rep]),
                        int(sizes[rep]),
                        10**8 * int(sizes[rep]),
                        100.0 * sizes[rep] * luck[rep],
                    )
                )
            level = {kpi: common.random() for kpi, _, _ in LINES[:-1]}
            level |= {kpi: 0.5 + 0.1 * level[kpi] + 0.01 * own.random() for kpi in level}
            for kpi in ("revenue", "contribution"):
                level[kpi] *= 9e7 * (1 + 0.02 * number)
            for kpi in ("first_response_hours", "first_response_p90_hours", "lead_response_hours"):
                level[kpi] *= 8 - 2 * min(number, 1)
            level["pay_gini"] = level["pay_opportunity_gini"] = gini(variable)
            kpis += [(name, 0, replication, kpi, value) for kpi, value in level.items()]
            for unit, segment in enumerate("ABC" * (len(plan) // 3)):
                accounts.append(
                    (
                        name,
                        0,
                        replication,
                        f"A{unit:04d}",
                        segment,
                        12,
                        9 + int(3 * own.random()),
                        5,
                        4,
                        1,
                        8.0 * own.random(),
                    )
                )
    keys = ["scenario_id", "design_id", "replication"]
    return {
        "kpis": pd.DataFrame(kpis, columns=[*keys, "kpi", "value"]),
        "rep_month": pd.DataFrame(
            months, columns=[*keys, "rep_id", "month", "booked_cents", "base_cents", "variable_cents"]
        ),
        "territory_run": pd.DataFrame(
            land,
            columns=[
                *keys,
                "territory_id",
                "rep_id",
                "units",
                "accounts",
                "potential_cents",
                "required_hours",
            ],
        ),
        "account_run": pd.DataFrame(
            accounts,
            columns=[
                *keys,
                "account_id",
                "segment",
                "calls_due",
                "calls_on_time",
                "requests",
                "requests_served",
                "requests_expired",
                "wait_hours",
            ],
        ),
    }
