"""What people bring to their work is their skill, as far as learnt, by the effort they make."""

from __future__ import annotations

from territory_sim.salesforce.reps import Rep
from territory_sim.simulation.team import Team


def test_ability_is_skill_by_proficiency_by_effort_from_the_next_morning_on() -> None:
    """What changes in the course of a day counts from the next morning."""
    team = Team([Rep(rep_id="R1", home=0, skill=1.2, shift_minutes=540.0)], inside_reps=1)
    team.proficiency[0], team.effort[:] = 0.5, 0.8
    assert team.ability.tolist() == [1.2, 1.0]
    team.open_day()
    assert team.ability.tolist() == [1.2 * 0.5 * 0.8, 0.8]
