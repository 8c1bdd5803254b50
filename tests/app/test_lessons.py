from __future__ import annotations

import pytest

from territory_sim.app.answer_key import lesson_figures
from territory_sim.app.lesson import answers, lesson_names, load_lesson
from territory_sim.errors import ScenarioError
from territory_sim.scenario.load import load_scenarios


@pytest.mark.parametrize("name", lesson_names())
def test_a_lesson_has_two_sides_and_every_figure_of_its_key(name: str) -> None:
    """Its settings make two scenarios, and no name in braces is left in its key."""
    lesson = load_lesson(name)
    assert len(load_scenarios(lesson.overrides)) == 2
    page = lesson.page()
    assert page["goal"]
    assert len(page["predict"]["answers"]) == 3
    assert not [sentence for sentence in page["key"] if "{" in sentence]


def test_an_unknown_lesson_is_refused_with_the_nearest_name() -> None:
    """A typing error is mended by the message."""
    with pytest.raises(ScenarioError, match="too_many_reps"):
        load_lesson("too_many_rep")


@pytest.mark.slow
@pytest.mark.parametrize("name", lesson_names())
def test_answer_keys_are_what_this_version_gives(name: str) -> None:
    """The figures of the key are simulated anew: tools/answer_keys.py makes them when they differ."""
    assert lesson_figures(name) == answers()[name]
