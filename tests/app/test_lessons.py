from __future__ import annotations

import pytest

from territory_sim.app.answer_key import SIDES, Side, key_figures, lesson_sides, observe
from territory_sim.app.lesson import answers, lesson_names, load_lesson, observations
from territory_sim.app.recording import REPLICATIONS
from territory_sim.errors import ScenarioError
from territory_sim.scenario.load import load_scenarios
from territory_sim.scenario.world import build_world


@pytest.fixture(scope="module")
def sides() -> list[Side]:
    """Every scenario of the lessons once."""
    return lesson_sides()


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


@pytest.mark.parametrize("name", lesson_names())
def test_the_figures_of_a_key_are_made_of_what_its_runs_gave(name: str) -> None:
    """No figure is typed: each is the mean of one observation for each run that the page records."""
    seen = observations()[name]
    assert {place: len(runs) for place, runs in seen.items()} == {"left": REPLICATIONS, "right": REPLICATIONS}
    assert key_figures(load_lesson(name), seen) == answers()[name]


def test_a_scenario_is_shown_by_several_lessons_and_run_once(sides: list[Side]) -> None:
    """Lessons share sides, and only those whose keys name pay opportunity are run with a twin."""
    places = [place for side in sides for place in side.shown]
    assert sorted(places) == sorted((name, place) for name in lesson_names() for place in SIDES)
    assert len(sides) < len(places)
    for side in sides:
        assert side.scenario.opportunity == ("pay_opportunity_gini" in side.lines)


@pytest.mark.slow
@pytest.mark.parametrize("place", SIDES)
@pytest.mark.parametrize("name", lesson_names())
def test_answer_keys_are_what_this_version_gives(sides: list[Side], name: str, place: str) -> None:
    """One run of every side, a different one for each, gives every observation again to nine digits.

    tools/answer_keys.py makes all of them when they differ. A side is run for the lesson that shows it first.
    """
    number, side = next(entry for entry in enumerate(sides) if (name, place) in entry[1].shown)
    if side.shown[0] != (name, place):
        return
    replication = number % REPLICATIONS
    fresh = observe(build_world(side.scenario), replication)
    for lesson, shown in side.shown:
        kept = observations()[lesson][shown][replication]
        assert kept == {line: pytest.approx(fresh[line], rel=1e-9) for line in kept}
