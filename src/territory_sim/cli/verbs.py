"""The verbs of the command line: what each does, as ``--help`` tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
        own_keys: Keys of the words ``key=value`` that the verb reads itself.
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
        name="optimise",
        usage="[OVERRIDES] [FLAGS] | --resume DIR",
        summary="search levers for the most contribution within floors on fairness and coverage",
        description=(
            "Every setting with a list of values or an interval(low,high) is a lever; all else is fixed.\n"
            "Combinations are tried on paired runs, the best within the floors settled on fresh ones by\n"
            "ranking and selection, against today's settings. Tables, optimise.svg and optimise.html go to\n"
            "out=DIR, or else to a new folder under outputs/optimise; --resume DIR goes on after a stop.\n"
            "More combinations than optimise.trials need: pip install 'territory-sim[optimise]'."
        ),
        examples=(
            (
                "territory-sim optimise 'staffing.reps=range(20,33,4)' territories=history,balanced",
                "how many reps, on which map",
            ),
            (
                (
                    "territory-sim optimise 'staffing.reps=range(20,33,4)' territories=history,balanced"
                    " optimise.pay_opportunity_gini_at_most=0.2 optimise.coverage_at_least=0.6"
                ),
                "the same, where pay chances stay even and customers are called on",
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
        name="sensitivity",
        usage="[DIR | OVERRIDES] [method=morris|sobol|flips] [parameters=KEYS] [FLAGS]",
        summary="which assumptions matter, and which would turn the answer",
        description=(
            "Tries every assumption at both ends of its range, then looks closely at those that matter:\n"
            "of one scenario a Morris screening or Sobol' indices, of two the value at which the better one\n"
            "changes. With the folder of a comparison it puts these flip values on its page.\n"
            "parameters=market,leads or KEY=interval(LOW,HIGH) choose; spread=0.3 or spread=stated set the\n"
            "ranges, line= the scorecard line, most= how many are looked at closely. Results go to out=DIR,\n"
            "or else to a new folder under outputs/sensitivity; the same command with the same out= goes on\n"
            "where it was stopped."
        ),
        examples=(
            ("territory-sim sensitivity", "what today's contribution depends on"),
            ("territory-sim sensitivity scenario=status_quo,hire_two", "what would flip the decision"),
            ("territory-sim sensitivity outputs/compare/DIR", "the same, on the page of that comparison"),
            (
                "territory-sim sensitivity method=sobol parameters=market.gross_margin,leads.value_share",
                "shares of the variance",
            ),
        ),
        own_keys=("method", "parameters", "spread", "line", "most", "trajectories"),
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
