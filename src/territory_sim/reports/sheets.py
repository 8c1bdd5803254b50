"""The report's numbers as sheets of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from territory_sim.reports.workbook import Sheet, Value

_LINE: Final = (
    "kpi", "unit", "better", "baseline", "option", "difference", "low", "high", "method", "odds", "threshold",
    "big_enough", "p_holm", "variance_reduction", "replications", "replications_to_settle", "verdict",
)  # fmt: skip
_REP: Final = (
    "rep_id", "name", "pay_before", "pay_after", "hours_before", "hours_after", "potential_before",
    "potential_after", "accounts_before", "accounts_after", "gained", "lost",
)  # fmt: skip
_FINDING: Final = ("topic", "claim", "cause", "value", "low", "high", "table")
_RANK: Final = (
    "kpi", "place", "shared", "scenario_id", "value", "unit", "lead", "lead_low", "lead_high", "standing",
)  # fmt: skip
_MEANING: Final = ("kpi", "unit", "better", "meaning", "threshold")


def report_sheets(content: Mapping[str, Any]) -> dict[str, Sheet]:
    """Lay out the content of a report for a spreadsheet.

    Args:
        content: From :func:`~territory_sim.reports.content.report_content`.

    Returns:
        Rows by name of the sheet, headings first; every row of an option begins with its name.
    """
    options = content["options"]
    sheets: dict[str, Sheet] = {
        "Answer": _answer(content),
        "Scorecard": _of_options(options, "lines", _LINE),
        "Reps": _reps(options),
        "Findings": _of_options(options, "findings", _FINDING),
    }
    if content["ranking"]:
        sheets["Ranking"] = _rows(content["ranking"], _RANK)
    sheets["Meaning"] = _rows(content["kpi_dictionary"], _MEANING)
    return sheets


def _answer(content: Mapping[str, Any]) -> Sheet:
    rows: list[list[Value]] = [["what", "text"], ["question", content["question"]]]
    for option in content["options"]:
        rows.append([f"answer on {option['title']}", option["answer"]])
        rows += [[f"verdict on {option['title']}", sentence] for sentence in option["verdict"]]
        turning = [flip["sentence"] for flip in option["flips"] if flip["sentence"]]
        rows += [[f"what would flip {option['title']}", sentence] for sentence in turning]
        rows += [[f"advice on {option['title']}", sentence] for sentence in option["advice"]]
    rows += [[key, content[key]] for key in ("region", "currency", "days", "replications", "seed", "command")]
    return rows


def _of_options(options: Sequence[Mapping[str, Any]], part: str, columns: Sequence[str]) -> Sheet:
    rows = [
        [option["title"], *(entry[name] for name in columns)] for option in options for entry in option[part]
    ]
    return [["scenario", *columns], *rows]


def _reps(options: Sequence[Mapping[str, Any]]) -> Sheet:
    changes = ("estimate", "low", "high")
    rows: list[list[Value]] = []
    for option in options:
        for rep in option["reps"]:
            found = rep["difference"]
            pay = [None if found is None else found["difference"][end] for end in changes]
            rows.append([option["title"], *(rep[name] for name in _REP), *pay])
    return [["scenario", *_REP, "pay_difference", "pay_low", "pay_high"], *rows]


def _rows(entries: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Sheet:
    return [list(columns), *([entry[name] for name in columns] for entry in entries)]
