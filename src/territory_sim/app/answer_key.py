"""The figures of a lesson's answer key: simulated, never typed."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

from territory_sim.app.lesson import load_lesson
from territory_sim.app.recording import REPLICATIONS
from territory_sim.experiments.replicate import replicate
from territory_sim.experiments.result_tables import kpi_dictionary_table
from territory_sim.experiments.wording import quantities
from territory_sim.scenario.load import load_scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.experiments.run import Run

_SIDES: Final = ("left", "right")


def lesson_figures(name: str, replications: int = REPLICATIONS) -> dict[str, str]:
    """Simulate a lesson and take down its figures.

    Args:
        name: The lesson.
        replications: Replications of each side; those that ``play lesson=`` records, unless said otherwise.

    Returns:
        The figures that the key names, as text: means over replications of lines of the scorecard,
        by side and line, such as ``left_coverage``; and ``left_reps``, ``left_mean_pay`` with their like.
    """
    lesson = load_lesson(name)
    scenarios = load_scenarios(lesson.overrides)[:2]
    made = replicate(scenarios, replications)
    figures: dict[str, str] = {}
    for side, scenario, world in zip(_SIDES, scenarios, made.worlds, strict=True):
        runs = [run for run in made.runs if run.scenario.scenario_id == scenario.scenario_id]
        lines = _means(runs) | {"mean_pay": _mean_pay(runs)}
        figures[f"{side}_reps"] = str(len(world.reps))
        units = {str(row["kpi"]): str(row["unit"]) for row in kpi_dictionary_table().to_dict("records")}
        units["mean_pay"] = "money"
        for kpi, value in lines.items():
            (figures[f"{side}_{kpi}"],) = quantities([value], units[kpi], scenario.commission.currency)
    return {figure: figures[figure] for figure in sorted(_named_in(lesson.key))}


def _named_in(sentences: Sequence[str]) -> set[str]:
    return {name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name}


def _means(runs: Sequence[Run]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for run in runs:
        for row in run.kpis.to_dict("records"):
            values.setdefault(str(row["kpi"]), []).append(float(row["value"]))
    return {kpi: sum(each) / len(each) for kpi, each in values.items()}


def _mean_pay(runs: Sequence[Run]) -> float:
    paid = [
        run.tables["rep_month"]["variable_cents"].sum() / run.rep_days * run.scenario.days for run in runs
    ]
    return float(sum(paid) / len(paid) / 100)
