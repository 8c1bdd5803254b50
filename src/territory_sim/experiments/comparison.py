"""A finished comparison of scenarios, as it is shown, written and read again."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from territory_sim.experiments.campaign_wording import campaign_sentences
from territory_sim.experiments.transition import transition, transition_sentence
from territory_sim.experiments.verdict import verdict_sentences
from territory_sim.experiments.wording import difference, gain, label, quantities
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
        return scenario_id.replace(str(config["name"]), str(config["title"]), 1)

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
        heads = (
            "Scorecard line",
            "baseline",
            "option",
            "difference",
            "95 % interval",
            "verdict",
            "gain of pairing",
        )
        parts = [f"<p>{html.escape(self.verdict)}</p>"]
        for option_id in self.option_ids:
            rows = self.table[self.table["scenario_id"] == option_id].to_dict("records")
            caption = f"{self.title(option_id)} against {self.title(self.baseline_id)}"
            parts.append(f"<table><caption>{html.escape(caption)}</caption><thead><tr>")
            parts += [f'<th scope="col">{head}</th>' for head in heads]
            parts.append("</tr></thead><tbody>")
            for row in rows:
                cells = line_cells({str(name): value for name, value in row.items()}, self.currency)
                parts.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
            parts.append("</tbody></table>")
        return "".join(parts)


def line_cells(row: Mapping[str, Any], currency: str) -> tuple[str, str, str, str, str, str, str]:
    """Write one row of the comparison as texts.

    Args:
        row: A row of table ``comparisons``.
        currency: Currency of money.

    Returns:
        Name (with the currency of money), baseline, option, difference, interval, verdict and gain.
    """
    unit, kpi = str(row["unit"]), str(row["kpi"])
    before, after = quantities([row["baseline"], row["option"]], unit)
    changed, between = difference(row["difference"], row["low"], row["high"], unit)
    name = f"{label(kpi)}, {currency}" if unit == "money" else label(kpi)
    return name, before, after, changed, between, str(row["verdict"]), gain(float(row["variance_reduction"]))
