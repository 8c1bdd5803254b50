"""The team as it stands today: what each of its people brings to a call or a deal, and how each feels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.salesforce.reps import Rep


class Team:
    """Whoever works for us, field reps first, then inside reps.

    Args:
        reps: The field reps; the place of each is that of his territory.
        inside_reps: Number of inside reps, who are typical.

    Attributes:
        skill: What each can do in full, relative to the typical rep, shape (k,).
        proficiency: Share of the skill that is learnt so far, shape (k,).
        effort: Share of the usual effort that each puts in, shape (k,).
        attendance: Share of the shift that each is at work, shape (k,).
        guidance: What a manager's ride-alongs add to it, as a factor, shape (k,).
        ability: What each brings today: skill by proficiency by effort by guidance, shape (k,).
        morale: Points of morale, 0 as usual, shape (k,).
        exits: Share of each one's peers who left lately, faded, shape (k,).
        missed_quota_months: Months in a row that each has been behind quota, shape (k,).

    Example:
        >>> team = Team((), inside_reps=2)
        >>> team.effort[0] = 0.9
        >>> team.open_day()
        >>> team.ability.tolist()
        [0.9, 1.0]
    """

    def __init__(self, reps: Sequence[Rep], inside_reps: int) -> None:
        self.skill = np.array([*(rep.skill for rep in reps), *(1.0 for _ in range(inside_reps))])
        self.proficiency = np.ones(len(self.skill))
        self.effort = np.ones(len(self.skill))
        self.attendance = np.ones(len(self.skill))
        self.guidance = np.ones(len(self.skill))
        self.ability = self.skill.copy()
        self.morale = np.zeros(len(self.skill))
        self.exits = np.zeros(len(self.skill))
        self.missed_quota_months = np.zeros(len(self.skill), dtype=np.int64)

    def open_day(self) -> None:
        """Let what changed since yesterday count from this morning on."""
        np.multiply(self.skill, self.proficiency, out=self.ability)
        self.ability *= self.effort
        self.ability *= self.guidance
