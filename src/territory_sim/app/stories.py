"""Four stories a trainer can begin with: what is wrong, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BEFORE: Final = "status_quo"
"""Scenario on the left of every story."""


@dataclass(frozen=True, slots=True)
class Story:
    """One story.

    Args:
        title: On its button.
        text: What to look at.
        scenario: Scenario on the right.
    """

    title: str
    text: str
    scenario: str

    @property
    def command(self) -> str:
        """The command that records it."""
        return f"territory-sim play scenario={BEFORE},{self.scenario}"


STORIES: Final = (
    Story(
        "Too many reps",
        "Thirty-six reps where every customer is near: who finds work, and who is paid?",
        "too_many_on_a_small_area",
    ),
    Story("Too few", "Six reps are gone: whose calls are missed first?", "understaffed"),
    Story(
        "Unfair split",
        "Territories that grew with each hire pay unequally: do two more reps mend that?",
        "hire_two",
    ),
    Story("Fixed", "The same reps in territories of equal workload.", "balanced"),
)
