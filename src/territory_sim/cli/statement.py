"""``territory-sim statement``: print pay statements from the folder of a run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from territory_sim.cli.arguments import Request
from territory_sim.cli.terminal import print_json
from territory_sim.cli.verbs import VERBS
from territory_sim.errors import Fault, ScenarioError, nearest_name

if TYPE_CHECKING:
    import pandas as pd

    from territory_sim.reports.pay_statement import RepMonth


def execute(request: Request) -> int:
    """Print the statements asked for.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When the folder holds no statements, or none of those asked for.
    """
    folder, wanted = _read_words(request.places)
    from territory_sim.records.files import MANIFEST, read_json, read_table
    from territory_sim.reports.pay_statement import statement_text, statements_of

    scenarios: dict[str, Any] = read_json(folder / MANIFEST).get("scenarios", {})
    rep_month = read_table(_table(folder))
    wanted.setdefault("scenario", str(rep_month["scenario_id"].iloc[0]))
    wanted.setdefault("replication", str(rep_month["replication"].min()))
    chosen = _chosen(rep_month, wanted)
    plan = scenarios[wanted["scenario"]]["commission"]
    found = [
        each for each in statements_of(chosen, plan["period"]) if wanted.get("month") in (None, each.month)
    ]
    if request.as_json:
        print_json({"currency": plan["currency"], "statements": [_lines(each) for each in found]})
        return 0
    under = f"scenario: {wanted['scenario']}"
    texts = (
        statement_text(each.statement, each.rep_id, each.month, under, plan["currency"]) for each in found
    )
    print("\n\n\n".join(texts))
    return 0


def _read_words(words: list[str]) -> tuple[Path, dict[str, str]]:
    """Tell the folder from the keys, and every word that is neither."""
    keys = next(verb.own_keys for verb in VERBS if verb.name == "statement")
    wanted = {
        key: value for key, equals, value in (word.partition("=") for word in words) if equals and key in keys
    }
    places = [word for word in words if word.partition("=")[0] not in wanted]
    faults: list[Fault] = []
    if not places:
        faults.append(Fault(where="statement", allowed="needs the folder of a run"))
    elif not Path(places[0]).is_dir():
        faults.append(
            Fault(where="statement", given=places[0], allowed="must be a folder that run or compare wrote")
        )
    faults += [
        Fault(
            where=word,
            allowed=f"must be one of {', '.join(f'{key}=' for key in keys)}",
            hint=nearest_name(word.partition("=")[0], keys),
        )
        for word in places[1:]
    ]
    if faults:
        raise ScenarioError(faults)
    return Path(places[0]), wanted


def _table(folder: Path) -> Path:
    """Find table ``rep_month`` in the folder of one run or of a comparison."""
    found = next(
        (folder / name for name in ("rep_month.parquet", "rep_month") if (folder / name).exists()), None
    )
    if found is None:
        allowed = "has no statements: it must be a folder that run or compare wrote"
        raise ScenarioError([Fault(where=str(folder), allowed=allowed)])
    return found


def _chosen(rep_month: pd.DataFrame, wanted: dict[str, str]) -> pd.DataFrame:
    """Keep the rows asked for; the month comes later, because quotas count from the start of a period."""
    faults: list[Fault] = []
    columns = {"scenario": "scenario_id", "replication": "replication", "rep": "rep_id", "month": "month"}
    for key, column in columns.items():
        if key not in wanted:
            continue
        names = rep_month[column].astype("str")
        known = sorted(names.unique())
        if wanted[key] not in known:
            allowed = f"is not in these statements, which have {_few(known)}"
            faults.append(
                Fault(where=key, given=wanted[key], allowed=allowed, hint=nearest_name(wanted[key], known))
            )
        elif key != "month":
            rep_month = rep_month[names == wanted[key]]
    if faults:
        raise ScenarioError(faults)
    return rep_month


def _few(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def _lines(each: RepMonth) -> dict[str, object]:
    statement = each.statement
    return {
        "rep_id": each.rep_id,
        "month": each.month,
        **asdict(statement),
        "variable_cents": statement.variable_cents,
        "total_cents": statement.base_cents + statement.variable_cents,
    }
