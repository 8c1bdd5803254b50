# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Teaching balance: prepare a class
#
# A trainer has 45 minutes, a projector and perhaps no network. This notebook does what is done the
# evening before and at the end of the class: it records the page, looks at the lesson, and scores
# the maps the teams hand in. `docs/teaching.md` has the class minute by minute.
#
# A plain of 80 units with five reps keeps it quick. A class uses Texas:
# `territory-sim play lesson=equal_accounts`.

# %%
import tempfile
from pathlib import Path

import pandas as pd

from territory_sim import compare, load_scenario
from territory_sim.scenario.world import build_world

place = tempfile.TemporaryDirectory()
stick = Path(place.name)
small = [
    "region=synthetic",
    "region.synthetic_units=80",
    "market.accounts=400",
    "staffing.reps=5",
    "territories.count=null",
    "territories.starts=1",
    "days=40",
]

# %% [markdown]
# ## The page
# Today's territories beside a redraw, on the same customers and the same luck: one file for the stick.

# %%
from territory_sim.app.play import play

today = load_scenario("status_quo", small)
redraw = load_scenario("balanced", small)
page = play([today, redraw], stick / "page", replications=2)
print(f"{page.name}: {page.stat().st_size / 1024:,.0f} KiB")

# %% [markdown]
# ## The lesson
# Goal, prediction, run and debrief are on the page; press L there. The figures of the answer key are
# simulated for the lesson's seed, and a test holds them against this version.

# %%
from territory_sim.app.lesson import lesson_names, load_lesson

pd.DataFrame([(name, load_lesson(name).title) for name in lesson_names()], columns=["lesson=", "title"])

# %%
lesson = load_lesson("equal_accounts").page()
print(lesson["goal"])
print(lesson["predict"]["question"])
for answer in lesson["predict"]["answers"]:
    print("  [ ]", answer)

# %%
for sentence in lesson["key"]:
    print("*", sentence)

# %% [markdown]
# ## What the teams hand in
# In class each team drags units on the page and saves `alignment.csv`, which also says where the reps
# live. Here one team hands in the redraw, and another has taken three units from the fullest territory.

# %%
from territory_sim.territories.alignment_file import alignment_csv

maps = {"today": build_world(today), "red": build_world(redraw)}
for team, world in maps.items():
    text = alignment_csv(world.alignment, world.region.unit_ids)
    (stick / f"{team}.csv").write_text(text, encoding="utf-8")

# %%
rows = pd.read_csv(stick / "today.csv", dtype=str)
owner = ["territory_id", "rep_id", "home_unit_id"]
region = maps["today"].region
fullest = rows["territory_id"].value_counts().idxmax()
given, moved = rows.set_index("unit_id")[owner], 0
for unit in given.index[given["territory_id"] == fullest]:
    for neighbour in region.graph.neighbors(unit):
        if given.loc[neighbour, "territory_id"] != fullest and moved < 3:
            given.loc[unit] = given.loc[neighbour]
            moved += 1
            break
given.reset_index().to_csv(stick / "blue.csv", index=False)
print(moved, "units leave", fullest)

# %% [markdown]
# ## The scoreboard
# On the command line, in the folder of the stick:
#
# ```bash
# territory-sim compare territories=file territories.path=today.csv,red.csv,blue.csv baseline=today
# ```
#
# Three replications of eight weeks keep this page quick; a class uses ten or more of a year.

# %%
from territory_sim.scenario.load import load_scenarios

paths = ",".join(str(stick / f"{team}.csv") for team in ("today", "red", "blue"))
teams = load_scenarios([*small, "scenario=status_quo", "territories=file", f"territories.path={paths}"])
scores = compare(teams, baseline="today", replications=3, workers=1)
scores.ranking

# %%
lines = ["pay_opportunity_gini", "workload_spread", "coverage", "contribution", "accounts_moved_share"]
table = scores.table[scores.table["kpi"].isin(lines)]
table.set_index(["kpi", "scenario_id"])[["baseline", "option", "low", "high", "verdict"]]

# %%
for team in scores.option_ids:
    print(scores.answer_on(team))

# %% [markdown]
# Today's map, read back from its file, is today's map: a team is scored by what it moved and by
# nothing else.

# %%
again = build_world(teams[0])
assert (again.alignment.homes == maps["today"].alignment.homes).all()
assert (again.alignment.territory_of_unit == maps["today"].alignment.territory_of_unit).all()

# %%
place.cleanup()
