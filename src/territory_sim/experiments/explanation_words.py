"""Findings about reps and campaigns as sentences: claim, number, interval, cause, source table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from territory_sim.experiments.attribution import DIFFERENCE, NAIVE
from territory_sim.experiments.switches import EFFORT, LUCK, MARKETING, SKILL, TERRITORY
from territory_sim.experiments.wording import number, quantities, unsigned
from territory_sim.statistics.proportion import wilson_interval

COLUMNS: Final = ("topic", "subject", "claim", "value", "low", "high", "unit", "cause", "source")
PARTS: Final = (TERRITORY, SKILL, EFFORT, MARKETING, LUCK)
"""Order in which parts are told; effort and marketing only where there is any."""

_CAUSES: Final = {
    TERRITORY: "what a typical rep would sell there",
    SKILL: "what the rep's own ability and hours add",
    EFFORT: "what answering to quota, cap and the pay of peers adds",
    MARKETING: "what campaigns add there",
    LUCK: "what this year differs from the rep's mean year",
}
_PAID: Final = {"sales": "sold", "pay": "was paid"}


def explanation_table(tables: Mapping[str, pd.DataFrame], currency: str) -> pd.DataFrame:
    """Turn the split into sentences.

    Args:
        tables: ``rep_parts``, ``league_years`` and ``campaign_parts``.
        currency: Currency of money.

    Returns:
        Table ``explanations``: a row per finding with its number, the 95 % interval, the unit, the
        cause and the table it is taken from. Topics are ``league table``, ``reps``, ``pay`` and
        ``campaigns``; a subject is a rep, a campaign, or the whole team.
    """
    rows = [
        *_about_league(tables["league_years"]),
        *_about_spread(tables["rep_parts"]),
        *_about_reps(tables["rep_parts"], "sales", currency),
        *_about_reps(tables["rep_parts"], "pay", currency),
        *_about_campaigns(tables["campaign_parts"], currency),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _about_league(years: pd.DataFrame) -> list[tuple[object, ...]]:
    count, middle = len(years), int(years["skill_place"].median())
    lucky = int((years["mean_place"] > 1).sum())
    ablest = int((years["skill_place"] == 1).sum())
    else_best = "in the mean of all years somebody else sells more"
    told = (
        (
            lucky,
            f"In {lucky} of {count} years the best seller is merely lucky: {else_best}",
            "one year's luck is enough to change the top of the table" if lucky else "luck is too small here",
        ),
        (
            ablest,
            f"In {ablest} of {count} years the best seller is the ablest rep",
            f"the usual best seller is number {middle} by skill; the rest is territory and luck",
        ),
    )
    return [_share_row(hits, count, claim, cause) for hits, claim, cause in told]


def _share_row(hits: int, count: int, claim: str, cause: str) -> tuple[object, ...]:
    found = wilson_interval(hits, count)
    between = f"{number(100 * found.low, 0)} to {number(100 * found.high, 0)} %"
    sentence = f"{claim} ({number(100 * found.estimate, 0)} %, 95 % interval {between})."
    numbers = (found.estimate, found.low, found.high, "share")
    return "league table", "team", sentence, *numbers, cause, "league_years"


def _about_spread(parts: pd.DataFrame) -> list[tuple[object, ...]]:
    """Say how much of the spread of sales between reps goes with each part; the shares add up to one."""
    wide = _wide(parts, "sales")
    total = wide[DIFFERENCE].to_numpy(dtype=float)
    square = float(total @ total)
    if square == 0:
        return []
    said: list[tuple[object, ...]] = []
    for part in [name for name in PARTS if name in wide]:
        share = float(wide[part].to_numpy(dtype=float) @ total) / square
        sentence = f"{number(100 * share, 0)} % of the spread of sales between reps goes with {part}."
        said.append(("reps", "team", sentence, share, np.nan, np.nan, "share", _CAUSES[part], "rep_parts"))
    return said


def _about_reps(parts: pd.DataFrame, measure: str, currency: str) -> list[tuple[object, ...]]:
    wide = _wide(parts, measure)
    names = parts.drop_duplicates("rep_id").set_index("rep_id")["name"]
    bounds = parts[parts["measure"] == measure].set_index(["rep_id", "part"])[["low_cents", "high_cents"]]
    said: list[tuple[object, ...]] = []
    for rep_id in wide.sort_values(DIFFERENCE, ascending=False, kind="stable").index:
        row = wide.loc[rep_id]
        told = [part for part in PARTS if part in wide]
        largest = max(told, key=lambda part: abs(float(row[part])))
        low, high = (float(value) / 100 for value in bounds.loc[(rep_id, largest)])
        amounts = quantities([float(row[part]) / 100 for part in (DIFFERENCE, *told)], "money", signed=True)
        split = ", ".join(f"{part} {amount}" for part, amount in zip(told, amounts[1:], strict=True))
        called = names[rep_id] if names[rep_id] == rep_id else f"{names[rep_id]} ({rep_id})"
        way = "more" if row[DIFFERENCE] > 0 else "less"
        sentence = (
            f"{called} {_PAID[measure]} {currency} {unsigned(amounts[0])} {way} than the"
            f" average rep: {split}."
        )
        ends = quantities([low, high], "money", signed=True)
        cause = f"mostly {largest}, {_CAUSES[largest]} (95 % interval {ends[0]} to {ends[1]})"
        if measure == "sales" and NAIVE in wide:
            cause += _merit(row, currency)
        value = float(row[largest]) / 100
        topic = "reps" if measure == "sales" else "pay"
        said.append((topic, str(rep_id), sentence, value, low, high, "money", cause, "rep_parts"))
    return said


def _merit(row: pd.Series[float], currency: str) -> str:
    """Say how far off it is to take what the CRM log shows for merit."""
    crm, skill = float(row[NAIVE]) / 100, float(row[SKILL]) / 100
    shown, true, off = quantities([crm, skill, crm - skill], "money", signed=True)
    way = "too much" if crm > skill else "too little"
    size = f"{currency} {unsigned(off)}"
    return f"; the CRM log shows {shown}, of which skill is {true}: read as merit, {size} {way}"


def _about_campaigns(parts: pd.DataFrame, currency: str) -> list[tuple[object, ...]]:
    said = []
    for name, rows in parts.groupby("campaign", sort=False):
        money = rows.set_index("reading")[["cents", "low_cents", "high_cents"]] / 100
        said += [_increment(str(name), money, currency), _return(str(name), money)]
    return said


def _increment(name: str, money: pd.DataFrame, currency: str) -> tuple[object, ...]:
    gained, low, high = (float(value) for value in money.loc["sales"].to_numpy())
    spend, *naive = (float(cents) for cents in money["cents"][["spend", "last_touch", "before_after"]])
    texts = quantities([spend, gained, low, high, *naive], "money")
    sentence = (
        f"Campaign {name} cost {currency} {texts[0]} and brought {currency} {texts[1]} of sales"
        f" (95 % interval {texts[2]} to {texts[3]}); the CRM log reads last touch {texts[4]}"
        f" ({_off(naive[0], gained)}) and before and after {texts[5]} ({_off(naive[1], gained)})."
    )
    cause = "with all campaigns less with all but this one, same customers and same luck"
    return "campaigns", name, sentence, gained, low, high, "money", cause, "campaign_parts"


def _return(name: str, money: pd.DataFrame) -> tuple[object, ...]:
    net, low, high = (float(value) for value in money.loc["contribution"].to_numpy())
    texts = quantities([net, low, high], "money", signed=True)
    verdict = "pays" if low > 0 else "does not pay" if high < 0 else "may pay or not"
    between = f"95 % interval {texts[1]} to {texts[2]}"
    sentence = f"Campaign {name} {verdict}: contribution {texts[0]}, its cost taken off ({between})."
    cause = "margin on what it sold, less commission on it and what it cost"
    return "campaigns", name, sentence, net, low, high, "money", cause, "campaign_parts"


def _off(said: float, true: float) -> str:
    if true == 0:
        return "the truth is nothing"
    share = said / true - 1
    return f"{number(100 * abs(share), 0)} % too {'high' if share > 0 else 'low'}"


def parts_of_sales(parts: pd.DataFrame) -> pd.DataFrame:
    """Lay out the split of sales: a row per rep, the best seller first.

    Args:
        parts: Table ``rep_parts``.

    Returns:
        Cents; columns ``difference`` and then its parts, rows by rep id.
    """
    wide = _wide(parts, "sales")
    told = [part for part in PARTS if part in wide]
    return wide[[DIFFERENCE, *told]].sort_values(DIFFERENCE, ascending=False, kind="stable")


def _wide(parts: pd.DataFrame, measure: str) -> pd.DataFrame:
    rows = parts[parts["measure"] == measure]
    return rows.pivot_table(index="rep_id", columns="part", values="cents", observed=True)
