"""Maps of territories as compact SVG: one path per rep, whole numbers, nothing drawn twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.reports.colours import INK, UNOWNED
from territory_sim.reports.geometry import (
    Loop,
    Sheet,
    closed_path,
    outline_path,
    sheet_for,
    union,
    unit_loops,
)
from territory_sim.reports.labels import Label, place_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.region.network import Region

_LETTERS: Final = 26
"""Height of labels in drawing units, of a map 1000 wide."""
_HATCH: Final = "moved"
_BACKGROUND: Final = "background"


@dataclass(frozen=True, slots=True)
class MapPicture:
    """What one map shows.

    Args:
        caption: What the map is, for those who do not see it.
        owner: The rep who owns each unit, empty where nobody does.
        moved: Units to hatch; None for none.
        notes: What to tell about each rep when the pointer rests on the territory.
    """

    caption: str
    owner: Sequence[str]
    moved: Sequence[bool] | None = None
    notes: Mapping[str, str] | None = None


@dataclass(frozen=True, eq=False)
class MapSvg:
    """Draws maps of one region; what they share stands once in :attr:`definitions`.

    Args:
        region: The region.
        fills: Colour by rep id.
    """

    region: Region
    fills: Mapping[str, str]

    @cached_property
    def sheet(self) -> Sheet:
        """The paper."""
        return sheet_for(self.region)

    @cached_property
    def points(self) -> NDArray[np.int64]:
        """Point of each unit, drawing units, shape (n, 2)."""
        return self.sheet.place(np.column_stack([self.region.lon, self.region.lat]))

    @cached_property
    def loops(self) -> list[list[Loop]]:
        """Outlines of units; a small octagon around the point of a unit that has none."""
        shapes = self.region.shapes
        drawn: list[list[Loop]] = (
            [[] for _ in self.region.unit_ids] if shapes is None else unit_loops(shapes, self.sheet)
        )
        if shapes is None:
            radius = max(2.0, 0.28 * 1000 / len(self.region) ** 0.5)
            turns = np.arange(8) * np.pi / 4 + np.pi / 8
            ring = np.rint(radius * np.column_stack([np.cos(turns), np.sin(turns)])).astype(np.int64)
            drawn = [[[(int(x), int(y)) for x, y in (point + ring).tolist()]] for point in self.points]
        return drawn

    @cached_property
    def definitions(self) -> str:
        """An SVG without size that holds what all maps of the page refer to."""
        background = self.region.background
        lines = "" if background is None else outline_path(background, self.sheet)
        drawn = (
            f'<path id="{_BACKGROUND}" d="{lines}" fill="none" stroke="#fff" stroke-opacity=".55"/>'
            if lines
            else ""
        )
        return (
            '<svg width="0" height="0" class="shared" aria-hidden="true" focusable="false"><defs>'
            f'<pattern id="{_HATCH}" width="9" height="9" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)">'
            f'<path d="M0 0V9" stroke="{INK}" stroke-width="2.4" stroke-opacity=".5"/></pattern>'
            f"{drawn}</defs></svg>"
        )

    def draw(self, picture: MapPicture) -> str:
        """Draw one map.

        Args:
            picture: What it shows.

        Returns:
            An ``<svg>`` element, every text in it escaped.
        """
        reps = sorted({rep for rep in picture.owner if rep})
        notes = picture.notes or {}
        size = f"{self.sheet.width} {self.sheet.height}"
        parts = [
            f'<svg class="map" viewBox="0 0 {size}" role="img" aria-label="{escape(picture.caption)}">',
            f'<g stroke="{INK}" stroke-width="2" stroke-linejoin="round">',
        ]
        unowned = self._path(not rep for rep in picture.owner)
        if unowned:
            parts.append(f'<path d="{unowned}" fill="{UNOWNED}"><title>nobody&#39;s</title></path>')
        for rep in reps:
            path = self._path(rep == owner for owner in picture.owner)
            title = escape(notes.get(rep, rep))
            parts.append(f'<path d="{path}" fill="{self.fills[rep]}"><title>{title}</title></path>')
        parts.append("</g>")
        if self.region.background is not None:
            parts.append(f'<use href="#{_BACKGROUND}" pointer-events="none"/>')
        if picture.moved is not None and any(picture.moved):
            hatched = self._path(picture.moved)
            look = f'fill="url(#{_HATCH})" pointer-events="none"'
            parts.append(f'<path d="{hatched}" {look}/>')
        parts += [*self._labels(picture.owner), "</svg>"]
        return "".join(parts)

    def _path(self, chosen: Iterable[bool]) -> str:
        return closed_path(union(loops for loops, wanted in zip(self.loops, chosen, strict=True) if wanted))

    def _labels(self, owner: Sequence[str]) -> Iterable[str]:
        paper = (self.sheet.width, self.sheet.height)
        labels = place_labels(self.points, owner, self.region.land_km2, _LETTERS, paper)
        yield f'<g class="labels" font-size="{_LETTERS}" text-anchor="middle" pointer-events="none">'
        yield from (_line(label) for label in labels if label.anchor is not None)
        for label in labels:
            # The baseline of letters lies about a third of their height under their middle.
            yield f'<text x="{label.x:.0f}" y="{label.y + 0.35 * _LETTERS:.0f}">{escape(label.text)}</text>'
        yield "</g>"


def _line(label: Label) -> str:
    assert label.anchor is not None
    x, y = label.anchor
    return (
        f'<path d="M{label.x:.0f} {label.y:.0f}L{x:.0f} {y:.0f}"/><circle cx="{x:.0f}" cy="{y:.0f}" r="4"/>'
    )
