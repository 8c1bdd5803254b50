"""The axe rules of accessibility, run in a page."""

from __future__ import annotations

import json
from importlib.resources import files

from tests.app.browser import Tab


def violations(tab: Tab) -> list[str]:
    """List what axe finds wrong with the page as it stands: rule, and the elements that break it."""
    # Of the package nothing but the script is used; evaluated by the browser, it needs no leave of the page.
    tab.ask((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8") + "; true")
    found = json.loads(
        tab.ask(
            "axe.run().then((told) => JSON.stringify(told.violations.map((one) =>"
            " `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)))"
        )
    )
    return [str(one) for one in found]
