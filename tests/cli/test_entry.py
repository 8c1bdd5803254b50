from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from territory_sim import __version__
from territory_sim.cli import main
from territory_sim.cli.arguments import read_arguments
from territory_sim.scenario.load import load_scenario

SLOW_TO_IMPORT = ("pandas", "mesa", "scipy", "matplotlib")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "territory_sim", *words],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def imported_by(*words: str) -> set[str]:
    """List the slow libraries that answering a command has imported."""
    script = (
        "import sys; from territory_sim.cli import main; code = main(sys.argv[1:])\n"
        f"print('imported', *(set(sys.modules) & {{*{SLOW_TO_IMPORT!r}, 'hydra', 'numpy', 'rich'}}))"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["compare", "-h"], ["--version"], ["runn"]])
def test_help_imports_nothing_slow(words: list[str]) -> None:
    """Help answers at once: not even Hydra, NumPy or rich are imported."""
    assert imported_by(*words) == set()


def test_a_config_error_imports_no_simulation() -> None:
    """Only Hydra is needed to find out that a setting is wrong."""
    assert imported_by("run", "staffing.reps=0") <= {"hydra"}


def test_faults_go_to_stderr_without_a_traceback() -> None:
    """Exit code 2, stdout empty, a headline with the count, one line a fault, then what to do next."""
    done = run("compare", "staffing.rep=1", "seed=-1", "scenario=balancd")
    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert lines[0] == "territory-sim: 3 faults"
    assert [line.split()[0] for line in lines[1:4]] == ["scenario", "staffing.rep", "seed"]
    assert "did you mean staffing.reps?" in lines[2]
    assert "--help" in lines[4]
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["runn"], "did you mean run?"),
        (["run", "--jsn"], "did you mean --json?"),
        (["run", "--seed=3"], "settings are written without dashes: seed=3"),
        (["run", "balanced"], "for the scenario of that name: scenario=balanced"),
        (
            ["seed=3"],
            "needs a verb: run, compare, sweep, optimise, design, size, explain, sensitivity, play",
        ),
        (["run", "--config-dir"], "needs a folder after it"),
        (["run", "--config-dir", "nowhere"], "must be a folder that exists"),
        (["run", "scenario=status_quo,balanced"], "run takes one scenario"),
        (["compare", "scenario=status_quo"], "compare needs two scenarios or more"),
        (["compare", "scenario=balanced,balanced"], "stands for two scenarios"),
        (["compare", "scenario=status_quo,balanced", "replications=1"], "2 or more for an interval"),
        (["compare", "scenario=status_quo,balanced", "baseline=balancd"], "did you mean balanced?"),
        (["compare", "seed=1,2"], "must be the same for all scenarios"),
        (["report"], "needs one folder"),
        (["report", "nowhere"], "must be a folder that compare wrote"),
        (["doctor", "seed=3"], "doctor takes no settings"),
        (["run", "--completion", "tcsh"], "must be one of bash, zsh, fish"),
    ],
)
def test_a_wrong_command_is_told_with_a_remedy(
    words: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit code 2, nothing on stdout, and nothing written."""
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert list(tmp_path.iterdir()) == []


def test_flags_may_stand_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the verb, between overrides or at the end: the same request."""
    printed = []
    for words in (
        ["--json", "--cfg", "run", "seed=7"],
        ["run", "--json", "seed=7", "--cfg"],
        ["seed=7", "run", "--cfg", "--json"],
    ):
        assert main(words) == 0
        printed.append(capsys.readouterr().out)
    assert len(set(printed)) == 1
    assert json.loads(printed[0]) == load_scenario(overrides=["seed=7"]).to_tree()


def test_settings_of_several_scenarios_are_separate_documents(capsys: pytest.CaptureFixture[str]) -> None:
    """`compare --cfg` prints one YAML document for each scenario."""
    assert main(["compare", "scenario=status_quo,balanced", "--cfg"]) == 0
    assert capsys.readouterr().out.count("---\n") == 1


def test_the_users_own_folder_is_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--config-dir DIR` makes DIR/scenario/mine.yaml a scenario, in both ways to write the flag."""
    (tmp_path / "scenario").mkdir()
    text = "# @package _global_\nscenario: {name: mine, title: My own, teaches: mine}\nseed: 42\n"
    (tmp_path / "scenario" / "mine.yaml").write_text(text, encoding="utf-8")
    for flag in (["--config-dir", str(tmp_path)], [f"--config-dir={tmp_path}"]):
        assert main(["run", "scenario=mine", "--cfg", *flag]) == 0
        assert "seed: 42" in capsys.readouterr().out


def test_version_is_that_of_the_package() -> None:
    """`--version` prints one line."""
    assert run("--version").stdout == f"territory-sim {__version__}\n"


@pytest.mark.parametrize("verb", ["run", "compare", "report", "doctor"])
def test_every_verb_explains_itself_with_examples(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a verb names it and shows a command worth typing."""
    assert main([verb, "--help"]) == 0
    assert f"  territory-sim {verb}" in capsys.readouterr().out


def test_every_example_of_the_help_is_a_valid_command(capsys: pytest.CaptureFixture[str]) -> None:
    """An example that cannot be typed would be worse than none."""
    from territory_sim.cli.arguments import read_arguments
    from territory_sim.cli.verbs import VERBS
    from territory_sim.scenario.load import load_scenarios

    for verb in VERBS:
        for command, _ in verb.examples:
            request = read_arguments(shlex.split(command)[1:])
            assert request.verb == verb.name
            if verb.takes_overrides:
                # Words that the verbs read themselves.
                own = ("lesson=", "port=", *(f"{key}=" for key in verb.own_keys))
                shared = [text for text in request.overrides if not text.startswith(own)]
                load_scenarios([text for text in shared if "interval(" not in text], request.config_dirs)
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_is_no_error() -> None:
    """`territory-sim --help | head -1` ends quietly."""
    command = f"{sys.executable} -m territory_sim run --cfg | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("# @package _global_\n", "")


def test_a_report_may_lie_in_a_folder_of_any_name() -> None:
    """An equals sign in a folder's name does not make it a setting."""
    request = read_arguments(["report", "outputs/reps=24", "--json"])
    assert (request.places, request.overrides) == (["outputs/reps=24"], [])
