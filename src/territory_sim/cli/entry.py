"""Entry point: read the command, do what its verb says, and tell faults without a traceback.

Nothing slow is imported here; each verb imports what it needs when it is asked for.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

from territory_sim.cli.arguments import Request, read_arguments
from territory_sim.cli.verbs import VERBS
from territory_sim.errors import Fault, TerritorySimError, UnfinishedError

DONE: Final = 0
BAD_INPUT: Final = 2
STOPPED: Final = 130
"""What a shell reports for a program that Ctrl-C ended."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        words: The words after the program's name; those of the process when None.

    Returns:
        Exit code: 0 done, 1 the installation is broken (``doctor``), 2 bad input, 3 finished with
        some runs failed, 130 stopped by Ctrl-C.
    """
    given = list(sys.argv[1:] if words is None else words)
    try:
        return _answer(given)
    except UnfinishedError as broken:
        _list(broken.faults)
        return BAD_INPUT
    except TerritorySimError as broken:
        _tell(broken.faults, given)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("\nterritory-sim: stopped; no results were written", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # The reader of stdout has left (`| head`); Python must not fail again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as broken:
        where = str(broken.filename or "territory-sim")
        _tell([Fault(where=where, allowed=f"cannot be read or written: {broken.strerror or broken}")], given)
        return BAD_INPUT


def _answer(words: list[str]) -> int:
    if words[:1] == ["--complete"]:
        from territory_sim.cli.completion import candidates

        print("\n".join(candidates(" ".join(words[1:]))))
        return DONE
    request = read_arguments(words)
    if request.wants_version:
        from territory_sim import __version__

        print(f"territory-sim {__version__}")
    elif request.completion:
        from territory_sim.cli.completion import script

        print(script(request.completion))
    elif request.wants_help or not request.verb:
        _print_help(request)
    elif request.settings_only:
        _print_settings(request)
    else:
        code: int = importlib.import_module(f"territory_sim.cli.{request.verb}").execute(request)
        return code
    return DONE


def _print_help(request: Request) -> None:
    from territory_sim.cli.help_text import overview, verb_help

    named = [verb for verb in VERBS if verb.name == request.verb]
    print(verb_help(named[0]) if named else overview())


def _print_settings(request: Request) -> None:
    import json

    from territory_sim.scenario.dump import to_yaml
    from territory_sim.scenario.load import load_scenarios

    trees = [scenario.to_tree() for scenario in load_scenarios(request.overrides, request.config_dirs)]
    if request.as_json:
        print(json.dumps(trees[0] if len(trees) == 1 else trees, indent=2, ensure_ascii=False))
    else:
        print("---\n".join(to_yaml(tree) for tree in trees), end="")


def _list(faults: Sequence[Fault]) -> None:
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    print(f"territory-sim: {count}", *(f"  {fault}" for fault in faults), sep="\n", file=sys.stderr)


def _tell(faults: Sequence[Fault], words: Sequence[str]) -> None:
    _list(faults)
    if any(word.startswith("--resume") for word in words):
        print("The sweep is as it was: nothing was changed or lost.", file=sys.stderr)
        return
    verb = next((verb.name for verb in VERBS if verb.name in words[:1]), "")
    help_command = " ".join(part for part in ("territory-sim", verb, "--help") if part)
    settings = (
        f"; `territory-sim {verb} --cfg` every setting"
        if verb in {"run", "compare", "design", "explain"}
        else ""
    )
    print(f"Nothing was written. `{help_command}` shows examples{settings}.", file=sys.stderr)
