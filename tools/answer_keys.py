"""Make the figures of the lessons' answer keys: what this version really gives for each lesson's seed.

PYTHONPATH=src python tools/answer_keys.py [LESSON ...]
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from territory_sim.app.answer_key import lesson_figures
from territory_sim.app.lesson import ANSWERS, answers, lesson_names
from territory_sim.records.files import write_json


def main() -> None:
    """Make all answer keys, or those named."""
    wanted = sys.argv[1:] or lesson_names()
    made = answers()
    for name in wanted:
        print(f"{name} ...", file=sys.stderr)
        made[name] = lesson_figures(name)
    path = Path(str(files("territory_sim.app") / "lessons" / ANSWERS))
    write_json(path, {name: made[name] for name in lesson_names() if name in made})


if __name__ == "__main__":
    main()
