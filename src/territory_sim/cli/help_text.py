"""The texts of ``--help``, of the program and of each verb."""

from __future__ import annotations

from territory_sim.cli.arguments import FLAGS
from territory_sim.cli.verbs import VERBS, Verb

_SETTINGS = """\
Settings are changed by key=value, in any order, on any verb that simulates:
  scenario=balanced              an option of a config group (a file in configs/GROUP)
  staffing.reps=20               a single setting
  staffing.reps=20,24,28         a list of values; also range(20,30,2)
  seed=7 days=60 replications=40 out=DIR
`territory-sim run --cfg` prints every setting and its value."""

_EXIT_CODES = (
    "Exit codes: 0 done; 2 something given cannot be used; 3 finished, but some runs failed; 130 stopped."
)


def overview() -> str:
    """Write the help of the program.

    Returns:
        Text with the verbs, the flags, how settings are changed, and first commands.
    """
    verbs = _columns([(verb.name, verb.summary) for verb in VERBS])
    return "\n".join(
        (
            "Usage: territory-sim VERB [OVERRIDES] [FLAGS]",
            "",
            "Simulates the sales territories of a region: what would a redraw, more reps or another plan",
            "change, for customers, for pay and for the business, and how sure is that?",
            "",
            "Verbs:",
            verbs,
            "",
            "Flags:",
            _columns(list(FLAGS.items())),
            "",
            _SETTINGS,
            "",
            "Start with:",
            "  territory-sim compare scenario=status_quo,balanced",
            "  territory-sim compare --help",
            "",
            _EXIT_CODES,
        )
    )


def verb_help(verb: Verb) -> str:
    """Write the help of one verb.

    Args:
        verb: The verb.

    Returns:
        Text with what it does, examples, and how settings are changed.
    """
    examples = "\n".join(f"  {command}\n      {shows}" for command, shows in verb.examples)
    parts = [
        f"Usage: territory-sim {verb.name} {verb.usage}",
        verb.description,
        f"Examples:\n{examples}",
    ]
    if verb.takes_overrides:
        parts.append(_SETTINGS)
    flags = [
        (flag, meaning)
        for flag, meaning in FLAGS.items()
        if flag.startswith(("--json", "--help"))
        or (flag.startswith("--explain") and verb.name == "design")
        or (flag.startswith(("--resume", "--retry")) and verb.name == "sweep")
        or (flag.startswith("--multirun") and verb.name == "run")
        or (verb.takes_overrides and flag.startswith("--c") and "SHELL" not in flag)
    ]
    return "\n\n".join((*parts, f"Flags:\n{_columns(flags)}"))


def _columns(rows: list[tuple[str, str]]) -> str:
    width = max(len(left) for left, _ in rows)
    return "\n".join(f"  {left:<{width}}  {right}" for left, right in rows)
