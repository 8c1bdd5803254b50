"""Small bars inside tables: where an interval lies, how much a rep gains or loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from territory_sim.experiments.comparisons import BETTER, WORSE
from territory_sim.reports.colours import GAIN, LOSS

if TYPE_CHECKING:
    from territory_sim.statistics.intervals import Interval

_WIDTH: Final = 120
_HEIGHT: Final = 16
_NEUTRAL: Final = "#5B6474"
_AXIS: Final = f'<path d="M60 0V{_HEIGHT}" stroke="#B8BECA"/>'


def interval_bar(line: Mapping[str, Any]) -> str:
    """Draw the interval of a scorecard line around zero, better always to the right.

    Args:
        line: A row of table ``comparisons``.

    Returns:
        An ``<svg>`` element; every line has its own scale.
    """
    turn = -1 if line["better"] == "down" else 1
    ends = sorted((turn * line["low"], turn * line["high"]))
    widest = max(abs(end) for end in ends) or 1.0
    colour = {BETTER: GAIN, WORSE: LOSS}.get(line["verdict"], _NEUTRAL)
    first, last, middle = (_across(value, widest) for value in (*ends, turn * line["difference"]))
    return (
        f'{_open()}<path d="M{first} 8H{last}" stroke="{colour}" stroke-width="3"/>'
        f'<circle cx="{middle}" cy="8" r="4" fill="{colour}"/></svg>'
    )


def pay_bar(size: Interval, widest: float) -> str:
    """Draw what a rep gains or loses, with its interval.

    Args:
        size: Difference of pay.
        widest: Largest end of any rep's interval: the scale all bars share.

    Returns:
        An ``<svg>`` element.
    """
    colour = _NEUTRAL if size.low <= 0 <= size.high else GAIN if size.estimate > 0 else LOSS
    first, last, end = (_across(value, widest) for value in (size.low, size.high, size.estimate))
    left, right = sorted((60.0, end))
    return (
        f'{_open()}<path d="M{left} 3H{right}V13H{left}z" fill="{colour}" fill-opacity=".8"/>'
        f'<path d="M{first} 8H{last}" stroke="#1F2430"/></svg>'
    )


def _open() -> str:
    return f'<svg class="bar" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false">{_AXIS}'


def _across(value: float, widest: float) -> float:
    return round(_WIDTH / 2 * (1 + 0.93 * value / widest), 1)
