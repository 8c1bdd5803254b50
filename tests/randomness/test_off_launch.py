"""Launches off: nobody needs a product that is not there, and what accounts need anyway stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.randomness.off_switches import candidates
from tests.worlds import SMALL, loaded, small_scenario

from territory_sim.experiments.run import simulate

LAUNCHES = loaded("product_launch", *SMALL).fulfilment.launches
OWN = ("launch_needs", "deliveries")
"""Deliveries of a product's orders are drawn behind all others."""


def test_no_candidate_moves_by_a_byte() -> None:
    """A launch, a second one or a stronger one: needs, requests, leads and rivals are the same."""
    second = replace(LAUNCHES[0], name="another line", needs_per_year=12.0)
    stronger = replace(LAUNCHES[0], innovation=3.0, imitation=9.0)
    before = candidates(OWN)
    for launches in (LAUNCHES, (*LAUNCHES, second), (stronger,)):
        assert candidates(OWN, fulfilment__launches=launches) == before
    usual, more = candidates(), candidates(fulfilment__launches=LAUNCHES)
    key = "deliveries.complaint_mark"
    assert more[key].startswith(usual[key])
    assert len(more[key]) > len(usual[key])


def test_a_second_launch_leaves_the_first_as_it_was() -> None:
    """Each product has streams of its own, by its name."""
    second = replace(LAUNCHES[0], name="another line")
    both = candidates(fulfilment__launches=(LAUNCHES[0], second))
    one = candidates(fulfilment__launches=LAUNCHES)
    assert both["launch_needs.minute"].startswith(one["launch_needs.minute"])


def test_a_product_nobody_adopts_changes_nothing() -> None:
    """Without innovators a launch is the same as none, to the last bit; with them more is bought."""
    dull = (replace(LAUNCHES[0], innovation=0.0),)
    hot = (replace(LAUNCHES[0], innovation=20.0),)
    none, nobody, everybody = (
        simulate(small_scenario(opportunity=False, fulfilment__launches=launches))
        for launches in ((), dull, hot)
    )
    for name, table in none.tables.items():
        assert table.equals(nobody.tables[name]), name
    bought = [run.tables["account_run"]["bought_cents"].to_numpy() for run in (none, everybody)]
    assert (bought[0] <= bought[1]).all()
    assert np.any(bought[0] < bought[1])
