"""Print the table of ``docs/verification.md``: what theory says, and what the engine gives.

    python tools/verification_table.py

Every queue runs through the real reps (``scenario=verification``). Takes a few minutes.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import quad

from territory_sim import load_scenario, simulate
from territory_sim.region.great_circle import great_circle_km
from territory_sim.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from territory_sim import Run

_BATCHES = 40
_T_99 = 2.708
"""Student's t at 99 % with 39 degrees of freedom."""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        check: What is checked.
        theory: What the formula gives.
        ours: What the engine gives.
        half_width: Half the 99 % interval of our figure.
        command: The command that gives it.
    """

    check: str
    theory: float
    ours: float
    half_width: float
    command: str

    def markdown(self) -> str:
        """Return the line in Markdown, without its command."""
        inside = "yes" if abs(self.ours - self.theory) <= self.half_width else "NO"
        figures = f"{self.theory:.5g} | {self.ours:.5g} ± {self.half_width:.2g} | {inside}"
        return f"| {self.check} | {figures} |"


def main() -> int:
    """Run every check and print the table.

    Returns:
        Exit code 0 when theory lies within every interval, else 1.
    """
    rows = [*_erlang(), *_erlang_a(), *_pollaczek_khinchine(), *_cobham(), *_travel()]
    commands = list(dict.fromkeys(row.command for row in rows))
    print("| check | theory | ours, 99 % interval | inside | command |\n|---|---|---|---|---|")
    for row in rows:
        print(f"{row.markdown()} {commands.index(row.command) + 1} |")
    print("\nCommands:\n")
    for number, command in enumerate(commands, start=1):
        print(f"{number}. `{command}`")
    return int(any(abs(row.ours - row.theory) > row.half_width for row in rows))


def _queue(*settings: str, hours: int, others: tuple[str, ...] = ()) -> tuple[Run, str]:
    words = [*(f"verification.{setting}" for setting in settings), f"verification.horizon_hours={hours}"]
    words += others
    run = simulate(load_scenario("verification", words), seed=1)
    return run, " ".join(["territory-sim run scenario=verification", *words, "seed=1 --json"])


def _batch_means(requests: pd.DataFrame, value: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean over the run and half its 99 % interval, from batches of equal time."""
    minute = requests["minute"].to_numpy()
    batch = np.minimum((minute / minute[-1] * _BATCHES).astype(int), _BATCHES - 1)
    means = np.bincount(batch, weights=value) / np.bincount(batch)
    return float(value.mean()), _T_99 * float(means.std(ddof=1)) / math.sqrt(_BATCHES)


def _waits(run: Run, *, high: bool | None = None) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    requests = run.tables["request"].sort_values("minute")
    requests = requests[requests["answered_minute"].notna()]
    if high is not None:
        requests = requests[requests["high_priority"] == high]
    return requests, ((requests["answered_minute"] - requests["minute"]) / 60).to_numpy()


def _erlang() -> list[Row]:
    servers, load = 5, 4.0
    run, command = _queue("servers=5", "arrival_rate_per_hour=4", "service_mean_hours=1", hours=200_000)
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    waits_theory = blocked / (1 - load / servers * (1 - blocked))
    mean_theory = waits_theory / (servers - load)
    requests, waits = _waits(run)
    mean, mean_half = _batch_means(requests, waits)
    share, share_half = _batch_means(requests, (waits > 0).astype(float))
    waiting = float(run.kpis.set_index("kpi")["value"]["mean_number_waiting"])
    rate = len(run.tables["request"]) / 200_000
    return [
        Row("Erlang C, 5 servers at load 0.8: mean wait, h", mean_theory, mean, mean_half, command),
        Row("the same: share who wait", waits_theory, share, share_half, command),
        # L and lambda W are two counts of the same hours; only requests still open at the end differ.
        Row("Little: mean number waiting = rate x mean wait", rate * mean, waiting, 1e-3 * waiting, command),
    ]


