"""The live page in a real browser: what comes is what was asked for last, whole and unmixed."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest

from territory_sim.app.live_server import LiveServer
from territory_sim.app.serve import live_server
from tests.app.accessibility import violations
from tests.app.browser import Tab, browser
from tests.worlds import SMALL

pytestmark = pytest.mark.slow

SETTLED = "territorySim.panes.every((pane) => pane.run.gauges.length === 2)"
ASK = """
(() => {
  const app = territorySim, levers = new Map(app.shared.record.levers.map((one) => [one.id, one]));
  window.move = (place, id, level) => app.moveLever(place, levers.get(id), level);
  window.mixed = [];
  for (const pane of app.panes) {
    const paint = pane.map.paint.bind(pane.map);
    pane.map.paint = (time, speed) => {
      const { run } = pane;
      if (pane.map.run !== run || run.recordedDays > run.dayCount || run.gauges.length > 2) {
        mixed.push(run.id);
      }
      paint(time, speed);
    };
  }
})()
"""
OF_THE_PANE = """
territorySim.panes.map((pane) => JSON.stringify([
  pane.run.levels, pane.run.reps.length, pane.run.units, pane.run.recordedDays,
  pane.run.gauges.map((one) => [...one.series.contribution]),
  pane.run.days.map((day) => day.rep.flat().length),
]))
"""


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    """A server of two small scenarios on a free port."""
    served = live_server(["scenario=status_quo,balanced", *SMALL], 0, replications=2)
    thread = Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """One browser for all tests."""
    with browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture
def tab(window: Tab, server: LiveServer) -> Tab:
    """The live page, both panes simulated."""
    window.call("Page.navigate", url="about:blank")
    window.open(server.address)
    window.until(SETTLED)
    window.ask(ASK)
    return window


def test_ten_quick_changes_end_at_what_was_asked_last(tab: Tab) -> None:
    """Each pane shows its last question alone: the same as when nothing but that is asked."""
    changes: list[tuple[int, str, object]] = [
        (0, "reps", 5),
        (1, "speed", 2),
        (0, "speed", 0.5),
        (1, "reps", 6),
        (0, "rivals", 8),
    ]
    changes += [(1, "backup", "pooled"), (0, "reps", 3), (1, "plan", "team_pool"), (0, "speed", 4)]
    changes += [(1, "campaign", 25)]
    for number, (place, lever, level) in enumerate(changes):
        tab.ask(f"move({place}, '{lever}', {level!r})")
        # Some come while the one before is still being asked, some while it is on its way.
        for _ in range(12 * (number % 3)):
            tab.ask("new Promise(requestAnimationFrame)")
    tab.until(
        "territorySim.panes[0].run.levels.speed === 4 && territorySim.panes[1].run.levels.campaign === 25"
    )
    tab.until(SETTLED)
    assert tab.ask("mixed") == []
    levels = tab.ask("territorySim.panes.map((pane) => pane.run.levels)")
    last = tab.ask(OF_THE_PANE)
    tab.ask(
        "territorySim.panes.forEach((pane, place) => territorySim.choose(place, territorySim.runs[place]))"
    )
    tab.until(
        "territorySim.panes.every((pane) => pane.run.levels.rivals === territorySim.runs[0].levels.rivals)"
    )
    for place in (0, 1):
        tab.ask(f"territorySim.live.ask({place}, {levels[place]!r})")
    tab.until(
        "territorySim.panes[0].run.levels.speed === 4 && territorySim.panes[1].run.levels.campaign === 25"
    )
    tab.until(SETTLED)
    assert tab.ask(OF_THE_PANE) == last
    assert tab.complaints == []


def test_the_map_stays_while_other_levers_move(tab: Tab) -> None:
    """Travel speed changes how long ways take, not whose units they are; another number of reps does."""
    units = tab.ask("territorySim.panes[1].run.units")
    tab.ask("move(1, 'speed', 0.5)")
    tab.until("territorySim.panes[1].run.levels.speed === 0.5")
    assert tab.ask("territorySim.panes[1].run.units") == units
    tab.ask("move(1, 'reps', 6)")
    tab.until("territorySim.panes[1].run.levels.reps === 6")
    assert tab.ask("territorySim.panes[1].run.units") != units


def test_units_redrawn_one_after_the_other_all_stay_moved(tab: Tab) -> None:
    """The second move is simulated on top of the first; undoing takes both back."""
    owner = "territorySim.panes[0].run.owner"
    first, second = tab.ask(f"[{owner}.indexOf(0), {owner}.lastIndexOf(0)]")
    for unit in (first, second):
        tab.ask(f"territorySim.panes[0].redesign.move({unit}, 1)")
        tab.until(f"{owner}[{unit}] === 1")
        tab.until(SETTLED)
    assert tab.ask(f"[{owner}[{first}], {owner}[{second}]]") == [1, 1]
    tab.ask("document.querySelector('#left .undo').click()")
    tab.until(f"{owner}[{first}] === 0 && {owner}[{second}] === 0")


def test_the_other_side_can_be_chosen_while_a_run_comes(tab: Tab) -> None:
    """Days of a run on its way never land in the run that was chosen instead."""
    tab.ask("move(0, 'reps', 5)")
    tab.until("territorySim.panes[0].run.levels.reps === 5")
    tab.ask(
        "(() => { const { chooser } = territorySim.panes[0]; chooser.value = '1';"
        " chooser.dispatchEvent(new Event('change')); })()"
    )
    tab.until(f"territorySim.panes[0].run.title === territorySim.runs[1].title && {SETTLED}")
    assert tab.ask("mixed") == []
    assert tab.ask("territorySim.panes[0].run.recordedDays") == 20


def test_axe_finds_nothing_wrong_in_live_mode(tab: Tab) -> None:
    """With levers open and the words of the server on the page."""
    tab.ask("territorySim.openLevers(0)")
    assert violations(tab) == []


def test_what_the_server_refuses_is_told_in_a_sentence(tab: Tab) -> None:
    """A question out of range changes nothing but the pane's words."""
    before = tab.ask(OF_THE_PANE)
    tab.ask("territorySim.live.ask(0, { reps: 1e6 })")
    tab.until("territorySim.panes[0].status.textContent.includes('from 2 to 120')")
    assert tab.ask(OF_THE_PANE) == before
