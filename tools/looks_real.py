"""Write docs/looks_real.md: does the default sales force look like a real one?

    python tools/looks_real.py [REPLICATIONS] [OVERRIDES...]

Simulates a year of ``status_quo`` with the seeds of so many replications, 8 unless said otherwise, and
sets what comes out beside bands. With overrides it prints the table and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from territory_sim import load_scenario, simulate
from territory_sim.metrics.statements import variable_pay
from territory_sim.scenario.world import build_world

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim import Run

TARGET = Path(__file__).parents[1] / "docs" / "looks_real.md"
_REPLICATIONS = 8
_TOLERANCE = 0.15
_PER_CENT = "{:.1%}".format
_PLAIN = "{:.2f}".format


@dataclass(frozen=True)
class Line:
    """One thing by which a sales force is known.

    Args:
        name: What it is.
        low: Lower end of the band.
        high: Upper end of the band.
        read: Reads it off a run; None where the run cannot tell.
        written: How a value is written.
        source: Where the band comes from.
    """

    name: str
    low: float
    high: float
    read: Callable[[Run], float | None]
    written: Callable[[float], str]
    source: str


def _kpi(name: str) -> Callable[[Run], float | None]:
    def read(run: Run) -> float | None:
        found = run.kpis.loc[run.kpis["kpi"] == name, "value"]
        return None if found.empty else float(found.iloc[0])

    return read


def _worked_minutes(rep_day: pd.DataFrame) -> float:
    return float(rep_day[["travel_minutes", "meeting_minutes", "admin_minutes"]].to_numpy().sum())


def _selling_share(run: Run) -> float:
    """Meetings and answers less those about requests, over all work."""
    rep_day, requests = run.tables["rep_day"], run.tables["request"]
    by_field = requests["rep_id"].isin(rep_day["rep_id"].astype("str").unique())
    service = requests.loc[(requests["status"] == "served") & by_field, "handling_minutes"].sum()
    return float(rep_day["meeting_minutes"].sum() - service) / _worked_minutes(rep_day)


def _travel_share(run: Run) -> float:
    return float(run.tables["rep_day"]["travel_minutes"].sum()) / _worked_minutes(run.tables["rep_day"])


def _variable_share(run: Run) -> float:
    pay = run.tables["rep_month"][["base_cents", "variable_cents"]].sum()
    return float(pay["variable_cents"] / pay.sum())


def _out_of_band(run: Run) -> float:
    hours = run.tables["territory_run"]["required_hours"]
    return float((abs(hours / hours.mean() - 1) > _TOLERANCE).mean())


def _p90_over_p10(run: Run) -> float | None:
    high, low = np.quantile(variable_pay(run.tables["rep_month"]).to_numpy(), [0.9, 0.1])
    return float(high / low) if low > 0 else None


LINES = (
    Line(
        "selling, of working time",
        0.30,
        0.45,
        _selling_share,
        _PER_CENT,
        "38 % of 1,502 reps' weeks (Industrial Performance Group); 34 % in UK ICT; 38 % of 800 reps "
        "(Proudfoot); the band is our assumption",
    ),
    Line(
        "travel, of working time",
        0.10,
        0.25,
        _travel_share,
        _PER_CENT,
        "11 % in UK ICT; the band is our assumption: wide regions take more",
    ),
    Line(
        "variable pay, of all pay",
        0.35,
        0.45,
        _variable_share,
        _PER_CENT,
        "about 40 % on the US average (Zoltners, Sinha and Lorimer 2012)",
    ),
    Line(
        "reps at or over quota",
        0.50,
        0.65,
        _kpi("quota_attained_share"),
        _PER_CENT,
        "58 % (CSO Insights, vendor); designers want 60 to 70 % (Alexander Group, vendor)",
    ),
    Line(
        "reps who leave in a year",
        0.20,
        0.34,
        _kpi("rep_turnover"),
        _PER_CENT,
        "20 to 34 % (American Marketing Association); 27 % of 6,727 salespeople (Harvard Business Review "
        "2017)",
    ),
    Line(
        "planned calls made in time",
        0.65,
        0.90,
        _kpi("coverage"),
        _PER_CENT,
        "our assumption: call plans are wishes",
    ),
    Line(
        "territories more than 15 % off the mean workload",
        0.50,
        1.0,
        _out_of_band,
        _PER_CENT,
        "55 % of territories too large or too small (Sinha and Zoltners 2001); the width of 15 % is "
        "convention",
    ),
    Line(
        "P90 over P10 of variable pay",
        1.8,
        4.0,
        _p90_over_p10,
        _PLAIN,
        "our assumption: the best paid tenth earns some multiple of the worst paid in most plans",
    ),
)


def measured(replications: int, overrides: Sequence[str] = ()) -> dict[str, list[float | None]]:
    """Run replications of ``status_quo`` and read every line.

    Args:
        replications: How many.
        overrides: Settings to change.

    Returns:
        Values by name of the line, one for each replication.
    """
    scenario = load_scenario("status_quo", ["opportunity=false", *overrides])
    world = build_world(scenario)
    found: dict[str, list[float | None]] = {line.name: [] for line in LINES}
    for replication in range(replications):
        run = simulate(scenario, replication=replication, world=world)
        for line in LINES:
            found[line.name].append(line.read(run))
    return found


def table(found: Mapping[str, Sequence[float | None]]) -> str:
    """Write the lines as a table.

    Args:
        found: From :func:`measured`.

    Returns:
        Markdown.
    """
    rows = [
        "| what | band | ours, mean (lowest to highest) | inside | where the band comes from |",
        "|---|---|---|---|---|",
    ]
    for line in LINES:
        values = [value for value in found[line.name] if value is not None]
        ours, inside = "not modelled by this plan or version", "no answer"
        if values:
            mean = float(np.mean(values))
            ours = f"{line.written(mean)} ({line.written(min(values))} to {line.written(max(values))})"
            inside = "yes" if line.low <= mean <= line.high else "**no**"
        band = f"{line.written(line.low)} to {line.written(line.high)}"
        rows.append(f"| {line.name} | {band} | {ours} | {inside} | {line.source} |")
    return "\n".join(rows)


def page(found: Mapping[str, Sequence[float | None]], replications: int) -> str:
    """Write the page.

    Args:
        found: From :func:`measured`.
        replications: How many replications it took.

    Returns:
        Markdown.
    """
    return f"""\
# Does it look like a real sales force?

A year of `status_quo` at the defaults, {replications} replications of seed 1, made by
`python tools/looks_real.py`. A line is inside when the mean of the replications is.

{table(found)}

Selling is time with customers and on answers to leads; requests are service. Working time is what
reps do, overtime included and waiting left out. `tests/experiments/test_looks_real.py` holds every
line in its band.

These bands say that the defaults are of a usual size, no more; your own figures are better ones. Published
shares of working time come from surveys in which reps judge themselves, and turnover differs by trade more
than the band is wide.
"""


if __name__ == "__main__":
    words = sys.argv[1:]
    count = int(words.pop(0)) if words and words[0].isdigit() else _REPLICATIONS
    values = measured(count, words)
    if words:
        print(table(values))
    else:
        TARGET.write_text(page(values, count), encoding="utf-8")
        print(table(values))
    sys.exit(0)
