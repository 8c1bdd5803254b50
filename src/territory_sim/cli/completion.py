"""Completion of commands by the shell: verbs, flags, config groups, keys and their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from territory_sim.cli.arguments import FLAGS, SHELLS
from territory_sim.cli.verbs import VERBS

_BASH: Final = """\
_territory_sim() {
    local line=${COMP_LINE:0:COMP_POINT} word IFS=$'\\n'
    word=${line##*[[:space:]]}
    COMPREPLY=($(territory-sim --complete "$line" 2>/dev/null))
    # bash takes '=' as the start of a new word and replaces only what follows it.
    if [[ $word == *=* && $COMP_WORDBREAKS == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${word%%=*}="}")
    fi
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
    return 0
}
complete -o default -F _territory_sim territory-sim"""

_ZSH: Final = """\
#compdef territory-sim
_territory_sim() {
    local -a found
    found=("${(@f)$(territory-sim --complete "$LBUFFER" 2>/dev/null)}")
    if [[ -n ${found[1]} ]]; then compadd -Q -S '' -- "${found[@]}"; else _files; fi
}
compdef _territory_sim territory-sim"""

_FISH: Final = """\
complete -c territory-sim -f -a '(territory-sim --complete (commandline -cp) 2>/dev/null)'"""


def script(shell: str) -> str:
    """Give the script that makes a shell complete commands.

    Args:
        shell: ``bash``, ``zsh`` or ``fish``.

    Returns:
        Shell code; for bash, add ``eval "$(territory-sim --completion bash)"`` to ``~/.bashrc``.
    """
    return {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}[shell]


def candidates(line: str) -> list[str]:
    """List what the last word of a command may become.

    Args:
        line: The command up to the cursor, with the program's name.

    Returns:
        Words that start with the last word of the line, in a fixed order.

    Example:
        >>> candidates("territory-sim comp")
        ['compare']
        >>> candidates("territory-sim run territories=b")
        ['territories=balanced']
    """
    words = line.split()
    current = words.pop() if line and not line[-1].isspace() else ""
    previous = words[-1] if words else ""
    if previous == "--completion":
        return _starting(SHELLS, current)
    if previous == "--config-dir":
        return []
    if current.startswith("-"):
        return _starting((part.split()[0] for flag in FLAGS for part in flag.split(", ")), current)
    chosen = next((verb for verb in VERBS if verb.name in words[1:]), None)
    if chosen is None:
        return _starting((verb.name for verb in VERBS), current)
    if not chosen.takes_overrides:
        return _starting((f"{key}=" for key in chosen.own_keys), current)
    folders = [folder for flag, folder in pairwise(words) if flag == "--config-dir"]
    own = [f"{key}=" for key in chosen.own_keys]
    return _starting([*own, *_settings(current, folders)], current)


def _settings(current: str, config_dirs: list[str]) -> Iterator[str]:
    from territory_sim.scenario.compose import list_options
    from territory_sim.scenario.parse import parameters

    options = list_options(config_dirs)
    key, equals, values = current.partition("=")
    if not equals:
        yield from (f"{group}=" for group in options)
        yield from (f"{path}=" for path, _, _ in parameters())
        return
    earlier = values.rpartition(",")[0]
    start = f"{key}={earlier}," if earlier else f"{key}="
    chosen = set(earlier.split(","))
    yield from (f"{start}{option}" for option in options.get(key, ()) if option not in chosen)
    for path, described, kind in parameters():
        if path == key:
            words = described.choices or (("true", "false") if kind is bool else ())
            yield from (f"{start}{word}" for word in words if word not in chosen)


def _starting(words: Iterable[str], start: str) -> list[str]:
    return [word for word in words if word.startswith(start)]
