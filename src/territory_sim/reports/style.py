"""The look of figures, and figures as text that can stand in a page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@contextmanager
def house_style() -> Iterator[None]:
    """Use the look of territory_sim for the figures made inside, and for nothing else."""
    import matplotlib.style

    with (
        as_file(files("territory_sim.reports") / "territory_sim.mplstyle") as path,
        matplotlib.style.context(path),
    ):
        yield


def figure_svg(axes: Axes, name: str, caption: str) -> str:
    """Turn a figure into an ``<svg>`` element for a page.

    Args:
        axes: Any axes of the figure.
        name: Keeps the element's ids apart from those of other figures on the page.
        caption: What the figure shows, for those who do not see it.

    Returns:
        The element; the same bytes for the same figure, without date or outside reference.
    """
    import matplotlib as mpl

    figure = axes.get_figure(root=True)
    assert figure is not None
    text = io.StringIO()
    with house_style(), mpl.rc_context({"svg.hashsalt": f"territory_sim-{name}"}):
        figure.savefig(
            text, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    # Names of drawing groups repeat from figure to figure; nothing refers to them.
    svg = re.sub(r'<g id="[a-z]+[0-9]*_[0-9]+">', "<g>", svg)
    svg = re.sub(r'\s(width|height)="[\d.]+pt"', "", svg, count=2)
    svg = svg.replace("xlink:href", "href").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "", 1)
    head = f'<svg class="figure" role="img" aria-label="{escape(caption)}"'
    return svg.replace("<svg", head, 1).strip()
