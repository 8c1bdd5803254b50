"""Read the words of a command: a verb, overrides in any order, flags anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from territory_sim.cli.verbs import VERBS
from territory_sim.errors import Fault, ScenarioError, nearest_name

SHELLS: Final = ("bash", "zsh", "fish")


FLAGS: Final = {
    "--json": "print the result as one JSON object",
    "--resume DIR": "sweep: go on with the sweep in DIR, and extend it by what else is given; or optimise",
    "--retry-failed": "sweep --resume: try failed runs again",
    "--multirun, -m": "run: sweep over lists of values",
    "--explain": "design: say of every unit that changes hands why",
    "--cfg": "print the settings as YAML, simulate nothing",
    "--config-dir DIR": "folder with your own config groups, such as DIR/scenario/mine.yaml (repeatable)",
    "--completion SHELL": "print the completion script for bash, zsh or fish",
    "--version": "print the version",
    "--help, -h": "print this help, or that of a verb",
}


_TAKING_PLACES: Final = frozenset({"report", "statement"})
"""Verbs whose words are folders, whatever letters their names hold, or keys of their own."""

_TAKING_EITHER: Final = frozenset({"explain", "sensitivity"})
"""Verbs that take settings, or else a folder (and what suits it)."""


@dataclass(slots=True, kw_only=True)
class Request:
    """What a command asks for.

    Args:
        command: All words of the command, the program's name first.
        verb: Name of the verb; empty when none was given.
        overrides: Settings to change, in the order given.
        places: Words that are neither: the folder of ``report`` or ``explain``.
        config_dirs: Folders with the user's own configs.
        as_json: Whether the result is wanted as JSON.
        resume: Folder of the sweep to go on with; empty for a new one.
        retry_failed: Whether a resumed sweep tries failed runs again.
        multirun: Whether ``run`` is to be a ``sweep``.
        explain: Whether every change is to be explained.
        settings_only: Whether only the settings are wanted.
        wants_help: Whether help is wanted.
        wants_version: Whether the version is wanted.
        completion: Shell whose completion script is wanted, or None.
    """

    command: tuple[str, ...] = ()
    verb: str = ""
    overrides: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    config_dirs: list[str] = field(default_factory=list)
    as_json: bool = False
    resume: str = ""
    retry_failed: bool = False
    multirun: bool = False
    explain: bool = False
    settings_only: bool = False
    wants_help: bool = False
    wants_version: bool = False
    completion: str | None = None


def read_arguments(words: Sequence[str]) -> Request:
    """Read the words of a command.

    Args:
        words: The words after the program's name.

    Returns:
        What is asked for.

    Raises:
        ScenarioError: With every flag, verb or word that cannot be understood.

    Example:
        >>> request = read_arguments(["compare", "--json", "scenario=status_quo,balanced"])
        >>> (request.verb, request.overrides, request.as_json)
        ('compare', ['scenario=status_quo,balanced'], True)
    """
    request = Request(command=("territory-sim", *words))
    faults: list[Fault] = []
    rest = iter(words)
    for word in rest:
        if word.startswith("-") and "=" in word and not word.startswith(("--config-dir=", "--resume=")):
            faults.append(_flag_fault(word))
        elif word.startswith("-"):
            _read_flag(request, word, rest, faults)
        elif request.verb in _TAKING_PLACES:
            request.places.append(word)
        elif "=" in word or word.startswith("~"):
            request.overrides.append(word)
        elif not request.verb:
            request.verb = word
        else:
            request.places.append(word)
    if request.multirun and request.verb == "run":
        request.verb = "sweep"
    if not (request.wants_help or request.wants_version or request.completion):
        faults += _verb_faults(request)
    if faults:
        raise ScenarioError(faults)
    return request


def _read_flag(request: Request, word: str, rest: Iterator[str], faults: list[Fault]) -> None:
    switches: dict[str, Callable[[], None]] = {
        "--json": lambda: setattr(request, "as_json", True),
        "--explain": lambda: setattr(request, "explain", True),
        "--retry-failed": lambda: setattr(request, "retry_failed", True),
        "--multirun": lambda: setattr(request, "multirun", True),
        "-m": lambda: setattr(request, "multirun", True),
        "--cfg": lambda: setattr(request, "settings_only", True),
        "--help": lambda: setattr(request, "wants_help", True),
        "-h": lambda: setattr(request, "wants_help", True),
        "--version": lambda: setattr(request, "wants_version", True),
    }
    name, _, joined = word.partition("=")
    if word in switches:
        switches[word]()
    elif name == "--config-dir":
        folder = joined or next(rest, "")
        if folder:
            request.config_dirs.append(folder)
        else:
            faults.append(Fault(where="--config-dir", allowed="needs a folder after it"))
    elif name == "--resume":
        request.resume = joined or next(rest, "")
        if not request.resume:
            faults.append(Fault(where="--resume", allowed="needs the folder of a sweep after it"))
    elif name == "--completion":
        shell = next(rest, "")
        request.completion = shell
        if shell not in SHELLS:
            faults.append(
                Fault(where="--completion", given=shell, allowed=f"must be one of {', '.join(SHELLS)}")
            )
    else:
        faults.append(_flag_fault(word))


def _flag_fault(word: str) -> Fault:
    names = [part.split()[0] for flag in FLAGS for part in flag.split(", ")]
    hint = nearest_name(word.partition("=")[0], names)
    if "=" in word and not hint:
        hint = f"settings are written without dashes: {word.lstrip('-')}"
    return Fault(where=word, allowed="there is no such flag", hint=hint or "--help lists the flags")


def _verb_faults(request: Request) -> Iterator[Fault]:
    names = [verb.name for verb in VERBS]
    if not request.verb:
        if request.overrides or request.as_json or request.settings_only:
            yield Fault(where="territory-sim", allowed=f"needs a verb: {', '.join(names)}")
        return
    if request.verb not in names:
        allowed = f"there is no such verb; verbs are {', '.join(names)}"
        yield Fault(where=request.verb, allowed=allowed, hint=nearest_name(request.verb, names))
        return
    verb = next(verb for verb in VERBS if verb.name == request.verb)
    yield from _foreign_flags(request)
    if verb.takes_overrides and verb.name not in _TAKING_EITHER:
        for place in request.places:
            hint = f"for the scenario of that name: scenario={place}" if place.isidentifier() else ""
            yield Fault(where=place, allowed="is not a setting: write key=value", hint=hint)
    elif not verb.takes_overrides:
        for override in request.overrides:
            yield Fault(where=override, allowed=f"{verb.name} takes no settings")
        if request.settings_only:
            yield Fault(where="--cfg", allowed=f"{verb.name} has no settings to print")


def _foreign_flags(request: Request) -> Iterator[Fault]:
    """Find flags that mean nothing to the verb they were given with."""
    if request.explain and request.verb != "design":
        yield Fault(where="--explain", allowed="explains the changes of design, of no other verb")
    if request.multirun and request.verb != "sweep":
        yield Fault(where="--multirun", allowed="makes a sweep of run, of no other verb")
    if request.resume and request.verb not in {"sweep", "optimise"}:
        yield Fault(where="--resume", allowed="goes on with sweep and optimise, with no other verb")
    if request.resume and request.verb == "optimise" and (request.overrides or request.config_dirs):
        yield Fault(
            where="--resume",
            allowed="goes on with an optimisation as it was given",
            hint="leave the rest out",
        )
    if request.retry_failed and not (request.resume and request.verb == "sweep"):
        yield Fault(where="--retry-failed", allowed="tries runs of a sweep again", hint="add --resume DIR")