def _erlang_a() -> list[Row]:
    """Five servers at load 4 whose requests are given up after two hours on average."""
    run, command = _queue(
        "servers=5",
        "arrival_rate_per_hour=4",
        "service_mean_hours=1",
        hours=200_000,
        others=(
            "service.patience_distribution=exponential",
            "service.patience=1",
            "service.remote_deadline_hours=2",
        ),
    )
    waits_theory, gave_up_theory, served_theory = _erlang_a_figures(servers=5, load=4.0, patience=2.0)
    ended = run.tables["request"].query("status != 'open'").sort_values("minute")
    gave_up = (ended["status"] == "expired").to_numpy()
    waited = gave_up | (ended["answered_minute"] > ended["minute"]).to_numpy()
    found = (
        ("Erlang A, the same with a mean patience of 2 h: share who wait", waits_theory, ended, waited),
        ("the same: share who give up", gave_up_theory, ended, gave_up),
        ("the same: mean wait of those served, h", served_theory, *_waits(run)),
    )
    return [
        Row(name, theory, *_batch_means(requests, values.astype(float)), command)
        for name, theory, requests, values in found
    ]


def _erlang_a_figures(servers: int, load: float, patience: float) -> tuple[float, float, float]:
    """Return who waits, who gives up and the wait of those served, at a mean service of one hour."""

    def mean_over_waits(weight: Callable[[float], float]) -> float:
        def integrand(hours: float) -> float:
            come = load * patience * (1 - math.exp(-hours / patience))
            return weight(hours) * load * math.exp(come - servers * hours)

        return float(quad(integrand, 0, math.inf)[0])

    free = [load**n / math.factorial(n) for n in range(servers)]
    unit = 1 / (sum(free) / free[-1] + mean_over_waits(lambda _: 1.0))
    gave_up = unit * mean_over_waits(lambda hours: 1 - math.exp(-hours / patience))
    waits = unit * mean_over_waits(lambda hours: hours * math.exp(-hours / patience))
    return unit * mean_over_waits(lambda _: 1.0), gave_up, waits / (1 - gave_up)


def _pollaczek_khinchine() -> list[Row]:
    rows = []
    for cv in (0.5, 1.5):
        settings = ("servers=1", "arrival_rate_per_hour=0.6", "service_mean_hours=1", f"service_cv={cv}")
        run, command = _queue(*settings, hours=400_000)
        theory = 0.6 * (1 + cv * cv) / (2 * (1 - 0.6))
        mean, half = _batch_means(*_waits(run))
        name = f"Pollaczek-Khinchine, lognormal of cv {cv:g} at load 0.6: mean wait, h"
        rows.append(Row(name, theory, mean, half, command))
    return rows


def _cobham() -> list[Row]:
    settings = ("servers=1", "arrival_rate_per_hour=0.7", "discipline=priority", "priority_share=0.3")
    run, command = _queue(*settings, hours=400_000)
    high_load, load = 0.7 * 0.3, 0.7
    theory = load / (1 - high_load)
    rows = []
    for high, expected in ((True, theory), (False, theory / (1 - load))):
        mean, half = _batch_means(*_waits(run, high=high))
        name = "high" if high else "low"
        rows.append(Row(f"Cobham, load 0.7: mean wait of {name} priority, h", expected, mean, half, command))
    return rows


def _travel() -> list[Row]:
    """Check straight distances between uniform points of a small square on the equator."""
    count = 400_000
    marks = Streams(1).generator("verification/points").random((count, 4)) / 100
    side = great_circle_km(np.array(0.0), np.array(0.0), np.array(0.01), np.array(0.0))
    pairs = great_circle_km(marks[:, 0], marks[:, 1], marks[:, 2], marks[:, 3]) / side
    centre = great_circle_km(np.array(0.005), np.array(0.005), marks[:, 0], marks[:, 1]) / side
    root = math.asinh(1)
    checks = (
        ("two random points of a unit square: mean distance", (2 + math.sqrt(2) + 5 * root) / 15, pairs),
        ("its centre to a random point: mean distance", (math.sqrt(2) + root) / 6, centre),
        ("two random points: mean squared distance", 1 / 3, pairs**2),
    )
    return [
        Row(name, theory, float(values.mean()), 2.576 * float(values.std()) / math.sqrt(count), COMMAND)
        for name, theory, values in checks
    ]


COMMAND = "python tools/verification_table.py"


if __name__ == "__main__":
    sys.exit(main())
