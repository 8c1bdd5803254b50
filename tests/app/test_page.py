"""The page in a real browser. The record holds names that are HTML; nothing of them may come to life."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from territory_sim.app.html import page_html
from territory_sim.app.lesson import load_lesson
from territory_sim.app.record import FORMAT, packed
from tests.app.accessibility import violations
from tests.app.browser import Tab, browser
from tests.app.small import small_record

pytestmark = pytest.mark.slow

EVIL = "</script><img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page whose accounts, units and reps have hostile names."""
    record = copy.deepcopy(small_record())
    record["region"]["unit_names"] = [EVIL for _ in record["region"]["units"]]
    record["accounts"]["names"] = [EVIL for _ in record["accounts"]["ids"]]
    for run in record["runs"]:
        for rep in run["reps"]:
            rep["name"] = EVIL
    path = tmp_path_factory.mktemp("page") / "play.html"
    path.write_text(page_html(record, lesson=load_lesson("top_seller").page()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """One browser for all tests."""
    with browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture
def tab(window: Tab, page: Path) -> Tab:
    """The page as it opens."""
    window.resize(1280, 900)
    window.call("Page.navigate", url="about:blank")
    window.open(page.as_uri())
    return window


def test_the_page_asks_for_nothing_and_complains_of_nothing(tab: Tab, page: Path) -> None:
    """One request, for the file itself; the page says how long its first picture took."""
    assert tab.requests == [page.as_uri()]
    assert tab.complaints == []
    assert tab.ask("performance.getEntriesByName('to first draw')[0].duration") > 0


def test_both_panes_show_the_same_minute(tab: Tab) -> None:
    """Playing, stepping or scrubbing moves one clock, which both maps are painted by."""
    tab.ask("window.seen = []")
    tab.ask(
        "for (const pane of territorySim.panes) { const paint = pane.map.paint.bind(pane.map);"
        " pane.map.paint = (time, speed) => { seen.push([pane.side, time]); paint(time, speed); }; }"
    )
    tab.press(" ", "Space", text=" ")
    tab.until("seen.length > 20")
    tab.press(" ", "Space", text=" ")
    seen = tab.ask("seen")
    assert [side for side, _ in seen[:4]] == ["left", "right", "left", "right"]
    assert all(left[1] == right[1] for left, right in zip(seen[::2], seen[1::2], strict=True))


def test_every_way_through_time_works_by_keyboard(tab: Tab) -> None:
    """Day, week, event, first, last, speed."""
    tab.press("Home")
    tab.press("ArrowRight")
    assert tab.ask("territorySim.clock.day") == 1
    tab.press("ArrowRight", shift=True)
    assert tab.ask("territorySim.clock.day") == 6
    tab.press("ArrowLeft")
    assert tab.ask("territorySim.clock.day") == 5
    tab.press(".", text=".")
    assert tab.ask("territorySim.clock.minute") > 0
    tab.press("End")
    assert tab.ask("territorySim.clock.day") == 19
    tab.press("+", text="+")
    assert tab.ask("document.getElementById('speed').value") == "2"
    tab.press("2", text="2")
    assert tab.ask("document.activeElement.closest('.pane').id") == "right"


def test_a_scrub_rewinds_to_the_same_moment(tab: Tab) -> None:
    """Forth and back shows the customers as they were: states depend on the time alone."""
    states = "Array.from(territorySim.panes[0].run.statesAt(3000, territorySim.panes[0].map.states)).join('')"
    before = tab.ask(states)
    tab.ask("territorySim.clock.toDay(19)")
    tab.ask("territorySim.panes[0].run.statesAt(10000, territorySim.panes[0].map.states)")
    tab.ask("territorySim.clock.toDay(1)")
    assert tab.ask(states) == before
    assert set(before) > {"0"}


def test_the_address_holds_the_moment(tab: Tab, page: Path) -> None:
    """Opened again with the address of a moment, the page shows that moment, also with sides exchanged."""
    tab.ask("territorySim.clock.go(7 * territorySim.clock.dayMinutes + 60)")
    tab.until("location.hash.includes('day=8') && location.hash.includes('minute=60')")
    tab.call("Page.navigate", url="about:blank")
    tab.open(f"{page.as_uri()}#day=9&minute=30&left=balanced&right=status_quo&speed=99&x=%E0")
    assert tab.ask("[territorySim.clock.day, territorySim.clock.minute]") == [8, 30]
    assert tab.ask("territorySim.panes.map((pane) => pane.run.id)") == ["balanced", "status_quo"]


def test_levers_snap_to_what_was_recorded_and_say_so(tab: Tab) -> None:
    """A level nobody recorded gives the nearest one, in words."""
    tab.ask("const lever = territorySim.shared.record.levers[0]; territorySim.moveLever(0, lever, 44)")
    assert re.search(r"44 was not recorded, 4 is shown", tab.ask("territorySim.panes[0].status.textContent"))
    tab.ask("territorySim.moveLever(0, territorySim.shared.record.levers[1], 'balanced')")
    assert tab.ask("territorySim.panes[0].run.id") == "balanced"


def test_hostile_names_are_shown_as_text(tab: Tab) -> None:
    """Tables, tips and lists hold the name letter by letter, and none of it ran."""
    tab.press("t", text="t")
    tab.until("document.querySelector('.moment tbody tr') !== null")
    assert EVIL in tab.ask("document.querySelector('.moment tbody').textContent")
    tab.call("Input.dispatchMouseEvent", type="mouseMoved", x=300, y=300)
    assert tab.ask("window.hacked === undefined && document.images.length === 0")


def test_a_redrawn_unit_moves_hours_at_once_and_goes_into_the_file(tab: Tab) -> None:
    """Hours leave one territory and reach the other; alignment.csv has the unit in its new place."""
    text = tab.ask(
        "(() => { const pane = territorySim.panes[0], unit = pane.run.owner.indexOf(0);"
        " pane.redesign.move(unit, 1);"
        " return territorySim.region.unitIds[unit] + '|' + pane.redesign.csv(); })()"
    )
    unit, _, csv = text.partition("|")
    run = small_record()["runs"][0]
    home = small_record()["region"]["units"][run["reps"][1]["home"]]
    assert csv.startswith("unit_id,account_id,territory_id,rep_id,home_unit_id\n")
    assert f"{unit},,T02,R02,{home}\n" in csv
    shift = tab.ask("territorySim.panes[0].run.hoursShift")
    assert shift[0] == -shift[1]


def test_a_lesson_asks_before_it_tells(tab: Tab) -> None:
    """Goal, prediction, run, debrief, key: the key comes last."""
    tab.press("l", text="l")
    titles = []
    for _ in range(5):
        titles.append(tab.ask("document.getElementById('lesson-title').textContent").rpartition(": ")[2])
        tab.ask("document.getElementById('lesson-next').click()")
    assert titles == ["Goal", "Predict first", "five minutes", "Debrief", "Answer key"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768), (1440, 900)])
