"""The answer of a comparison in a few sentences: direction, size, interval and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from territory_sim.experiments.comparisons import BETTER, OPEN, SHIFTED, TIE, UNDECIDED, WORSE
from territory_sim.experiments.wording import difference, label, quantities, size

HEADLINES: Final = (
    ("pay_opportunity_gini", "pay_gini"),
    ("contribution", "revenue"),
    ("coverage", "first_response_hours"),
)
"""What leaders ask about first: fairness, money, customers; the second name stands in for the first."""

CLEAR_ALONE: Final = "clear by itself, not among all lines judged together"
"""Said of a line whose own interval excludes zero, but whose verdict is open."""

_FAIRNESS: Final = {
    "pay_opportunity_gini": "with equally able reps the Gini of variable pay",
    "pay_gini": "the Gini of variable pay",
}
"""How the headline speaks of fair pay."""

_NAMES: Final = {
    "coverage": "coverage of planned calls",
    "coverage_worst_decile": "coverage of the worst-served tenth of accounts",
    "first_response_hours": "the mean time to a first response",
    "first_response_p90_hours": "the time within which nine in ten requests get a first response",
    "unanswered_share": "the share of unanswered requests",
    "face_to_face_share": "the share of on-site requests met in person",
    "satisfaction": "satisfaction",
    **_FAIRNESS,
}


def ahead(kpis: pd.DataFrame, row: Mapping[str, Any]) -> tuple[int, int]:
    """Count the paired replications in which the option beats the baseline on one line.

    Args:
        kpis: Table ``kpis`` of all scenarios.
        row: A row of table ``comparisons``.

    Returns:
        Replications in which the option was ahead, and all of them; for a line with a target, ahead
        means above the baseline.
    """
    line = kpis[kpis["kpi"] == row["kpi"]]
    wide = line.pivot_table(index="replication", columns="scenario_id", values="value")
    pairs = wide.reindex(columns=[row["baseline_id"], row["scenario_id"]]).dropna()
    differences = pairs.iloc[:, 1] - pairs.iloc[:, 0]
    wins = differences < 0 if row["better"] == "down" else differences > 0
    return int(wins.sum()), len(pairs)


def odds(wins: int, pairs: int) -> str:
    """Say in plain words how often the option came out ahead.

    Args:
        wins: Replications in which it was ahead.
        pairs: All replications.

    Returns:
        A clause; empty without any pair.

    Example:
        >>> odds(20, 20), odds(13, 20)
        ('ahead in all 20 paired runs', 'ahead in 13 of 20 paired runs')
    """
    if pairs == 0:
        return ""
    return f"ahead in all {pairs} paired runs" if wins == pairs else f"ahead in {wins} of {pairs} paired runs"


def verdict_sentences(
    rows: pd.DataFrame,
    kpis: pd.DataFrame,
    titles: tuple[str, str],
    currency: str,
    thresholds: Mapping[str, float],
) -> tuple[str, ...]:
    """Say what one option changes.

    Args:
        rows: Its rows of table ``comparisons``.
        kpis: Table ``kpis`` of all scenarios.
        titles: Names of the baseline and of the option for people.
        currency: Currency of money.
        thresholds: The change of each line from which on it matters, in the line's unit.

    Returns:
        First the headline, then the other two questions of a leader, then the count of lines.
    """
    lines = {str(row["kpi"]): {str(k): v for k, v in row.items()} for row in rows.to_dict("records")}
    chosen = [
        next(kpi for kpi in pair if kpi in lines) for pair in HEADLINES if any(k in lines for k in pair)
    ]
    sentences = []
    for kpi in chosen:
        said = describe(lines[kpi], currency, odds(*ahead(kpis, lines[kpi])))
        if kpi in _FAIRNESS:
            sentences.append(f"{_fairness_claim(lines[kpi], titles)}: {said}.")
        elif not sentences:
            sentences.append(f"{titles[1]} instead of {titles[0]}: {said}.")
        else:
            sentences.append(f"{said[:1].upper()}{said[1:]}.")
    return (*sentences, count_sentence(rows, thresholds))


def describe(row: Mapping[str, Any], currency: str, how_often: str = "") -> str:
    """Say what happens to one scorecard line.

    Args:
        row: Its row of table ``comparisons``.
        currency: Currency of money.
        how_often: From :func:`odds`; may be empty.

    Returns:
        A clause with the values, the size and the interval, without a full stop.
    """
    unit, kpi = str(row["unit"]), str(row["kpi"])
    name = _NAMES.get(kpi, label(kpi).lower())
    before, after = quantities([row["baseline"], row["option"]], unit, currency)
    numbers = (row["difference"], row["low"], row["high"])
    if row["verdict"] in UNDECIDED:
        if row["difference"] == 0 and row["low"] == row["high"]:
            return f"{name} stays at {before}"
        between = difference(*numbers, unit)[1]
        said = "is a tie" if row["verdict"] == TIE else "is open"
        alone = f"; {CLEAR_ALONE}" if is_clear_alone(row) else ""
        return f"{name} {said} ({before} and {after}, 95 % interval of the difference {between}{alone})"
    way = "rises" if row["difference"] > 0 else "falls"
    large, between = size(*numbers, unit, currency)
    sure = "exactly" if row["low"] == row["high"] else f"95 % interval {between}"
    tail = f"; {how_often}" if how_often and row["verdict"] in {BETTER, WORSE} else ""
    return f"{name} {way} from {before} to {after} (by {large}, {sure}{tail})"


def is_clear_alone(row: Mapping[str, Any]) -> bool:
    """Tell whether a line is open only because so many lines are judged together.

    Args:
        row: Its row of table ``comparisons``.

    Returns:
        Whether its own interval lies on one side of zero, though its verdict is open.
    """
    return bool(row["verdict"] == OPEN and (row["low"] > 0 or row["high"] < 0))


def count_sentence(rows: pd.DataFrame, thresholds: Mapping[str, float]) -> str:
    """Count what became of all scorecard lines.

    Args:
        rows: One option's rows of table ``comparisons``.
        thresholds: The change of each line from which on it matters, in the line's unit.

    Returns:
        A sentence that names the lines that got worse, and says which of them hardly did.
    """
    found = Counter(rows["verdict"].tolist())
    worse = rows[rows["verdict"] == WORSE]
    matters = [
        abs(change) >= thresholds.get(kpi, 0.0)
        for kpi, change in zip(worse["kpi"], worse["difference"], strict=True)
    ]
    named = [label(kpi).lower() for kpi in worse["kpi"]]
    losers = ["; ".join(name for name, m in zip(named, matters, strict=True) if m)]
    losers += ["hardly: " + "; ".join(name for name, m in zip(named, matters, strict=True) if not m)]
    listed = "; ".join(text for text in losers if text not in {"", "hardly: "})
    parts = [f"{found[BETTER]} better", f"{len(worse)} worse ({listed})" if listed else "none worse"]
    if found[SHIFTED]:
        parts.append(f"{found[SHIFTED]} shifted")
    ties = found[TIE]
    parts.append(f"{ties} {'tie' if ties == 1 else 'ties'}")
    parts.append(f"{found[OPEN] or 'none'} open")
    return f"Of {len(rows)} scorecard lines: {', '.join(parts)}."


def _fairness_claim(row: Mapping[str, Any], titles: tuple[str, str]) -> str:
    baseline, option = titles
    if row["verdict"] == TIE:
        return f"{option} pays as fairly as {baseline}"
    if row["verdict"] == OPEN:
        return f"Whether {option} pays more or less fairly than {baseline} is open"
    return f"{option} pays {'more' if row['verdict'] == BETTER else 'less'} fairly than {baseline}"
