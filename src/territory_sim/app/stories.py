"""Four stories a trainer can begin with: what is wrong, and what mends it."""

from __future__ import annotations

from typing import Final

STORIES: Final = (
    {
        "title": "Too many reps.",
        "text": "Thirty-six reps where every customer is near: who finds work, and who is paid?",
        "command": "territory-sim play scenario=status_quo,too_many_on_a_small_area",
    },
    {
        "title": "Too few.",
        "text": "Six reps are gone: whose calls are missed first?",
        "command": "territory-sim play scenario=status_quo,understaffed",
    },
    {
        "title": "Unfair split.",
        "text": "Territories that grew with each hire pay unequally: do two more reps mend that?",
        "command": "territory-sim play scenario=status_quo,hire_two",
    },
    {
        "title": "Fixed.",
        "text": "The same reps in territories of equal workload.",
        "command": "territory-sim play scenario=status_quo,balanced",
    },
)
"""Each with a title, a sentence, and the command that records it."""
