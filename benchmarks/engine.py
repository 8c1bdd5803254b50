"""Speed of the engine beside three yardsticks, timed in the same process: run by ``make bench``.

Each size runs in a process of its own, so that its peak of memory is its own. Rates on one
machine move with its load; the ratios to the yardsticks are what to compare and to keep.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

SIZES = ("S", "M", "L")
LEAST_TIMEOUT_RATIO = 0.015
LEAST_FULL_RATIOS = {"full_market": 0.010, "full_model": 0.008}
"""Least ratio to timeouts at S with the whole market at work, and with people and pay as well."""
LEAST_TIMES_MESA = 2.0
LEAST_TIMES_SIMPY = 3.0
MOST_MB = 600
_YEAR_DAYS = 250
_SHORT_L_DAYS = 50
_NAIVE_DAYS = {"S": 60, "M": 20, "L": 8}
"""Business days of the naive models, which are slow; their rates do not depend on it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the sizes asked for and print one table.

    Args:
        arguments: Words of the command line.

    Returns:
        Exit code 0; the table says what is below its requirement.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default=",".join(SIZES), help="sizes to time, such as S,M")
    parser.add_argument("--days", type=int, help="business days of every size")
    parser.add_argument(
        "--full", action="store_true", help=f"{_YEAR_DAYS} days of L too, not {_SHORT_L_DAYS}"
    )
    parser.add_argument("--json", action="store_true", help="print figures as JSON lines, no table")
    parser.add_argument("--child", choices=SIZES, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.child:
        print(json.dumps(measure(chosen.child, chosen.days)))
        return 0
    sizes = chosen.sizes.split(",")
    if unknown := [size for size in sizes if size not in SIZES]:
        parser.error(f"--sizes: {', '.join(unknown)} is not one of {', '.join(SIZES)}")
    figures = []
    for size in sizes:
        short = size == "L" and not chosen.full
        days = chosen.days or (_SHORT_L_DAYS if short else _YEAR_DAYS)
        print(f"size {size}, {days} business days ...", file=sys.stderr, flush=True)
        figures.append(_in_fresh_process(size, days))
    if chosen.json:
        for row in figures:
            print(json.dumps(row))
    else:
        print_table(figures)
    return 0


def measure(size: str, days: int) -> dict[str, Any]:
    """Time one size and its yardsticks in this process.

    Args:
        size: S, M or L.
        days: Business days of the engine's run.

    Returns:
        Figures by name. Each model's rate is compared with bare timeouts timed right before and
        after it, so that a machine that slows down meanwhile slows down both.
    """
    import naive_mesa
    import naive_simpy
    from bare_simpy import timeouts_per_second
    from workload import workload

    from territory_sim import load_scenario
    from territory_sim.scenario.world import build_world

    def beside_timeouts(model: Callable[[], Any]) -> tuple[Any, float]:
        before = [timeouts_per_second() for _ in range(3)]
        result = model()
        after = [timeouts_per_second() for _ in range(3)]
        return result, statistics.median(before + after)

    timeouts_per_second()  # the first time is slower: everything is cold
    run, timeouts = beside_timeouts(lambda: _run_as_a_user(size, days))
    full = {}
    if size == "S":
        for scenario in LEAST_FULL_RATIOS:
            print(f"  {scenario} ...", file=sys.stderr, flush=True)
            found, beside = beside_timeouts(partial(_run_as_a_user, size, days, scenario))
            full[f"{scenario}_ratio"] = found["rep_days_per_second"] / beside
    scenario = load_scenario("benchmark", [f"benchmark.size={size}"])
    world = build_world(scenario)
    work = workload(world)
    naive_days = _NAIVE_DAYS[size]
    print("  naive Mesa ...", file=sys.stderr, flush=True)
    mesa, mesa_timeouts = beside_timeouts(lambda: naive_mesa.rep_days_per_second(work, naive_days))
    print("  naive SimPy ...", file=sys.stderr, flush=True)
    naive, naive_timeouts = beside_timeouts(lambda: naive_simpy.rep_days_per_second(work, naive_days))
    ratio = run["rep_days_per_second"] / timeouts
    return (
        run
        | full
        | {
            "size": size,
            "days": days,
            "reps": len(world.reps),
            "accounts": len(world.accounts),
            "timeouts_per_second": timeouts,
            "timeout_ratio": ratio,
            "times_naive_mesa": ratio / (mesa[0] / mesa_timeouts),
            "times_naive_simpy": ratio / (naive[0] / naive_timeouts),
            "naive_mesa_visits": mesa[1],
            "naive_simpy_visits": naive[1],
        }
    )


def _run_as_a_user(size: str, days: int, scenario: str = "benchmark") -> dict[str, float]:
    """Call the command itself; it writes its tables to a folder that is thrown away."""
    import pyarrow.parquet as pq

    from territory_sim.cli.entry import main as territory_sim

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        words = [
            "run",
            f"scenario={scenario}",
            f"benchmark.size={size}",
            f"days={days}",
            f"out={out}",
            "--json",
        ]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = territory_sim(words)
        if code != 0:
            raise RuntimeError(f"territory-sim {' '.join(words)} ended with exit code {code}")
        visits = pq.read_table(out / "rep_day.parquet", columns=["visits"])["visits"].to_numpy().mean()
    found = json.loads(printed.getvalue())
    return {
        "rep_days_per_second": found["rep_days_per_second"],
        "peak_mb": found["peak_mb"],
        "visits_per_rep_day": float(visits),
    }


def _in_fresh_process(size: str, days: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", size, "--days", str(days)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def print_table(figures: Sequence[dict[str, Any]]) -> None:
    """Print the sizes as rows, and below them what is required.

    Args:
        figures: What :func:`measure` found for each size.
    """
    heads = (
        "size",
        "days",
        "reps",
        "accounts",
        "visits a",
        "rep-days",
        "peak",
        "ratio to",
        *2 * ("x naive",),
    )
    units = ("", "", "", "", "rep-day", "a second", "MB", "timeouts", "Mesa", "SimPy")
    limits = (f"{LEAST_TIMEOUT_RATIO} (M)", f"{LEAST_TIMES_MESA:g} (M)", f"{LEAST_TIMES_SIMPY:g} (M)")
    required = ("", "", "", "", "", "required", f"< {MOST_MB} (L)", *(f">= {limit}" for limit in limits))
    rows = [heads, units, *[_row(row) for row in figures], required]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for cells in rows:
        print("  ".join(text.rjust(width) for text, width in zip(cells, widths, strict=True)))
    for row in figures:
        naive = f"{row['naive_mesa_visits']:.1f} and {row['naive_simpy_visits']:.1f}"
        bare = f"{row['timeouts_per_second']:,.0f} bare timeouts a second"
        print(f"{row['size']}: {bare}; the naive models make {naive} visits a rep-day")
        for scenario, least in LEAST_FULL_RATIOS.items():
            if ratio := row.get(f"{scenario}_ratio"):
                told = f"ratio to timeouts {ratio:.4f}, required >= {least:.3f}"
                print(f"{row['size']}, scenario={scenario}: {told}")


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(row["size"]),
        str(row["days"]),
        f"{row['reps']:,}",
        f"{row['accounts']:,}",
        f"{row['visits_per_rep_day']:.2f}",
        f"{row['rep_days_per_second']:,.0f}",
        f"{row['peak_mb']:,.0f}",
        f"{row['timeout_ratio']:.4f}",
        f"{row['times_naive_mesa']:.1f}",
        f"{row['times_naive_simpy']:.1f}",
    )


if __name__ == "__main__":
    sys.exit(main())
