"""Fixed patience draws nothing; patience that varies touches the minute of giving up alone."""

from __future__ import annotations

from tests.randomness.candidates import touched
from tests.worlds import small_scenario, small_world

from territory_sim.experiments.run import simulate


def test_varied_patience_touches_one_column() -> None:
    """Every other column of demand is the same to the byte."""
    varied = small_world(service__patience_distribution="exponential")
    assert touched(small_world(), varied) == {"requests.expiry_minute"}


def test_varied_patience_leaves_more_requests_unanswered() -> None:
    """At the same mean some give up early: more requests expire, and none is answered after that."""
    shares = []
    for distribution in ("fixed", "exponential"):
        scenario = small_scenario(opportunity=False, service__patience_distribution=distribution)
        run = simulate(scenario)
        shares.append(float(run.kpis.set_index("kpi")["value"]["unanswered_share"]))
        requests = run.tables["request"]
        answered = requests["answered_minute"].notna()
        assert (requests["answered_minute"] < requests["expiry_minute"])[answered].all()
    assert shares[0] < shares[1]
