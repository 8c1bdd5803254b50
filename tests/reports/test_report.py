"""The report: complete in one file, a function of its folder, safe against what users type."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from territory_sim.experiments.comparison import Comparison
from territory_sim.experiments.folder import load_study, write_study
from territory_sim.experiments.wording import label
from territory_sim.reports.html import write_report
from tests.fabricated import LINES, fabricated_comparison, grid_region

HOSTILE = '<script>alert("x")</script>&amp;'


class _References(HTMLParser):
    """Collects what a page would load, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.references: list[str] = []
        self.tags: list[str] = []
        self.named: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.named.append((tag, dict(attrs)))
        loaders = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}
        self.references += [value or "" for name, value in attrs if name in loaders]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a study whose names try to break out of the page."""
    study = fabricated_comparison(
        grid_region(name=HOSTILE),
        titles=(f"Now {HOSTILE}", f"Then {HOSTILE}"),
        rep_names=(HOSTILE, "Ann", "Bo", "Cy"),
    )
    return write_study(study, tmp_path_factory.mktemp("reports") / "study")


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    """Give the page of that study."""
    return write_report(folder).read_text(encoding="utf-8")


def _parsed(page: str) -> _References:
    parser = _References()
    parser.feed(page)
    return parser


def test_the_page_loads_nothing(page: str) -> None:
    """Every reference stays on the page, the style imports nothing, and there is no script."""
    found = _parsed(page)
    assert all(reference.startswith("#") for reference in found.references)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(found.tags)
    style = "".join(re.findall(r"<style.*?</style>", page, flags=re.DOTALL))
    assert "@import" not in style
    assert all(target.startswith("#") for target in re.findall(r"url\(['\"]?([^)'\"]*)", page))


def test_every_reference_has_its_target_and_ids_are_unique(page: str) -> None:
    """No drawing refers to something that is not there, and no two parts share an id."""
    ids = [attrs["id"] for _, attrs in _parsed(page).named if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = {reference[1:] for reference in _parsed(page).references}
    targets |= {target[1:] for target in re.findall(r"url\((#[^)]*)\)", page)}
    assert targets <= set(ids)


def test_what_users_type_is_only_text(page: str) -> None:
    """Names with markup are shown as they were typed, everywhere they appear."""
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 6


def test_a_rebuilt_report_has_the_same_bytes(folder: Path, page: str) -> None:
    """Page and numbers are functions of the folder."""
    numbers = (folder / "report.json").read_bytes()
    assert write_report(folder).read_text(encoding="utf-8") == page
    assert (folder / "report.json").read_bytes() == numbers


def test_every_line_and_every_rep_is_on_the_page(page: str) -> None:
    """The scorecard is complete, and nobody is left out of who wins and who loses."""
    for kpi, _, _ in LINES:
        assert f'data-kpi="{kpi}"' in page
        assert label(kpi) in page
    for rep in ("R01", "R02", "R03", "R04"):
        assert f'<th scope="row">{rep}' in page


def test_every_number_is_in_the_json(folder: Path) -> None:
    """Lines, reps, findings and how to make it again, machine readable, without infinities."""
    content = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    (option,) = content["options"]
    assert [line["kpi"] for line in option["lines"]] == [kpi for kpi, _, _ in LINES]
    assert {"difference", "low", "high", "p_holm", "variance_reduction", "verdict", "ahead"} <= set(
        option["lines"][0]
    )
    assert len(option["reps"]) == 4
    assert option["findings"]
    assert content["command"] == "territory-sim compare scenario=today,plan_1"


def test_the_page_never_shows_minus_zero_or_nan(page: str) -> None:
    """Zero has no sign, and what is not known is not printed as nan."""
    text = re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert re.search(r"[-\u2212]0(\.0+)?(?![\d.,])", text) is None
    assert re.search(r"\b(nan|inf|None)\b", text) is None


def test_the_page_is_readable_without_eyes(page: str) -> None:
    """Language, titles, scopes of headers, and a name for every picture."""
    found = _parsed(page)
    assert found.named[0] == ("html", {"lang": "en"})
    assert all("scope" in attrs for tag, attrs in found.named if tag == "th")
    pictures = [attrs for tag, attrs in found.named if tag == "svg"]
    assert all("aria-label" in attrs or attrs.get("aria-hidden") == "true" for attrs in pictures)
    assert found.tags.count("h1") == 1
    levels = [int(tag[1]) for tag in found.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    regions = [attrs["aria-label"] for _, attrs in found.named if attrs.get("role") == "region"]
    assert len(regions) == len(set(regions))


def test_the_first_third_states_the_decision_its_size_and_its_odds(page: str) -> None:
    """Who reads no further knows yes or no, how much, how sure, and which lines decide."""
    text = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    first = text[: text.index("<h3>Territories before and after</h3>")]
    assert re.search(r'class="answer">(Yes|No|A tie|Not settled): ', first)
    assert "95 % interval" in first
    assert "odds that it is better" in first
    assert first.index("contribution") < first.index("<table")


def test_colours_of_text_stand_out_from_what_is_behind_them() -> None:
    """WCAG AA: every text colour has a contrast of at least 4.5 with the page and with the tint."""
    style = (files("territory_sim.reports") / "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", style))
    for name in ("ink", "soft", "before", "after", "gain", "loss"):
        for behind in ("paper", "tint"):
            assert _contrast(colours[name], colours[behind]) >= 4.5, (name, behind)


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_page_stays_small(page: str) -> None:
    """It can be sent by mail."""
    assert len(page.encode()) < 600_000


@pytest.mark.parametrize("options", [1, 2])
def test_each_option_has_its_own_maps_and_curves(options: int, tmp_path: Path) -> None:
    """Every option is answered; maps are drawn twice for each, or once when nothing moves."""
    count = 24
    plans = [
        [unit // 6 for unit in range(count)],
        *([unit % 4 for unit in range(count)] for _ in range(options)),
    ]
    study = fabricated_comparison(owners=[_array(plan) for plan in plans], titles=("a", "b", "c"))
    page = write_report(write_study(study, tmp_path / "s")).read_text(encoding="utf-8")
    assert page.count('class="map"') == 2 * options
    assert page.count('class="figure"') == options


def test_an_unchanged_map_is_drawn_once(tmp_path: Path) -> None:
    """Where only the plan of pay changes, one map says so."""
    plan = _array([unit // 6 for unit in range(24)])
    page = write_report(write_study(fabricated_comparison(owners=[plan, plan]), tmp_path / "s")).read_text()
    assert page.count('class="map"') == 1
    assert "The territories are the same." in page


def test_reps_who_come_or_go_are_told(tmp_path: Path) -> None:
    """A rep of only one scenario has no difference, and does not break the page."""
    plans = [_array([unit // 6 for unit in range(24)]), _array([unit // 8 for unit in range(24)])]
    study = fabricated_comparison(owners=plans)
    page = write_report(write_study(study, tmp_path / "s")).read_text(encoding="utf-8")
    assert "not there" in page


def _array(plan: list[int]) -> NDArray[np.int64]:
    return np.array(plan, dtype=np.int64)


def test_a_loaded_study_is_a_comparison(folder: Path) -> None:
    """The report reads the same value that compare returns."""
    assert isinstance(load_study(folder), Comparison)