def test_nothing_runs_over_the_edge(tab: Tab, width: int, height: int) -> None:
    """On a phone, a projector and a laptop the page needs no scrolling sideways."""
    tab.resize(width, height)
    assert tab.ask("document.documentElement.scrollWidth") <= width
    assert tab.ask("territorySim.panes.every((pane) => pane.map.canvas.width > 200)")


def test_axe_finds_nothing_wrong(tab: Tab) -> None:
    """At rest, with levers and tables open, playing, in each page of a lesson, with the keys, on a phone."""
    assert violations(tab) == []
    tab.ask("territorySim.openTables(); territorySim.openLevers(0); territorySim.openLevers(1)")
    tab.until("document.querySelector('.moment tbody tr') !== null")
    assert violations(tab) == []
    tab.ask("territorySim.openTables(); territorySim.clock.setSpeed(0); territorySim.clock.play()")
    assert violations(tab) == []
    tab.ask("territorySim.clock.pause(); territorySim.openLesson()")
    for _ in range(5):
        assert violations(tab) == []
        tab.ask("document.getElementById('lesson-next').click()")
    tab.ask("document.getElementById('lesson').close(); territorySim.openHelp()")
    assert violations(tab) == []
    tab.ask("document.getElementById('help').close()")
    tab.resize(390, 844)
    assert violations(tab) == []


def test_each_frame_of_a_day_is_drawn(tab: Tab) -> None:
    """An hour a second, a day of nine hours takes nine seconds: every frame of them moves both maps."""
    drawn = tab.ask(
        "new Promise((done) => { const { clock, panes } = territorySim; clock.setSpeed(0); clock.toDay(2);"
        " let frames = 0; const from = clock.draws, begun = clock.time; clock.play();"
        " const count = () => { frames++; if (frames < 30) requestAnimationFrame(count);"
        " else { clock.pause(); done([frames, clock.draws - from, clock.time - begun]); } };"
        " requestAnimationFrame(count); })"
    )
    frames, draws, minutes = drawn
    assert frames - 2 <= draws <= frames + 1
    assert 0 < minutes < 540


def test_reduced_motion_gets_still_pictures(tab: Tab) -> None:
    """Who asks the system for less motion sees two pictures a second, not every frame."""
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    draws = tab.ask(
        "new Promise((done) => { const { clock } = territorySim, from = clock.draws; clock.play();"
        " setTimeout(() => { clock.pause(); done(clock.draws - from); }, 1600); })"
    )
    tab.call("Emulation.setEmulatedMedia", features=[])
    assert 1 <= draws <= 4


def test_stories_are_buttons_where_they_were_recorded(tab: Tab) -> None:
    """The file holds one of four stories: that one plays at a press, the others tell how to record them."""
    shelf = "[...document.querySelectorAll('#stories li')]"
    assert tab.ask(f"{shelf}.map((item) => item.querySelector('button').disabled)") == [True] * 3 + [False]
    assert tab.ask(f"{shelf}.map((item) => item.querySelector('.record-it').hidden)") == [False] * 3 + [True]
    tab.ask("territorySim.showRun(0, territorySim.runs[1])")
    tab.press("s", text="s")
    assert tab.ask("document.activeElement.textContent") == "Fixed"
    tab.ask("document.activeElement.click()")
    assert tab.ask("territorySim.panes.map((pane) => pane.run.id)") == ["status_quo", "balanced"]
    assert tab.ask("territorySim.clock.time") == 0


def test_every_control_has_a_name(tab: Tab) -> None:
    """Buttons, fields and canvases are named for those who do not see them."""
    nameless = tab.ask(
        "[...document.querySelectorAll('button, input, select, canvas[role], figure, [tabindex]')]"
        ".filter((one) =>"
        " !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length))"
        ".map((one) => one.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (packed({"format": FORMAT, "version": 1})[:-10], "cut off"),
        (packed({"format": FORMAT, "version": 9}), "version 9"),
        (packed({"format": "another"}), "no record"),
    ],
)
def test_a_record_it_cannot_read_gives_one_sentence(
    window: Tab, page: Path, tmp_path: Path, record: str, said: str
) -> None:
    """The page says what is wrong instead of standing empty."""
    text = page.read_text(encoding="utf-8")
    begin = text.index('id="record">') + len('id="record">')
    broken = tmp_path / "broken.html"
    broken.write_text(text[:begin] + record + text[text.index("<", begin) :], encoding="utf-8")
    window.open(broken.as_uri())
    assert said in window.ask("document.getElementById('fault').textContent")
    assert window.complaints == []
