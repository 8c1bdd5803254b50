"""``territory-sim play``: the trainers' page as one file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import note, print_json, progress
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario

_DEFAULT_PAIR: Final = "scenario=status_quo,balanced"


def execute(request: Request) -> int:
    """Record the scenarios and write the page.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When something the user gave cannot be used; nothing is written then.
    """
    from territory_sim.app.lesson import load_lesson

    overrides, lesson_name = _without_lesson(request.overrides)
    lesson = load_lesson(lesson_name) if lesson_name is not None else None
    if lesson is not None:
        overrides = [*lesson.overrides, *overrides]
    scenarios = load_pair(overrides, request.config_dirs)
    asked = any(names(text, "replications") for text in overrides)
    folder = results_folder("play", scenarios)
    announce_first_use(scenarios)
    with progress(f"Recording {len(scenarios)} scenarios, {scenarios[0].days} business days") as advance:
        from territory_sim.app.play import play
        from territory_sim.app.recording import REPLICATIONS

        page = play(
            scenarios,
            folder,
            replications=scenarios[0].replications if asked else REPLICATIONS,
            lesson=None if lesson is None else lesson.page(),
            progress=advance,
            command=request.command,
        )
    size_kib = page.stat().st_size / 1024
    if request.as_json:
        print_json({"page": str(page), "out": str(folder), "size_kib": round(size_kib)})
    else:
        print(page)
        note(f"One file of {size_kib:,.0f} KiB; it needs no network. To open it:")
        note(f"  python3 -m webbrowser {shlex.quote(str(page))}")
    return 0


def load_pair(overrides: Sequence[str], config_dirs: Sequence[str]) -> tuple[Scenario, ...]:
    """Load the scenarios of a page: the two most people ask about unless others are named.

    Args:
        overrides: Settings to change.
        config_dirs: Folders with the user's own configs.

    Returns:
        The scenarios, checked.

    Raises:
        ScenarioError: With everything that is wrong with any of them.
    """
    named = any(names(text, "scenario") for text in overrides)
    return load_scenarios(overrides if named else [_DEFAULT_PAIR, *overrides], config_dirs)


def names(override: str, key: str) -> bool:
    """Say whether an override is about a key.

    Args:
        override: As typed.
        key: Name of the key.

    Returns:
        True for ``key=...``.
    """
    return override.lstrip("+").partition("=")[0] == key


def _without_lesson(overrides: Sequence[str]) -> tuple[list[str], str | None]:
    lessons = [text.partition("=")[2] for text in overrides if names(text, "lesson")]
    return [text for text in overrides if not names(text, "lesson")], lessons[-1] if lessons else None
