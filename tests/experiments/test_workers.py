"""Tasks over worker processes: none lost, whatever happens to a worker."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from territory_sim.errors import DataError
from territory_sim.experiments.workers import run_tasks

TASKS = """
import os
import signal

from territory_sim.errors import DataError, Fault


def square(number):
    if number == 3:
        raise ZeroDivisionError("three")
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def refuse(number):
    raise DataError([Fault(where=f"file:{number}", allowed="nothing")])


def threads(number):
    return os.environ["OPENBLAS_NUM_THREADS"]
"""


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give tasks in a module that worker processes can import."""
    (tmp_path / "tasks_for_workers.py").write_text(TASKS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tasks_for_workers", raising=False)
    return importlib.import_module("tasks_for_workers")


def test_a_task_that_fails_is_reported_and_the_others_go_on(tasks: Any) -> None:
    """In this process: results in the order of tasks, progress for each of them."""
    done: list[int] = []
    outcomes = run_tasks(tasks.square, {n: (n,) for n in (5, 3, 2)}, 1, lambda: done.append(1))
    assert [(key, outcome.result) for key, outcome in outcomes.items()] == [(5, 25), (3, None), (2, 4)]
    assert "ZeroDivisionError: three" in outcomes[3].failure
    assert len(done) == 3


def test_a_fault_of_the_user_ends_everything(tasks: Any) -> None:
    """What the user has to mend is told at once, not once a replication."""
    with pytest.raises(DataError, match="file:1"):
        run_tasks(tasks.refuse, {1: (1,), 2: (2,)}, 1)


@pytest.mark.slow
def test_a_task_that_kills_its_worker_takes_nobody_along(tasks: Any) -> None:
    """Everybody else's result is there, and the guilty one is named, each told once."""
    done: list[int] = []
    outcomes = run_tasks(tasks.square, {n: (n,) for n in range(9)}, 2, lambda: done.append(1))
    assert [key for key, outcome in outcomes.items() if outcome.result is None] == [3, 4]
    assert outcomes[4].failure == "its worker process died"
    assert {key: outcome.result for key, outcome in outcomes.items() if key not in {3, 4}} == {
        n: n * n for n in (0, 1, 2, 5, 6, 7, 8)
    }
    assert len(done) == 9


@pytest.mark.slow
def test_workers_use_one_thread_and_leave_the_parent_as_it_was(tasks: Any) -> None:
    """Linear algebra in workers starts no threads of its own; the parent's settings come back."""
    before = dict(os.environ)
    outcomes = run_tasks(tasks.threads, {1: (1,), 2: (2,)}, 2)
    assert [outcome.result for outcome in outcomes.values()] == ["1", "1"]
    assert dict(os.environ) == before


@pytest.mark.slow
def test_a_script_without_a_main_guard_works(tmp_path: Path) -> None:
    """Worker processes do not run the user's script again."""
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            """
            from territory_sim.experiments.workers import run_tasks
            import math
            outcomes = run_tasks(math.sqrt, {1: (4,), 2: (9,)}, 2)
            print("once", [outcome.result for outcome in outcomes.values()])
            """
        )
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.stdout == "once [2.0, 3.0]\n", done.stderr
