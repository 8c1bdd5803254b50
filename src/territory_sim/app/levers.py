"""The levers of the page: what a trainer may change in a pane, and which setting each stands for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from territory_sim.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.scenario.world import World

Level = float | str


@dataclass(frozen=True, slots=True)
class Lever:
    """One lever.

    Args:
        lever_id: Name in records and requests.
        label: What the page calls it.
        levels: The levels the page offers, in order; more may have been recorded.
        words: What the page calls each of the levels that are words.
        read: Tells the level of a world.
        overrides: Writes a level as overrides of settings.
        least: Least number that may be asked for; None where levels are words.
        most: Greatest number.
    """

    lever_id: str
    label: str
    levels: tuple[Level, ...]
    words: Mapping[str, str]
    read: Callable[[World], Level]
    overrides: Callable[[Level, Scenario], list[str]]
    least: float | None = None
    most: float | None = None

    def parsed(self, text: str) -> Level:
        """Read a level that somebody asks for.

        Args:
            text: As it stands in the request.

        Returns:
            The level.

        Raises:
            ScenarioError: When there is no such level.
        """
        if self.least is None or self.most is None:
            if text in self.levels:
                return text
            allowed = f"must be one of {', '.join(str(level) for level in self.levels)}"
            raise ScenarioError([Fault(where=self.lever_id, given=text[:40], allowed=allowed)])
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not self.least <= value <= self.most:
            allowed = f"must be a number from {self.least:g} to {self.most:g}"
            raise ScenarioError([Fault(where=self.lever_id, given=text[:40], allowed=allowed)])
        return value


def _numbers(*values: float) -> tuple[Level, ...]:
    return values


def _with_the_campaign(_: Level, __: Scenario) -> list[str]:
    """Size and place make one setting, written by :func:`overrides_of`."""
    return []


def _campaign(size: float, place: str, run_days: int) -> str:
    """A campaign that begins a sixth into the run and lasts a quarter of it."""
    if not size:
        return "marketing.campaigns=[]"
    share = {"largest": 0.3, "everywhere": 1.0}[place]
    start, days = round(0.16 * run_days), max(round(0.24 * run_days), 1)
    return (
        "marketing.campaigns=[{name: lever, channel: fair, places: [], choose: largest,"
        f" share: {share}, start: day {start}, days: {days}, spend_per_week: {size:g}, spread: potential}}]"
    )


def _campaign_size(world: World) -> Level:
    return round(sum(float(one.weekly_cents.sum()) for one in world.campaigns) / 100)


def _campaign_place(world: World) -> Level:
    widest = max((len(one.units) for one in world.campaigns), default=0)
    return "everywhere" if widest > len(world.region) / 2 else "largest"


def _rival_calls(world: World) -> Level:
    rates = [rival.calls_per_year for rival in world.scenario.competitors.present]
    return round(sum(rates) / len(rates), 2) if rates else 0


def _rivals(level: Level, scenario: Scenario) -> list[str]:
    tree = scenario.to_tree()["competitors"]
    assert isinstance(tree, dict)
    rivals = [{**rival, "calls_per_year": level} for rival in tree["rivals"]]
    words = ", ".join(
        "{" + ", ".join(f"{k}: {json.dumps(v)}" for k, v in one.items()) + "}" for one in rivals
    )
    return [f"competitors.rivals=[{words}]"]


def _plan(world: World) -> Level:
    plan = world.scenario.commission
    marks = (
        (plan.pool_share > 0, "team_pool"),
        (plan.cap is not None, "capped"),
        (plan.threshold > 0, "threshold"),
        (plan.guarantee.per_month > 0, "guaranteed"),
    )
    return next((name for there, name in marks if there), "linear")


LEVERS: Final = (
    Lever(
        "reps", "Reps", _numbers(16, 18, 20, 22, 24, 26, 28, 32, 36, 44), {},
        read=lambda world: len(world.reps),
        overrides=lambda level, _: [f"staffing.reps={round(float(level))}"],
        least=2, most=120,
    ),
    Lever(
        "split", "Split", ("history", "balanced"),
        {"history": "Today's map", "balanced": "Equal workload", "file": "From a file"},
        read=lambda world: world.scenario.territories.method,
        overrides=lambda level, _: [f"territories={level}"],
    ),
    Lever(
        "plan", "Commission plan", ("linear", "capped", "threshold", "guaranteed", "team_pool"),
        {
            "linear": "A share of every sale", "capped": "Capped", "threshold": "Only above 60 % of quota",
            "guaranteed": "Guaranteed at first", "team_pool": "Two fifths pooled",
        },
        read=_plan,
        overrides=lambda level, _: [f"commission={level}"],
    ),
    Lever(
        "campaign", "Campaign, thousand a week", _numbers(0, 10, 25, 50), {},
        read=lambda world: float(_campaign_size(world)) / 1000,
        overrides=_with_the_campaign,
        least=0, most=500,
    ),
    Lever(
        "place", "Campaign place", ("largest", "everywhere"),
        {"largest": "Largest third of units", "everywhere": "Whole region"},
        read=_campaign_place,
        overrides=_with_the_campaign,
    ),
    Lever(
        "backup", "Service back-up", ("owner", "pooled"),
        {"owner": "The owner answers", "pooled": "Any free rep answers"},
        read=lambda world: world.scenario.service.backup,
        overrides=lambda level, _: [f"service.backup={level}"],
    ),
    Lever(
        "speed", "Travel speed, times usual", _numbers(0.4, 0.5, 0.7, 1, 1.5, 2, 4), {},
        read=lambda world: round(1 / world.scenario.region.distance_factor, 2),
        overrides=lambda level, _: [f"region.distance_factor={1 / float(level):.6g}"],
        least=0.2, most=5,
    ),
    Lever(
        "rivals", "Rival calls a year and account", _numbers(0, 1, 2, 4, 8), {},
        read=_rival_calls,
        overrides=_rivals,
        least=0, most=10,
    ),
)  # fmt: skip


def levels_of(world: World) -> dict[str, Level]:
    """Tell at which level each lever stands in a world.

    Args:
        world: The world of a scenario.

    Returns:
        Levels by lever.
    """
    return {lever.lever_id: lever.read(world) for lever in LEVERS}


def overrides_of(asked: Mapping[str, str], usual: Mapping[str, Level], scenario: Scenario) -> list[str]:
    """Write the levels somebody asks for as overrides of settings.

    Args:
        asked: Levels by lever, as text.
        usual: At which levels the scenario itself stands; such levers are left alone.
        scenario: The scenario to be changed.

    Returns:
        Overrides in Hydra's grammar.

    Raises:
        ScenarioError: When a lever or level does not exist; all faults are listed.
    """
    known = {lever.lever_id: lever for lever in LEVERS}
    faults: list[Fault] = []
    wanted: dict[str, Level] = dict(usual)
    for name, text in asked.items():
        if name not in known:
            faults.append(
                Fault(where=name[:40], allowed=f"there is no such lever; levers are {', '.join(known)}")
            )
            continue
        try:
            wanted[name] = known[name].parsed(text)
        except ScenarioError as broken:
            faults += broken.faults
    if faults:
        raise ScenarioError(faults)
    changed = [name for name in known if wanted[name] != usual[name]]
    overrides = [text for name in changed for text in known[name].overrides(wanted[name], scenario)]
    if {"campaign", "place"} & set(changed):
        overrides.append(_campaign(1000 * float(wanted["campaign"]), str(wanted["place"]), scenario.days))
    return overrides


def lever_rows(recorded: Sequence[Mapping[str, Level]]) -> list[dict[str, object]]:
    """Describe the levers for the page.

    Args:
        recorded: Levels of every recorded run.

    Returns:
        One object a lever: id, label, levels (also those recorded), words.
    """
    rows: list[dict[str, object]] = []
    for lever in LEVERS:
        own = {levels[lever.lever_id] for levels in recorded}
        numbers = lever.least is not None
        levels = (
            sorted({*lever.levels, *own}, key=float)
            if numbers
            else [*lever.levels, *sorted(map(str, own - set(lever.levels)))]
        )
        rows.append(
            {
                "id": lever.lever_id,
                "label": lever.label,
                "numbers": numbers,
                "levels": levels,
                "words": {
                    str(level): lever.words.get(str(level), f"{level:g}" if numbers else str(level))
                    for level in levels
                },
            }
        )
    return rows
