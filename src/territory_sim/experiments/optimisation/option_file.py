"""The chosen combination as a scenario file of its own, to be compared, shown and run like any other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from territory_sim.experiments.optimisation.levers import TODAY
from territory_sim.experiments.optimisation.words import named
from territory_sim.records.files import write_text
from territory_sim.scenario.compose import list_options
from territory_sim.scenario.dump import to_yaml

if TYPE_CHECKING:
    from territory_sim.experiments.optimisation.optimise import Optimisation

_OF_THE_SEARCH = re.compile(r"\+*(optimise\.|out=|workers=|executor=|scheduler=|tables=|replications=)")


def write_option(found: Optimisation) -> tuple[str, ...] | None:
    """Write ``configs/scenario/optimum.yaml`` into the folder of an optimisation.

    Args:
        found: What was found.

    Returns:
        Words of the command that compares it with today's settings; None when nothing was found
        that is better than today, or no file can say it (a lever within a list, or the scenario).
    """
    chosen = found.optimum.chosen
    if chosen is None or chosen == TODAY:
        return None
    pairs = [text.partition("=") for text in chosen]
    options = list_options()
    if any(key == "scenario" or re.search(r"\.\d+(\.|$)", key) for key, _, _ in pairs):
        return None
    today = found.levers.today.scenario.name
    tree: dict[str, Any] = {
        "scenario": {"name": "optimum", "title": named(chosen), "teaches": "What optimise has found."}
    }
    for key, _, value in pairs:
        *parents, last = key.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        if key not in options:
            node[last] = _plain(value)
    groups = [f"  - override /{key}: {value}" for key, _, value in pairs if key in options]
    head = ["# @package _global_", "defaults:", f"  - {today}", *groups, "  - _self_"]
    place = found.folder / "configs" / "scenario"
    place.mkdir(parents=True, exist_ok=True)
    write_text(place / "optimum.yaml", "\n".join([*head, to_yaml(tree)]))
    fixed = [text for text in found.levers.fixed if not _OF_THE_SEARCH.match(text)]
    fixed = [text for text in fixed if not text.startswith("scenario=")]
    scenarios = f"scenario={today},optimum"
    return ("compare", scenarios, *fixed, "--config-dir", str(found.folder / "configs"))


def _plain(value: str) -> object:
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return {"true": True, "false": False, "null": None}.get(value, value)
