"""``territory-sim play``: the trainers' page as one file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.folders import results_folder
from territory_sim.cli.terminal import note, print_json, progress
from territory_sim.errors import Fault, ScenarioError
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from territory_sim.app.lesson import Lesson
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
    lesson, overrides = lesson_and_overrides(request.overrides)
    overrides = with_pair(overrides)
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


def lesson_and_overrides(words: Sequence[str]) -> tuple[Lesson | None, list[str]]:
    """Take ``lesson=NAME`` out of the settings and put the lesson's own in front of them.

    Args:
        words: Overrides as typed.

    Returns:
        The lesson, None when none was named; and the settings.

    Raises:
        ScenarioError: When there is no such lesson.
    """
    from territory_sim.app.lesson import load_lesson

    named = [text.partition("=")[2] for text in words if names(text, "lesson")]
    rest = [text for text in words if not names(text, "lesson")]
    if not named:
        return None, rest
    lesson = load_lesson(named[-1])
    return lesson, [*lesson.overrides, *rest]


def with_pair(overrides: Sequence[str]) -> list[str]:
    """Put the two scenarios most people ask about in front, unless others are named.

    Args:
        overrides: Settings to change.

    Returns:
        The settings with a scenario among them.
    """
    named = any(names(text, "scenario") for text in overrides)
    return [*overrides] if named else [_DEFAULT_PAIR, *overrides]


def load_pair(overrides: Sequence[str], config_dirs: Sequence[str]) -> tuple[Scenario, ...]:
    """Load the scenarios of a page.

    Args:
        overrides: Settings with a scenario among them.
        config_dirs: Folders with the user's own configs.

    Returns:
        The scenarios, checked.

    Raises:
        ScenarioError: With everything that is wrong with any of them; no two may have one name.
    """
    scenarios = load_scenarios(overrides, config_dirs)
    ids = [scenario.scenario_id for scenario in scenarios]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise ScenarioError(
            [Fault(where=twice, allowed="stands for two scenarios", hint="each needs a name of its own")]
        )
    return scenarios


def names(override: str, key: str) -> bool:
    """Say whether an override is about a key.

    Args:
        override: As typed.
        key: Name of the key.

    Returns:
        True for ``key=...``.
    """
    return override.lstrip("+").partition("=")[0] == key
