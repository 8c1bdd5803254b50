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
# # How many reps? A sweep
#
# A sweep runs every point of a design with several replications and keeps what it has done, so
# that it can be stopped, resumed and extended. Here: three numbers of reps on today's map of
# Texas, for ten business days. The real study is in `experiments/staffing_level`.

# %%
import tempfile
from pathlib import Path

from territory_sim import Study, resume, sweep

place = tempfile.TemporaryDirectory()
folder = Path(place.name) / "staffing"
settings = ["staffing.reps=20,24,28", "days=10", "opportunity=false", "executor=serial", "replications=1"]
done = sweep(settings, folder)
done.progress.done

# %% [markdown]
# ## More replications later
# One replication shows no noise. The sweep is extended: what is done is not run again.

# %%
done = resume(folder, ["replications=3"])
assert done.progress.before == 3
done.progress.done

# %% [markdown]
# ## Tables
# Every table of the folder is an attribute. `designs` says what each point is, `kpis` what each
# run scored, `params` every setting.

# %%
study = Study.load(folder)
study

# %%
scores = study.kpis.merge(study.designs, on=["scenario_id", "design_id"])
contribution = scores[scores["kpi"] == "contribution"]
contribution.pivot_table(index="staffing.reps", values="value", aggfunc=["mean", "std", "count"])

# %% [markdown]
# With the extra `sql` the same question goes to DuckDB, which reads no more than it needs:
#
# ```python
# study.sql('''
#     select "staffing.reps", avg(value) as contribution
#     from kpis join designs using (scenario_id, design_id)
#     where kpi = 'contribution' group by all order by 1
# ''')
# ```
#
# and `polars.from_arrow(study.arrow("kpis"))` makes a polars frame.

# %% [markdown]
# ## The plateau
# Replications of one number meet the same customers at every point, so points are compared in
# pairs: `from_best` is far surer than the means themselves.

# %%
from territory_sim.experiments.sweeps.plateau import findings, sentences
from territory_sim.reports.sweep_plot import sweep_plot

found = findings(folder)
for sentence in sentences(found, "USD"):
    print(sentence)
found.of("contribution")[["staffing.reps", "mean", "low", "high", "from_best", "from_best_low", "from_best_high"]]

# %%
sweep_plot(found, "USD")

# %%
place.cleanup()
