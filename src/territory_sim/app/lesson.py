"""Lessons: a question, scenarios that answer it, and the figures they really give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from territory_sim.errors import Fault, ScenarioError, nearest_name

ANSWERS: Final = "answers.json"
"""File with the figures of all lessons, made by ``tools/answer_keys.py``."""

OBSERVATIONS: Final = "observations.json"
"""File with what each run gave of which the figures are made, by lesson and side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson.

    Args:
        name: Name on the command line.
        title: Title on the page.
        goal: What is learnt.
        predict: ``question`` and ``answers`` to choose from, before anything plays.
        run: What to do in five minutes, a sentence each.
        debrief: What to talk about, a sentence each.
        key: The answer, a sentence each; names in braces stand for figures.
        overrides: The scenarios, in Hydra's grammar; seed and length are fixed, so that all see the same.
    """

    name: str
    title: str
    goal: str
    predict: Mapping[str, Any]
    run: tuple[str, ...]
    debrief: tuple[str, ...]
    key: tuple[str, ...]
    overrides: tuple[str, ...]

    def page(self) -> dict[str, Any]:
        """Write the lesson for the page, its key with the figures of this version.

        Returns:
            What the page shows.
        """
        figures = answers().get(self.name, {})
        return {
            "title": self.title,
            "goal": self.goal,
            "predict": dict(self.predict),
            "run": list(self.run),
            "debrief": list(self.debrief),
            "key": [sentence.format_map(figures) for sentence in self.key],
        }


def lesson_names() -> list[str]:
    """List the lessons in the order in which they build on each other.

    Returns:
        Names.
    """
    return list(_book())


def load_lesson(name: str) -> Lesson:
    """Load a lesson.

    Args:
        name: Its name.

    Returns:
        The lesson.

    Raises:
        ScenarioError: When there is none of that name.

    Example:
        >>> load_lesson("too_many_reps").overrides[0]
        'scenario=too_many_on_a_small_area'
    """
    book = _book()
    if name not in book:
        allowed = f"must be one of {', '.join(book)}"
        raise ScenarioError(
            [Fault(where="lesson", given=name, allowed=allowed, hint=nearest_name(name, list(book)))]
        )
    text = book[name]
    return Lesson(
        name=name,
        title=text["title"],
        goal=text["goal"],
        predict=text["predict"],
        run=tuple(text["run"]),
        debrief=tuple(text["debrief"]),
        key=tuple(text["key"]),
        overrides=tuple(text["overrides"]),
    )


def answers() -> dict[str, dict[str, str]]:
    """Read the figures of the answer keys.

    Returns:
        Figures as text, by lesson and by the name that stands for them in its key.
    """
    found: dict[str, dict[str, str]] = json.loads(_text(ANSWERS))
    return found


def observations() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Read what the runs gave of which the figures are made.

    Returns:
        By lesson and side: a mapping of lines for each replication.
    """
    found: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(_text(OBSERVATIONS))
    return found


def _book() -> dict[str, dict[str, Any]]:
    book: dict[str, dict[str, Any]] = json.loads(_text("lessons.json"))
    return book


def _text(name: str) -> str:
    return (files("territory_sim.app") / "lessons" / name).read_text(encoding="utf-8")
