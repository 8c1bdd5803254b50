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
# # A first run
#
# A region is divided into territories, and each territory belongs to one rep. We simulate reps,
# customers and rivals through some weeks, read the scorecard, hire fewer reps, and then ask the
# question this library is made for: *what would a redraw change, and for whom?*
#
# Open `01_first_run.ipynb` in Jupyter, or run this file cell by cell in an editor that knows
# `# %%` cells. Both hold the same cells: `python tools/build_notebooks.py` makes the one from the
# other.

# %%
import networkx as nx
import pandas as pd

from territory_sim import compare, load_scenario, simulate

# %% [markdown]
# ## One run
# `status_quo` is Texas with 24 reps whose territories grew with each new hire. Settings are
# overridden as on the command line; forty business days are enough for a first look.

# %%
scenario = load_scenario("status_quo", ["days=40"])
run = simulate(scenario, seed=7)
run

# %% [markdown]
# `run.kpis` is the scorecard as a table, and `run.tables` holds what it was made of.

# %%
run.kpis[["kpi", "value"]]

# %%
run.tables["rep_day"].groupby("rep_id", observed=True)[["travel_minutes", "meeting_minutes", "visits"]].mean().round(1)

# %% [markdown]
# The same scenario and seed give the same numbers, in any process on any day.

# %%
again = simulate(scenario, seed=7)
assert again.kpis.equals(run.kpis)

# %% [markdown]
# ## Fewer reps
# With `staffing.reps=20` the least loaded territories are absorbed by their neighbours; the
# customers and what they want stay as they are.

# %%
fewer = simulate(load_scenario("status_quo", ["days=40", "staffing.reps=20"]), seed=7)
side_by_side = pd.DataFrame(
    {
        "24 reps": run.kpis.set_index("kpi")["value"],
        "20 reps": fewer.kpis.set_index("kpi")["value"],
    }
)
side_by_side

# %% [markdown]
# ## Two scenarios, paired
# One run is one draw of luck. `compare` runs both scenarios on the same customers, the same
# requests and the same luck, several times, and gives the differences with 95 % intervals.
# Three replications keep this page quick; a decision deserves twenty or more.

# %%
study = compare(
    [scenario, load_scenario("balanced", ["days=40"])],
    replications=3,
    seed=7,
)
study

# %%
study.verdict

# %% [markdown]
# ## A look at the map

# %%
from territory_sim.reports.maps import territory_map
from territory_sim.scenario.world import build_world

today = build_world(scenario)
redrawn = build_world(load_scenario("balanced", ["days=40"]))
axes = territory_map(redrawn.region, redrawn.alignment, before=today.alignment, title="The redraw")

# %% [markdown]
# ## The region is a network
# A region is a networkx graph: its nodes are basic units with their place and weight, its edges
# say which units are next to each other.

# %%
network = today.region.graph
print(network)
print("one piece:", nx.is_connected(network))
busiest = max(network.nodes, key=lambda unit: network.nodes[unit]["weight"])
print("heaviest unit:", busiest, network.nodes[busiest])

# %%
ends = today.region.unit_ids[0], today.region.unit_ids[-1]
path = nx.shortest_path(network, *ends, weight="km")
print(f"{len(path)} units from {ends[0]} to {ends[1]}")
