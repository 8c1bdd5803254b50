"""Record scenarios and write the page: one file that needs nothing but a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from territory_sim.app.html import page_html
from territory_sim.app.record import record_of
from territory_sim.app.recording import REPLICATIONS, record_scenarios
from territory_sim.experiments.result_tables import content_hashes
from territory_sim.records.files import MANIFEST, whole_folder, write_json, write_text
from territory_sim.records.manifest import manifest

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario

PAGE: Final = "play.html"


def play(
    scenarios: Sequence[Scenario],
    folder: Path,
    *,
    replications: int = REPLICATIONS,
    lesson: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
    command: Sequence[str] | None = None,
) -> Path:
    """Record scenarios and write ``play.html`` into a folder.

    Args:
        scenarios: The scenarios; the first two begin in the panes and carry movements.
        folder: A new, an empty or an earlier result folder.
        replications: Replications of each scenario, for the bands.
        lesson: The lesson the page teaches; None for none.
        progress: Told after each finished step.
        command: Words of the command, for the manifest.

    Returns:
        Path of the page.

    Raises:
        TerritorySimError: When something the user gave cannot be used.
    """
    ordered = panes_first(scenarios)
    first = ordered[0]
    recorded = record_scenarios(ordered, replications, workers=first.workers, progress=progress)
    page = page_html(record_of(recorded), lesson=lesson)
    content = manifest(
        verb="play",
        scenarios={scenario.scenario_id: scenario.to_tree() for scenario in ordered},
        seed=first.seed,
        replications=replications,
        hashes=content_hashes([one.world for one in recorded]),
        command=command,
    )
    with whole_folder(folder) as unfinished:
        write_text(unfinished / PAGE, page)
        write_json(unfinished / MANIFEST, content)
    return folder / PAGE


def panes_first(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Put those first with which the two panes begin: the first variant of each scenario.

    Args:
        scenarios: Scenarios, each with its variants after one another.

    Returns:
        The same, the first of each name in front.
    """
    names = [scenario.scenario.name for scenario in scenarios]
    order = sorted(range(len(scenarios)), key=lambda place: names.index(names[place]) != place)
    return [scenarios[place] for place in order]
