"""The page as one HTML file: template, style, scripts and record, and nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from territory_sim.app.record import packed
from territory_sim.app.stories import BEFORE, STORIES

SCRIPTS: Final = (
    "codec", "symbols", "region", "ways", "run", "clock", "figures", "charts", "map", "levers", "tables",
    "address", "keys", "redesign", "live", "lessons", "stories", "pane", "main",
)  # fmt: skip
"""The scripts in the order in which they are joined; each holds one concept."""


def page_html(
    record: Mapping[str, Any],
    *,
    mode: str = "file",
    lesson: Mapping[str, Any] | None = None,
    replications: int | None = None,
) -> str:
    """Make the page.

    Args:
        record: What it plays, from :func:`territory_sim.app.record.record_of`.
        mode: ``file`` for a page that stands alone, ``live`` for one that a server simulates for.
        lesson: The lesson it teaches, from :func:`territory_sim.app.lesson.load_lesson`; None for none.
        replications: How many replications the bands will hold; None for those of the record.

    Returns:
        A whole HTML document. It may ask nothing of any other place: its own policy forbids it.
    """
    from jinja2 import Environment, StrictUndefined

    script, css = page_script(), _text("page.css")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    runs = record["runs"]
    count = len(runs[0]["gauges"]) if replications is None else replications
    region, days = record["region"]["name"], len(record["dates"])
    title = "Balancing live" if lesson is None else str(lesson["title"])
    return environment.from_string(_text("index.html.j2")).render(
        title=title,
        subtitle=f"{region}, {days} business days, seed {record['seed']}: the same customers on both sides",
        replications=f"{count} replications" if count > 1 else "one replication",
        connect="'self'" if mode == "live" else "'none'",
        css=css,
        style_hash=_hash(css),
        script=script,
        script_hash=_hash(script),
        page=_json({"mode": mode, "lesson": lesson}),
        record=packed(record),
        stories=STORIES,
        before=BEFORE,
    )


def page_script() -> str:
    """Join the page's scripts.

    Returns:
        One script; its names are its own.
    """
    parts = [_text(f"{name}.js") for name in SCRIPTS]
    return "(() => {\n" + '"use strict";\n' + "\n".join(parts) + "})();\n"


def _text(name: str) -> str:
    return (files("territory_sim.app") / "page" / name).read_text(encoding="utf-8")


def _json(content: Mapping[str, Any]) -> str:
    # Inside a script element a name such as </script> would end it.
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
