"""How quick the trainers' page is: draws a second, first draw, scrubs, and the live page's answers.

Run it on a quiet machine from the root of the repository: ``python -m benchmarks.page [play.html]``.
Without a file it records the default pair first and tells how long that took.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from tests.app.browser import Tab, browser

from territory_sim.app.serve import live_server

SECONDS = 2
LEVERS = (
    ("speed", 2), ("backup", "'pooled'"), ("rivals", 4), ("campaign", 25), ("plan", "'linear'"),
    ("reps", 22), ("reps", 28), ("split", "'balanced'"), ("reps", 20), ("speed", 0.5),
)  # fmt: skip
"""Levers and levels that are moved one after the other in the left pane."""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(sys.argv[1]) if len(sys.argv) > 1 else recorded(Path(folder) / "play")
        with browser(Path(folder) / "profile") as tab:
            measure_file(tab, page)
            measure_live(tab)


def recorded(folder: Path) -> Path:
    """Record the default pair."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "territory_sim", "play", f"out={folder}"], check=True)
    print(f"play of the default pair: {time.perf_counter() - begun:.1f} s")
    return folder / "play.html"


def measure_file(tab: Tab, page: Path) -> None:
    """First draw, draws a second while playing, and scrubs of the recorded page."""
    for width, height in ((1024, 768), (1440, 900), (390, 844)):
        tab.resize(width, height)
        tab.call("Page.navigate", url="about:blank")
        tab.open(page.as_uri())
        first = tab.ask("performance.getEntriesByName('to first draw')[0].duration")
        rates = []
        for speed in (0, 2, 4):
            tab.ask(f"territorySim.clock.setSpeed({speed}); territorySim.clock.toDay(60)")
            rates.append(
                tab.ask(
                    "new Promise((done) => { const { clock } = territorySim, from = clock.draws;"
                    " clock.play();"
                    f" setTimeout(() => {{ clock.pause(); done((clock.draws - from) / {SECONDS}); }},"
                    f" {1000 * SECONDS}); }})"
                )
            )
        scrubs = tab.ask(
            "(async () => { const found = [];"
            " for (let i = 0; i < 40; i++) {"
            " const begun = performance.now(); territorySim.clock.toDay((i * 97) % 250);"
            " found.push(performance.now() - begun);"
            " await new Promise(requestAnimationFrame); } return found; })()"
        )
        hour, day, week = rates
        print(
            f"{width} x {height}: first draw {first:.0f} ms; draws a second {hour:.0f} (an hour a second),"
            f" {day:.0f} (a day), {week:.0f} (a week);"
            f" scrub {statistics.median(scrubs):.0f} ms, at most {max(scrubs):.0f}"
        )


def measure_live(tab: Tab) -> None:
    """First picture and whole answers of the live page."""
    begun = time.perf_counter()
    server = live_server(["scenario=status_quo,balanced"], 0, replications=2)
    print(f"live page ready in {time.perf_counter() - begun:.1f} s")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        tab.resize(1440, 900)
        begun = time.perf_counter()
        tab.open(server.address)
        tab.until("territorySim.panes.every((pane) => pane.run.gauges.length > 0)")
        print(f"live page opened, one replication of both panes: {time.perf_counter() - begun:.1f} s")
        tab.until("territorySim.panes.every((pane) => pane.run.gauges.length > 1)")
        print(f"both panes at once: {both_panes(tab):.2f} s")
        tab.until("territorySim.panes.every((pane) => pane.run.gauges.length > 1)")
        for lever, level in LEVERS:
            print(f"  {lever}={level}: first picture {first_picture(tab, lever, level):.2f} s", flush=True)
        while len(server.maps()) < 10:
            time.sleep(1)
        print(f"all maps drawn ahead {time.perf_counter() - begun:.0f} s after the page was opened")
        for lever, level in (("reps", 32), ("reps", 18), ("reps", 36)):
            print(f"  {lever}={level}: first picture {first_picture(tab, lever, level):.2f} s", flush=True)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def first_picture(tab: Tab, lever: str, level: object) -> float:
    """Seconds from the move of a lever to the picture of the first day."""
    return _seconds(tab, (0,), lever, level, "pane.run.recordedDays > 0")


def both_panes(tab: Tab) -> float:
    """Seconds from the move of a lever in both panes to one whole replication of each."""
    return _seconds(tab, (0, 1), "rivals", 8, "pane.run.gauges.length > 0")


def _seconds(tab: Tab, places: tuple[int, ...], lever: str, level: object, there: str) -> float:
    found: float = tab.ask(
        "(async () => { const begun = performance.now(), app = territorySim;"
        f" const lever = app.shared.record.levers.find((one) => one.id === '{lever}');"
        f" const panes = [{','.join(map(str, places))}].map((place) => app.panes[place]);"
        f" for (const pane of panes) app.moveLever(pane.place, lever, {level});"
        f" while (!panes.every((pane) => pane.run.levels['{lever}'] === {level} && {there}))"
        " await new Promise(requestAnimationFrame);"
        " return (performance.now() - begun) / 1000; })()"
    )
    return found


if __name__ == "__main__":
    main()
