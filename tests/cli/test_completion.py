from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from territory_sim.cli.completion import candidates, script
from territory_sim.cli.verbs import VERBS


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("territory-sim ", {verb.name for verb in VERBS}),
        ("territory-sim run --c", {"--cfg", "--config-dir", "--completion"}),
        ("territory-sim run staffing.r", {"staffing.reps="}),
        ("territory-sim run territories=", {"territories=balanced", "territories=file",
                                               "territories=history"}),
        ("territory-sim compare scenario=status_quo,b", {"scenario=status_quo,balanced",
                                                          "scenario=status_quo,benchmark"}),
        ("territory-sim run schedule.policy=n", {"schedule.policy=nearest"}),
        ("territory-sim run schedule.travel=", {"schedule.travel=true", "schedule.travel=false"}),
        ("territory-sim --completion z", {"zsh"}),
        ("territory-sim doctor st", set()),
    ],
)  # fmt: skip
def test_the_last_word_is_completed_by_what_may_stand_there(line: str, some: set[str]) -> None:
    """Verbs, flags, groups, keys, options and words: all candidates continue the last word."""
    assert set(candidates(line)) == some


def test_own_scenarios_are_completed(tmp_path: Path) -> None:
    """Options in the folder that --config-dir names are offered with the others."""
    (tmp_path / "scenario").mkdir()
    (tmp_path / "scenario" / "mine.yaml").touch()
    assert candidates(f"territory-sim run --config-dir {tmp_path} scenario=min") == ["scenario=mine"]


@pytest.mark.parametrize(
    ("line", "reply"), [("territory-sim comp", "compare"), ("territory-sim run region=fr", "france")]
)
def test_the_script_for_bash_completes_in_bash(tmp_path: Path, line: str, reply: str) -> None:
    """Bash itself runs the function; it cuts what stands before `=`, which it takes as a word of its own."""
    program = tmp_path / "territory-sim"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m territory_sim "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    commands = (
        f"PATH={tmp_path}:$PATH\ncompopt() {{ :; }}\n{script('bash')}\n"
        f"COMP_LINE='{line}' COMP_POINT={len(line)}\n_territory_sim\necho \"${{COMPREPLY[@]}}\"\n"
    )
    done = subprocess.run(["bash", "-c", commands], capture_output=True, text=True, check=True)
    assert done.stdout == f"{reply}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_script_asks_the_program_itself(shell: str) -> None:
    """What can be completed is known in one place, not copied into three scripts."""
    assert "territory-sim --complete" in script(shell)
