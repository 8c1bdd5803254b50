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
# # Comparing splits of a region
#
# Which split of Texas pays most, pays fairly and serves customers, and how sure is that? We compare
# today's territories with a redraw and with two more reps, on the same customers and the same luck,
# read the odds, rank the three, and ask whether the best rep is able or lucky.
#
# Five replications of forty days keep this page quick; a decision deserves twenty or more of a year.
# What every word means stands in `docs/compare.md`.

# %%
from territory_sim import compare, load_scenario

days = ["days=40"]
study = compare(
    [load_scenario(name, days) for name in ("status_quo", "balanced", "hire_two")],
    replications=5,
    seed=7,
)
print(study.answer_on("balanced"))
print(study.answer_on("hire_two"))

# %% [markdown]
# ## Line by line
# A line is *better* or *worse* when its p-value, adjusted for all lines, is under 5 %; *a tie* when the
# whole interval is less than would matter; otherwise it is *open*, and the table says how many
# replications would settle it.

# %%
lines = study.table.set_index(["scenario_id", "kpi"])
columns = ["difference", "low", "high", "method", "odds", "big_enough", "verdict", "replications_to_settle"]
lines.loc["balanced", columns]

# %%
lines.loc["balanced", "verdict"].value_counts()

# %% [markdown]
# ## What pairing saves
# `variance_reduction` says how many times as many unpaired runs would give as narrow an interval. It is
# large where demand drives a line, and about 1 where the change cuts the territories anew and the line
# is about who gets what.

# %%
lines["variance_reduction"].unstack("scenario_id").round(1)

# %% [markdown]
# ## All three ranked
# A place is 1 plus the number of scenarios that are shown to be better. Scenarios that cannot be told
# apart share a place.

# %%
ranking = study.ranking
ranking[ranking["kpi"].isin(["contribution", "coverage", "pay_opportunity_gini"])]

# %% [markdown]
# ## Odds against size
# Sure is not the same as large: some lines are surely better by too little to matter.

# %%
import matplotlib.pyplot as plt

balanced = lines.loc["balanced"]
size = (balanced["difference"].abs() / balanced["threshold"]).clip(upper=20)
figure, axes = plt.subplots(figsize=(6, 3.5))
axes.scatter(size, balanced["odds"], s=18)
axes.axvline(1, linestyle="--", color="grey")
axes.set(xlabel="change over the change that matters", ylabel="odds that the redraw is better")
axes.set_title("Sure and large are two questions");

# %% [markdown]
# ## Able, well placed or lucky?
# `explain_scenario` runs the same years with causes switched off and splits what each rep sold beyond
# the average one. The parts add up to the cent.

# %%
from territory_sim import explain_scenario

why = explain_scenario(load_scenario("status_quo", days), replications=3)
for claim in why.sentences["claim"].head(5):
    print(claim)

# %%
parts = why.tables["rep_parts"].query("measure == 'sales'")
parts.pivot_table(index="rep_id", columns="part", values="cents").div(100).round(0).sort_values("difference").tail(5)
