"""A finished comparison of scenarios, as it is shown, written and read again."""

from __future__ import annotations

import dataclasses
import html
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from territory_sim.experiments.answer import answer_sentence
from territory_sim.experiments.campaign_wording import campaign_sentences
from territory_sim.experiments.comparisons import sized_verdict
from territory_sim.experiments.transition import transition, transition_sentence
from territory_sim.experiments.verdict import HEADLINES, verdict_sentences
from territory_sim.experiments.wording import difference, gain, label, odds_words, quantities
from territory_sim.region.network import Region

NO_FAILURES = pd.DataFrame(
    {
        "scenario_id": pd.Series(dtype="str"),
        "replication": pd.Series(dtype="int64"),
        "reason": pd.Series(dtype="str"),
    }
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Some scenarios, run on the same replications and compared with the first of them.

    Args:
        tables: Tidy tables by name, all scenarios and replications in each.
        manifest: What it takes to make the same results again.
        region: The region all scenarios share.
        alignments: Rows of alignment.csv by scenario id.
    """

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    region: Region
    alignments: Mapping[str, pd.DataFrame]

    @property
    def scenario_ids(self) -> tuple[str, ...]:
        """Ids of the scenarios, the baseline first."""
        return tuple(self.manifest["scenarios"])

    @property
    def baseline_id(self) -> str:
        """Id of the scenario that the others are compared with."""
        return self.scenario_ids[0]

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the scenarios that are compared with the baseline."""
        return self.scenario_ids[1:]

    @property
    def table(self) -> pd.DataFrame:
        """Table ``comparisons``: one row per option and scorecard line."""
        return self.tables["comparisons"]

    @property
    def ranking(self) -> pd.DataFrame | None:
        """Table ``ranking`` of three scenarios or more; None for two."""
        return self.tables.get("ranking")

    @property
    def runs(self) -> pd.DataFrame:
        """Table ``runs``: one row per finished run, with times and hosts."""
        return self.tables["runs"]

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that came to no result: scenario_id, replication, reason; empty when all went well."""
        return self.tables.get("failures", NO_FAILURES)

    @property
    def currency(self) -> str:
        """Currency of all money, ISO 4217."""
        return str(self.config(self.baseline_id)["commission"]["currency"])

    def config(self, scenario_id: str) -> Mapping[str, Any]:
        """Return the full configuration of a scenario.

        Args:
            scenario_id: Its id.

        Returns:
            A tree of plain values with the keys of ``configs/``.
        """
        config: Mapping[str, Any] = self.manifest["scenarios"][scenario_id]
        return config

    def title(self, scenario_id: str) -> str:
        """Return the name of a scenario for people.

        Args:
            scenario_id: Its id.

        Returns:
            Its title; with what was varied, or the id itself where it has no title.
        """
        config = self.config(scenario_id)["scenario"]
        if scenario_id == config["name"]:
            return str(config["title"] or scenario_id)
        name = str(config["name"])
        if scenario_id.startswith(f"{name} "):
            return f"{config['title']}{scenario_id.removeprefix(name)}"
        return scenario_id

    @cached_property
    def verdict(self) -> str:
        """What the comparison shows, in a few sentences for people."""
        return " ".join(sentence for option_id in self.option_ids for sentence in self.verdict_on(option_id))

    def verdict_on(self, option_id: str) -> tuple[str, ...]:
        """Return what the comparison shows about one option.

        Args:
            option_id: The option.

        Returns:
            Sentences, the headline first.
        """
        *first, count = verdict_sentences(
            self.table[self.table["scenario_id"] == option_id],
            self.tables["kpis"],
            (self.title(self.baseline_id), self.title(option_id)),
            self.currency,
            self.thresholds,
        )
        change = transition(self, option_id)
        changed = () if change is None else (transition_sentence(change, self.currency),)
        return (*first, *changed, *campaign_sentences(self, option_id), count)

    def lines_of(self, option_id: str) -> dict[str, dict[str, Any]]:
        """Return the rows of table ``comparisons`` of one option.

        Args:
            option_id: The option.

        Returns:
            Rows by scorecard line.
        """
        rows = self.table[self.table["scenario_id"] == option_id].to_dict("records")
        return {str(row["kpi"]): {str(name): value for name, value in row.items()} for row in rows}

    def answer_on(self, option_id: str) -> str:
        """Answer in one sentence whether an option is better, by how much and how surely.

        Args:
            option_id: The option.

        Returns:
            A sentence for people.
        """
        days = int(self.config(self.baseline_id)["days"])
        titles = self.title(self.baseline_id), self.title(option_id)
        return answer_sentence(self.lines_of(option_id), titles, self.currency, days)

    @cached_property
    def thresholds(self) -> dict[str, float]:
        """The change of each scorecard line from which on it matters, in the line's unit."""
        dictionary = self.tables["kpi_dictionary"]
        pairs = zip(dictionary["kpi"], dictionary["threshold"], strict=True)
        return {str(kpi): float(threshold) for kpi, threshold in pairs}

    def __repr__(self) -> str:
        """Return one line that names what was compared."""
        options = ", ".join(self.option_ids)
        count = self.manifest["replications"]
        return f"<Comparison of {options} with {self.baseline_id}, {count} replications>"

    def _repr_html_(self) -> str:
        parts = [f"<p>{html.escape(self.verdict)}</p>"]
        for option_id in self.option_ids:
            rows = self.table[self.table["scenario_id"] == option_id].to_dict("records")
            lines = [line_cells({str(k): v for k, v in row.items()}, self.currency) for row in rows]
            heads = ("Scorecard line", "baseline", "option", *_HEADS)
            caption = f"{self.title(option_id)} against {self.title(self.baseline_id)}"
            parts.append(_html_table(caption, heads, [dataclasses.astuple(line) for line in lines]))
        if self.ranking is not None:
            cells = [tuple(row) for row in ranking_cells(self)]
            parts.append(_html_table("All scenarios ranked", RANKING_HEADS, cells))
        return "".join(parts)


_HEADS: Final = ("difference", "95 % interval", "odds", "big enough", "verdict", "gain of pairing")
RANKING_HEADS: Final = ("line", "place", "scenario", "value", "ahead of the best other", "95 % interval", "")
"""Headings of the ranking as :func:`ranking_cells` writes it."""


@dataclass(frozen=True, slots=True)
class LineCells:
    """One row of the comparison as texts.

    Args:
        name: The line, with the currency of money.
        before: Value of the baseline.
        after: Value of the option.
        difference: Paired difference.
        interval: Its 95 % interval.
        odds: Probability that the option is better.
        big_enough: Whether the change is as large as would matter.
        verdict: The verdict word; behind an open line the replications in all that would settle it.
        gain: Gain of pairing.
    """

    name: str
    before: str
    after: str
    difference: str
    interval: str
    odds: str
    big_enough: str
    verdict: str
    gain: str


def line_cells(row: Mapping[str, Any], currency: str) -> LineCells:
    """Write one row of the comparison as texts.

    Args:
        row: A row of table ``comparisons``.
        currency: Currency of money.

    Returns:
        The texts.
    """
    unit, kpi = str(row["unit"]), str(row["kpi"])
    before, after = quantities([row["baseline"], row["option"]], unit)
    changed, between = difference(row["difference"], row["low"], row["high"], unit)
    settles = number_or_nan(row["replications_to_settle"])
    verdict = sized_verdict(str(row["verdict"]), float(row["difference"]), float(row["threshold"]))
    return LineCells(
        name=f"{label(kpi)}, {currency}" if unit == "money" else label(kpi),
        before=before,
        after=after,
        difference=changed,
        interval=between,
        odds=odds_words(number_or_nan(row["odds"])),
        big_enough=str(row["big_enough"]),
        verdict=verdict if math.isnan(settles) else f"{verdict} until {settles:,.0f} runs",
        gain=gain(number_or_nan(row["variance_reduction"])),
    )


def ranking_cells(comparison: Comparison) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """Write the ranking of three scenarios or more, for the lines that leaders ask about first.

    Args:
        comparison: A comparison with a table ``ranking``.

    Yields:
        Line, place (with ``=`` where it is shared), scenario, value, lead over the best other one,
        its interval, and standing.
    """
    table = comparison.tables["ranking"]
    known = set(table["kpi"])
    for kpi in (next((kpi for kpi in names if kpi in known), "") for names in HEADLINES):
        for row in table[table["kpi"] == kpi].to_dict("records"):
            unit = str(row["unit"])
            ahead, between = difference(row["lead"], row["lead_low"], row["lead_high"], unit)
            place = f"{row['place']}{'=' if row['shared'] else ''}"
            (value,) = quantities([row["value"]], unit)
            title = comparison.title(str(row["scenario_id"]))
            yield label(kpi), place, title, value, ahead, between, str(row["standing"])


def number_or_nan(value: Any) -> float:  # noqa: ANN401 - a cell of a table or of JSON
    """Read a number that may be missing, or infinite and so a text in JSON.

    Args:
        value: A number, ``inf`` or None.

    Returns:
        The number; nan where there is none.
    """
    return math.nan if value is None else float(value)


def _html_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    caption = f"<caption>{html.escape(caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
