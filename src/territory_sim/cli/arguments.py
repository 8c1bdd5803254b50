"""Read the words of a command: a verb, overrides in any order, flags anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from territory_sim.errors import Fault, ScenarioError, nearest_name

SHELLS: Final = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """What one verb does, as ``--help`` tells it.

    Args:
        name: The word on the command line.
        usage: What may follow the verb.
        summary: One clause for the list of verbs.
        description: What it does, what it writes and where, in a few lines.
        examples: Commands worth typing, each with what it shows.
        takes_overrides: Whether settings may be changed.
        own_keys: Keys of the words ``key=value`` that the verb understands where it takes no settings.
    """

    name: str
    usage: str
    summary: str
    description: str
    examples: tuple[tuple[str, str], ...]
    takes_overrides: bool = True
    own_keys: tuple[str, ...] = ()


VERBS: Final = (
    Verb(
        name="run",
        usage="[OVERRIDES] [FLAGS]",
        summary="simulate one scenario with one seed",
        description=(
            "Simulates one scenario once and prints its scorecard. The tables, the manifest and the\n"
            "alignment go to out=DIR, or else to a new folder under outputs/run."
        ),
        examples=(
            ("territory-sim run", "today's territories of Texas, one year"),
            ("territory-sim run scenario=balanced staffing.reps=20 seed=7", "a redraw for 20 reps"),
            ("territory-sim run region.path=my_region days=60 --json", "your own region; the result as JSON"),
            ("territory-sim run scenario=balanced --cfg", "only print the settings"),
        ),
    ),
    Verb(
        name="compare",
        usage="[OVERRIDES] [FLAGS]",
        summary="compare scenarios by paired replications; the first is the baseline",
        description=(
            "Simulates each scenario on the same customers and the same luck, and prints what differs,\n"
            "with a 95 % interval. Tables, report.html, report.json and report.xlsx go to out=DIR, or else\n"
            "to a new folder under outputs/compare. Lists of values make the scenarios:\n"
            "scenario=status_quo,balanced, or staffing.reps=24,26, or staffing.reps=range(20,28,2)."
        ),
        examples=(
            ("territory-sim compare scenario=status_quo,balanced", "should we redraw?"),
            ("territory-sim compare staffing.reps=24,26 scenario=balanced", "should we hire two reps?"),
            ("territory-sim compare scenario=status_quo,balanced replications=40", "narrower intervals"),
        ),
    ),
    Verb(
        name="sweep",
        usage="[OVERRIDES] [FLAGS] | --resume DIR [OVERRIDES]",
        summary="run every point of a design, each with its replications; can be killed and resumed",
        description=(
            "Lists of values make a grid: staffing.reps=range(16,33,4) territories=history,balanced.\n"
            "sampling=lhs or sobol draws points=N samples between the ends of interval(low,high) instead.\n"
            "The plan is written first, results in batches of a few seconds; whatever ends the sweep,\n"
            "--resume DIR goes on where it was. The same flag extends it: more replications=, more points=,\n"
            "longer lists. Tables, sweep.svg and summary.csv go to out=DIR, or else to a new folder under\n"
            "outputs/sweep. Runs that fail cost a row in the table failures, and exit code 3."
        ),
        examples=(
            (
                "territory-sim sweep 'staffing.reps=range(16,33,4)' territories=history,balanced",
                "the plateau of the number of reps, on today's map and on a redraw",
            ),
            ("territory-sim sweep --resume outputs/sweep/DIR", "go on after it was killed"),
            ("territory-sim sweep --resume outputs/sweep/DIR replications=20", "narrower intervals"),
            (
                "territory-sim sweep sampling=sobol points=64 'people.skill_sd=interval(0.1,0.5)'",
                "64 samples of an assumption",
            ),
            (
                "territory-sim sweep --resume DIR executor=dask scheduler=tcp://host:8786",
                "the rest on a cluster (docs/sweeps.md)",
            ),
        ),
    ),
    Verb(
        name="design",
        usage="[OVERRIDES] [FLAGS]",
        summary="draw or redraw territories: even, whole, compact, with little change",
        description=(
            "Divides a region into territories.count territories that share out territories.measure evenly,\n"
            "or redraws the map of territories.from with as little change as possible. Writes alignment.csv\n"
            "and moves.csv, design.json, territories.geojson, pictures to out=DIR, or else to a new folder\n"
            "under outputs/design. An edited alignment.csv can be given back by territories.from, what must\n"
            "not change by territories.locks (unit_id, territory_id), part time and homes by\n"
            "territories.targets (territory_id, share, home_unit_id, least, most)."
        ),
        examples=(
            ("territory-sim design territories.count=24", "Texas in 24 territories of equal workload"),
            (
                "territory-sim design territories.from=today territories.tolerance=0.05 --explain",
                "today's map within 5 %, and why each unit moves",
            ),
            (
                "territory-sim design 'territories.measure=[workload,potential]' territories.tolerance=0.02",
                "two measures at once",
            ),
            (
                "territory-sim design region.path=my_region territories.measure=revenue territories.count=12",
                "any column of your units.csv",
            ),
        ),
    ),
    Verb(
        name="size",
        usage="[OVERRIDES] [FLAGS]",
        summary="how many reps: a plateau with a band, from territories drawn for each number",
        description=(
            "Draws the territories anew for each number of reps and prints three classic answers:\n"
            "workload build-up, break-even, and marginal return. size.json, size.csv and size.svg go to\n"
            "out=DIR, or else to a new folder under outputs/size."
        ),
        examples=(
            ("territory-sim size", "from half to one and a half times today's reps, further if need be"),
            ("territory-sim size staffing.reps=range(16,33,2)", "these numbers"),
            ("territory-sim size commission.base_salary=90000 --json", "dearer reps; the result as JSON"),
        ),
    ),
    Verb(
        name="explain",
        usage="[DIR | OVERRIDES] [FLAGS]",
        summary="why reps and campaigns did what they did: territory, skill, effort, marketing or luck",
        description=(
            "Runs the same years with causes switched off and splits what each rep sold and was paid, and\n"
            "what each campaign brought, beside what a naive reading of the CRM log says. Tables go to\n"
            "out=DIR, or else to a new folder under outputs/explain. With the folder of an earlier explain\n"
            "or compare it tells the findings again without simulating."
        ),
        examples=(
            ("territory-sim explain", "is the best rep able, well placed, or lucky?"),
            ("territory-sim explain scenario=spring_campaign replications=10", "did the campaign bring it?"),
            ("territory-sim explain outputs/compare/status_quo-balanced-seed1", "findings of a comparison"),
        ),
    ),
    Verb(
        name="play",
        usage="[OVERRIDES] [lesson=NAME] [FLAGS]",
        summary="record scenarios and write the trainers' page: one file, two maps side by side",
        description=(
            "Records each scenario day by day and writes play.html to out=DIR, or else to a new folder\n"
            "under outputs/play: one file that opens in any browser, without a network. The first two\n"
            "scenarios begin side by side; lists of values record further levels of the page's levers,\n"
            "without movements. The bands hold 6 replications, or replications=N."
        ),
        examples=(
            ("territory-sim play", "today's territories beside a redraw"),
            ("territory-sim play staffing.reps=24,20,28", "the same, with levels of the lever for reps"),
            ("territory-sim play lesson=too_many_reps", "a lesson: goal, prediction, run, debrief, key"),
        ),
    ),
    Verb(
        name="serve",
        usage="[OVERRIDES] [lesson=NAME] [port=N] [FLAGS]",
        summary="open the trainers' page on this machine with levers that simulate",
        description=(
            "Serves the page of play on 127.0.0.1 until Ctrl-C. Levers and redrawn units are simulated when\n"
            "they change: the first days at once, the rest and the replications as they are done."
        ),
        examples=(
            ("territory-sim serve", "today's territories beside a redraw, on port 8642"),
            ("territory-sim serve scenario=status_quo replications=2 port=0", "one map, any free port"),
        ),
    ),
    Verb(
        name="report",
        usage="DIR [FLAGS]",
        summary="rebuild report.html from the tables of a comparison",
        description=(
            "Writes report.html, report.json and report.xlsx anew from the tables that compare left in DIR;\n"
            "nothing is simulated."
        ),
        examples=(
            ("territory-sim report outputs/compare/status_quo-balanced-seed1", "after an update, say"),
        ),
        takes_overrides=False,
    ),
    Verb(
        name="statement",
        usage="DIR [rep=ID] [month=YYYY-MM] [scenario=NAME] [replication=N] [FLAGS]",
        summary="print the pay statements of reps as a payroll office would",
        description=(
            "Prints the statements in the folder DIR that run or compare left: every line from sales booked\n"
            "to pay. Without rep all reps, without month all months; of a comparison the first scenario and\n"
            "replication unless others are named. --json gives the same lines in cents."
        ),
        examples=(
            (
                "territory-sim statement outputs/run/status_quo-seed1 rep=R07 month=2026-03",
                "one month of one rep",
            ),
            ("territory-sim statement outputs/run/status_quo-seed1 rep=R07 --json", "his year, in cents"),
        ),
        takes_overrides=False,
        own_keys=("rep", "month", "scenario", "replication"),
    ),
    Verb(
        name="parameters",
        usage="[OVERRIDES] [FLAGS]",
        summary="list every default with its range, unit, evidence and source",
        description=(
            "Prints each setting with its value, unit, allowed range and grade of evidence; --json adds\n"
            "what it means and where the default comes from."
        ),
        examples=(
            ("territory-sim parameters", "the defaults"),
            (
                "territory-sim parameters scenario=balanced --json",
                "a row for each setting, with its source",
            ),
        ),
    ),
    Verb(
        name="doctor",
        usage="[FLAGS]",
        summary="check the installation",
        description=(
            "Checks Python, the packages, the configs, the cache folder and a tiny simulation.\n"
            "Exit code 1 when something is broken."
        ),
        examples=(("territory-sim doctor", "before you ask for help"),),
        takes_overrides=False,
    ),
)

FLAGS: Final = {
    "--json": "print the result as one JSON object",
    "--resume DIR": "sweep: go on with the sweep in DIR, and extend it by what else is given",
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

_TAKING_EITHER: Final = frozenset({"explain"})
"""Verbs that take settings, or else a folder."""


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
    if request.resume and request.verb != "sweep":
        yield Fault(where="--resume", allowed="goes on with a sweep, with no other verb")
    if request.retry_failed and not request.resume:
        yield Fault(where="--retry-failed", allowed="tries runs of a sweep again", hint="add --resume DIR")
