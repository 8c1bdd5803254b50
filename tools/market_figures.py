"""Print the figures of ``docs/market/response.md`` and ``docs/market/leads.md``.

    python tools/market_figures.py response
    python tools/market_figures.py leads

Every figure comes from runs of the real engine, seed 1. Takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from territory_sim import load_scenario, simulate
from territory_sim.market.response import RESPONSE_FORMS, Response
from territory_sim.metrics.call_trial import elasticity_between_arms, elasticity_between_runs
from territory_sim.metrics.lead_wait import qualify_odds
from territory_sim.scenario.world import build_world
from territory_sim.statistics.intervals import mean_interval

if TYPE_CHECKING:
    import pandas as pd

_REPLICATIONS = 10
_LIFT = 0.4
"""More calls planned for half of the accounts: so much that ten pairs of runs show what they bring."""
_SMALL = ("region=synthetic", "region.synthetic_units=60", "market.accounts=300", "territories.count=null")

_EVEN = ("market.top_fifth_share=0.35", "market.order_size_cv=0")
"""Accounts and orders of more equal size: the elasticity is the same, and luck hides less of it."""


def main(arguments: list[str]) -> int:
    """Print the tables asked for.

    Args:
        arguments: ``response``, ``leads`` or both.

    Returns:
        Exit code 0.
    """
    tables: dict[str, Callable[[], None]] = {"response": _response, "leads": _leads}
    for name in arguments or list(tables):
        tables[name]()
    return 0


def _response() -> None:
    print("| form | share at goodwill 0 | 0.5 | 1 | 2 | 5 | call trial, elasticity read |")
    print("|---|---|---|---|---|---|---|")
    for name in RESPONSE_FORMS:
        scenario = load_scenario("status_quo", [f"market.response={name}"])
        response = Response(scenario.market, np.zeros(1, dtype=np.bool_))
        levels = np.array([0.0, 0.5, 1.0, 2.0, 5.0])
        shares = response.share(np.zeros(5, dtype=np.int64), levels).tolist()
        between_runs, between_arms = _trial(name)
        print(f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} | {between_runs} |")
        print(f"  one firm's own reading of its arms ({name}): {between_arms}", file=sys.stderr)


def _trial(name: str) -> tuple[str, str]:
    overrides = [
        "opportunity=false",
        f"market.response={name}",
        f"market.call_trial_lift={_LIFT}",
        *_EVEN,
    ]
    usual, trial = (
        build_world(load_scenario("status_quo", [*overrides, f"market.call_trial_share={share}"]))
        for share in (0, 0.5)
    )
    read, arms = [], []
    for replication in range(_REPLICATIONS):
        without, with_trial = (
            simulate(world.scenario, replication=replication, world=world).tables["account_run"]
            for world in (usual, trial)
        )
        read.append(elasticity_between_runs(with_trial, without))
        arms.append(elasticity_between_arms(with_trial))
    interval = mean_interval(np.array(read))
    spread = f"mean {np.mean(arms):.2f}, standard deviation {np.std(arms, ddof=1):.2f} from run to run"
    return f"{interval.estimate:.2f} ({interval.low:.2f} to {interval.high:.2f})", spread


def _leads() -> None:
    print("| causal share | leads | qualified | odds 0-1 h over 1-2 h | over 2-24 h | over 24 h and more |")
    print("|---|---|---|---|---|---|")
    for share in (0.0, 0.5, 1.0):
        odds = qualify_odds(_leads_at_all_waits(share))
        ratios = (odds["odds"].iloc[0] / odds["odds"].to_numpy())[1:].tolist()
        counts = f"{odds['answered'].sum():,} | {odds['qualified'].sum():,}"
        print(f"| {share:g} | {counts} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")


def _leads_at_all_waits(causal_share: float) -> pd.DataFrame:
    """Join a year of a force with time and of one with far too little, so that all waits occur."""
    import pandas as pd

    often = "leads.leads_per_year={A: 40, B: 40, C: 40}"
    changes = [*_SMALL, "opportunity=false", often, f"leads.decay_causal_share={causal_share}"]
    runs = [simulate(load_scenario("status_quo", [*changes, f"staffing.reps={reps}"])) for reps in (1, 6)]
    return pd.concat([run.tables["lead"] for run in runs], ignore_index=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
