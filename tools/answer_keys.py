"""Make the figures of the lessons' answer keys: what this version really gives for each lesson's seed.

PYTHONPATH=src python tools/answer_keys.py [LESSON ...]

``answers.json`` holds the figures as the page shows them, ``observations.json`` what each run gave: the
tests simulate one run of every side anew and make the figures from the observations again.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from territory_sim.app.answer_key import key_figures, observe_lessons
from territory_sim.app.lesson import ANSWERS, OBSERVATIONS, answers, lesson_names, load_lesson, observations
from territory_sim.records.files import write_json


def main() -> None:
    """Make all answer keys, or those named."""
    wanted = sys.argv[1:] or lesson_names()
    seen, texts = observations(), answers()
    seen |= observe_lessons(wanted, progress=lambda done, of: print(f"{done} of {of}", file=sys.stderr))
    texts |= {name: key_figures(load_lesson(name), seen[name]) for name in wanted}
    folder = Path(str(files("territory_sim.app") / "lessons"))
    for file, made in ((ANSWERS, texts), (OBSERVATIONS, seen)):
        write_json(folder / file, {name: made[name] for name in lesson_names() if name in made})


if __name__ == "__main__":
    main()
