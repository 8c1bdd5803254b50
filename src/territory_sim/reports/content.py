"""Everything the report says, as plain values: the page and report.json are both made of it."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

from territory_sim.experiments.answer import ANSWERING
from territory_sim.experiments.call_elasticity_words import elasticity_lines, elasticity_sentence
from territory_sim.experiments.transition import transition_content
from territory_sim.experiments.verdict import ahead, describe
from territory_sim.reports.advice import advice
from territory_sim.reports.campaigns import campaign_content, reading_content
from territory_sim.reports.customers import segment_changes
from territory_sim.reports.explain import explain
from territory_sim.reports.lorenz import lorenz_of
from territory_sim.reports.lost_sales import cause_changes, firm_changes
from territory_sim.reports.money import money_changes
from territory_sim.reports.rep_changes import rep_changes

if TYPE_CHECKING:
    from territory_sim.experiments.comparison import Comparison


def report_content(comparison: Comparison) -> dict[str, Any]:
    """Gather what the report says, in numbers and sentences.

    Args:
        comparison: The comparison.

    Returns:
        A tree that JSON can hold; numbers in the units of the tables, infinity as the text ``inf`` and
        what is not known as None.
    """
    manifest = comparison.manifest
    baseline = comparison.baseline_id
    content = {
        "question": question(comparison),
        "verdict": comparison.verdict,
        "region": comparison.region.name,
        "currency": comparison.currency,
        "days": comparison.config(baseline)["days"],
        "replications": manifest["replications"],
        "seed": manifest["seed"],
        "command": manifest["command"],
        "versions": manifest["versions"],
        "hashes": manifest["hashes"],
        "baseline": {"scenario_id": baseline, "title": comparison.title(baseline)},
        "kpi_dictionary": comparison.tables["kpi_dictionary"].to_dict("records"),
        "failed_runs": comparison.failures[["scenario_id", "replication"]].to_dict("records"),
        "calls": [call_content(comparison, name) for name in _with_crm(comparison)],
        "ranking": [] if comparison.ranking is None else comparison.ranking.to_dict("records"),
        "options": [option_content(comparison, option_id) for option_id in comparison.option_ids],
    }
    plain: dict[str, Any] = _plain(content)
    return plain


def question(comparison: Comparison) -> str:
    """Return the question that the comparison answers.

    Args:
        comparison: The comparison.

    Returns:
        A question for people.
    """
    options = [comparison.title(option_id) for option_id in comparison.option_ids]
    baseline = comparison.title(comparison.baseline_id)
    return f"{' or '.join(options)} instead of {baseline}?"


def option_content(comparison: Comparison, option_id: str) -> dict[str, Any]:
    """Gather what the report says about one option.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        Answer, verdict, advice, flips, lines, findings, reps, segments, money, transition, lost sales, firms,
        campaigns and Lorenz curves.
    """
    changes = rep_changes(comparison, option_id)
    moved = int((comparison.tables["moves"]["scenario_id"] == option_id).sum())
    lines = []
    for line in comparison.lines_of(option_id).values():
        wins, pairs = ahead(comparison.tables["kpis"], line)
        lines.append(line | {"ahead": wins, "pairs": pairs})
    return {
        "scenario_id": option_id,
        "title": comparison.title(option_id),
        "answer": comparison.answer_on(option_id),
        "verdict": list(comparison.verdict_on(option_id)),
        "besides": _besides(comparison, option_id),
        "advice": advice(comparison.lines_of(option_id), changes, moved),
        "flips": flip_rows(comparison, option_id),
        "lines": lines,
        "findings": [dataclasses.asdict(finding) for finding in explain(comparison, option_id)],
        "reps": [dataclasses.asdict(change) for change in changes],
        "segments": [dataclasses.asdict(change) for change in segment_changes(comparison, option_id)],
        "campaigns": campaign_content(comparison, option_id),
        "geo_test": reading_content(comparison, option_id),
        "money": [dataclasses.asdict(change) for change in money_changes(comparison, option_id)],
        "transition": transition_content(comparison, option_id),
        "lost_sales": [dataclasses.asdict(change) for change in cause_changes(comparison, option_id)],
        "firms": [dataclasses.asdict(change) for change in firm_changes(comparison, option_id)],
        "lorenz": [
            {"title": title} | {field.name: getattr(curve, field.name) for field in dataclasses.fields(curve)}
            for title, curve in lorenz_of(comparison, option_id).items()
        ],
    }


def flip_rows(comparison: Comparison, option_id: str) -> list[dict[str, Any]]:
    """Gather what would turn the answer on one option.

    Args:
        comparison: The comparison.
        option_id: The option.

    Returns:
        Rows of table ``flips``, the nearest to turning first; none where ``sensitivity`` has not been
        run on this comparison.
    """
    table = comparison.tables.get("flips")
    if table is None:
        return []
    rows = table[table["scenario_id"] == option_id].sort_values("place").to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _besides(comparison: Comparison, option_id: str) -> list[str]:
    """The verdict without the sentence that the answer has already said in its own words."""
    lines = comparison.lines_of(option_id)
    row = next((lines[kpi] for kpi in ANSWERING if kpi in lines), None)
    told = "" if row is None else describe(row, comparison.currency)[1:].removesuffix(")")
    return [text for text in comparison.verdict_on(option_id) if not told or told not in text]


def call_content(comparison: Comparison, scenario_id: str) -> dict[str, Any]:
    """Gather what the report says about the effect of calls, as a CRM export shows it and as it is.

    Args:
        comparison: The comparison.
        scenario_id: A scenario whose runs made table ``call_elasticity``.

    Returns:
        Title, sentence, and a line for each way to find out.
    """
    table = comparison.tables["call_elasticity"]
    lines = elasticity_lines(table[table["scenario_id"] == scenario_id])
    return {
        "scenario_id": scenario_id,
        "title": comparison.title(scenario_id),
        "sentence": elasticity_sentence(lines),
        "lines": [dataclasses.asdict(line) for line in lines],
    }


def _with_crm(comparison: Comparison) -> list[str]:
    table = comparison.tables.get("call_elasticity")
    named = set() if table is None else set(table["scenario_id"])
    return [name for name in comparison.scenario_ids if name in named]


def _plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - a tree of whatever tables hold
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return None if value != value else str(value)  # noqa: PLR0124 - pandas' missing values
