"""How far a sweep is: a line that lives on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from territory_sim.cli.terminal import note, shows_bar

if TYPE_CHECKING:
    from territory_sim.experiments.sweeps.sweep import SweepProgress

_SECONDS_BETWEEN_LINES: Final = 30.0


@contextmanager
def watching(text: str) -> Iterator[Callable[[SweepProgress], None]]:
    """Show how far a sweep is, on stderr.

    Args:
        text: What is being done.

    Yields:
        A function to call whenever something has happened.
    """
    begun = time.monotonic()
    if not shows_bar():
        yield _Lines(text, begun).tell
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), transient=True, refresh_per_second=4) as live:

        def tell(progress: SweepProgress) -> None:
            live.update(Text(f"{text}: {progress_line(progress, time.monotonic() - begun)}"))

        yield tell


class _Lines:
    def __init__(self, text: str, begun: float) -> None:
        self._text = text
        self._begun = begun
        self._last: float | None = None

    def tell(self, progress: SweepProgress) -> None:
        now = time.monotonic()
        if self._last is None:
            note(f"{self._text}: {progress.done:,} of {progress.total:,} runs done before ...")
        elif now - self._last < _SECONDS_BETWEEN_LINES:
            return
        else:
            note(progress_line(progress, now - self._begun))
        self._last = now


def progress_line(progress: SweepProgress, seconds: float) -> str:
    """Write one line on how far a sweep is.

    Args:
        progress: How far it is.
        seconds: Since this process began.

    Returns:
        Runs done, time left, failures, and the best point so far.

    Example:
        >>> from territory_sim.experiments.sweeps.sweep import SweepProgress
        >>> progress_line(SweepProgress(total=400, done=100, watched={3: (5e6, 2), 4: (2e6, 1)}), 30)
        '100 of 400 runs, 1 min 30 s left; best so far: point 3, mean contribution 2,500,000'
    """
    line = f"{progress.done:,} of {progress.total:,} runs"
    reached = progress.done + progress.under_way - progress.before
    if reached > 0:
        left = seconds / reached * max(progress.total - progress.before - reached, 0)
        line += f", {_duration(left)} left"
    if progress.failed:
        line += f", {progress.failed:,} failed"
    if progress.leading is not None:
        line += f"; best so far: {progress.leading}"
    elif progress.best is not None:
        number, mean = progress.best
        line += f"; best so far: point {number}, mean contribution {mean:,.0f}"
    return line


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
